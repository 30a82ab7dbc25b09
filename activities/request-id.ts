import { Context } from "@temporalio/activity";

/** A request id of what a workflow run asks once, in whichever way and however often it is tried. */
export const runRequestId = (what: string): string =>
  `${Context.current().info.workflowExecution?.runId ?? "none"}:${what}`;

/** A request id that survives retries of the activity and differs between calls. */
export const requestId = (what: string): string => {
  const { workflowExecution, activityId, isLocal } = Context.current().info;
  // Local activities are counted apart.
  return `${workflowExecution?.runId ?? "none"}:${isLocal ? "local " : ""}${activityId}:${what}`;
};
