import { executeChild, isCancellation, sleep } from "@temporalio/workflow";
import { workflowId } from "../contracts/ids.ts";
import type { RotationResult } from "../contracts/runs.ts";
import { rootCode } from "../logic/root-code.ts";
import { rotateEpoch } from "../rotate-epoch.ts";
import { showBoard } from "./show-board.ts";

/** Rotate the epoch as a child, one at a time. Throws `WorkflowExecutionAlreadyStartedError` while another one works. */
export const rotateOnce = (): Promise<RotationResult> =>
  executeChild(rotateEpoch, {
    workflowId: workflowId.rotation("epoch"),
    args: [{ dryRun: false }],
    staticSummary: "Move everybody's key to a new epoch",
  });

/** End the epoch that is active now. A rotation that somebody else started is waited for; one that was left half-way is ended, and another made; one that fails is begun again every hour, since a certificate names the day. */
export async function endActiveEpoch(): Promise<void> {
  while (!(await endedActive())) continue;
}

async function endedActive(): Promise<boolean> {
  try {
    return (await rotateOnce()).resumed !== true;
  } catch (error) {
    if (isCancellation(error)) throw error;
    const isBusy = error instanceof Error && error.name === "WorkflowExecutionAlreadyStartedError";
    showBoard(
      isBusy ? "Waits for another rotation" : `The rotation failed (${rootCode(error)}); it is begun again in an hour`,
    );
    await sleep(isBusy ? "5s" : "1h");
    return false;
  }
}
