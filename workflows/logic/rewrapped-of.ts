import type { Rewrapped } from "../../core/ports/epoch-rotation.ts";

/** What a wrapping of root keys answered; a worker of before it was done in tens answers how many it wrapped, which are all. */
export const rewrappedOf = (answer: number | Rewrapped): Rewrapped =>
  typeof answer === "number" ? { wrapped: answer, left: 0, newest: null } : answer;
