import { continueAsNew, isCancellation, workflowInfo } from "@temporalio/workflow";
import type { ReleaseRequest } from "../core/ports/asset-entities.ts";
import type { ExtractInput, ExtractResult } from "./contracts/runs.ts";
import { rootMessage } from "./logic/root-message.ts";
import { acquireInTurn } from "./steps/acquire-in-turn.ts";
import { giveBack } from "./steps/give-back.ts";
import { landTable } from "./steps/land-table.ts";
import { showBoard } from "./steps/show-board.ts";

/** Characters told of why an extraction failed. */
const longestWhy = 300;

/** Read one table since its watermark, land it sealed, move its landed mark. A paused table is left alone. */
export async function extractTable(input: ExtractInput): Promise<ExtractResult> {
  const { table } = input;
  const holder = workflowInfo().workflowId;
  const cursor = await acquireInTurn(table, holder);
  if (cursor === "still waiting") return continueAsNew<typeof extractTable>(input);
  if (cursor === "paused") {
    showBoard(`**${table}** is paused: left as it stands until \`resume\` on \`asset/${table}\`.`);
    return { state: "paused" };
  }
  let ended: Pick<ReleaseRequest, "outcome" | "why"> = { outcome: "cancelled" };
  try {
    const landed = await landTable(input, cursor);
    ended = { outcome: "landed" };
    return landed;
  } catch (error) {
    if (!isCancellation(error)) ended = { outcome: "failed", why: rootMessage(error).slice(0, longestWhy) };
    throw error;
  } finally {
    await giveBack(table, { holder, fence: cursor.fence, ...ended });
  }
}
