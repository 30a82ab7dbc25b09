import {
  choice,
  decimal,
  eq,
  int,
  kpi,
  money,
  percentileDisc,
  sql,
  sumInt,
  sumMoney,
  text,
  weightOf,
  weightUpTo,
  type Query,
  type SQLWrapper,
} from "../../index.ts";
import { nobody } from "../nobody.ts";
import { inRange, type Which } from "../in-range.ts";
import { peopleDaily } from "../marts/people-daily.ts";
import { communes } from "../tables/communes.ts";
import { sites } from "../tables/sites.ts";

const nil = sql.raw(`'${nobody}'`);
/** Bands up to the last, which has no end. */
const mostBands = 10;

type Tables = {
  readonly peopleDaily: typeof peopleDaily.open;
  readonly communes: typeof communes.open;
  readonly sites: typeof sites.open;
};

/** What each person did at each base, and the kilometres (great circle, between the commune and the base) from home; null where the home or its place is unknown. */
function distances(q: Query, { peopleDaily, communes, sites }: Tables, which: Which) {
  const each = q
    .select({
      person: peopleDaily.person,
      site: peopleDaily.siteId,
      insee: peopleDaily.communeCode,
      visits: sumInt(peopleDaily.visits).as("visits"),
      gross: sumMoney(peopleDaily.gross).as("gross"),
      net: sumMoney(peopleDaily.net).as("net"),
    })
    .from(peopleDaily)
    .where(inRange(peopleDaily, which))
    .groupBy(peopleDaily.person, peopleDaily.siteId, peopleDaily.communeCode)
    .as("each");
  const places = q
    .select({
      insee: communes.inseeCode,
      lat: sql<string | null>`min(${communes.latitude})`.as("lat"),
      lng: sql<string | null>`min(${communes.longitude})`.as("lng"),
    })
    .from(communes)
    .groupBy(communes.inseeCode)
    .as("places");
  const radians = (degrees: SQLWrapper) => sql`radians(cast(${degrees} as float))`;
  const half = (one: SQLWrapper, other: SQLWrapper) => sql`power(sin((${radians(one)} - ${radians(other)}) / 2), 2)`;
  const chord = sql`(${half(places.lat, sites.lat)} + cos(${radians(places.lat)}) * cos(${radians(sites.lat)}) * ${half(places.lng, sites.lng)})`;
  return q
    .select({
      person: each.person,
      km: sql<number | null>`(12742 * asin(sqrt(case when ${chord} > 1 then 1 else ${chord} end)))`.as("km"),
      visits: each.visits,
      gross: each.gross,
      net: each.net,
    })
    .from(each)
    .leftJoin(places, eq(places.insee, each.insee))
    .leftJoin(sites, eq(sites.id, each.site))
    .as("distances");
}

/** How far people come: clients, passages and sales by bands of distance from home to base. */
export const catchment = kpi("catchment", {
  summary: "Catchment",
  doc: "How far people come, by bands of great-circle distance from the commune of their home to the base: `band` is where one begins in km (the eleventh has no end; −1 is an unknown home, walk-ins among them), `clients` distinct people, `visits`, `gross` and `netOfVat` after refunds, `medianKm` of the people (of several bases of a band the nearest). A person of several bases may be in several bands. Small cells are hidden, and `from` and `to` are first days of months.",
  deps: { peopleDaily, communes, sites },
  params: { band_km: choice(["10", "5", "25", "50"], "Width of a band in km.") },
  row: {
    band: int(),
    label: text(20),
    clients: int(),
    visits: int(),
    gross: money(),
    netOfVat: money(),
    medianKm: decimal(9, 1).nullable(),
    largest: money(),
    within: text(10),
  },
  order: ["band"],
  compared: { by: ["band"], of: "netOfVat" },
  people: {
    count: "clients",
    largest: "largest",
    total: "gross",
    within: "within",
    alsoHides: ["visits", "netOfVat", "medianKm"],
  },
  rows: (tables, { band_km: width, q, ...which }) => {
    const far = distances(q, tables, which);
    const step = sql.raw(width);
    const last = sql.raw(String(mostBands * Number(width)));
    const begins = sql<number>`case when ${far.km} is null then -1 when ${far.km} >= ${last} then ${last} else cast(floor(${far.km} / ${step}) as integer) * ${step} end`;
    const placed = q
      .select({
        band: begins.as("band"),
        person: far.person,
        km: sql<string | null>`cast(${far.km} as decimal(9,1))`.as("km"),
        visits: far.visits,
        gross: far.gross,
        net: far.net,
      })
      .from(far)
      .as("placed");
    const persons = q
      .select({
        band: sql<number>`${placed.band}`.as("band"),
        person: placed.person,
        km: sql<string | null>`min(${placed.km})`.as("km"),
        visits: sumInt(placed.visits).as("visits"),
        gross: sumMoney(placed.gross).as("gross"),
        net: sumMoney(placed.net).as("net"),
      })
      .from(placed)
      .groupBy(placed.band, placed.person)
      .as("persons");
    const one = sql`cast(1 as integer)`;
    const ranked = q
      .select({
        band: persons.band,
        person: persons.person,
        km: persons.km,
        visits: persons.visits,
        gross: persons.gross,
        net: persons.net,
        upTo: weightUpTo(one, persons.band, persons.km).as("up_to"),
        whole: weightOf(one, persons.band).as("whole"),
      })
      .from(persons)
      .as("ranked");
    const isKnown = sql`${ranked.person} <> ${nil}`;
    return q
      .select({
        band: sql<number>`${ranked.band}`,
        label: sql<string>`case when ${ranked.band} < 0 then 'unknown' when ${ranked.band} = ${last} then '${last}+' else concat(${ranked.band}, '-', ${ranked.band} + ${step}) end`,
        clients: sumInt(sql`case when ${isKnown} then 1 else 0 end`),
        visits: sumInt(ranked.visits),
        gross: sumMoney(ranked.gross),
        netOfVat: sumMoney(ranked.net),
        medianKm: percentileDisc<string | null>(50, ranked.km, ranked),
        largest: sql<string>`cast(max(case when ${isKnown} then ${ranked.gross} else 0 end) as decimal(18,2))`,
        within: sql<string>`'all'`,
      })
      .from(ranked)
      .groupBy(ranked.band);
  },
});
