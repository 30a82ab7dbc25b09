/** When an asset is brought up to date by itself: plain data, evaluated whenever something happens to it or to its deps. */
export type ConditionSpec =
  /** It was never materialised. */
  | { readonly kind: "missing" }
  /** Every dep was materialised. */
  | { readonly kind: "depsPresent" }
  /** Any or all of some deps (null: of its deps) were materialised since it was last requested or built. */
  | { readonly kind: "depsUpdated"; readonly which: "any" | "all"; readonly of: readonly string[] | null }
  /** No dep is later than it promises. */
  | { readonly kind: "depsFresh" }
  /** A tick of a five-field cron in an IANA zone passed since it was last requested. */
  | { readonly kind: "cron"; readonly cron: string; readonly zone: string }
  | { readonly kind: "and" | "or"; readonly of: readonly ConditionSpec[] }
  | { readonly kind: "not"; readonly of: ConditionSpec }
  /** It holds, and did not when it was looked at before. */
  | { readonly kind: "newlyTrue"; readonly of: ConditionSpec }
  /** It held once, and `reset` did not hold since: where both hold, `reset` wins. */
  | { readonly kind: "since"; readonly of: ConditionSpec; readonly reset: ConditionSpec };

/** A condition that is made of no other. */
export type LeafSpec = Exclude<ConditionSpec, { readonly kind: "and" | "or" | "not" | "newlyTrue" | "since" }>;

const leaves: ReadonlySet<string> = new Set(["missing", "depsPresent", "depsUpdated", "depsFresh", "cron"]);

/** Whether a condition is made of no other. */
export const isLeaf = (condition: ConditionSpec): condition is LeafSpec => leaves.has(condition.kind);

/** The conditions that one is made of. */
export function partsOf(condition: ConditionSpec): readonly ConditionSpec[] {
  switch (condition.kind) {
    case "and":
    case "or":
      return condition.of;
    case "not":
    case "newlyTrue":
      return [condition.of];
    case "since":
      return [condition.of, condition.reset];
    default:
      return [];
  }
}

/** A condition and all below it. */
export const everyPart = (condition: ConditionSpec): readonly ConditionSpec[] => [
  condition,
  ...partsOf(condition).flatMap(everyPart),
];
