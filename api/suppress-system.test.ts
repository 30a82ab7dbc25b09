import fc from "fast-check";
import { expect, test } from "vitest";
import { answered, bases, communeOf, communes, nobodies, type Commune } from "../test/harness/made-homes.ts";
import { Told, type Equation } from "../test/harness/told.ts";

test("the elimination finds what follows from sums, and nothing that does not", () => {
  const told = new Told();
  told.add([1, 1, 0]);
  told.add([1, 1, 1]);
  expect([told.gives([0, 0, 1]), told.gives([2, 2, 1]), told.gives([1, 0, 0])]).toEqual([true, true, false]);
});

type System = {
  readonly all: readonly Commune[];
  readonly tables: ReturnType<typeof answered>;
  readonly told: Told;
  readonly over: (of: readonly Commune[], at: readonly number[]) => Equation;
};

/** All that is told: tables of all levels, of all bases and of each, the exact sums of each base, and who is nobody. */
function systemOf(all: readonly Commune[]): System {
  const told = new Told();
  const over = (of: readonly Commune[], at: readonly number[]) =>
    all.flatMap((one) => bases.map((base) => (of.includes(one) && at.includes(base) ? 1 : 0)));
  const tables = [0, 1, 2].flatMap((depth) => answered(all, depth));
  for (const base of bases) told.add(over(all, [base]));
  for (const { of, wholly } of tables) if (!wholly) told.add(over(of, bases));
  for (const { of, split } of tables) if (!split) for (const base of bases) told.add(over(of, [base]));
  for (const [one, at] of nobodies(all, tables)) told.add(over([one], [at]));
  return { all, tables, told, over };
}

test("whatever people bought, nothing hidden follows from the tables of all levels, of all bases and of each, and the sums of all", () => {
  const counted = { wholly: 0, split: 0, splitAlone: 0 };
  fc.assert(
    fc.property(communes, (asked) => {
      const { all, tables, told, over } = systemOf(asked.map(communeOf));
      if (new Set(all.map(({ code }) => code[0])).size === 1) return;
      for (const { path, of, wholly, split } of tables) {
        const said = () => JSON.stringify({ path, asked });
        if (wholly) expect(told.gives(over(of, bases)), said()).toBe(false);
        for (const base of split ? bases : [])
          if (of.some(({ each }) => (each[base]?.people ?? 0) > 0))
            expect(told.gives(over(of, [base])), `${said()} at ${base}`).toBe(false);
        counted.wholly += Number(wholly);
        counted.split += Number(split);
        counted.splitAlone += Number(split && !wholly);
      }
    }),
    { numRuns: 1_000 },
  );
  expect(Math.min(...Object.values(counted)), JSON.stringify(counted)).toBeGreaterThan(100);
});

test("what is hidden of all bases together is hidden of each", () => {
  fc.assert(
    fc.property(communes, (asked) => {
      for (const { wholly, split } of answered(asked.map(communeOf), 2)) if (wholly) expect(split).toBe(true);
    }),
  );
});
