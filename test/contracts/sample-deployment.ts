import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { generateMigration } from "../../db/declare/generate-migrations.ts";
import {
  and,
  bigint,
  countRows,
  daily,
  date,
  defineGraph,
  instant,
  int,
  keyset,
  mart,
  money,
  restSource,
  setting,
  sql,
  sumMoney,
  table,
  updatedSince,
} from "../../index.ts";
import { orders, ordersDaily, people, peopleDeployment, places } from "../fakes/people-deployment.ts";

const depot = restSource("depot", { baseUrl: setting("SHOP_URL"), manners: { requestsPerSecond: 5, inFlight: 1 } });

/** Lines of orders: the day of a line is its order's. */
export const lines = table("lines", {
  doc: "Lines of orders.",
  from: depot.list("/lines", { paging: keyset("id", 100), since: updatedSince("since"), rows: "data" }),
  columns: {
    id: bigint().key(),
    orderId: bigint().ref(orders),
    total: money(),
    updatedAt: instant().cursor(),
    deletedAt: instant().nullable().softDelete(),
  },
  dayOf: { column: "orderId", table: orders },
});

/** What was sold on a day, by lines alone. */
export const linesDaily = mart("lines_daily", {
  doc: "Lines of a day.",
  deps: { lines },
  partitions: daily({ from: "2026-01-01", zone: "Europe/Paris" }),
  columns: { day: date().key(1), lines: int(), total: money() },
  rows: ({ lines: sold }, { q, inDays }) =>
    q
      .select({ day: sql<string>`${sold.businessDay}`, lines: countRows(), total: sumMoney(sold.total) })
      .from(sold)
      .where(and(inDays(sold.businessDay), sql`${sold.businessDay} is not null`))
      .groupBy(sold.businessDay),
});

const migrations = pathToFileURL(`${await mkdtemp(join(tmpdir(), "sillage-sample-"))}/`);

/** The people's deployment with lines beside its orders; its migration is generated anew. */
export const sampleDeployment = defineGraph({
  ...peopleDeployment,
  sources: [...peopleDeployment.graph.spec.sources.map((spec) => ({ spec })), depot],
  tables: [places, people, orders, lines],
  marts: [ordersDaily, linesDaily],
  jobs: [],
  lookups: Object.fromEntries(peopleDeployment.lookups),
  migrations,
});
await generateMigration(sampleDeployment, migrations, "initial");
