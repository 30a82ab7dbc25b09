import {
  asInt,
  code,
  daily,
  date,
  eq,
  int,
  mart,
  money,
  noMoney,
  sql,
  subjectRef,
  sumInt,
  sumMoney,
  unique,
  within,
  type Query,
  type SQL,
  type SQLWrapper,
} from "../../index.ts";
import { people } from "../people.ts";
import { refunded, sold } from "../sales.ts";
import { clients } from "../tables/clients.ts";
import { orderLines } from "../tables/order-lines.ts";
import { orders } from "../tables/orders.ts";
import { products } from "../tables/products.ts";
import { refunds } from "../tables/refunds.ts";
import { visits } from "../tables/visits.ts";

const nobody = sql.raw("'00000000-0000-0000-0000-000000000000'");

type Tables = {
  readonly visits: typeof visits.open;
  readonly orders: typeof orders.open;
  readonly orderLines: typeof orderLines.open;
  readonly products: typeof products.open;
  readonly refunds: typeof refunds.open;
};

/** One row a line sold, a refund or a passage of some days: client (null when nobody is named), day, base, amounts. */
function deeds(q: Query, { visits, ...tables }: Tables, inDays: (day: SQLWrapper) => SQL<boolean>) {
  const which = { days: inDays, site: undefined, kind: "all" };
  const [lines, back] = [sold(q, tables, which), refunded(q, tables, which)];
  const bought = q
    .select({
      client: sql<string | null>`${lines.clientId}`.as("client"),
      day: lines.day,
      siteId: sql<number>`${lines.siteId}`.as("site_id"),
      visits: asInt(0).as("visits"),
      gross: sql<string>`${lines.gross}`.as("gross"),
      net: sql<string>`${lines.net}`.as("net"),
    })
    .from(lines);
  const returned = q
    .select({
      client: sql<string | null>`${back.clientId}`.as("client"),
      day: back.day,
      siteId: sql<number>`${back.siteId}`.as("site_id"),
      visits: asInt(0).as("visits"),
      gross: noMoney().as("gross"),
      net: sql<string>`-${back.net}`.as("net"),
    })
    .from(back);
  const came = q
    .select({
      client: sql<string | null>`${visits.clientId}`.as("client"),
      day: sql<string | null>`${visits.businessDay}`.as("day"),
      siteId: sql<number>`${visits.siteId}`.as("site_id"),
      visits: asInt(1).as("visits"),
      gross: noMoney().as("gross"),
      net: noMoney().as("net"),
    })
    .from(visits)
    .where(inDays(visits.businessDay));
  return bought.unionAll(returned).unionAll(came).as("facts");
}

/** What one person did at one base on one day: passages, what they bought, and that without VAT after refunds. Merged clients are one person; walk-ins, deleted and erased people are together under the nil pseudonym. */
export const peopleDaily = mart("people_daily", {
  doc: "Passages and sales of one base, person and day.",
  deps: { visits, orders, orderLines, products, refunds, clients },
  // Who a client is changes whole histories; an order is of another day than its refunds.
  dimensions: ["clients", "products"],
  rebuiltBy: ["clients", "orders", "orderLines"],
  partitions: daily({ from: "2024-03-01", zone: "Europe/Paris" }),
  freshness: within("10 hours"),
  columns: {
    day: date().key(1),
    siteId: int().key(2),
    person: subjectRef("client").key(3),
    communeCode: code(5).nullable(),
    visits: int(),
    gross: money(),
    net: money(),
  },
  checks: [unique("day", "siteId", "person")],
  rows: ({ clients, ...tables }, { q, inDays }) => {
    const facts = deeds(q, tables, inDays);
    const known = people(q, clients);
    const placed = q
      .select({
        day: facts.day,
        siteId: facts.siteId,
        person: sql<string>`coalesce(${known.person}, ${nobody})`.as("person"),
        communeCode: sql<string | null>`${known.communeCode}`.as("commune_code"),
        visits: facts.visits,
        gross: facts.gross,
        net: facts.net,
      })
      .from(facts)
      .leftJoin(known, eq(known.id, facts.client))
      .where(sql`${facts.day} is not null`)
      .as("placed");
    return q
      .select({
        day: sql<string>`${placed.day}`,
        siteId: placed.siteId,
        person: sql<string>`${placed.person}`,
        communeCode: sql<string | null>`${placed.communeCode}`,
        visits: sumInt(placed.visits),
        gross: sumMoney(placed.gross),
        net: sumMoney(placed.net),
      })
      .from(placed)
      .groupBy(placed.day, placed.siteId, placed.person, placed.communeCode);
  },
});
