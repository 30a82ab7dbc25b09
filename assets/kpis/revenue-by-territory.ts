import {
  and,
  choice,
  code,
  decimal,
  eq,
  int,
  inArray,
  kpi,
  money,
  sql,
  sumMoney,
  text,
  type Query,
} from "../../index.ts";
import { nobody } from "../nobody.ts";
import { inhabitants, levels, territories, unknownWithin } from "../territories.ts";
import { baseOf, inRange, type Which } from "../in-range.ts";
import { peopleDaily } from "../marts/people-daily.ts";
import { communePopulations } from "../tables/commune-populations.ts";
import { communes } from "../tables/communes.ts";
import { sites } from "../tables/sites.ts";

const nil = sql.raw(`'${nobody}'`);

type Tables = { readonly peopleDaily: typeof peopleDaily.open; readonly sites: typeof sites.open };

/** What each person bought and got back (null for all that nobody known did), with a commune: of their home (null when unknown), or of the base. */
function facts(q: Query, { peopleDaily, sites }: Tables, { by, ...which }: Which & { readonly by: "site" | "client" }) {
  const chosen = and(inRange(peopleDaily, which), sql`${peopleDaily.purchases} + ${peopleDaily.refunds} > 0`);
  const amounts = {
    person: sql<string | null>`nullif(${peopleDaily.person}, ${nil})`.as("person"),
    site: peopleDaily.siteId,
    gross: peopleDaily.gross,
    net: peopleDaily.net,
  };
  if (by === "client")
    return q
      .select({ insee: sql<string | null>`${peopleDaily.communeCode}`.as("insee"), ...amounts })
      .from(peopleDaily)
      .where(chosen)
      .as("facts");
  return q
    .select({ insee: sql<string | null>`${sites.communeInsee}`.as("insee"), ...amounts })
    .from(peopleDaily)
    .innerJoin(sites, eq(sites.id, peopleDaily.siteId))
    .where(chosen)
    .as("facts");
}

/** Sales by the territory of the base (exact: no person's table), or by the home of the client (small cells hidden). */
export const revenueByTerritory = kpi("revenue-by-territory", {
  summary: "Revenue by territory",
  doc: "Sales by region, département or commune: of the base (`by=site`, exact), or of the client's home (`by=client`; walk-ins and homes that no commune matches are under `unknown`). `netOfVat` is after refunds, `clients` are distinct people, `per1000Inhabitants` is `netOfVat` for each thousand who live there (null where that is not known). Homes: cells of few people are hidden with as many others as keep them hidden and with all that a hidden territory is made of, of each base where one base's is small, and the range is one calendar month that is over in the data (the last one unless told): of a month that goes on, two answers would tell, subtracted, of those who came between them.",
  deps: { peopleDaily, sites, communes, communePopulations },
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
  rows: ({ communes, communePopulations, ...tables }, { level, q, bases, ...which }) => {
    const sold = facts(q, tables, which);
    const ofBases = q.select({ insee: tables.sites.communeInsee }).from(tables.sites);
    // Of tens of thousands of communes, those of the bases are a few.
    const places = territories(
      q,
      communes,
      level,
      which.by === "site" ? inArray(communes.inseeCode, ofBases) : undefined,
    );
    const within = sql.raw(`'${unknownWithin[level]}'`);
    const known = sql<string>`coalesce(${places.code}, 'unknown')`;
    const each = q
      .select({
        code: known.as("code"),
        name: sql<string>`coalesce(min(${places.name}), 'unknown')`.as("name"),
        within: sql<string>`coalesce(min(${places.within}), ${within})`.as("within"),
        person: sql<string | null>`${sold.person}`.as("person"),
        base: baseOf(bases, sold.site).as("base"),
        gross: sumMoney(sold.gross).as("gross"),
        net: sumMoney(sold.net).as("net"),
      })
      .from(sold)
      .leftJoin(places, eq(places.insee, sold.insee))
      .groupBy(known, sold.person, ...(bases === "each" ? [sold.site] : []))
      .as("each");
    const living = inhabitants(q, communePopulations, level);
    return q
      .select({
        code: sql<string>`${each.code}`,
        name: sql<string>`min(${each.name})`,
        clients: sql<number>`cast(count(${each.person}) as integer)`,
        gross: sumMoney(each.gross),
        netOfVat: sumMoney(each.net),
        per1000Inhabitants: sql<
          string | null
        >`cast(${sumMoney(each.net)} * 1000 / nullif(max(${living.people}), 0) as decimal(18,2))`,
        largest: sql<string>`cast(max(case when ${each.person} is null then 0 else ${each.gross} end) as decimal(18,2))`,
        within: sql<string>`min(${each.within})`,
        base: sql<number>`${each.base}`,
      })
      .from(each)
      .leftJoin(living, eq(living.code, each.code))
      .groupBy(each.code, each.base);
  },
});
