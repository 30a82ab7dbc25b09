import { readFile } from "node:fs/promises";
import { request, type IncomingMessage } from "node:http";
import { join } from "node:path";
import type { BackfillRecord } from "../core/backfill/track.ts";
import type { KeptEvaluation } from "../core/automation/evaluation.ts";
import { SillageError } from "../core/errors.ts";
import type { AssetControl } from "../core/ports/audit.ts";
import type { DeployedRecord } from "../core/ports/deployed.ts";
import type { RunRecord } from "../core/ports/runs.ts";
import type { Database } from "../core/ports/database.ts";
import { errorOf, type ErrorDocument } from "./control-error.ts";
import type { ControlFile } from "./control-server.ts";
import { sentRows, type SentRows } from "./sent-rows.ts";

/** Calls a running runtime by name. Throws what the runtime threw. */
export type ControlCall = <Answer>(name: string, ...args: readonly unknown[]) => Promise<Answer>;

/** A caller of the runtime on this data directory; undefined when none answers. Each call finds it anew, so that a restarted runtime is found again. */
export async function controlClient(dataDir: string): Promise<ControlCall | undefined> {
  const call = async <Answer>(name: string, ...args: readonly unknown[]): Promise<Answer> => {
    const file = await controlFile(dataDir);
    const { ok, text } = await posted(file, JSON.stringify({ name, args })).catch(() => unanswered(dataDir));
    if (ok) return JSON.parse(text);
    const refused: ErrorDocument = JSON.parse(text);
    throw errorOf(refused);
  };
  return (await call("describe").then(
    () => true,
    () => false,
  ))
    ? call
    : undefined;
}

/** By `node:http`: loading `fetch` takes a command longer than the call does. */
async function posted(
  { url, token }: ControlFile,
  body: string,
): Promise<{ readonly ok: boolean; readonly text: string }> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const headers = { authorization: `Bearer ${token}` };
  request(url, { method: "POST", headers }).on("response", resolve).on("error", reject).end(body);
  const response = await promise;
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(Buffer.from(chunk));
  return { ok: response.statusCode === 200, text: Buffer.concat(chunks).toString() };
}

function unanswered(dataDir: string): never {
  throw new SillageError({
    code: "control.unanswered",
    message: `The runtime on ${dataDir} ended while it was asked.`,
    fix: "Try again: its stack starts it anew.",
    retryable: true,
  });
}

async function controlFile(dataDir: string): Promise<ControlFile> {
  const text = await readFile(join(dataDir, "control.json"), "utf8").catch(() => undefined);
  if (text !== undefined) return JSON.parse(text);
  throw new SillageError({
    code: "control.absent",
    message: `No stack runs on ${dataDir}.`,
    fix: `Start it with \`npm run sillage -- dev --data-dir ${dataDir}\`.`,
    retryable: true,
  });
}

/** The calls of the database's port that commands use, over a control call. */
export type RemoteDatabase = Pick<
  Database,
  | "migrate"
  | "unapplied"
  | "suitability"
  | "alteredColumns"
  | "openLoads"
  | "mirrors"
  | "throttleState"
  | "setThrottle"
  | "logRate"
  | "quarantined"
  | "backfill"
  | "backfills"
  | "saveBackfill"
  | "runs"
  | "run"
  | "runSteps"
  | "endRun"
  | "assetDays"
  | "drifts"
  | "sensors"
  | "sensorRuns"
  | "read"
  | "addApiKey"
  | "apiKeys"
  | "endApiKey"
  | "assetControl"
  | "materialisations"
  | "audits"
  | "individualAnswers"
  | "changeThrottle"
  | "sourceRates"
  | "setSourceRate"
  | "lastDeployed"
  | "evaluationAt"
  | "incidents"
>;

/** The database behind a running runtime. */
export const remoteDatabase = (call: ControlCall): RemoteDatabase => ({
  migrate: () => call("migrate"),
  unapplied: () => call("unapplied"),
  suitability: () => call("suitability"),
  alteredColumns: () => call("alteredColumns"),
  mirrors: () => call("mirrors"),
  openLoads: () => call("openLoads"),
  throttleState: (lane) => call("throttleState", lane),
  logRate: () => call("logRate"),
  setThrottle: (lane, change) => call("setThrottle", lane, change),
  // Undefined would cross the wire as null, which is no default.
  quarantined: (table) => (table === undefined ? call("quarantined") : call("quarantined", table)),
  backfill: async (id) => (await call<BackfillRecord | null>("backfill", id)) ?? undefined,
  backfills: () => call("backfills"),
  saveBackfill: (kept) => call("saveBackfill", kept),
  runs: (filter) => call("runs", filter),
  run: async (id) => (await call<RunRecord | null>("run", id)) ?? undefined,
  runSteps: (id) => call("runSteps", id),
  endRun: (end, steps) => call("endRun", end, steps),
  assetDays: (asset) => call("assetDays", asset),
  drifts: (asset) => call("drifts", asset),
  sensors: () => call("sensors"),
  sensorRuns: (sensor) => call("sensorRuns", sensor),
  read: async (statement) => sentRows.unpack(await call<SentRows>("read", statement)),
  addApiKey: (key) => call("addApiKey", key),
  apiKeys: () => call("apiKeys"),
  endApiKey: (id, at) => call("endApiKey", id, at),
  // Null is no answer over the wire for what is undefined here.
  assetControl: async (asset) => (await call<AssetControl | null>("assetControl", asset)) ?? undefined,
  materialisations: (asset) => call("materialisations", asset),
  audits: (asset) => call("audits", asset),
  individualAnswers: () => call("individualAnswers"),
  changeThrottle: (change, by) => call("changeThrottle", change, by),
  sourceRates: () => call("sourceRates"),
  setSourceRate: (rate, by) => call("setSourceRate", rate, by),
  lastDeployed: async () => (await call<DeployedRecord | null>("lastDeployed")) ?? undefined,
  evaluationAt: async (asset, at) => (await call<KeptEvaluation | null>("evaluationAt", asset, at)) ?? undefined,
  incidents: (asset) => call("incidents", asset),
});
