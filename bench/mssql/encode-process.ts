import { rowCaster } from "../../activities/to-staged-row.ts";
import type { StagedRow } from "../../core/ports/database.ts";
import { poolSession } from "../../db/mssql/pool-session.ts";
import { stageBatch } from "../../db/mssql/stage.ts";
import { secondsOf } from "../measurement.ts";
import { landedSale } from "../sample-sales.ts";
import { deployment } from "../deployment/index.ts";
import { unsound } from "../unsound.ts";

/** Rows of one batch, as many as may be staged at once with the throttle off. */
const batchRows = 20_000;

// One process that stages so many rows on a server that keeps none; tells seconds and its own greatest resident memory.
const [port = "", count = ""] = process.argv.slice(2);
const table = deployment.graph.spec.tables.find(({ key }) => key === "sales");
if (table === undefined) throw unsound("the deployment has no table of sales");
const cast = rowCaster(table, deployment.zone, { t0: new Date(0).toISOString(), elapsedMs: 0 });
const rows = Array.from({ length: batchRows }, (_, at): StagedRow => {
  const staged = cast(landedSale(at), at + 1);
  if (staged.kind !== "row") throw unsound("a sample row does not fit");
  return staged.row;
});
const sql = poolSession(`mssql://bench:bench@127.0.0.1:${port}/bench?encrypt=false`);
await stageBatch(sql, table, "warm", 1, rows);
const batches = Math.ceil(Number(count) / batchRows);
const seconds = await secondsOf(async () => {
  for (let part = 1; part <= batches; part++) await stageBatch(sql, table, "load", part, rows);
});
await sql.close();
const megabytes = Math.round((process.resourceUsage().maxRSS * 1024) / 1e6);
process.stdout.write(JSON.stringify({ rows: batches * batchRows, seconds, megabytes }), () => process.exit(0));
