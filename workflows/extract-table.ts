import { continueAsNew, isCancellation, workflowInfo } from "@temporalio/workflow";
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
  const { table, cursors } = input;
  const holder = workflowInfo().workflowId;
  const cursor = await acquireInTurn(table, holder, cursors);
  if (cursor === "still waiting") return continueAsNew<typeof extractTable>(input);
  if (cursor === "paused") {
    showBoard(`**${table}** is paused: left as it stands until \`resume\` on \`asset/${table}\`.`);
    return { state: "paused" };
  }
  const turn = { holder, fence: cursor.fence };
  try {
    const landed = await landTable(input, cursor);
    if (cursors !== "at-once") await giveBack(table, { ...turn, outcome: "landed" });
    return landed;
  } catch (error) {
    const why = rootMessage(error).slice(0, longestWhy);
    await giveBack(
      table,
      isCancellation(error) ? { ...turn, outcome: "cancelled" } : { ...turn, outcome: "failed", why },
    );
    throw error;
  }
}
