import { chmod, readFile } from "node:fs/promises";
import { join } from "node:path";
import { awaitBackfill, startBackfill } from "../../cli/backfill/start-backfill.ts";
import { workflowId } from "../../workflows/contracts/ids.ts";
import { until, type TestDemo } from "./demo.ts";
import { killRuntime } from "./kill-runtime.ts";
import type { PersonalMarkers } from "./personal-markers.ts";

/** Statements that a database refuses, telling the value in its own words. None writes: what a refused row leaves in the files is nobody's leak but the statement's. */
const refusedStatements: Readonly<Record<string, string>> = {
  "a duplicate key": "select json_object_agg_unique($1::text, 1) from generate_series(1, 2)",
  "a text that is no number": "select $1::numeric",
  "a text that is no instant": "select $1::timestamptz",
  "a text that is no JSON": "select $1::jsonb",
};

/** What the runtime says to whoever sends it values that its database refuses. */
export async function databaseRefuses(night: TestDemo, markers: PersonalMarkers): Promise<readonly string[]> {
  const said: string[] = [];
  for (const [what, statement] of Object.entries(refusedStatements)) {
    const told = await night.demo.control("query", statement, [markers.text(`${what} in the database`)]).then(
      () => "it was taken",
      (error: unknown) => (error instanceof Error ? `${error.message}\n${error.stack}\n${JSON.stringify(error)}` : ""),
    );
    said.push(`${what}: ${told}`);
  }
  return said;
}

/** What the API answers to questions, keys, paths, events and bodies that hold markers. */
export async function apiRefuses(
  { demo }: TestDemo,
  token: string,
  markers: PersonalMarkers,
): Promise<readonly string[]> {
  const url = demo.runtime.listening.apiUrl ?? "";
  const text = (what: string): string => encodeURIComponent(markers.text(`${what} that the API was sent`));
  const bearer = { authorization: `Bearer ${token}` };
  const post = (body: string): RequestInit => ({
    method: "POST",
    body,
    headers: { "content-type": "application/json" },
  });
  const asked: readonly (readonly [string, RequestInit])[] = [
    [`/api/v1/kpi/revenue?from=${text("a date")}`, { headers: bearer }],
    [`/api/v1/kpi/revenue?${text("the name of a parameter")}=1`, { headers: bearer }],
    [`/api/v1/kpi/revenue?site=${text("a site")}&from=2026-08-01&to=2026-08-10`, { headers: bearer }],
    [`/${text("a path")}`, { headers: bearer }],
    ["/api/v1/kpi/revenue", { headers: { authorization: `Bearer ${text("a key")}` } }],
    ["/api/v1/kpi/revenue", { headers: { ...bearer, accept: text("a media type") } }],
    [`/api/v1/events/objects/${text("a token")}`, post("{}")],
    ["/api/v1/events/objects/none", post(`{"${text("the body of an event")}": `)],
  ];
  const said: string[] = [];
  for (const [path, init] of asked) {
    const response = await fetch(`${url}${path}`, init);
    said.push(`${response.status} ${JSON.stringify([...response.headers])} ${await response.text()}`);
  }
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
