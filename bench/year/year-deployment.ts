import { mkdtemp } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { generateMigration } from "../../db/declare/generate-migrations.ts";
import {
  between,
  bigint,
  countRows,
  daily,
  date,
  defineGraph,
  eager,
  instant,
  int,
  keyset,
  mart,
  money,
  onCommand,
  purpose,
  register,
  restSource,
  rowCount,
  setting,
  sql,
  sumMoney,
  table,
  unique,
  updatedSince,
} from "../../index.ts";
import { nightAssets } from "./nights.ts";

const shop = restSource("shop", { baseUrl: setting("SHOP_URL"), manners: { requestsPerSecond: 5, inFlight: 1 } });

/** A table with two checks, named about as long as the product's. */
const tableOf = (place: number) =>
  table(`order_lines_${place}`, {
    doc: "Sales.",
    from: shop.list(`/sales/${place}`, { paging: keyset("id", 100), since: updatedSince("since"), rows: "data" }),
    columns: { id: bigint().key(), total: money(), soldAt: instant().businessDay(), updatedAt: instant().cursor() },
    checks: [rowCount({ atLeast: 0 }), between("total", { atLeast: 0 })],
  });

/** A mart of one table, by day, with two checks. */
const martOf = (sold: ReturnType<typeof tableOf>, place: number) =>
  mart(`sales_daily_${place}`, {
    doc: "Sales of a day.",
    deps: { sold },
    partitions: daily({ from: "2026-01-01", zone: "Europe/Paris" }),
    columns: { day: date().key(1), sales: int(), total: money() },
    ...(place < nightAssets.automated && { automation: eager() }),
    checks: [unique("day"), between("sales", { atLeast: 0 })],
    rows: ({ sold: rows }, { q, inDays }) =>
      q
        .select({ day: sql<string>`${rows.businessDay}`, sales: countRows(), total: sumMoney(rows.total) })
        .from(rows)
        .where(inDays(rows.businessDay))
        .groupBy(rows.businessDay),
  });

/** What a year of nights works on: 14 tables, 8 marts; its migration is generated below a directory. */
export async function yearDeployment(directory: string) {
  const migrations = pathToFileURL(`${await mkdtemp(join(directory, "year-"))}/`);
  const tables = Array.from({ length: nightAssets.tables }, (_, place) => tableOf(place));
  const selling = purpose("selling", { doc: "Sell.", legalBasis: "contract", recipients: ["tills"] });
  const deployment = defineGraph({
    zone: "Europe/Paris",
    sources: [shop],
    tables,
    marts: tables.slice(0, nightAssets.marts).map(martOf),
    kpis: [],
    jobs: [],
    register: register({ controller: "A made-up shop", purposes: [selling], retentions: [], enforced: onCommand() }),
    migrations,
  });
  await generateMigration(deployment, migrations, "initial");
  return deployment;
}
