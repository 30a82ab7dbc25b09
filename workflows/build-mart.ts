import { proxyActivities, setCurrentDetails } from "@temporalio/workflow";
import type { Activities } from "../activities/index.ts";
import { martOptions } from "./contracts/options.ts";
import type { MartInput, MartResult } from "./contracts/runs.ts";

const ingest = proxyActivities<Activities>(martOptions);

/** Rebuild the touched days of a mart (all of them with `days: null`), readers never seeing half a day. */
export async function buildMart(input: MartInput): Promise<MartResult> {
  const result = await ingest.rebuildMart.executeWithOptions(
    { summary: `${input.mart}: ${input.days === null ? "all days" : `${input.days.length} days`}` },
    [input],
  );
  setCurrentDetails(`**${input.mart}**: ${result.rows} rows ${result.changed ? "rebuilt" : "unchanged"}`);
  return result;
}
