import fc from "fast-check";
import { expect, test } from "vitest";
import { suppress, type PeopleCell } from "./suppress.ts";

const profile = { people: 11, dominance: 0.85 };

/** A linear equation over hidden cells: coefficients, and no right side, since only whether it determines one counts. */
type Equation = readonly number[];

/** Whether some combination of the equations is one cell alone: then its value follows from what is published. */
function determines(equations: readonly Equation[], cell: number): boolean {
  const width = equations[0]?.length ?? 0;
  const unit = Array.from({ length: width }, (_, at) => (at === cell ? 1 : 0));
  return rank(equations) === rank([...equations, unit]);
}

/** By elimination; sums of a few cells stay small whole numbers or their quotients. */
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

const cells = fc.array(
  fc.record({
    people: fc.integer({ min: 0, max: 40 }),
    share: fc.double({ min: 0.05, max: 1, noNaN: true }),
    within: fc.constantFrom("59", "62", "80", "02"),
  }),
  { minLength: 1, maxLength: 14 },
);
const cellOf = ({
  people,
  share,
  within,
}: {
  readonly people: number;
  readonly share: number;
  readonly within: string;
}): PeopleCell => {
  const total = people * 100;
  return { people, total, largest: people === 0 ? 0 : Math.max(100, total * share), within };
};

test("whatever the cells, with every sum of a department and of all published no hidden cell follows from the others", () => {
  fc.assert(
    fc.property(cells, (asked) => {
      const table = asked.map(cellOf);
      const reasons = suppress(table, profile);
      const hidden = table.flatMap((cell, at) => (reasons[at] === undefined ? [] : [cell]));
      // What is told cancels out of each sum: an equation over what is hidden is left.
      const sums = [...new Set(table.map(({ within }) => within)), undefined].map((within) =>
        hidden.map((cell) => (within === undefined || cell.within === within ? 1 : 0)),
      );
      const everythingHidden = hidden.length === table.length;
      for (const [at, cell] of hidden.entries())
        if (!everythingHidden && hidden.some((other) => other !== cell && other.within === cell.within))
          expect(determines(sums, at), JSON.stringify({ asked, reasons })).toBe(false);
    }),
    { numRuns: 500 },
  );
});

test("the elimination finds a cell that follows from sums, and none that does not", () => {
  expect(
    determines(
      [
        [1, 1, 0],
        [1, 1, 1],
      ],
      2,
    ),
  ).toBe(true);
  expect(
    determines(
      [
        [1, 1, 0],
        [1, 1, 1],
      ],
      0,
    ),
  ).toBe(false);
  expect(
    determines(
      [
        [1, 1, 0],
        [0, 1, 1],
        [1, 0, 1],
      ],
      1,
    ),
  ).toBe(true);
});
