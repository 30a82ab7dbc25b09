import { Context } from "@temporalio/activity";

/** A request id that survives retries of the activity and differs between calls. */
export const requestId = (what: string): string => {
  const { workflowExecution, activityId } = Context.current().info;
  return `${workflowExecution?.runId ?? "none"}:${activityId}:${what}`;
};
