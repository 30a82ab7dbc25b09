import {
  bigint,
  daily,
  date,
  defineGraph,
  everything,
  instant,
  int,
  job,
  keyset,
  mart,
  money,
  onCommand,
  restSource,
  setting,
  sql,
  table,
  text,
  updatedSince,
} from "../../index.ts";
import { unsound } from "../unsound.ts";

const shop = restSource("shop", {
  baseUrl: setting("BENCH_URL"),
  manners: { requestsPerSecond: 10, inFlight: 4 },
});

/** A deployment of so many assets: seven tables of eight columns to three marts, each mart over three tables. */
export function manyAssets(count: number) {
  const tables = Array.from({ length: Math.ceil(count * 0.7) }, (_, at) => salesTable(at));
  const marts: ReturnType<typeof salesDaily>[] = [];
  for (let at = 0; at < count - tables.length; at++) marts.push(salesDaily(at, tables));
  return defineGraph({
    zone: "Europe/Paris",
    sources: [shop],
    tables,
    marts,
    kpis: [],
    jobs: [job("initial", { select: everything(), trigger: onCommand() })],
    migrations: new URL("../deployment/migrations/", import.meta.url),
  });
}

const salesTable = (at: number) =>
  table(`sales_${at}`, {
    doc: "One row a sale.",
    from: shop.list(`/sales/${at}`, { paging: keyset("id", 500), since: updatedSince("updated_at"), rows: "rows" }),
    columns: {
      id: bigint().key(),
      siteId: int().from("site_id"),
      label: text(80),
      note: text(400).nullable(),
      quantity: int(),
      total: money(),
      bookedAt: instant().from("booked_at").businessDay(),
      updatedAt: instant().from("updated_at").cursor(),
    },
  });

type Sales = ReturnType<typeof salesTable>;

function salesDaily(at: number, tables: readonly Sales[]) {
  const [sales, second, third] = [0, 1, 2].map((next) => tables[(at * 2 + next) % tables.length]);
  if (sales === undefined || second === undefined || third === undefined) throw unsound("no table is there");
  return mart(`sales_daily_${at}`, {
    doc: "One row a day and site.",
    deps: { sales, second, third },
    dimensions: ["second", "third"],
    partitions: daily({ from: "2024-01-01", zone: "Europe/Paris" }),
    columns: { day: date().key(1), siteId: int().key(2), net: money() },
    rows: ({ sales }, { q, inDays }) =>
      q
        .select({ day: sql<string>`${sales.businessDay}`, siteId: sales.siteId, net: sales.total })
        .from(sales)
        .where(inDays(sales.businessDay)),
  });
}
