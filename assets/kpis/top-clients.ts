import {
  and,
  asc,
  countRows,
  desc,
  eq,
  gte,
  int,
  isNull,
  kpi,
  limit,
  lt,
  money,
  ne,
  sql,
  subjectRef,
  sumMoney,
} from "../../index.ts";
import { clients } from "../tables/clients.ts";
import { orders } from "../tables/orders.ts";

/** The clients who spent most, under an alias that differs for each consumer. Merged clients count as one person. */
export const topClients = kpi("top-clients", {
  summary: "Top clients",
  doc: "The clients who spent most in a period, as aliases. Merged clients are one person.",
  deps: { orders, clients },
  params: { limit: limit(10, 100) },
  row: { client: subjectRef("client"), orders: int(), total: money() },
  alias: "client",
  individual: true,
  rows: ({ orders, clients }, { from, to, site, limit, q }) => {
    const person = sql<string>`coalesce(${clients.mergedIntoId}, ${orders.clientId})`;
    return q
      .select({ client: person, orders: countRows(), total: sumMoney(orders.total) })
      .from(orders)
      .leftJoin(clients, eq(clients.id, orders.clientId))
      .where(
        and(
          gte(orders.businessDay, from),
          lt(orders.businessDay, to),
          sql`${orders.clientId} is not null`,
          isNull(orders.deletedAt),
          ne(orders.status, "cancelled"),
          site === undefined ? undefined : eq(orders.siteId, site),
        ),
      )
      .groupBy(person)
      .orderBy(desc(sumMoney(orders.total)), asc(person))
      .limit(limit);
  },
});
