import type { ConditionSpec } from "../../core/spec/condition.ts";

type Keyed = { readonly spec: { readonly key: string } };

/** When an asset is brought up to date by itself, as a value: `anyDepUpdated().and(allDepsFresh())`. */
export type Condition = {
  readonly spec: ConditionSpec;
  readonly and: (...others: readonly Condition[]) => Condition;
  readonly or: (...others: readonly Condition[]) => Condition;
  /** It held once, and `reset` did not hold since. */
  readonly since: (reset: Condition) => Condition;
  /** It holds, and did not when it was looked at before. */
  readonly newlyTrue: () => Condition;
};

/** A condition that can be joined to others. */
export const condition = (spec: ConditionSpec): Condition => ({
  spec,
  and: (...others) => condition({ kind: "and", of: [spec, ...others.map((other) => other.spec)] }),
  or: (...others) => condition({ kind: "or", of: [spec, ...others.map((other) => other.spec)] }),
  since: (reset) => condition({ kind: "since", of: spec, reset: reset.spec }),
  newlyTrue: () => condition({ kind: "newlyTrue", of: spec }),
});

const updated = (which: "any" | "all", deps: readonly Keyed[]): Condition =>
  condition({ kind: "depsUpdated", which, of: deps.length === 0 ? null : deps.map(({ spec }) => spec.key) });

/** Any of its deps (or of those named) was materialised since it was last requested or built. */
export const anyDepUpdated = (...deps: readonly Keyed[]): Condition => updated("any", deps);
/** All of its deps (or of those named) were materialised since it was last requested or built. */
export const allDepsUpdated = (...deps: readonly Keyed[]): Condition => updated("all", deps);
/** No dep is later than it promises. */
export const allDepsFresh = (): Condition => condition({ kind: "depsFresh" });
/** Every dep was materialised. */
export const allDepsPresent = (): Condition => condition({ kind: "depsPresent" });
/** It was never materialised. */
export const missing = (): Condition => condition({ kind: "missing" });
/** The contrary. */
export const not = ({ spec }: Condition): Condition => condition({ kind: "not", of: spec });

/** As soon as a dep changed, once all are there. */
export const eager = (): Condition => anyDepUpdated().and(allDepsPresent());
/** Once, when it is missing and all its deps are there. */
export const onMissing = (): Condition => missing().and(allDepsPresent()).newlyTrue();
