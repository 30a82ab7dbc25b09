import type { Client } from "@temporalio/client";
import type { OpenLoad } from "../core/ports/database.ts";
import { awaitRun } from "./run-job.ts";
import type { Output } from "./output.ts";
import { progressLine, type RateSample } from "./progress-line.ts";
import { readingTables } from "./reading-tables.ts";
import { whileLooking } from "./while-looking.ts";
import type { RunProgress } from "../workflows/contracts/progress.ts";
import type { AssetRunResult } from "../workflows/contracts/runs.ts";

/** How a run is followed. `interrupted` rejects when it is to be followed no longer. */
type Following = {
  readonly openLoads: () => Promise<readonly OpenLoad[]>;
  readonly output: Pick<Output, "progress" | "live">;
  readonly interrupted: Promise<never>;
};

/** Wait for a run and show its way: a line as each asset ends, and on a terminal one moving line with rows, bytes, rate and time left of what is read and staged. Throws as `awaitRun`, and what `interrupted` rejects with; nothing is asked any more by then. */
export async function followRun(
  client: Client,
  id: string,
  { openLoads, output, interrupted }: Following,
): Promise<AssetRunResult> {
  const told = new Set<string>();
  let sample: RateSample | undefined;
  const look = async (): Promise<void> => {
    const progress = await client.workflow.getHandle(id).query<RunProgress>("progress");
    for (const outcome of progress.ended.filter((step) => !told.has(step.asset))) {
      told.add(outcome.asset);
      output.progress(
        `${outcome.asset}: ${outcome.state}, ${outcome.rows} rows${outcome.detail === "" ? "" : ` (${outcome.detail})`}`,
      );
    }
    const loads = await openLoads();
    const unread = progress.running.filter((asset) => !loads.some(({ table }) => table === asset));
    const readings = await readingTables(client, id, unread);
    const shown = progressLine(progress, { loads, readings }, Date.now(), sample);
    sample = shown.sample;
    output.live(shown.line);
  };
  const over = new AbortController();
  const work = () => Promise.race([client.withAbortSignal(over.signal, () => awaitRun(client, id)), interrupted]);
  try {
    // A call that the SDK tries again after its connection was closed ends the process: none is left on its way.
    return await whileLooking(look, () => work().finally(() => over.abort()));
  } finally {
    output.live("");
  }
}
