import { join } from "node:path";
import { processEnvironment } from "../../config.ts";
import { answersWell } from "../../dev/stack/ports.ts";
import { superviseProcess, type Supervised } from "../../dev/stack/supervise.ts";
import { workflowId } from "../../workflows/contracts/ids.ts";
import { until, type TestDemo } from "./demo.ts";
import { s3Server } from "./s3-server.ts";

/** A load in the ledger, with the rows that it merged. */
export type LoadRow = { readonly load_id: string; readonly state: string; readonly merged: number };

/** Every load of site_days that the ledger knows, oldest first. */
export const loadsOf = ({ demo }: TestDemo): Promise<readonly LoadRow[]> =>
  demo.control(
    "query",
    `select load_id, state, coalesce((select sum(merged) from sillage.load_slice s where s.load_id = l.load_id), 0)::int as merged
     from sillage.load l where table_key = 'site_days' order by opened_at`,
  );

/** A CSV of one made-up day at a base, told apart by its number. */
export const dayFile = (day: number): Uint8Array =>
  new TextEncoder().encode(
    `site_id,date,open,created_at,updated_at\n1,2019-07-${String(day).padStart(2, "0")},true,2019-07-01T05:00:00Z,2019-07-01T05:00:00Z\n`,
  );

/** The landing sensor's history: the times it looked to an end, and the events it got of a key. */
export async function sensorSaw(
  { demo }: TestDemo,
  key: string,
): Promise<{ readonly looks: number; readonly events: number }> {
  const { events } = await demo.client.workflow.getHandle(workflowId.landingSensor).fetchHistory();
  const signals = (events ?? []).flatMap(
    (event) => event.workflowExecutionSignaledEventAttributes?.input?.payloads ?? [],
  );
  return {
    looks: (events ?? []).filter((event) => event.activityTaskCompletedEventAttributes).length,
    events: signals.filter(({ data }) =>
      Buffer.from(data ?? [])
        .toString("utf8")
        .includes(`"${key}"`),
    ).length,
  };
}

/** Wait until the sensor looked twice more: what it would have started a second time is started by then. */
export async function untilLookedTwice(night: TestDemo): Promise<void> {
  const { looks } = await sensorSaw(night, "");
  await until("the sensor looked twice more", async () => (await sensorSaw(night, "")).looks >= looks + 2, 90_000);
}

/** How often the ingestion of a load was started, and how each ended. A load is merged before its entity is told and its checks are made: what still runs is waited for. */
export async function ingestionsOf({ demo }: TestDemo, loadId: string): Promise<readonly string[]> {
  const query = `WorkflowId = "${workflowId.ingest("site_days", loadId)}"`;
  let statuses: string[] = [];
  await until(`the ingestions of ${loadId} end`, async () => {
    statuses = [];
    for await (const { status } of demo.client.workflow.list({ query })) statuses.push(status.name);
    return !statuses.includes("RUNNING");
  });
  return statuses;
}

/** An S3 server of ours on a night's bucket, on a port of loopback; it tells nobody of objects unless told an event URL. */
export async function openGateway(
  night: TestDemo,
  { port, eventUrl }: { readonly port: number; readonly eventUrl?: string },
): Promise<Supervised> {
  const { store } = night.demo.stack;
  if (store.kind !== "s3" || s3Server === undefined) throw new Error("the S3 server is missing");
  const address = `127.0.0.1:${port}`;
  const events = eventUrl === undefined ? [] : ["--event-webhook-url", eventUrl];
  return superviseProcess(
    {
      name: `gateway ${port}`,
      command: s3Server,
      args: ["--port", address, "--health", "/well", ...events, "posix", join(night.dataDir, "objects")],
      env: { ...processEnvironment(), ROOT_ACCESS_KEY: store.accessKey, ROOT_SECRET_KEY: store.secretKey },
      logFile: join(night.dataDir, "logs", `gateway-${port}.log`),
      healthy: (within) => answersWell(`http://${address}/well`, within),
      startWithin: 30_000,
    },
    (line) => void night.log.push(line),
  );
}
