import type { Walk } from "./walk-steps.ts";

/** When the steps of a walk began, and how long they took. Milliseconds. */
export type StepClock = {
  /** Look at the walk at an instant: what is new in it begins, or ends, now. */
  readonly note: (walk: Walk<unknown>, now: number) => void;
  /** How long a step has taken; undefined before it began, and where it never did. */
  readonly took: (asset: string, now: number) => number | undefined;
};

/** A clock that has seen nothing. */
export function createStepClock(): StepClock {
  const began = new Map<string, number>();
  const over = new Map<string, number>();
  return {
    note({ ended, running }, now) {
      for (const asset of running.keys()) if (!began.has(asset)) began.set(asset, now);
      for (const asset of ended.keys()) if (!over.has(asset)) over.set(asset, now);
    },
    took(asset, now) {
      const from = began.get(asset);
      return from === undefined ? undefined : (over.get(asset) ?? now) - from;
    },
  };
}
