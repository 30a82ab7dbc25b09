import {
  and,
  asInt,
  choice,
  eq,
  gte,
  int,
  kpi,
  lt,
  money,
  noMoney,
  sql,
  subjectRef,
  sumInt,
  sumMoney,
} from "../../index.ts";
import { people } from "../people.ts";
import { between, refunded, sold } from "../sales.ts";
import { clients } from "../tables/clients.ts";
import { orderLines } from "../tables/order-lines.ts";
import { orders } from "../tables/orders.ts";
import { products } from "../tables/products.ts";
import { refunds } from "../tables/refunds.ts";
import { visits } from "../tables/visits.ts";

/** The clients who spent or came most, under an alias that differs for each consumer. Merged clients are one person; deleted and erased ones are nobody. */
export const topClients = kpi("top-clients", {
  summary: "Top clients",
  doc: "The clients who spent or came most in a range, as aliases: `net` without VAT after refunds, `visits` passages, `recency` days from the last purchase or visit to `to`. Merged clients are one person; deleted and erased people are not ranked.",
  deps: { orders, orderLines, products, refunds, visits, clients },
  params: { metric: choice(["net", "visits"], "What clients are ranked by.") },
  row: { rank: int(), client: subjectRef("client"), recency: int(), visits: int(), net: money() },
  order: ["rank"],
  rowsByDefault: 10,
  alias: "client",
  individual: true,
  rows: ({ visits, clients, ...tables }, { from, to, site, metric, q }) => {
    const which = { days: between({ from, to }), site, kind: "all" };
    const [lines, back] = [sold(q, tables, which), refunded(q, tables, which)];
    const bought = q
      .select({
        client: sql<string | null>`${lines.clientId}`.as("client"),
        day: lines.day,
        visits: asInt(0).as("visits"),
        net: lines.net,
      })
      .from(lines);
    const returned = q
      .select({
        client: sql<string | null>`${back.clientId}`.as("client"),
        day: sql<string | null>`cast(null as date)`.as("day"),
        visits: asInt(0).as("visits"),
        net: sql<string>`-${back.net}`.as("net"),
      })
      .from(back);
    const came = q
      .select({
        client: sql<string | null>`${visits.clientId}`.as("client"),
        day: sql<string | null>`${visits.businessDay}`.as("day"),
        visits: asInt(1).as("visits"),
        net: noMoney().as("net"),
      })
      .from(visits)
      .where(
        and(
          gte(visits.businessDay, from),
          lt(visits.businessDay, to),
          site === undefined ? undefined : eq(visits.siteId, site),
        ),
      );
    const facts = bought.unionAll(returned).unionAll(came).as("facts");
    const known = people(q, clients);
    const totals = q
      .select({
        person: known.person,
        last: sql<string>`max(${facts.day})`.as("last"),
        visits: sumInt(facts.visits).as("visits"),
        net: sumMoney(facts.net).as("net"),
      })
      .from(facts)
      .innerJoin(known, eq(known.id, facts.client))
      .groupBy(known.person)
      .as("totals");
    return q
      .select({
        rank: sql<number>`cast(row_number() over (order by ${totals[metric]} desc, ${totals.person} asc) as integer)`,
        client: totals.person,
        recency: q.daysBetween(totals.last, to),
        visits: totals.visits,
        net: totals.net,
      })
      .from(totals)
      .where(sql`${totals.last} is not null`);
  },
});
