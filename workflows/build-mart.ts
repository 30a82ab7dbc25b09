import { proxyActivities, setCurrentDetails } from "@temporalio/workflow";
import type { Activities } from "../activities/index.ts";
import { martOptions } from "./contracts/options.ts";
import type { MartInput, MartResult } from "./contracts/runs.ts";
import { buildingBoard, builtBoard } from "./logic/mart-board.ts";

const ingest = proxyActivities<Activities>(martOptions);

/** Rebuild the touched days of a mart (all of them with `days: null`), readers never seeing half a day. */
export async function buildMart(input: MartInput): Promise<MartResult> {
  const began = Date.now();
  setCurrentDetails(buildingBoard(input));
  const result = await ingest.rebuildMart.executeWithOptions(
    { summary: `${input.mart}: ${input.days === null ? "all days" : `${input.days.length} days`}` },
    [input],
  );
  setCurrentDetails(builtBoard(input, result, Date.now() - began));
  return result;
}
