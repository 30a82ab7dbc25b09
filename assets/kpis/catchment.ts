import {
  choice,
  decimal,
  code,
  eq,
  gatheredKpi,
  inArray,
  int,
  money,
  sql,
  sumInt,
  sumMoney,
  text,
} from "../../index.ts";
import type { Bases, Query, SQL } from "../../index.ts";
import { bandsOf } from "../bands.ts";
import { nobody } from "../nobody.ts";
import { basePoints, kilometres, middlesOf, pointOf, type Point } from "../distances.ts";
import { baseOf, dealsOf, eachAtHome, inRange, largestOf, type Which } from "../in-range.ts";
import { peopleDaily } from "../marts/people-daily.ts";
import { unknownWithin, widerOf } from "../territories.ts";
import { communes } from "../tables/communes.ts";
import { sites } from "../tables/sites.ts";

const nil = sql.raw(`'${nobody}'`);

type Tables = {
  readonly peopleDaily: typeof peopleDaily.open;
  readonly communes: typeof communes.open;
  readonly sites: typeof sites.open;
};

/** What the people of each commune did, at each base or all (base 0): of whoever somebody was, first, since numbers of people and the largest amount are of people. */
function cellsOf(q: Query, { peopleDaily }: Tables, { bases, ...which }: Which & { readonly bases: Bases }) {
  const each = q
    .select({
      insee: peopleDaily.communeCode,
      person: sql<string | null>`nullif(${peopleDaily.person}, ${nil})`.as("person"),
      base: baseOf(bases, peopleDaily.siteId).as("base"),
      visits: sumInt(peopleDaily.visits).as("visits"),
      deals: sumInt(dealsOf(peopleDaily)).as("deals"),
      gross: sumMoney(peopleDaily.gross).as("gross"),
      net: sumMoney(peopleDaily.net).as("net"),
    })
    .from(peopleDaily)
    .where(inRange(peopleDaily, which))
    .groupBy(...eachAtHome(peopleDaily, bases))
    .as("each");
  const count = (of: SQL) => sumInt(sql`case when ${each.person} is not null and ${of} then 1 else 0 end`);
  return q
    .select({
      insee: each.insee,
      base: sql<number>`${each.base}`.as("base"),
      buyers: count(sql`${each.deals} > 0`).as("buyers"),
      clients: count(sql`1 = 1`).as("clients"),
      visits: sumInt(each.visits).as("visits"),
      gross: sumMoney(each.gross).as("gross"),
      net: sumMoney(each.net).as("net"),
      largest: largestOf(each).as("largest"),
    })
    .from(each)
    .groupBy(each.insee, each.base)
    .as("cells");
}

/** Communes of those who came or bought, of tens of thousands: what each is a part of, and where. */
function homesOf(q: Query, { peopleDaily, communes }: Tables, which: Which) {
  const here = q.select({ insee: peopleDaily.communeCode }).from(peopleDaily).where(inRange(peopleDaily, which));
  const { x, y, z } = pointOf({ lat: communes.latitude, lng: communes.longitude });
  return q
    .select({
      insee: communes.inseeCode,
      within: sql<string | null>`min(${widerOf(communes)})`.as("within"),
      x: sql<number | null>`min(${x})`.as("x"),
      y: sql<number | null>`min(${y})`.as("y"),
      z: sql<number | null>`min(${z})`.as("z"),
    })
    .from(communes)
    .where(inArray(communes.inseeCode, here))
    .groupBy(communes.inseeCode)
    .as("homes");
}

/** How far people come: clients, passages and sales by bands of distance from home to base. */
export const catchment = gatheredKpi(
  "catchment",
  {
    summary: "Catchment",
    doc: "How far people come, by bands of great-circle distance from the commune of their home to the base: `band` is where one begins in km (the eleventh has no end; −1 is a home that is not known, walk-ins among them), `clients` people of each base, `visits`, `gross` and `netOfVat` after refunds, `medianKm` of the people. Who lives in a commune whose cell is hidden is placed at the mean distance (quadratic) of all communes of their département, or region, whoever came; where that is hidden too, in −1: no band tells what the territories hide. The range is one calendar month that is over in the data, the last one unless told.",
    deps: { peopleDaily, communes, sites },
    params: { band_km: choice(["10", "5", "25", "50"], "Width of a band in km.") },
    cells: {
      place: code(10),
      within: code(20),
      km: decimal(9, 1).nullable(),
      departementKm: decimal(9, 1).nullable(),
      regionKm: decimal(9, 1).nullable(),
      buyers: int(),
      clients: int(),
      visits: int(),
      gross: money(),
      netOfVat: money(),
      largest: money(),
      base: int(),
    },
    order: ["place"],
    people: {
      name: "place",
      count: "buyers",
      largest: "largest",
      total: "gross",
      within: "within",
      base: "base",
      alsoHides: [],
    },
    rows: (tables, { q, bases, ...which }) => {
      const cells = cellsOf(q, tables, { ...which, bases });
      const homes = homesOf(q, tables, which);
      const middles = middlesOf(q, tables.communes);
      const points = basePoints(q, tables.sites);
      const kmTo = (home: Point) => sql<string | null>`cast(min(${kilometres(home, points)}) as decimal(9,1))`;
      // All bases together are nowhere: bands are made of the homes of each.
      const isSomewhere = bases === "each" || which.site !== undefined;
      const away = isSomewhere ? kmTo : () => sql<string | null>`cast(null as decimal(9,1))`;
      const placed = q
        .select({
          place: sql<string>`coalesce(${homes.insee}, 'unknown')`,
          within: sql<string>`coalesce(min(${homes.within}), ${sql.raw(`'${unknownWithin.commune}'`)})`,
          km: away(homes),
          departementKm: away(middles.departement),
          regionKm: away(middles.region),
          buyers: sumInt(cells.buyers),
          clients: sumInt(cells.clients),
          visits: sumInt(cells.visits),
          gross: sumMoney(cells.gross),
          netOfVat: sumMoney(cells.net),
          largest: sql<string>`max(${cells.largest})`,
          base: sql<number>`${cells.base}`,
        })
        .from(cells)
        .leftJoin(homes, eq(homes.insee, cells.insee))
        .groupBy(homes.insee, cells.base)
        .$dynamic();
      if (!isSomewhere) return placed;
      return placed
        .leftJoin(middles.table, eq(middles.table.within, homes.within))
        .leftJoin(points, bases === "each" ? eq(points.site, cells.base) : sql`${points.site} = ${which.site}`);
    },
  },
  {
    alsoCount: "clients",
    row: {
      band: int(),
      label: text(20),
      clients: int(),
      visits: int(),
      gross: money(),
      netOfVat: money(),
      medianKm: decimal(9, 1).nullable(),
    },
    order: ["band"],
    compared: { by: ["band"], of: "netOfVat" },
    example: {
      rows: [
        {
          band: -1,
          label: "unknown",
          clients: 96,
          visits: 1_204,
          gross: 21_870,
          netOfVat: 18_121.5,
          medianKm: null,
          delta: null,
        },
        {
          band: 0,
          label: "0-10",
          clients: 842,
          visits: 2_190,
          gross: 30_412.5,
          netOfVat: 25_170.9,
          medianKm: 6.2,
          delta: 0.0214,
        },
      ],
    },
    gather: (bases, { band_km: width }) => bandsOf(bases, Number(width)),
  },
);
