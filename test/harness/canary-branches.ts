import { chmod, readFile } from "node:fs/promises";
import { join } from "node:path";
import { awaitBackfill, startBackfill } from "../../cli/backfill/start-backfill.ts";
import { workflowId } from "../../workflows/contracts/ids.ts";
import { until, type TestDemo } from "./demo.ts";
import { killRuntime } from "./kill-runtime.ts";
import type { PersonalMarkers } from "./personal-markers.ts";

/** A table of the session's own: what a refused row leaves behind there comes into no file that stays and into no log, where it would be nobody's leak but the statement's. */
const refusingTable = `create temporary table refusing (
  value text primary key, short varchar(8), needed text not null, checked text check (checked = ''))`;

/** Statements that a database refuses, telling the value in its own words. */
const refusedStatements: Readonly<Record<string, string>> = {
  "a row whose key is there": "insert into refusing (value, needed) values ($1::text, ''), ($1::text, '')",
  "a text that is longer than its column": "insert into refusing (value, short, needed) values ('', $1::text, '')",
  "a row without a value that is needed": "insert into refusing (value) values ($1::text)",
  "a row that a check refuses": "insert into refusing (value, needed, checked) values ('', '', $1::text)",
  "a name that is there twice": "select json_object_agg_unique($1::text, 1) from generate_series(1, 2)",
  "a text that is no number": "select $1::numeric",
  "a text that is no instant": "select $1::timestamptz",
  "a text that is no JSON": "select $1::jsonb",
};

/** What the runtime says to whoever sends it values that its database refuses. */
export async function databaseRefuses(night: TestDemo, markers: PersonalMarkers): Promise<readonly string[]> {
  const said: string[] = [];
  await night.demo.control("query", refusingTable);
  for (const [what, statement] of Object.entries(refusedStatements)) {
    const told = await night.demo.control("query", statement, [markers.text(`${what} in the database`)]).then(
      () => "it was taken",
      (error: unknown) => (error instanceof Error ? `${error.message}\n${error.stack}\n${JSON.stringify(error)}` : ""),
    );
    said.push(`${what}: ${told}`);
  }
  await night.demo.control("query", "drop table refusing");
  return said;
}

/** Kill the runtime while a run is on its way, pause and resume an asset of people, and wait for the run. */
export async function whileKilled(night: TestDemo, running: Promise<unknown>): Promise<void> {
  const entity = night.demo.client.workflow.getHandle(workflowId.asset("bookings"));
  const by = { who: "Ada Exemple", why: "the canary" };
  running.catch(() => undefined);
  await killRuntime(night);
  await entity.signal("pause", by);
  await entity.signal("resume", by);
  await running;
}

/** Kill the runtime and let the next ones find a vault that refuses, until one has said so; then it opens again. */
export async function vaultAway(night: TestDemo): Promise<void> {
  const says = async (): Promise<number> =>
    (await readFile(join(night.dataDir, "logs", "runtime.log"), "utf8")).split("kek.loose-permissions").length;
  const before = await says();
  const keys = join(night.dataDir, "keys");
  await chmod(keys, 0o755);
  await killRuntime(night, () =>
    until("the runtime says that it may not use its keys", async () => (await says()) > before, 120_000).finally(() =>
      chmod(keys, 0o700),
    ),
  );
}

/** Read some days of a table of people again, as an operator's backfill does. */
export async function backfilled({ demo }: TestDemo, selection: string): Promise<void> {
  const id = await startBackfill(demo.client, {
    request: { selection, from: "2026-08-01", to: null, windowMs: 14 * 86_400_000 },
    concurrency: 2,
    queue: false,
    retry: false,
    ingestion: demo.ingestion,
  });
  await awaitBackfill(demo.client, id);
}
