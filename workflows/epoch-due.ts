import { condition, continueAsNew, patched, workflowInfo } from "@temporalio/workflow";
import type { ErasureTold } from "./contracts/erasure-messages.ts";
import { endActiveEpoch, rotateOnce } from "./steps/end-active-epoch.ts";
import { showBoard } from "./steps/show-board.ts";
import { ToldErasures } from "./steps/told-erasures.ts";

/** Erasures after which it goes on under an empty history: a workflow takes ten thousand signals. */
const erasuresPerRun = 1_000;

/**
 * Wait until an instant (ISO), then end the epoch: nobody who was erased before can be read from an older copy any more.
 * Who is erased while the rotation is at work may have been moved already: the epoch after it ends by their day.
 */
export async function epochDue({ at }: ErasureTold): Promise<void> {
  const told = new ToldErasures();
  for (let due = at; ;) {
    showBoard(`The epoch ends at ${due}`);
    const isLong = () => told.count >= erasuresPerRun || workflowInfo().continueAsNewSuggested;
    if (await condition(isLong, Math.max(1, Date.parse(due) - Date.now())))
      await continueAsNew<typeof epochDue>({ at: due });
    if (!patched("epochDue-20261128-meanwhile")) {
      await rotateOnce();
      return;
    }
    told.forget();
    await endActiveEpoch();
    if (told.firstDue === undefined) return;
    due = told.firstDue;
  }
}
