import { proxyActivities } from "@temporalio/workflow";
import type { Activities } from "../activities/index.ts";
import { martOptions } from "./contracts/options.ts";
import type { MartInput, MartResult } from "./contracts/runs.ts";
import { buildingBoard, builtBoard } from "./logic/mart-board.ts";
import { showBoard } from "./steps/show-board.ts";

const ingest = proxyActivities<Activities>(martOptions);

/** Rebuild the touched days of a mart (all of them with `days: null`), readers never seeing half a day. */
export async function buildMart(input: MartInput): Promise<MartResult> {
  const began = Date.now();
  showBoard(buildingBoard(input));
  const result = await ingest.rebuildMart.executeWithOptions(
    { summary: `${input.mart}: ${input.days === null ? "all days" : `${input.days.length} days`}` },
    [input],
  );
  showBoard(builtBoard(input, result, Date.now() - began));
  return result;
}
