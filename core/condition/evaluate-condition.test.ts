import fc from "fast-check";
import { expect, test } from "vitest";
import type { ConditionSpec } from "../spec/condition.ts";
import { evaluateCondition } from "./evaluate-condition.ts";
import type { ConditionFacts, DepFacts } from "./facts.ts";
import { saysOf } from "./says-of.ts";

const at = "2026-11-25T02:20:00.000Z";
const dep = (asset: string, over: Partial<DepFacts> = {}): DepFacts => ({
  asset,
  id: "01",
  at,
  updated: false,
  late: false,
  ...over,
});
const facts = (over: Partial<ConditionFacts> = {}): ConditionFacts => ({
  now: Date.parse("2026-11-25T06:00:00Z"),
  since: Date.parse("2026-11-25T00:00:00Z"),
  materialised: "01",
  deps: [dep("orders", { updated: true }), dep("sites")],
  ...over,
});
const any: ConditionSpec = { kind: "depsUpdated", which: "any", of: null };
const all: ConditionSpec = { kind: "depsUpdated", which: "all", of: null };
const missing: ConditionSpec = { kind: "missing" };
const cron = (text: string): ConditionSpec => ({ kind: "cron", cron: text, zone: "Europe/Paris" });
const found = (condition: ConditionSpec, given: ConditionFacts = facts()) => {
  const { says, holds, why } = evaluateCondition(condition, given, {}).tree;
  return [says, holds, why];
};

test.each<[ConditionSpec, ConditionFacts, boolean, string]>([
  [missing, facts(), false, "it was materialised (01)"],
  [missing, facts({ materialised: null }), true, "it was never materialised"],
  [{ kind: "depsPresent" }, facts(), true, "every dep was materialised"],
  [{ kind: "depsPresent" }, facts({ deps: [dep("orders", { id: null })] }), false, "never materialised: orders"],
  [{ kind: "depsFresh" }, facts(), true, "no dep is late"],
  [{ kind: "depsFresh" }, facts({ deps: [dep("orders", { late: true })] }), false, "late: orders"],
  [any, facts(), true, `updated: orders at ${at}`],
  [any, facts({ deps: [dep("orders", { updated: true, at: null })] }), true, "updated: orders"],
  [any, facts({ deps: [dep("orders")] }), false, "no dep was updated since"],
  [all, facts(), false, "not updated since: sites"],
  [all, facts({ deps: [] }), false, "there is no dep"],
  [{ ...all, of: ["orders"] }, facts(), true, `updated: orders at ${at}`],
  [cron("0 6 * * *"), facts(), true, "it ticked at 2026-11-25T05:00:00.000Z"],
  [cron("30 0 * * *"), facts(), false, "its last tick, 2026-11-24T23:30:00.000Z, is done with"],
  [cron("0 0 30 2 *"), facts(), false, "it never ticks"],
  [cron("daily"), facts(), false, "it never ticks"],
  [{ kind: "and", of: [any, missing] }, facts(), false, "1 of 2 hold"],
  [{ kind: "and", of: [] }, facts(), false, "0 of 0 hold"],
  [{ kind: "or", of: [any, missing] }, facts(), true, "1 of 2 hold"],
  [{ kind: "not", of: missing }, facts(), true, "what it denies does not hold"],
  [{ kind: "not", of: any }, facts(), false, "what it denies holds"],
])("%j on given facts", (condition, given, holds, why) =>
  expect(found(condition, given)).toEqual([saysOf(condition), holds, why]),
);

test("every part of a tree says whether it holds and why", () => {
  const eager: ConditionSpec = { kind: "and", of: [any, { kind: "depsPresent" }] };
  expect(evaluateCondition(eager, facts(), {}).tree).toEqual({
    says: "any dep updated and all deps present",
    holds: true,
    why: "2 of 2 hold",
    of: [
      { says: "any dep updated", holds: true, why: `updated: orders at ${at}` },
      { says: "all deps present", holds: true, why: "every dep was materialised" },
    ],
  });
});

/** What a condition says along facts, each evaluation given what the one before left. */
function along(condition: ConditionSpec, steps: readonly ConditionFacts[]) {
  let memory = {};
  return steps.map((step) => {
    const evaluation = evaluateCondition(condition, step, memory);
    memory = evaluation.memory;
    return [evaluation.tree.holds, evaluation.tree.why];
  });
}
const gone = facts({ materialised: null });

