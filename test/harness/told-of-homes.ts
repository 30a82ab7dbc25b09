import { changeOf } from "../../api/compare.ts";
import { bases, homes, kmOf, months, type Deed } from "./small-worlds.ts";

/** A sum that answers tell: of which homes, at which base (undefined: at all together). Money in cents. */
export type ToldSum = {
  readonly month: string;
  readonly of: "territory" | "band";
  /** The territory's name; that of a band says its width. */
  readonly name: string;
  readonly homes: readonly string[];
  readonly base: number | undefined;
  readonly clients: number;
  readonly visits: number | undefined;
};
/** A territory whose people are hidden. */
export type HiddenCell = Pick<ToldSum, "month" | "name" | "homes" | "base">;
/** All that the tables of people tell, and what they hide. */
export type ToldOfHomes = { readonly sums: readonly ToldSum[]; readonly hidden: readonly HiddenCell[] };

type Row = Readonly<Record<string, unknown>>;
/** Asks a KPI and gives its rows. */
export type AskRows = (path: string) => Promise<readonly Row[]>;

/** Levels of territories, and how many of a home's names are theirs. */
const levels = { region: 1, departement: 2, commune: 3 } as const;
/** All names of territories, the widest first. */
export const territories: readonly string[] = [
  ...new Set(homes.flatMap((home) => Object.values(levels).map((depth) => home.split("/").slice(0, depth).join("/")))),
];
/** The homes in a territory. */
export const homesOf = (name: string): readonly string[] =>
  homes.filter((home) => home === name || home.startsWith(`${name}/`));

const spanOf = (month: string): string => {
  const [year = 0, number = 0] = month.split("-").map(Number);
  return `from=${month}-01&to=${new Date(Date.UTC(year, number, 1)).toISOString().slice(0, 10)}`;
};
const siteOf = (base: number | undefined): string => (base === undefined ? "" : `&site=${base}`);

/** Ask the tables of homes all that there is to ask: each level, at each base and of all together, each width at each base (bands of all are sums of these), each month, and the comparisons between months. */
export async function askOfHomes(ask: AskRows, deeds: readonly Deed[]): Promise<ToldOfHomes> {
  const sums: ToldSum[] = [];
  const hidden: HiddenCell[] = [];
  for (const base of [undefined, ...bases]) {
    for (const [level, depth] of Object.entries(levels)) {
      const path = `revenue-by-territory?by=client&level=${level}&limit=1000${siteOf(base)}`;
      const tables = await askMonths(ask, path, "code");
      for (const [month, rows] of tables) {
        const read = readTerritories(rows, { month, base, depth });
        sums.push(...read.sums);
        hidden.push(...read.hidden);
      }
    }
  }
  for (const base of bases) {
    const came = months.map((month) => cameOf(deeds, { month, base, hidden }));
    for (const width of ["5", "10", "25", "50"]) {
      const path = `catchment?band_km=${width}&limit=1000${siteOf(base)}`;
      const tables = width === "10" ? await askMonths(ask, path, "band") : await eachMonth(ask, path);
      for (const one of came) sums.push(...readBands(tables.get(one.month) ?? [], { ...one, width }));
    }
  }
  return { sums, hidden };
}

async function eachMonth(ask: AskRows, path: string): Promise<ReadonlyMap<string, readonly Row[]>> {
  const tables = new Map<string, readonly Row[]>();
  for (const month of months) tables.set(month, await ask(`${path}&${spanOf(month)}`));
  return tables;
}

/** The rows of each month; what the last one says in comparison with the others is what these say by themselves. */
async function askMonths(ask: AskRows, path: string, key: string): Promise<ReadonlyMap<string, readonly Row[]>> {
  const tables = await eachMonth(ask, path);
  const [yearBefore, monthBefore, last] = months;
  const compared = { previous_year: yearBefore, previous_period: monthBefore };
  for (const [comparison, before] of Object.entries(compared)) {
    const rows = await ask(`${path}&${spanOf(last)}&compare=${comparison}`);
    const then = new Map(tables.get(before)?.map((row) => [row[key], row["netOfVat"]]));
    const expected = tables.get(last)?.map((row) => ({ ...row, delta: deltaOf(row["netOfVat"], then.get(row[key])) }));
    if (JSON.stringify(rows) !== JSON.stringify(expected))
      throw new Error(`${path}&compare=${comparison} tells more than the months do: ${JSON.stringify(rows)}`);
  }
  return tables;
}

const deltaOf = (now: unknown, then: unknown): number | null =>
  typeof now === "number" && typeof then === "number" ? changeOf(now, then) : null;

type TableOf = Pick<ToldSum, "month" | "base"> & { readonly depth: number };

/** A territory that is not listed is told to be nobody's. */
function readTerritories(rows: readonly Row[], { month, base, depth }: TableOf): ToldOfHomes {
  const byCode = new Map(rows.map((row) => [String(row["code"]), row]));
  const sums: ToldSum[] = [];
  const hidden: HiddenCell[] = [];
  for (const name of territories.filter((one) => one.split("/").length === depth)) {
    const clients = byCode.get(name.split("/").at(-1) ?? "")?.["clients"] ?? 0;
    const cell = { month, name, homes: homesOf(name), base };
    if (typeof clients === "number") sums.push({ ...cell, of: "territory", clients, visits: undefined });
    else hidden.push(cell);
  }
  return { sums, hidden };
}

