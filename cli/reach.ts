import { access } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import type { Client } from "@temporalio/client";
import type { PayloadCodec } from "@temporalio/common";
import { parseConfig, processEnvironment, type Config } from "../config.ts";
import { SillageError } from "../core/errors.ts";
import type { Database } from "../core/ports/database.ts";
import type { DeployedGraph } from "../db/declare/graph.ts";
import { liveStack, type LiveStack } from "../dev/stack/stack-owner.ts";
import { databaseTarget } from "../worker/database-target.ts";
import { untilItAnswers } from "../worker/until-it-answers.ts";
import { controlClient, remoteDatabase, type ControlCall, type RemoteDatabase } from "../worker/control-client.ts";
import { createOutput } from "./output.ts";
import { environmentOf } from "./environment-of.ts";
import { type Settings } from "./settings.ts";

type Where = Pick<Settings, "dataDir" | "db">;
type Work<Result> = (database: RemoteDatabase) => Promise<Result>;

/** How long a runtime that is being started again (about 10 s) is waited for. Milliseconds. */
const patienceMs = 20_000;

/** Use the database: through the stack that holds it, else opened for the length of the work, a resuming one waited for. Makes none. Throws `stack.absent`, `stack.restarting`. */
export const withDatabase = <Result>(
  where: Where,
  deployed: DeployedGraph,
  work: Work<Result>,
  patience = patienceMs,
): Promise<Result> =>
  reach({ where, deployed, patience, beforeOpening: (directory) => refuseAbsent(where, directory), awake }, work);

/** Use the database as `withDatabase`, or a new one where there is none; what keeps it away is thrown at once. */
export const withNewDatabase = <Result>(where: Where, deployed: DeployedGraph, work: Work<Result>): Promise<Result> =>
  reach(
    { where, deployed, patience: patienceMs, beforeOpening: async () => undefined, awake: async () => undefined },
    work,
  );

type Way = {
  readonly where: Where;
  readonly deployed: DeployedGraph;
  readonly patience: number;
  readonly beforeOpening: (directory: string) => Promise<void>;
  readonly awake: (database: Database) => Promise<void>;
};

/** Wait for a database that resumes, before anything is asked of it; whoever typed a wrong address is told so at once. */
const awake = async (database: Database): Promise<void> => {
  const isWorthIt = (refusal: SillageError): boolean => refusal.code === "db.resuming";
  await untilItAnswers(() => database.unapplied(), { report: createOutput(false).progress, isWorthIt });
};

async function reach<Result>(
  { where, deployed, patience, beforeOpening, awake }: Way,
  work: Work<Result>,
): Promise<Result> {
  const call = where.db === undefined ? await runtimeCall(where.dataDir, patience) : undefined;
  if (call !== undefined) return work(remoteDatabase(call));
  const target = databaseTarget({ config: parseConfig(environmentOf(where)), dataDir: where.dataDir });
  if ("directory" in target) await beforeOpening(target.directory);
  const { openDatabase } = await import("../db/open-database.ts");
  const database = await openDatabase(target, deployed);
  try {
    await awake(database);
    return await work(database);
  } finally {
    await database.close();
  }
}

/** A caller of the runtime of the stack that lives on a data directory, waited for while it is started again; undefined where no stack has one. Throws `stack.restarting`. */
export async function runtimeCall(dataDir: string, patience = patienceMs): Promise<ControlCall | undefined> {
  for (const deadline = Date.now() + patience; ; await sleep(200)) {
    const call = await controlClient(dataDir);
    if (call !== undefined) return call;
    const stack = await liveStack(dataDir);
    if (stack === undefined || stack.parts === "servers") return undefined;
    if (Date.now() > deadline) throw restarting(dataDir, stack);
  }
}

/** Refuse to open the embedded database beside a stack that owns it: the stack's runtime could not start again. Throws `stack.owns-database`. */
export async function refuseBesideStack({ dataDir, db }: Where): Promise<void> {
  const stack = await liveStack(dataDir);
  const { DATABASE_URL } = parseConfig(environmentOf({ db }));
  if (stack === undefined || stack.parts === "servers" || DATABASE_URL !== undefined) return;
  throw new SillageError({
    code: "stack.owns-database",
    message: `The embedded database in ${dataDir} belongs to the stack of process ${stack.pid}.`,
    fix: "Use PostgreSQL with --db for several processes, or choose another --data-dir.",
  });
}

/** The Temporal server's address: the living stack's, else the setting's. Throws `stack.absent`. */
export async function temporalAddress(dataDir: string): Promise<string> {
  const address = (await liveStack(dataDir))?.temporal?.address ?? parseConfig(processEnvironment()).TEMPORAL_ADDRESS;
  return address ?? absent(dataDir, "set TEMPORAL_ADDRESS");
}

/** Use a Temporal client. Throws `stack.absent`, `temporal.unreachable`, `temporal.no-namespace`, `temporal.no-codec-key`. */
export async function withTemporal<Result>(
  dataDir: string,
  work: (client: Client) => Promise<Result>,
): Promise<Result> {
  const config = parseConfig(processEnvironment());
  const { connectTemporal } = await import("./temporal-client.ts");
  const address = await temporalAddress(dataDir);
  const client = await connectTemporal(address, config.TEMPORAL_NAMESPACE, await codecOf(config, dataDir));
  try {
    return await work(client);
  } finally {
    await client.connection.close();
  }
}

/** What a command opens payloads with; the keys are looked for only where they are sealed. */
async function codecOf(config: Config, dataDir: string): Promise<PayloadCodec | undefined> {
  if (!config.TEMPORAL_ENCRYPT_PAYLOADS) return undefined;
  const { openCodec } = await import("../worker/open-codec.ts");
  return openCodec(config, dataDir, { report: createOutput(false).progress });
}

const refuseAbsent = ({ dataDir }: Where, directory: string): Promise<void> =>
  access(directory).catch(() => absent(dataDir, "name a PostgreSQL with --db"));

function absent(dataDir: string, otherWay: string): never {
  throw new SillageError({
    code: "stack.absent",
    message: `No stack runs on ${dataDir}.`,
    fix: `Start it with \`npm run sillage -- dev --data-dir ${dataDir}\`, or ${otherWay}.`,
  });
}

const restarting = (dataDir: string, stack: LiveStack): SillageError =>
  new SillageError({
    code: "stack.restarting",
    message: `The stack of process ${stack.pid} on ${dataDir} does not answer: its runtime is being started.`,
    fix: `Try again in a few seconds; ${dataDir}/logs/runtime.log tells what keeps it.`,
    retryable: true,
  });
