import type { Client } from "@temporalio/client";
import type { Payload } from "@temporalio/common";
import type { Seen } from "../activities/pass-reading.ts";
import { payloadConverter } from "../worker/wire/payload-converter.ts";

/** How far an extraction is by its id, as its reading last told; undefined where nothing is read just now. Throws what Temporal's client throws. */
export async function readingOf(client: Client, extraction: string): Promise<Seen | undefined> {
  const { raw } = await client.workflow.getHandle(extraction).describe();
  const reading = raw.pendingActivities?.find(({ activityType }) => activityType?.name === "extractPages");
  const payloads = await opened(client, reading?.heartbeatDetails?.payloads ?? []);
  const [beat] = payloads.map((payload) => payloadConverter.fromPayload<{ readonly seen?: Seen } | null>(payload));
  return beat?.seen;
}

/** Payloads as they were before the client's codecs sealed them. */
async function opened(client: Client, payloads: readonly Payload[]): Promise<readonly Payload[]> {
  let told = [...payloads];
  for (const codec of (client.options.dataConverter?.payloadCodecs ?? []).toReversed()) told = await codec.decode(told);
  return told;
}