type BandsOf = Pick<TableOf, "month"> & {
  readonly base: number;
  readonly width: string;
  /** Homes that somebody came from to the base. */
  readonly lived: ReadonlySet<string>;
  /** Sets of these, by what their people did. */
  readonly sets: ReadonlyMap<string, readonly (readonly string[])[]>;
  readonly isHidden: (name: string) => boolean;
};

/** Who came to a base in a month, and what of it is hidden. */
function cameOf(
  deeds: readonly Deed[],
  { month, base, hidden }: Pick<BandsOf, "month" | "base"> & Pick<ToldOfHomes, "hidden">,
): Omit<BandsOf, "width"> {
  const there = deeds.filter((deed) => deed.month === month && deed.base === base);
  const names = new Set(hidden.filter((cell) => cell.month === month && cell.base === base).map(({ name }) => name));
  const lived = new Set(there.map(({ home }) => home));
  return { month, base, lived, sets: combinations(there), isHidden: (name) => names.has(name) };
}

/**
 * Which homes a band is of nobody says, but whoever knew the amounts would find them: no two sets of homes have the
 * same. A hidden home that nobody came from is beside its like only where the band of these lies as far as reference
 * data say; where it lies elsewhere, who came has moved it, and is seen. A band that is not there tells that nobody
 * came from the hidden homes that would be in it.
 */
function readBands(rows: readonly Row[], { month, base, width, lived, sets, isHidden }: BandsOf): readonly ToldSum[] {
  const band = (around: string | undefined) => bandOf(around, base, Number(width));
  const hidden = homes.filter(isHidden).map((home) => ({ home, around: toldAround(home, isHidden) }));
  const empty = hidden.filter(({ home }) => !lived.has(home));
  const told = { month, of: "band", base } as const;
  const shown = rows.map((row) => {
    const amounts = [row["clients"], row["visits"], cents(row["gross"]), cents(row["netOfVat"])];
    const [only, ...others] = sets.get(amounts.join()) ?? [];
    if (only === undefined || others.length > 0)
      throw new Error(`not one set of homes is the band ${JSON.stringify(row)} of ${month} at ${base}`);
    const arounds = new Set(hidden.filter(({ home }) => only.includes(home)).map(({ around }) => around));
    const besides = empty.filter(({ around }) => arounds.has(around) && band(around) === row["band"]);
    return {
      ...told,
      name: `${String(row["band"])} of ${width}`,
      homes: [...only, ...besides.map(({ home }) => home)],
      clients: Number(row["clients"]),
      visits: Number(row["visits"]),
    };
  });
  const absent = [...Map.groupBy(hidden, ({ around }) => band(around))]
    .filter(([at, of]) => rows.every((row) => row["band"] !== at) && of.every((one) => empty.includes(one)))
    .map(([at, of]) => ({
      ...told,
      name: `${at} of ${width}`,
      homes: of.map(({ home }) => home),
      clients: 0,
      visits: 0,
    }));
  return [...shown, ...absent];
}

/** The narrowest told territory that a hidden home is in; undefined where none is told. */
function toldAround(home: string, isHidden: (name: string) => boolean): string | undefined {
  const [region = "", departement = ""] = home.split("/");
  return [`${region}/${departement}`, region].find((name) => !isHidden(name));
}

/** The band of all homes of a territory together, by reference data alone. */
function bandOf(territory: string | undefined, base: number, width: number): number {
  const km = territory === undefined ? undefined : kmOf(homesOf(territory), base);
  return km === undefined ? -1 : Math.min(Math.floor(km / width), 10) * width;
}

const cents = (euros: unknown): number => Math.round(Number(euros) * 100);

/** Every set of homes that somebody came from, by what its people did. */
function combinations(deeds: readonly Deed[]): ReadonlyMap<string, readonly (readonly string[])[]> {
  const cells = [...Map.groupBy(deeds, ({ home }) => home)].map(([home, of]) => ({
    home,
    amounts: [
      new Set(of.flatMap(({ person }) => person ?? [])).size,
      of.reduce((sum, { visits }) => sum + visits, 0),
      of.reduce((sum, { gross }) => sum + gross, 0),
      of.reduce((sum, { net }) => sum + net, 0),
    ],
  }));
  const nothing: readonly { readonly homes: readonly string[]; readonly amounts: readonly number[] }[] = [
    { homes: [], amounts: [0, 0, 0, 0] },
  ];
  const sets = cells.reduce(
    (before, { home, amounts }) => [
      ...before,
      ...before.map((set) => ({
        homes: [...set.homes, home],
        amounts: set.amounts.map((amount, at) => amount + (amounts[at] ?? 0)),
      })),
    ],
    nothing,
  );
  const found = new Map<string, (readonly string[])[]>();
  for (const set of sets) {
    const key = set.amounts.join();
    found.set(key, [...(found.get(key) ?? []), set.homes]);
  }
  return found;
}
