import fc from "fast-check";
import { suppress, type Amounts } from "../../api/suppress.ts";

const profile = { people: 11, dominance: 0.85 };

/** Communes by their code, `region/département/commune`: people at each of three bases, what share of those of the other bases they are, and how much one of them spends. */
export const communes = fc.uniqueArray(
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
/** The bases. */
export const bases = [0, 1, 2];
/** What people of a commune bought: at each base, and at all together. */
export type Commune = { readonly code: string; readonly each: readonly Amounts[]; readonly all: Amounts };

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

/** How a commune's people are made up. */
export type MadeHome = {
  readonly code: string;
  readonly people: readonly number[];
  readonly alike: number;
  readonly share: number;
};

/** People of several bases are one person of all; money adds up. */
export function communeOf({ code, people, alike, share }: MadeHome): Commune {
  const each = people.map((many) => amounts(many, share));
  const [whole, most] = [sum(each), Math.max(...people)];
  return { code, each, all: { ...whole, people: most + Math.round((whole.people - most) * alike) } };
}

const namesOf = (code: string): readonly string[] =>
  code.split("/").map((_, at, names) => names.slice(0, at + 1).join("/"));

/** The tables of a level, as the API answers them: of all bases, and of each. */
export function answered(all: readonly Commune[], depth: number) {
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

/** Hidden communes that are known to be nobody's: what is left of a told territory without its told parts is nothing, and no amount is below it. */
export function nobodies(
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
