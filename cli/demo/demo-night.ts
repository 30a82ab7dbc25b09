import type { AssetRunResult } from "../../workflows/contracts/runs.ts";
import { followRun } from "../follow-run.ts";
import type { Output } from "../output.ts";
import { startRun } from "../run-job.ts";
import type { TableVerdict } from "../verify-tables.ts";
import type { Demo, NightReport } from "./demo.ts";
import { simulatorKey } from "./simulator.ts";

type Telling = Pick<Output, "progress" | "live">;

/** The initial extraction when none was made on this data directory, a day of activity at the vendor's, the nightly extraction, the comparison with the vendor's ledger. */
export async function demoNight(demo: Demo, output: Telling): Promise<NightReport> {
  const { progress } = output;
  const mirrors =
    await demo.control<readonly { readonly asset: string; readonly loadedThrough: string | null }[]>("mirrors");
  const first = !mirrors.some((mirror) => mirror.loadedThrough !== null);
  progress(first ? "initial extraction: 14 tables and the communes" : "the initial extraction is there already");
  const initial = first ? await run(demo, "initial", output) : undefined;
  progress("the vendor's clock goes on by one day");
  await fetch(`${demo.ponton.url}/__sim/advance`, {
    method: "POST",
    headers: { "x-api-key": simulatorKey },
    body: JSON.stringify({ hours: 24 }),
  });
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  progress("nightly extraction: only what was created or updated");
  const nightly = await run(demo, "nightly", output);
  progress("comparing every table with the vendor's ledger");
  const tables = await demo.control<readonly TableVerdict[]>("verify", demo.ponton.url, simulatorKey);
  return { initial, nightly, tables, equal: tables.length === 14 && tables.every((table) => table.equal) };
}

async function run(demo: Demo, job: string, output: Telling): Promise<AssetRunResult> {
  const id = await startRun(demo.client, { job, selection: null, full: false, ingestion: demo.ingestion });
  return followRun(demo.client, id, () => demo.control("openLoads"), output);
}
