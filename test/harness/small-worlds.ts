import type { Database } from "../../core/ports/database.ts";
import { Random } from "../../dev/ponton/random.ts";
import { pidOf } from "./api.ts";
import { storeRows } from "./store-rows.ts";

/** Months that worlds are of: one, the one before it, and the one a year before. */
export const months = ["2025-06", "2026-05", "2026-06"] as const;
/** The bases, by number. */
export const bases: readonly number[] = [1, 2, 3];
/** Communes that homes are in, `region/département/commune`; the last stands for homes that nobody knows. */
export const homes: readonly string[] = [
  ..."11/75/75001 11/75/75002 11/75/75003 11/77/77001 11/77/77002 32/59/59001 32/59/59002".split(" "),
  ..."32/62/62001 32/62/62002 84/69/69001 84/69/69002 84/69/69003 unknown/unknown/unknown".split(" "),
];

/** What somebody did at a base in a month: passages, and cents paid in all and without VAT; of a walk-in nobody is known. */
export type Deed = {
  readonly month: string;
  readonly home: string;
  readonly base: number;
  readonly person: number | undefined;
  readonly bought: boolean;
  readonly visits: number;
  readonly gross: number;
  readonly net: number;
};

/** Few people from a few communes, at the bases, in each month; the same of the same seed. `small` is about where cells begin to be told. */
export function smallWorld(seed: number, small: number): readonly Deed[] {
  const random = new Random(seed);
  const lived = homes.filter((home) => home.startsWith("unknown") || random.chance(0.75));
  let person = 0;
  return months.flatMap((month) =>
    lived.flatMap((home) => {
      const few = [random.int(1, 4), random.int(small - 3, small + 2), random.int(small, small * 2)];
      const many = [random.int(small * 2, small * 4), random.int(small * 3, small * 6)];
      const spends = random.chance(0.15) ? 400 : 1;
      const people = Array.from({ length: random.pick([0, ...few, ...many, ...many]) }, (_, at) =>
        deedsOf(random, { month, home, person: ++person, spends: at === 0 ? spends : 1 }),
      );
      return [...people.flat(), ...(home.startsWith("unknown") ? walkIns(random, { month, home }) : [])];
    }),
  );
}

type Who = Pick<Deed, "month" | "home" | "person"> & { readonly spends: number };

/** One of three bases oftener than the others, sometimes several. Amounts are such that a sum tells of which cells it is. */
function deedsOf(random: Random, { spends, ...who }: Who): readonly Deed[] {
  const first = random.pick([1, 1, 2, 2, 3]);
  return bases
    .filter((base) => base === first || random.chance(0.3))
    .map((base) => {
      const bought = random.chance(0.8);
      // Who only got something back bought nothing that month, and is in it.
      const gross = bought && random.chance(0.95) ? random.int(100, 20_000) * spends : 0;
      const net = bought ? Math.round(gross / 1.2) - (random.chance(0.1) || gross === 0 ? random.int(1, 90) : 0) : 0;
      return { ...who, base, bought, visits: bought && random.chance(0.3) ? 0 : random.int(1, 300_000), gross, net };
    });
}

const walkIns = (random: Random, where: Pick<Deed, "month" | "home">): readonly Deed[] =>
  bases.map((base) => ({
    ...where,
    base,
    person: undefined,
    bought: true,
    visits: random.int(1, 300_000),
    gross: random.int(100, 500_000),
    net: random.int(100, 400_000),
  }));

const nobody = "00000000-0000-0000-0000-000000000000";
const codesOf = (home: string): readonly string[] => home.split("/");

const degrees = { home: (at: number) => 45 + at * 0.07, base: (id: number) => 45 + id * 0.1 };

/** How far homes are from a base, in km with a decimal: their quadratic mean; undefined where nobody knows. */
export function kmOf(of: readonly string[], base: number): number | undefined {
  if (of.some((home) => home.startsWith("unknown"))) return undefined;
  const squares = of.map((home) => {
    const apart = ((degrees.home(homes.indexOf(home)) - degrees.base(base)) * Math.PI) / 180;
    return Math.sin(apart / 2) ** 2;
  });
  const mean = squares.reduce((sum, one) => sum + one, 0) / squares.length;
  return Math.round(2 * 6371 * Math.asin(Math.sqrt(mean)) * 10) / 10;
}

/** Store the communes, at their distances, and the bases. */
export async function storePlaces(database: Pick<Database, "query" | "describe">): Promise<void> {
  const known = homes.filter((home) => !home.startsWith("unknown")).map(codesOf);
  const communes = known.map(([region, departement, commune], at) => ({
    insee_code: commune,
    postal_code: commune,
    routing_label: "X",
    postal_name: "X",
    full_name: `Commune ${commune}`,
    departement_code: departement,
    departement_name: `Département ${departement}`,
    region_code: region,
    region_name: `Région ${region}`,
    latitude: degrees.home(at),
    longitude: 3,
  }));
  await storeRows(database, "communes", communes);
  await storeRows(
    database,
    "commune_populations",
    communes.map(({ insee_code, departement_code, region_code, full_name }) => ({
      insee_code,
      name: full_name,
      departement_code,
      region_code,
      population: 1_000,
    })),
  );
  await storeRows(
    database,
    "sites",
    bases.map((id) => ({
      id,
      code: `S${id}`,
      name: `Base ${id}`,
      timezone: "Europe/Paris",
      commune_insee: known[id * 3]?.[2],
      postal_code: "00000",
      lat: degrees.base(id),
      lng: 3,
      opened_on: "2020-01-01",
      status: "open",
    })),
  );
}

/** Put a world in the place of the one before, as the marts that tell of people would hold it. */
export async function storePeople(database: Pick<Database, "query">, deeds: readonly Deed[]): Promise<void> {
  const rows = deeds.map(({ month, home, base, person, bought, visits, gross, net }) => ({
    day: `${month}-${String(((person ?? base) % 28) + 1).padStart(2, "0")}`,
    site_id: base,
    person: person === undefined ? nobody : pidOf(person),
    commune_code: home.startsWith("unknown") ? null : codesOf(home)[2],
    visits,
    gross: (gross / 100).toFixed(2),
    net: (net / 100).toFixed(2),
    purchases: gross > 0 ? 1 : 0,
    refunds: bought && gross === 0 ? 1 : 0,
  }));
  await database.query("delete from mart.people_daily");
  await database.query(
    "insert into mart.people_daily select * from jsonb_populate_recordset(null::mart.people_daily, $1::text::jsonb)",
    [JSON.stringify(rows)],
  );
}
