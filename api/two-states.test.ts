import fc from "fast-check";
import { expect, test } from "vitest";
import { answered, bases, communeOf, communes, nobodies, type Commune } from "../test/harness/made-homes.ts";
import { Told } from "../test/harness/told.ts";
import { isOver } from "./calendar-span.ts";
import { addDays } from "./compare.ts";

const june = { from: "2026-06-01", to: "2026-07-01" };
const days = ["earlier", "more"] as const;
type Day = (typeof days)[number];

/** A month of which one day more becomes complete, its last one or another; and who came that day, from each commune to each base. */
const months = fc.record({
  homes: communes,
  came: fc.array(fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 3, maxLength: 3 }), {
    minLength: 14,
    maxLength: 14,
  }),
  day: fc.constantFrom("2026-06-12", "2026-06-29", "2026-06-30"),
});
type Month = typeof months extends fc.Arbitrary<infer Made> ? Made : never;
/** Whether a month is told at a state of its data: days before `complete` are complete. */
type Rule = (complete: string) => boolean;

/** The month as it was, and with a day more. */
function statesOf({ homes, came }: Month) {
  const added = homes.map((home, at) => came[at] ?? home.people.map(() => 0));
  const later = homes.map((home, at) => ({
    ...home,
    people: home.people.map((people, base) => people + (added[at]?.[base] ?? 0)),
  }));
  return { before: homes.map(communeOf), after: later.map(communeOf), added };
}

/** All that who asked at both states was told, and the exact sums of each base and day. */
function toldOf(month: Month, rule: Rule) {
  const { before, after, added } = statesOf(month);
  const told = new Told();
  const over = (codes: readonly string[], at: readonly number[], on: readonly Day[]) =>
    after.flatMap(({ code }) =>
      bases.flatMap((base) => days.map((day) => Number(codes.includes(code) && at.includes(base) && on.includes(day)))),
    );
  const codesOf = (of: readonly Commune[]) => of.map(({ code }) => code);
  const tablesOf = (state: readonly Commune[]) => [0, 1, 2].flatMap((depth) => answered(state, depth));
  const tell = (state: readonly Commune[], on: readonly Day[]) => {
    const tables = tablesOf(state);
    for (const { of, wholly } of tables) if (!wholly) told.add(over(codesOf(of), bases, on));
    for (const { of, split } of tables) if (!split) for (const base of bases) told.add(over(codesOf(of), [base], on));
    for (const [one, at] of nobodies(state, tables)) for (const day of on) told.add(over([one.code], [at], [day]));
  };
  for (const base of bases) for (const day of days) told.add(over(codesOf(after), [base], [day]));
  if (rule(month.day)) tell(before, ["earlier"]);
  if (rule(addDays(month.day, 1))) tell(after, days);
  const cameFrom = (codes: readonly string[], base: number) =>
    after.reduce((sum, { code }, at) => sum + (codes.includes(code) ? (added[at]?.[base] ?? 0) : 0), 0);
  const others = (codes: readonly string[], base: number) =>
    after.some(({ code, each }) => !codes.includes(code) && (each[base]?.people ?? 0) > 0);
  // Where a base's people are all of one territory, what the base took is what they gave.
  const cells = tablesOf(after).flatMap(({ path, of }) =>
    bases
      .filter((base) => cameFrom(codesOf(of), base) > 0 && others(codesOf(of), base))
      .map((base) => ({ path, of, base })),
  );
  return cells.map(({ path, of, base }) => ({ path, base, follows: told.gives(over(codesOf(of), [base], ["more"])) }));
}

test("whoever keeps what was told before a day more was complete finds nothing of who came that day", () => {
  let looked = 0;
  fc.assert(
    fc.property(months, (month) => {
      const cells = toldOf(month, (complete) => isOver(june, complete));
      expect(cells.filter(({ follows }) => follows)).toEqual([]);
      looked += cells.length;
    }),
    { numRuns: 300 },
  );
  expect(looked).toBeGreaterThan(1_000);
});

test("were months told while they go on, the difference of two answers would tell of a day", () => {
  const found = fc
    .sample(months, { numRuns: 100, seed: 1 })
    .flatMap((month) => toldOf(month, () => true).filter(({ follows }) => follows));
  expect(found.length).toBeGreaterThan(100);
});
