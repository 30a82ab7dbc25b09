import type { Client } from "@temporalio/client";
import type { BackfillProgress, BackfillResult } from "../../workflows/contracts/backfills.ts";
import { lookEvery } from "../look-every.ts";
import type { Output } from "../output.ts";
import { progressLine } from "./backfill-lines.ts";
import { awaitBackfill } from "./start-backfill.ts";

const everyMs = 1_000;

/** Wait for a backfill and show its way: a line whenever its phase changes, on a terminal one moving line besides. Throws as `awaitBackfill`, and what `interrupted` rejects with. */
export async function followBackfill(
  client: Client,
  id: string,
  { output, interrupted }: { readonly output: Output; readonly interrupted: Promise<never> },
): Promise<BackfillResult> {
  let phase: BackfillProgress["phase"] | undefined;
  const look = async (): Promise<void> => {
    const progress = await client.workflow.getHandle(id).query<BackfillProgress>("progress");
    if (progress.phase !== phase) output.progress(progressLine(progress));
    phase = progress.phase;
    output.live(progressLine(progress));
  };
  const over = new AbortController();
  const looks = lookEvery(everyMs, look);
  try {
    return await Promise.race([client.withAbortSignal(over.signal, () => awaitBackfill(client, id)), interrupted]);
  } finally {
    over.abort();
    await looks.stop();
    output.live("");
  }
}
