import { asInt, noMoney, sql, type Query, type SQL, type SQLWrapper } from "../index.ts";
import { refunded, sold } from "./sales.ts";
import type { orderLines } from "./tables/order-lines.ts";
import type { orders } from "./tables/orders.ts";
import type { products } from "./tables/products.ts";
import type { refunds } from "./tables/refunds.ts";
import type { visits } from "./tables/visits.ts";

type Tables = {
  readonly visits: typeof visits.open;
  readonly orders: typeof orders.open;
  readonly orderLines: typeof orderLines.open;
  readonly products: typeof products.open;
  readonly refunds: typeof refunds.open;
};

/** One row a line sold, a refund or a passage of some days: client (null when nobody is named), day, base, which of the three it is (1 under its name), amounts. */
export function deeds(q: Query, { visits, ...tables }: Tables, inDays: (day: SQLWrapper) => SQL<boolean>) {
  const which = { days: inDays, site: undefined, kind: "all" };
  const [lines, back] = [sold(q, tables, which), refunded(q, tables, which)];
  const counted = (visits: number, purchases: number, refunds: number) => ({
    visits: asInt(visits).as("visits"),
    purchases: asInt(purchases).as("purchases"),
    refunds: asInt(refunds).as("refunds"),
  });
  const bought = q
    .select({
      client: sql<string | null>`${lines.clientId}`.as("client"),
      day: lines.day,
      siteId: sql<number>`${lines.siteId}`.as("site_id"),
      ...counted(0, 1, 0),
      gross: sql<string>`${lines.gross}`.as("gross"),
      net: sql<string>`${lines.net}`.as("net"),
    })
    .from(lines);
  const returned = q
    .select({
      client: sql<string | null>`${back.clientId}`.as("client"),
      day: back.day,
      siteId: sql<number>`${back.siteId}`.as("site_id"),
      ...counted(0, 0, 1),
      gross: noMoney().as("gross"),
      net: sql<string>`-${back.net}`.as("net"),
    })
    .from(back);
  const came = q
    .select({
      client: sql<string | null>`${visits.clientId}`.as("client"),
      day: sql<string | null>`${visits.businessDay}`.as("day"),
      siteId: sql<number>`${visits.siteId}`.as("site_id"),
      ...counted(1, 0, 0),
      gross: noMoney().as("gross"),
      net: noMoney().as("net"),
    })
    .from(visits)
    .where(inDays(visits.businessDay));
  return bought.unionAll(returned).unionAll(came).as("facts");
}
