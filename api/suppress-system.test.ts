import fc from "fast-check";
import { expect, test } from "vitest";
import { suppress, type PeopleCell } from "./suppress.ts";

const profile = { people: 11, dominance: 0.85 };

/** A linear equation over communes: coefficients, and no right side, since only whether it determines a sum counts. */
type Equation = readonly number[];

/** How many equations say something that the others do not, by elimination; sums of a few cells stay small whole numbers or their quotients. */
function rank(equations: readonly Equation[]): number {
  const rows = equations.map((row) => [...row]);
  let found = 0;
  for (let column = 0; column < (rows[0]?.length ?? 0); column++) {
    const pivot = rows.findIndex((row, at) => at >= found && Math.abs(row[column] ?? 0) > 1e-9);
    if (pivot < 0) continue;
    const [lead = []] = rows.splice(pivot, 1);
    rows.splice(found, 0, lead);
    for (const [at, row] of rows.entries()) {
      if (at === found) continue;
      const share = (row[column] ?? 0) / (lead[column] ?? 1);
      for (let place = column; place < row.length; place++) row[place] = (row[place] ?? 0) - share * (lead[place] ?? 0);
    }
    found++;
  }
  return found;
}

/** Communes by their code, `region/département/commune`, with what was bought in them. */
const communes = fc.uniqueArray(
  fc.record({
    path: fc.tuple(fc.constantFrom("a", "b", "c"), fc.constantFrom("x", "y"), fc.constantFrom("1", "2", "3")),
    people: fc.integer({ min: 0, max: 40 }),
    share: fc.double({ min: 0.05, max: 1, noNaN: true }),
  }),
  { minLength: 1, maxLength: 14, selector: ({ path }) => path.join("/") },
);
type Commune = { readonly code: string; readonly people: number; readonly total: number; readonly largest: number };

/** The table of a level, as the API answers it: each territory with the communes that it is made of, and whether it is hidden. */
function answered(all: readonly Commune[], depth: number) {
  const territories = [...Map.groupBy(all, ({ code }) => code.split("/").slice(0, depth).join("/"))];
  const cells = territories.map(([code, of]): PeopleCell => ({
    people: of.reduce((sum, { people }) => sum + people, 0),
    total: of.reduce((sum, { total }) => sum + total, 0),
    largest: Math.max(...of.map(({ largest }) => largest)),
    within: code.split("/").slice(0, -1).join("/"),
  }));
  const reasons = suppress(cells, profile);
  return territories.map(([, of], at) => ({ of, isHidden: reasons[at] !== undefined, people: cells[at]?.people ?? 0 }));
}

test("whatever people bought, no hidden region, département or commune follows from the tables of all levels and the sum of all", () => {
  let hiddenBesideTold = 0;
  fc.assert(
    fc.property(communes, (asked) => {
      const all = asked.map(({ path, people, share }): Commune => {
        const total = people * 100;
        return { code: path.join("/"), people, total, largest: people === 0 ? 0 : Math.max(100, total * share) };
      });
      const tables = [1, 2, 3].flatMap((depth) => answered(all, depth));
      const over = (of: readonly Commune[]): Equation => all.map((one) => (of.includes(one) ? 1 : 0));
      const told = tables.filter(({ isHidden }) => !isHidden);
      const equations = [over(all), ...told.map(({ of }) => over(of))];
      if (told.length === 0) return;
      for (const { of, isHidden } of tables) {
        if (!isHidden) continue;
        hiddenBesideTold++;
        expect(rank([...equations, over(of)]), JSON.stringify({ asked })).toBe(rank(equations) + 1);
      }
    }),
    { numRuns: 500 },
  );
  expect(hiddenBesideTold).toBeGreaterThan(100);
});

test("the elimination finds what follows from sums, and nothing that does not", () => {
  const sums = [
    [1, 1, 0],
    [1, 1, 1],
  ];
  expect(rank(sums)).toBe(2);
  expect(rank([...sums, [0, 0, 1]])).toBe(2);
  expect(rank([...sums, [1, 0, 0]])).toBe(3);
});
