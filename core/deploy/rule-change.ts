import type { Bounds } from "../spec/check.ts";

/** What a column's rule changes from and to, and whether each value that was taken is taken still. */
export type RuleChange = { readonly how: string; readonly isWider: boolean };

/** How a rule of a column's values changes, `between` or `matching`, as two declarations have it. */
export function ruleChange(word: "between" | "matching", before: unknown, after: unknown): RuleChange {
  const how = `${word} ${ruleText(before)} → ${ruleText(after)}`;
  return { how, isWider: after === undefined || (isBounds(before) && isBounds(after) && spans(after, before)) };
}

function ruleText(rule: unknown): string {
  if (isBounds(rule)) return `${rule.atLeast ?? "any"} and ${rule.atMost ?? "any"}`;
  return typeof rule === "object" && rule !== null && "pattern" in rule ? `/${String(rule.pattern)}/` : "none";
}

type Bound = Bounds<number | string>;
const isBounds = (rule: unknown): rule is Bound =>
  typeof rule === "object" && rule !== null && "atLeast" in rule && "atMost" in rule;

const spans = (wide: Bound, narrow: Bound): boolean =>
  (wide.atLeast === null || (narrow.atLeast !== null && placeOf(wide.atLeast) <= placeOf(narrow.atLeast))) &&
  (wide.atMost === null || (narrow.atMost !== null && placeOf(wide.atMost) >= placeOf(narrow.atMost)));

const placeOf = (bound: number | string): number =>
  Number.isNaN(Number(bound)) ? Date.parse(String(bound)) : Number(bound);
