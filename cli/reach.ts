import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Client, Connection } from "@temporalio/client";
import { parseConfig, processEnvironment } from "../config.ts";
import { SillageError } from "../core/errors.ts";
import type { DeployedGraph } from "../db/declare/graph.ts";
import { openDatabase } from "../db/postgres/open-database.ts";
import { controlClient, remoteDatabase, type RemoteDatabase } from "../worker/control-client.ts";

/** Use the database: through the running stack when it holds it, else opened for the length of the work. */
export async function withDatabase<Result>(
  dataDir: string,
  deployed: DeployedGraph,
  work: (database: RemoteDatabase) => Promise<Result>,
): Promise<Result> {
  const call = await controlClient(dataDir);
  if (call !== undefined) return work(remoteDatabase(call));
  const { DATABASE_URL } = parseConfig(processEnvironment());
  const database = await openDatabase(
    DATABASE_URL === undefined ? { directory: join(dataDir, "database") } : { url: DATABASE_URL },
    deployed,
  );
  try {
    await database.migrate();
    return await work(database);
  } finally {
    await database.close();
  }
}

/** The Temporal server's address: the running stack's, else the setting's. */
export async function temporalAddress(dataDir: string): Promise<string> {
  const text = await readFile(join(dataDir, "stack.json"), "utf8").catch(() => undefined);
  if (text === undefined) return parseConfig(processEnvironment()).TEMPORAL_ADDRESS ?? "127.0.0.1:7233";
  const stack: { readonly temporal: { readonly address: string } } = JSON.parse(text);
  return stack.temporal.address;
}

/** Use a Temporal client. Throws `temporal.unreachable`. */
export async function withTemporal<Result>(
  dataDir: string,
  work: (client: Client) => Promise<Result>,
): Promise<Result> {
  const address = await temporalAddress(dataDir);
  const connection = await Connection.connect({ address, connectTimeout: "3s" }).catch(() => {
    throw new SillageError({
      code: "temporal.unreachable",
      message: `No Temporal server answers at ${address}.`,
      fix: "Start the stack with `npm run sillage -- dev`, or set TEMPORAL_ADDRESS.",
    });
  });
  try {
    return await work(new Client({ connection, namespace: parseConfig(processEnvironment()).TEMPORAL_NAMESPACE }));
  } finally {
    await connection.close();
  }
}
