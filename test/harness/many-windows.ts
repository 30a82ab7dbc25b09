import type { Track } from "../../core/backfill/track.ts";
import type { BackfillWorld } from "./backfill-world.ts";
import { until } from "./demo.ts";

/** What a backfill of very many windows came to: its track, and of each of its histories events and bytes. */
export type ManyWindows = {
  readonly track: Track;
  readonly histories: readonly { readonly events: number; readonly bytes: number }[];
};

const [from, to] = ["2016-01-01T00:00:00.000Z", "2026-11-25T00:00:00.000Z"];

/** Walk a backfill of so many windows, one of them open; in a world of cheap windows every other one fails. */
export async function manyWindows(world: BackfillWorld, windows: number): Promise<ManyWindows> {
  // An odd number of milliseconds: every other window ends at an even instant.
  const least = Math.ceil((Date.parse(to) - Date.parse(from)) / (windows - 1));
  const windowMs = least + 1 - (least % 2);
  const request = { selection: "bookings", from, to, windowMs };
  const handle = await world.start("bookings", { request, concurrency: 32 });
  await handle.result().catch(() => undefined);
  const [track] = (await world.backfills.backfill(handle.workflowId))?.tracks ?? [];
  if (track === undefined) throw new Error("The backfill was not kept.");
  const histories: { events: number; bytes: number }[] = [];
  await until("the last run is listed", async () => {
    histories.length = 0;
    for await (const run of world.client.workflow.list({ query: `WorkflowId = "${handle.workflowId}"` }))
      if (run.status.name !== "RUNNING")
        histories.push({ events: run.historyLength, bytes: run.historySize ?? Number.NaN });
    return histories.length > windows / 500;
  });
  return { track, histories };
}
