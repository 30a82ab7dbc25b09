import {
  and,
  asInt,
  choice,
  code,
  decimal,
  eq,
  gte,
  int,
  isNotNull,
  kpi,
  lt,
  money,
  noMoney,
  or,
  sql,
  sumMoney,
  text,
  type Query,
} from "../../index.ts";
import { revenueDaily } from "../marts/revenue-daily.ts";
import { people } from "../people.ts";
import { between, refunded, sold } from "../sales.ts";
import { clients } from "../tables/clients.ts";
import { inhabitants, levels, territories, unknownWithin } from "../territories.ts";
import { communePopulations } from "../tables/commune-populations.ts";
import { communes } from "../tables/communes.ts";
import { orderLines } from "../tables/order-lines.ts";
import { orders } from "../tables/orders.ts";
import { products } from "../tables/products.ts";
import { refunds } from "../tables/refunds.ts";
import { sites } from "../tables/sites.ts";

type Tables = {
  readonly revenueDaily: typeof revenueDaily.open;
  readonly orders: typeof orders.open;
  readonly orderLines: typeof orderLines.open;
  readonly products: typeof products.open;
  readonly refunds: typeof refunds.open;
  readonly clients: typeof clients.open;
  readonly sites: typeof sites.open;
};
type Which = { readonly from: string; readonly to: string; readonly site: number | undefined };

/** One row a line sold or a refund: the commune of the client's home (null when unknown), the person (null when nobody is known), amounts. */
function ofHomes(q: Query, tables: Tables, which: Which) {
  const lines = sold(q, tables, { days: between(which), site: which.site, kind: "all" });
  const back = refunded(q, tables, { days: between(which), site: which.site, kind: "all" });
  const bought = q
    .select({
      client: sql<string | null>`${lines.clientId}`.as("client"),
      gross: sql<string>`${lines.gross}`.as("gross"),
      net: sql<string>`${lines.net}`.as("net"),
    })
    .from(lines);
  const returned = q
    .select({
      client: sql<string | null>`${back.clientId}`.as("client"),
      gross: noMoney().as("gross"),
      net: sql<string>`-${back.net}`.as("net"),
    })
    .from(back);
  const sales = bought.unionAll(returned).as("sales");
  const known = people(q, tables.clients);
  return q
    .select({
      insee: sql<string | null>`${known.communeCode}`.as("insee"),
      person: sql<string | null>`${known.person}`.as("person"),
      gross: sales.gross,
      net: sales.net,
    })
    .from(sales)
    .leftJoin(known, eq(known.id, sales.client))
    .as("facts");
}

/** The base's commune with the mart's amounts, with the refunds, and with each person who bought or was refunded. */
function ofBases(q: Query, { sites, revenueDaily, ...tables }: Tables, which: Which) {
  const lines = sold(q, tables, { days: between(which), site: which.site, kind: "all" });
  const back = refunded(q, tables, { days: between(which), site: which.site, kind: "all" });
  const insee = sql<string | null>`${sites.communeInsee}`.as("insee");
  const amounts = q
    .select({
      insee,
      client: sql<string | null>`${q.noPerson()}`.as("client"),
      gross: sql<string>`${revenueDaily.gross}`.as("gross"),
      net: sql<string>`${revenueDaily.net}`.as("net"),
      counts: asInt(1).as("counts"),
    })
    .from(revenueDaily)
    .innerJoin(sites, eq(sites.id, revenueDaily.siteId))
    .where(
      and(
        gte(revenueDaily.day, which.from),
        lt(revenueDaily.day, which.to),
        which.site === undefined ? undefined : eq(revenueDaily.siteId, which.site),
      ),
    );
  // What was bought is among the mart's amounts already: such a row only tells a person.
  const bought = q
    .select({
      insee,
      client: sql<string | null>`${lines.clientId}`.as("client"),
      gross: noMoney().as("gross"),
      net: noMoney().as("net"),
      counts: asInt(0).as("counts"),
    })
    .from(lines)
    .innerJoin(sites, eq(sites.id, lines.siteId));
  const returned = q
    .select({
      insee,
      client: sql<string | null>`${back.clientId}`.as("client"),
      gross: noMoney().as("gross"),
      net: sql<string>`-${back.net}`.as("net"),
      counts: asInt(1).as("counts"),
    })
    .from(back)
    .innerJoin(sites, eq(sites.id, back.siteId));
  const sales = amounts.unionAll(bought).unionAll(returned).as("sales");
  const known = people(q, tables.clients);
  return q
    .select({
      insee: sales.insee,
      person: sql<string | null>`${known.person}`.as("person"),
      gross: sales.gross,
      net: sales.net,
    })
    .from(sales)
    .leftJoin(known, eq(known.id, sales.client))
    .where(or(eq(sales.counts, 1), isNotNull(known.person)))
    .as("facts");
}

/** Sales by the territory of the base (exact: no person's table), or by the home of the client (small cells hidden). */
export const revenueByTerritory = kpi("revenue-by-territory", {
  summary: "Revenue by territory",
  doc: "Sales by region, département or commune: of the base (`by=site`, exact), or of the client's home (`by=client`; walk-ins and homes that no commune matches are under `unknown`). `netOfVat` is after refunds, `clients` are distinct people, `per1000Inhabitants` is `netOfVat` for each thousand who live there (null where that is not known). Homes: cells of few people are hidden with as many others as keep them hidden, with all that a hidden territory is made of, and `from` and `to` are first days of months.",
  deps: { revenueDaily, orders, orderLines, products, refunds, clients, sites, communes, communePopulations },
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
  },
  order: ["code"],
  compared: { by: ["code"], of: "netOfVat" },
  people: {
    count: "clients",
    largest: "largest",
    total: "gross",
    within: "within",
    alsoHides: ["netOfVat", "per1000Inhabitants"],
    when: { param: "by", is: "client" },
  },
  rows: ({ communes, communePopulations, ...tables }, { level, q, ...which }) => {
    const facts = which.by === "client" ? ofHomes(q, tables, which) : ofBases(q, tables, which);
    const places = territories(q, communes, level);
    const within = sql.raw(`'${unknownWithin[level]}'`);
    const known = sql<string>`coalesce(${places.code}, 'unknown')`;
    const each = q
      .select({
        code: known.as("code"),
        name: sql<string>`coalesce(min(${places.name}), 'unknown')`.as("name"),
        within: sql<string>`coalesce(min(${places.within}), ${within})`.as("within"),
        person: sql<string | null>`${facts.person}`.as("person"),
        gross: sumMoney(facts.gross).as("gross"),
        net: sumMoney(facts.net).as("net"),
      })
      .from(facts)
      .leftJoin(places, eq(places.insee, facts.insee))
      .groupBy(known, facts.person)
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
      })
      .from(each)
      .leftJoin(living, eq(living.code, each.code))
      .groupBy(each.code);
  },
});
