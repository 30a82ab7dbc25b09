import type { AssetMirror } from "../../core/ports/database.ts";
import type { AssetRunResult } from "../../workflows/contracts/runs.ts";
import { followRun } from "../follow-run.ts";
import { initialJob, initialWork } from "../initial-run.ts";
import type { Output } from "../output.ts";
import { startRun } from "../run-job.ts";
import { runningRuns } from "../status/running-runs.ts";
import { rejectionAt } from "../stop-signal.ts";
import type { TableVerdict } from "../verify-tables.ts";
import type { Demo, NightReport } from "./demo.ts";
import { simulatorKey } from "./simulator.ts";

/** Where the night tells its way, and what stops it. */
type Telling = Pick<Output, "progress" | "live"> & { readonly signal: AbortSignal };

/** What is left of the initial extraction on this data directory, a day of activity at the vendor's, the nightly extraction, the comparison with the vendor's ledger. Throws the signal's reason once it is to stop. */
export async function demoNight(demo: Demo, output: Telling): Promise<NightReport> {
  const { progress } = output;
  const initial = await initialExtraction(demo, output);
  progress("the vendor's clock goes on by one day");
  await fetch(`${demo.ponton.url}/__sim/advance`, {
    method: "POST",
    headers: { "x-api-key": simulatorKey },
    body: JSON.stringify({ hours: 24 }),
  });
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  progress("nightly extraction: only what was created or updated");
  const nightly = await run(demo, "nightly", null, output);
  progress("comparing every table with the vendor's ledger");
  const tables = await demo.control<readonly TableVerdict[]>("verify", demo.ponton.url, simulatorKey);
  return { initial, nightly, tables, equal: tables.length === 14 && tables.every((table) => table.equal) };
}

/** Make what is left of the initial extraction: a run that an earlier start began is gone on with, and so is one that left tables without marks. Undefined where nothing is left. */
async function initialExtraction(demo: Demo, output: Telling): Promise<AssetRunResult | undefined> {
  const mirrors = await demo.control<readonly AssetMirror[]>("mirrors");
  const work = initialWork(demo.graph, { runs: await runningRuns(demo.client), mirrors });
  if (work.kind === "made") {
    output.progress("the initial extraction is there already");
    return undefined;
  }
  if (work.kind === "goes-on") {
    output.progress(`the initial extraction goes on: ${work.id}`);
    return follow(demo, work.id, output);
  }
  const some = work.selection === null ? "14 tables, the communes and their populations" : work.tables.join(", ");
  output.progress(`initial extraction: ${some}`);
  return run(demo, initialJob, work.selection, output);
}

async function run(demo: Demo, job: string, selection: string | null, output: Telling): Promise<AssetRunResult> {
  output.signal.throwIfAborted();
  const { ingestion } = demo;
  return follow(demo, await startRun(demo.client, { job, selection, full: false, ingestion }), output);
}

const follow = (demo: Demo, id: string, output: Telling): Promise<AssetRunResult> =>
  followRun(demo.client, id, {
    openLoads: () => demo.control("openLoads"),
    output,
    interrupted: rejectionAt(output.signal),
  });
