/** How many steps may be in work at once, changed while they are. */
export type Pace = {
  readonly atOnce: () => number;
  /** Fewer than are in work: none is stopped, the next ones wait. */
  readonly set: (atOnce: number) => void;
  /** Resolves at the next change. */
  readonly changed: () => Promise<void>;
};

/** A pace that starts with `atOnce` steps. */
export function createPace(atOnce: number): Pace {
  let now = atOnce;
  let change = Promise.withResolvers<void>();
  return {
    atOnce: () => now,
    set(next) {
      now = next;
      change.resolve();
      change = Promise.withResolvers<void>();
    },
    changed: () => change.promise,
  };
}
