import {
  getExternalWorkflowHandle,
  isCancellation,
  ParentClosePolicy,
  patched,
  proxyActivities,
  sleep,
  startChild,
} from "@temporalio/workflow";
import type { Activities } from "../activities/index.ts";
import type { ErasurePlan } from "../core/ports/erasures.ts";
import { personErasedSignal } from "./contracts/erasure-messages.ts";
import { workflowId } from "./contracts/ids.ts";
import { keysOptions } from "./contracts/options.ts";
import { epochDue } from "./epoch-due.ts";
import { showBoard } from "./steps/show-board.ts";

const people = proxyActivities<Activities>(keysOptions);

/** Days after an erasure by which the epoch ends that wrapped the keys of who was erased. */
const epochDays = 7;

/** Erase the people of a request: restrict, blank, delete, write into the ledger, prove, certify; the epoch ends within a week. One that is done stays so; about nobody, only the certificate is written. */
export async function eraseSubject(requestId: string): Promise<ErasurePlan> {
  const request = { request: requestId };
  const plan = await people.verifyRequest(request);
  showBoard(`Request \`${requestId}\`: **${plan.people}** people, ${plan.state}`);
  if (plan.state === "done") return plan;
  if (plan.state === "nobody") {
    await people.certifyErasure({ ...request, rows: [], epochDueAt: null });
    return plan;
  }
  await people.restrictPeople(request);
  await people.blankPeople(request);
  const rows = await people.eraseRows(request);
  const epochDueAt = await endEpochLater();
  await people.proveErasure(request);
  await people.certifyErasure({ ...request, rows, epochDueAt });
  showBoard(`Request \`${requestId}\`: **${plan.people}** people erased; the epoch ends by ${epochDueAt}`);
  return plan;
}

/** By when the epoch ends. One that is waited for already ends sooner; at work, it is told, since it may have moved who was erased to the next epoch before. */
async function endEpochLater(): Promise<string> {
  const at = new Date(Date.now() + epochDays * 86_400_000).toISOString();
  while (!(await isBegun(at)) && patched("eraseSubject-20261128-told") && !(await isTold(at))) await sleep("1s");
  return at;
}

/** Whether the end of the epoch was begun here; else it was before. */
async function isBegun(at: string): Promise<boolean> {
  const begun = await startChild(epochDue, {
    workflowId: workflowId.epochDue,
    args: [{ at }],
    parentClosePolicy: ParentClosePolicy.ABANDON,
    staticSummary: "End the epoch of who was erased",
    staticDetails: "Waits until the day that the certificate names, then moves everybody else to a new epoch.",
  }).catch((error: unknown) =>
    error instanceof Error && error.name === "WorkflowExecutionAlreadyStartedError" ? undefined : Promise.reject(error),
  );
  return begun !== undefined;
}

/** Whether it took the news; it may have ended since. */
const isTold = (at: string): Promise<boolean> =>
  getExternalWorkflowHandle(workflowId.epochDue)
    .signal(personErasedSignal, { at })
    .then(
      () => true,
      (error: unknown) => (isCancellation(error) ? Promise.reject(error) : false),
    );
