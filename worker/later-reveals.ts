import { SillageError } from "../core/errors.ts";
import type { Reveals } from "../core/ports/reveals.ts";

/** Reveals of a process that listens before its keys are open. Until then every call throws `reveal.starting`, which passes. */
export function laterReveals(opened: () => Reveals | undefined): Reveals {
  const reveals = (): Reveals => opened() ?? starting();
  return {
    reveal: async (...asked) => reveals().reveal(...asked),
    askBulk: async (...asked) => reveals().askBulk(...asked),
    approveBulk: async (...asked) => reveals().approveBulk(...asked),
    bulk: async (...asked) => reveals().bulk(...asked),
    readBulk: async (...asked) => reveals().readBulk(...asked),
  };
}

function starting(): never {
  throw new SillageError({
    code: "reveal.starting",
    message: "The keys of this process are not open yet.",
    fix: "Ask again in a moment.",
    retryable: true,
  });
}