test("what is newly true holds once, until it did not hold in between", () => {
  expect(along({ kind: "newlyTrue", of: missing }, [gone, gone, facts(), gone])).toEqual([
    [true, "it did not hold before"],
    [false, "it held before already"],
    [false, "it does not hold"],
    [true, "it did not hold before"],
  ]);
});

test("what held once holds on until it is reset, and a reset wins", () => {
  const quiet = facts({ deps: [dep("orders")] });
  const since: ConditionSpec = { kind: "since", of: any, reset: missing };
  expect(along(since, [quiet, facts(), quiet, gone, quiet])).toEqual([
    [false, "it never held since"],
    [true, "it held, and was not reset since"],
    [true, "it held, and was not reset since"],
    [false, "it was reset"],
    [false, "it never held since"],
  ]);
});

test("a condition says itself in a phrase, with parentheses where they matter", () => {
  const both: ConditionSpec = {
    kind: "and",
    of: [any, { kind: "not", of: { kind: "or", of: [missing, cron("0 6 * * *")] } }],
  };
  expect(saysOf(both)).toBe("any dep updated and not (missing or cron 0 6 * * * in Europe/Paris)");
  expect(
    saysOf({ kind: "since", of: { ...all, of: ["orders", "sites"] }, reset: { kind: "newlyTrue", of: both } }),
  ).toBe(
    "all dep updated of orders, sites since newly (any dep updated and not (missing or cron 0 6 * * * in Europe/Paris))",
  );
  expect(saysOf({ kind: "or", of: [] })).toBe("or of nothing");
  expect(saysOf({ kind: "depsFresh" })).toBe("all deps fresh");
});

const leaves = fc.constantFrom<ConditionSpec>(
  any,
  all,
  missing,
  { kind: "depsPresent" },
  { kind: "depsFresh" },
  cron("0 6 * * *"),
);
const { condition: anyCondition } = fc.letrec<{ condition: ConditionSpec }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 3 },
    leaves,
    fc.record({
      kind: fc.constantFrom("and" as const, "or" as const),
      of: fc.array(tie("condition"), { maxLength: 3 }),
    }),
    fc.record({ kind: fc.constantFrom("not" as const, "newlyTrue" as const), of: tie("condition") }),
    fc.record({ kind: fc.constant("since" as const), of: tie("condition"), reset: tie("condition") }),
  ),
}));
const { condition: growing } = fc.letrec<{ condition: ConditionSpec }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom<ConditionSpec>(any, all, cron("0 6 * * *"), { kind: "depsPresent" }),
    fc.record({
      kind: fc.constantFrom("and" as const, "or" as const),
      of: fc.array(tie("condition"), { maxLength: 3 }),
    }),
  ),
}));
const anyDeps = fc.uniqueArray(
  fc.record({
    asset: fc.constantFrom("orders", "sites", "refunds"),
    id: fc.option(fc.constantFrom("01", "02")),
    at: fc.constant(at),
    updated: fc.boolean(),
    late: fc.boolean(),
  }),
  { selector: ({ asset }) => asset },
);
const anyFacts = fc.record({
  now: fc.integer({ min: facts().since, max: facts().now + 86_400_000 }),
  since: fc.constant(facts().since),
  materialised: fc.option(fc.constant("01")),
  deps: anyDeps,
});

test("an evaluation is the same for the same, and changes nothing that it is given", () => {
  fc.assert(
    fc.property(
      anyCondition,
      anyFacts,
      fc.dictionary(fc.constantFrom("0", "0.0", "0.1"), fc.boolean()),
      (condition, given, memory) => {
        const before = JSON.stringify([condition, given, memory]);
        expect(evaluateCondition(condition, given, memory)).toEqual(evaluateCondition(condition, given, memory));
        expect(JSON.stringify([condition, given, memory])).toBe(before);
      },
    ),
  );
});

test("a further update and later time never undo a condition that denies and remembers nothing", () => {
  fc.assert(
    fc.property(growing, anyFacts, fc.nat(), fc.nat({ max: 86_400_000 }), (condition, given, which, later) => {
      const deps = given.deps.map((one, place) =>
        place === which % given.deps.length ? { ...one, id: one.id ?? "03", updated: true } : one,
      );
      const before = evaluateCondition(condition, given, {}).tree.holds;
      const after = evaluateCondition(condition, { ...given, now: given.now + later, deps }, {}).tree.holds;
      expect(before && !after).toBe(false);
    }),
  );
});
