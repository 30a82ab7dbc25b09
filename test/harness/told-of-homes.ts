import { changeOf } from "../../api/compare.ts";
import { bases, homes, months, type Deed } from "./small-worlds.ts";

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
    for (const width of ["5", "10", "25", "50"]) {
      const path = `catchment?band_km=${width}&limit=1000${siteOf(base)}`;
      const tables = width === "10" ? await askMonths(ask, path, "band") : await eachMonth(ask, path);
      for (const [month, rows] of tables) sums.push(...readBands(rows, { month, base, width, deeds, hidden }));
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

type BandsOf = {
  readonly month: string;
  readonly base: number;
  readonly width: string;
  readonly deeds: readonly Deed[];
  readonly hidden: readonly HiddenCell[];
};

/** Which homes a band is of nobody says, but whoever knew the amounts would find them: no two sets of homes have the same. */
function readBands(rows: readonly Row[], { month, base, width, deeds, hidden }: BandsOf): readonly ToldSum[] {
  const here = deeds.filter((deed) => deed.month === month && deed.base === base);
  const found = combinations(here);
  const isHidden = (name: string) =>
    hidden.some((cell) => cell.month === month && cell.base === base && cell.name === name);
  const empty = homes.filter((home) => !here.some((deed) => deed.home === home));
  return rows.map((row) => {
    const amounts = [row["clients"], row["visits"], cents(row["gross"]), cents(row["netOfVat"])];
    const sets = found.get(JSON.stringify(amounts)) ?? [];
    const [only] = sets;
    if (only === undefined || sets.length > 1)
      throw new Error(`${sets.length} sets of homes are the band ${JSON.stringify(row)} of ${month} at ${base}`);
    const name = `${String(row["band"])} of ${width}`;
    return {
      month,
      of: "band",
      name,
      homes: [...only, ...only.filter(isHidden).flatMap((home) => besides(home, isHidden, empty))],
      base,
      clients: Number(row["clients"]),
      visits: Number(row["visits"]),
    };
  });
}

/** A hidden home is placed with what its narrowest told territory is made of: also with homes that nobody came from, which nobody says. */
function besides(home: string, isHidden: (name: string) => boolean, empty: readonly string[]): readonly string[] {
  const [region = "", departement = ""] = home.split("/");
  const narrow = `${region}/${departement}`;
  const within = isHidden(narrow) ? region : narrow;
  return empty.filter((other) => other.startsWith(`${within}/`));
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
    const key = JSON.stringify(set.amounts);
    found.set(key, [...(found.get(key) ?? []), set.homes]);
  }
  return found;
}
