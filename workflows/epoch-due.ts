import { executeChild, sleep } from "@temporalio/workflow";
import { workflowId } from "./contracts/ids.ts";
import { rotateEpoch } from "./rotate-epoch.ts";
import { showBoard } from "./steps/show-board.ts";

/** Wait until an instant (ISO), then end the epoch: nobody who was erased before can be read from an older copy any more. */
export async function epochDue({ at }: { readonly at: string }): Promise<void> {
  showBoard(`The epoch ends at ${at}`);
  await sleep(Math.max(0, Date.parse(at) - Date.now()));
  await executeChild(rotateEpoch, {
    workflowId: workflowId.rotation("epoch"),
    args: [{ dryRun: false }],
    staticSummary: "Move everybody's key to a new epoch",
  });
}
