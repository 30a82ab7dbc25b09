import type { Client } from "@temporalio/client";
import type { Seen } from "../activities/pass-reading.ts";
import { workflowId } from "../workflows/contracts/ids.ts";
import { readingOf } from "./reading-of.ts";

/** A table that is being read, as its extraction last told. */
export type TableReading = Seen & { readonly table: string };

/** How far a run's extractions of some tables are, by the heartbeats of their readings. A table that is not read just now is left out. */
export async function readingTables(
  client: Client,
  run: string,
  tables: readonly string[],
): Promise<readonly TableReading[]> {
  const looks = tables.map((table) => looked(client, run, table).catch(() => undefined));
  return (await Promise.all(looks)).filter((reading) => reading !== undefined);
}

async function looked(client: Client, run: string, table: string): Promise<TableReading | undefined> {
  const seen = await readingOf(client, workflowId.extract(run, table));
  return seen && { table, ...seen };
}
