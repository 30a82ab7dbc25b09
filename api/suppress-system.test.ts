import fc from "fast-check";
import { expect, test } from "vitest";
import { suppress, type Amounts } from "./suppress.ts";

const profile = { people: 11, dominance: 0.85 };

/** A linear equation over communes and bases: coefficients, and no right side, since only whether it determines a sum counts. */
type Equation = readonly number[];

/** What equations say: whether a further one follows from them. */
class Told {
  readonly #rows: { readonly lead: number; readonly row: readonly number[] }[] = [];

  /** What is left of an equation when all that the others say is taken from it; its first place, or -1 for nothing. */
  #rest(equation: Equation) {
    let row = [...equation];
    for (const known of this.#rows) {
      const share = row[known.lead] ?? 0;
      if (Math.abs(share) > 1e-9) row = row.map((value, place) => value - share * (known.row[place] ?? 0));
    }
    return { row, lead: row.findIndex((value) => Math.abs(value) > 1e-9) };
  }
  add(equation: Equation): void {
    const { row, lead } = this.#rest(equation);
    if (lead >= 0) this.#rows.push({ lead, row: row.map((value) => value / (row[lead] ?? 1)) });
  }
  gives(equation: Equation): boolean {
    return this.#rest(equation).lead < 0;
  }
}

test("the elimination finds what follows from sums, and nothing that does not", () => {
  const told = new Told();
  told.add([1, 1, 0]);
  told.add([1, 1, 1]);
  expect([told.gives([0, 0, 1]), told.gives([2, 2, 1]), told.gives([1, 0, 0])]).toEqual([true, true, false]);
});

/** Communes by their code, `region/département/commune`: people at each of three bases, what share of those of the other bases they are, and how much one of them spends. */
const communes = fc.uniqueArray(
  fc.record({
    code: fc
      .tuple(fc.constantFrom("a", "b", "c"), fc.constantFrom("x", "y"), fc.constantFrom("1", "2", "3"))
      .map((path) => path.join("/")),
    people: fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 40 }), fc.integer({ min: 11, max: 60 })), {
      minLength: 3,
      maxLength: 3,
    }),
    alike: fc.double({ min: 0, max: 1, noNaN: true }),
    share: fc.oneof(fc.constant(0.05), fc.double({ min: 0.05, max: 1, noNaN: true })),
  }),
  { minLength: 1, maxLength: 14, selector: ({ code }) => code },
);
const bases = [0, 1, 2];
type Commune = { readonly code: string; readonly each: readonly Amounts[]; readonly all: Amounts };

const amounts = (people: number, share: number): Amounts => ({
  people,
  total: people * 100,
  largest: people === 0 ? 0 : Math.max(100, people * 100 * share),
});
const sum = (parts: readonly Amounts[]): Amounts => ({
  people: parts.reduce((all, { people }) => all + people, 0),
  total: parts.reduce((all, { total }) => all + total, 0),
  largest: Math.max(...parts.map(({ largest }) => largest)),
});

/** People of several bases are one person of all; money adds up. */
function communeOf({ code, people, alike, share }: { code: string; people: number[]; alike: number; share: number }) {
  const each = people.map((many) => amounts(many, share));
  const [whole, most] = [sum(each), Math.max(...people)];
  return { code, each, all: { ...whole, people: most + Math.round((whole.people - most) * alike) } };
}

const namesOf = (code: string): readonly string[] =>
  code.split("/").map((_, at, names) => names.slice(0, at + 1).join("/"));

/** The tables of a level, as the API answers them: of all bases, and of each. */
function answered(all: readonly Commune[], depth: number) {
  const territories = [...Map.groupBy(all, ({ code }) => namesOf(code)[depth] ?? "")];
  const wholly = suppress(
    territories.map(([path, of]) => ({ path, parts: [sum(of.map((one) => one.all))] })),
    profile,
  );
  const parts = (of: readonly Commune[]) => bases.map((base) => sum(of.flatMap(({ each }) => each[base] ?? [])));
  const split = suppress(
    territories.map(([path, of]) => ({ path, parts: parts(of) })),
    profile,
    wholly,
  );
  return territories.map(([path, of]) => ({ path, of, wholly: wholly.has(path), split: split.has(path) }));
}

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

/** Hidden communes that are known to be nobody's: what is left of a told territory without its told parts is nothing, and no amount is below it. */
function nobodies(
  all: readonly Commune[],
  tables: ReturnType<typeof answered>,
): readonly (readonly [Commune, number])[] {
  const open = new Set(tables.filter(({ split }) => !split).map(({ path }) => path));
  const left = [...Map.groupBy(all, ({ code }) => namesOf(code).findLast((name) => open.has(name)) ?? "")];
  return left.flatMap(([, of]) =>
    bases
      .filter((base) => sum(of.flatMap(({ each }) => each[base] ?? [])).people === 0)
      .flatMap((base) => of.map((one) => [one, base] as const)),
  );
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
