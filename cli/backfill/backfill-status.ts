import type { Client } from "@temporalio/client";
import { WorkflowNotFoundError } from "@temporalio/common";
import type { BackfillRecord } from "../../core/backfill/track.ts";
import type { BackfillProgress } from "../../workflows/contracts/backfills.ts";
import { trackProgress } from "../../workflows/logic/backfill-progress.ts";
import { notRunning } from "./steer-backfill.ts";

/** Where a backfill is: as it says itself, else as our own tables know it. Throws `backfill.not-running` when neither knows it. */
export async function backfillStatus(
  client: Client,
  id: string,
  stored: () => Promise<BackfillRecord | undefined>,
): Promise<BackfillProgress> {
  try {
    const handle = client.workflow.getHandle(id);
    if ((await handle.describe()).status.name === "RUNNING") return await handle.query<BackfillProgress>("progress");
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  }
  const known = await stored();
  if (known === undefined) throw notRunning(id);
  const tracks = known.tracks.map((track) => trackProgress(track, 0));
  return { phase: "ended", concurrency: 0, remainingMs: 0, tracks, failures: [], refused: null, behind: [] };
}
