import {
  choice,
  code,
  decimal,
  eq,
  inArray,
  int,
  kpi,
  money,
  sql,
  sumInt,
  sumMoney,
  text,
  type Bases,
  type Query,
} from "../../index.ts";
import { nobody } from "../nobody.ts";
import { inhabitants, levels, perThousand, territories, unknownWithin } from "../territories.ts";
import { salesOfBases } from "../sales-of-bases.ts";
import { baseOf, dealsOf, eachAtHome, inRange, largestOf, type Which } from "../in-range.ts";
import { ordersDaily } from "../marts/orders-daily.ts";
import { peopleDaily } from "../marts/people-daily.ts";
import { refundsDaily } from "../marts/refunds-daily.ts";
import { communePopulations } from "../tables/commune-populations.ts";
import { communes } from "../tables/communes.ts";
import { sites } from "../tables/sites.ts";

const nil = sql.raw(`'${nobody}'`);

type Tables = {
  readonly peopleDaily: typeof peopleDaily.open;
  readonly communes: typeof communes.open;
  readonly communePopulations: typeof communePopulations.open;
};
type Asked = Which & { readonly level: (typeof levels)[number]; readonly bases: Bases };

/** Sales by commune: what each person bought and got back (null for all that nobody known did), added up. */
function ofCommunes(q: Query, { peopleDaily }: Tables, { bases, ...which }: Which & { readonly bases: Bases }) {
  const each = q
    .select({
      insee: peopleDaily.communeCode,
      person: sql<string | null>`nullif(${peopleDaily.person}, ${nil})`.as("person"),
      base: baseOf(bases, peopleDaily.siteId).as("base"),
      gross: sumMoney(peopleDaily.gross).as("gross"),
      net: sumMoney(peopleDaily.net).as("net"),
    })
    .from(peopleDaily)
    .where(inRange(peopleDaily, which))
    .groupBy(...eachAtHome(peopleDaily, bases))
    .having(sql`sum(${dealsOf(peopleDaily)}) > 0`)
    .as("each");
  return q
    .select({
      insee: each.insee,
      base: sql<number>`${each.base}`.as("base"),
      clients: sql<number>`count(${each.person})`.as("clients"),
      gross: sumMoney(each.gross).as("gross"),
      net: sumMoney(each.net).as("net"),
      largest: largestOf(each).as("largest"),
    })
    .from(each)
    .groupBy(each.insee, each.base)
    .as("of_communes");
}

/** Sales by home. A person lives in one commune: numbers of people add up, and the largest amount is that of a commune. */
function ofHomes(q: Query, tables: Tables, { level, ...which }: Asked) {
  const sales = ofCommunes(q, tables, which);
  // Of tens of thousands of communes, those of the people.
  const theirs = q
    .select({ insee: tables.peopleDaily.communeCode })
    .from(tables.peopleDaily)
    .where(inRange(tables.peopleDaily, which));
  const places = territories(q, tables.communes, level, inArray(tables.communes.inseeCode, theirs));
  const known = sql<string>`coalesce(${places.code}, 'unknown')`;
  const cells = q
    .select({
      code: known.as("code"),
      name: sql<string>`coalesce(min(${places.name}), 'unknown')`.as("name"),
      within: sql<string>`coalesce(min(${places.within}), ${sql.raw(`'${unknownWithin[level]}'`)})`.as("within"),
      base: sales.base,
      clients: sumInt(sales.clients).as("clients"),
      gross: sumMoney(sales.gross).as("gross"),
      net: sumMoney(sales.net).as("net"),
      largest: sql<string>`max(${sales.largest})`.as("largest"),
    })
    .from(sales)
    .leftJoin(places, eq(places.insee, sales.insee))
    .groupBy(known, sales.base)
    .as("cells");
  const living = inhabitants(q, tables.communePopulations, level);
  return q
    .select({
      code: sql<string>`${cells.code}`,
      name: sql<string>`${cells.name}`,
      clients: sql<number>`${cells.clients}`,
      gross: sql<string>`${cells.gross}`,
      netOfVat: sql<string>`${cells.net}`,
      per1000Inhabitants: perThousand(cells.net, living.people),
      largest: sql<string>`${cells.largest}`,
      within: sql<string>`${cells.within}`,
      base: sql<number>`${cells.base}`,
    })
    .from(cells)
    .leftJoin(living, eq(living.code, cells.code));
}

/** Sales by the territory of the base (exact: no person's table), or by the home of the client (small cells hidden). */
export const revenueByTerritory = kpi("revenue-by-territory", {
  summary: "Revenue by territory",
  doc: "Sales by region, département or commune: of the base (`by=site`, exact), or of the client's home (`by=client`; walk-ins and homes that no commune matches are under `unknown`). `netOfVat` is after refunds, `clients` are distinct people, `per1000Inhabitants` is `netOfVat` for each thousand who live there (null where that is not known). Homes: cells of few people are hidden with as many others as keep them hidden and with all that a hidden territory is made of, of each base where one base's is small, and the range is one calendar month that is over in the data (the last one unless told): of a month that goes on, two answers would tell, subtracted, of those who came between them.",
  deps: { peopleDaily, ordersDaily, refundsDaily, sites, communes, communePopulations },
  params: {
    level: choice(levels, "Level of the territory."),
    by: choice(["site", "client"], "Whose territory: the base's or the client's home."),
  },
  row: {
    code: code(10),
    name: text(120),
    clients: int(),
    gross: money(),
    netOfVat: money(),
    per1000Inhabitants: decimal(18, 2).nullable(),
    largest: money(),
    within: code(20),
    base: int(),
  },
  order: ["code"],
  compared: { by: ["code"], of: "netOfVat" },
  people: {
    name: "code",
    count: "clients",
    largest: "largest",
    total: "gross",
    within: "within",
    base: "base",
    alsoHides: ["netOfVat", "per1000Inhabitants"],
    when: { param: "by", is: "client" },
  },
  example: {
    asks: { level: "commune", by: "client" },
    rows: [
      {
        code: "59350",
        name: "Lille",
        clients: 212,
        gross: 9_641.5,
        netOfVat: 8_034.58,
        per1000Inhabitants: 34.02,
        delta: 0.0731,
      },
      {
        code: "59512",
        name: "Roubaix",
        clients: { suppressed: true, reason: "k" },
        gross: { suppressed: true, reason: "k" },
        netOfVat: { suppressed: true, reason: "k" },
        per1000Inhabitants: { suppressed: true, reason: "k" },
        delta: null,
      },
    ],
  },
  rows: (tables, { by, q, ...asked }) => (by === "site" ? salesOfBases(q, tables, asked) : ofHomes(q, tables, asked)),
});
