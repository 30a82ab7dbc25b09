import fc from "fast-check";
import { expect, test } from "vitest";
import type { ConditionSpec } from "../spec/condition.ts";
import { canHold } from "./can-hold.ts";

const missing: ConditionSpec = { kind: "missing" };
const any: ConditionSpec = { kind: "depsUpdated", which: "any", of: null };
const all: ConditionSpec = { kind: "depsUpdated", which: "all", of: null };
const not = (of: ConditionSpec): ConditionSpec => ({ kind: "not", of });
const and = (...of: readonly ConditionSpec[]): ConditionSpec => ({ kind: "and", of });
const or = (...of: readonly ConditionSpec[]): ConditionSpec => ({ kind: "or", of });
const newly = (of: ConditionSpec): ConditionSpec => ({ kind: "newlyTrue", of });
const since = (of: ConditionSpec, reset: ConditionSpec): ConditionSpec => ({ kind: "since", of, reset });

test.each<[ConditionSpec, boolean]>([
  [missing, true],
  [and(missing, not(missing)), false],
  [or(missing, not(missing)), true],
  [not(or(missing, not(missing))), false],
  [and(newly(missing), not(missing)), false],
  [and(not(newly(missing)), missing), true],
  [newly(and(any, not(any))), false],
  [since(and(any, not(any)), missing), false],
  [and(since(any, missing), missing), false],
  [and(since(any, missing), not(any)), true],
  [and(all, not(any)), false],
  [and(any, not(all)), true],
  [all, true],
])("%j", (condition, expected) => expect(canHold(condition)).toBe(expected));

test("what has too many parts to try is left alone", () => {
  const crons = Array.from({ length: 15 }, (_, minute): ConditionSpec => ({
    kind: "cron",
    cron: `${minute} 3 * * *`,
    zone: "UTC",
  }));
  expect(canHold(and(...crons, not(crons[0] ?? missing)))).toBe(true);
});

test("whatever its parts are, nothing holds together with its contrary, and it or its contrary can", () => {
  const { condition: whole } = fc.letrec<{ condition: ConditionSpec }>((tie) => ({
    condition: fc.oneof(
      { maxDepth: 3 },
      fc.constantFrom(missing, any, all, { kind: "depsFresh" } satisfies ConditionSpec),
      fc.record({
        kind: fc.constantFrom("and" as const, "or" as const),
        of: fc.array(tie("condition"), { minLength: 1, maxLength: 2 }),
      }),
      fc.record({ kind: fc.constantFrom("not" as const, "newlyTrue" as const), of: tie("condition") }),
    ),
  }));
  fc.assert(
    fc.property(whole, (condition) => {
      expect(canHold(and(condition, not(condition)))).toBe(false);
      expect(canHold(condition) || canHold(not(condition))).toBe(true);
    }),
  );
});
