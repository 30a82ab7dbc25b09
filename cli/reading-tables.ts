import type { Client } from "@temporalio/client";
import type { Payload } from "@temporalio/common";
import type { Seen } from "../activities/pass-reading.ts";
import { payloadConverter } from "../worker/wire/payload-converter.ts";
import { workflowId } from "../workflows/contracts/ids.ts";

/** A table that is being read, as its extraction last told; `bytes` of JSON Lines, `ahead` rows still to come, null where the API tells no total. */
export type TableReading = Seen & { readonly table: string };

/** How far a run's extractions of some tables are, by the heartbeats of their readings. A table that is not read just now is left out. */
export async function readingTables(
  client: Client,
  run: string,
  tables: readonly string[],
): Promise<readonly TableReading[]> {
  const looks = tables.map((table) => readingOf(client, run, table).catch(() => undefined));
  return (await Promise.all(looks)).filter((reading) => reading !== undefined);
}

async function readingOf(client: Client, run: string, table: string): Promise<TableReading | undefined> {
  const { raw } = await client.workflow.getHandle(workflowId.extract(run, table)).describe();
  const reading = raw.pendingActivities?.find(({ activityType }) => activityType?.name === "extractPages");
  const payloads = await opened(client, reading?.heartbeatDetails?.payloads ?? []);
  const [beat] = payloads.map((payload) => payloadConverter.fromPayload<{ readonly seen?: Seen } | null>(payload));
  return beat?.seen === undefined ? undefined : { table, ...beat.seen };
}

/** Payloads as they were before the client's codecs sealed them. */
async function opened(client: Client, payloads: readonly Payload[]): Promise<readonly Payload[]> {
  let told = [...payloads];
  for (const codec of (client.options.dataConverter?.payloadCodecs ?? []).toReversed()) told = await codec.decode(told);
  return told;
}
