import { ScheduleAlreadyRunning, type Client, type ScheduleOptions } from "@temporalio/client";
import type { TriggerSpec } from "../core/spec/asset.ts";
import type { RegisterSpec } from "../core/spec/register.ts";
import { queue, workflowId } from "../workflows/contracts/ids.ts";
import type { RetentionInput } from "../workflows/contracts/runs.ts";
import { overlapPolicies } from "./schedules.ts";

/** Make Temporal's schedule of the retention the one that the register declares, its pause and note kept; delete it where it declares none. */
export async function reconcileRetention(client: Client, register: RegisterSpec | undefined): Promise<void> {
  const handle = client.schedule.getHandle(workflowId.retention);
  if (register?.enforced.kind !== "cron" || register.retentions.length === 0) {
    for await (const { scheduleId } of client.schedule.list())
      if (scheduleId === workflowId.retention) await handle.delete();
    return;
  }
  const options = retentionSchedule(register.enforced);
  await client.schedule.create(options).catch(async (error: unknown) => {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
    await handle.update((known) => ({ ...options, state: known.state }));
  });
}

function retentionSchedule({ cron, zone, policy }: Extract<TriggerSpec, { kind: "cron" }>) {
  const input: RetentionInput = { dryRun: false };
  return {
    scheduleId: workflowId.retention,
    spec: { cronExpressions: [cron], timezone: zone },
    action: {
      type: "startWorkflow",
      workflowType: "enforceRetention",
      workflowId: workflowId.retention,
      taskQueue: queue.control,
      args: [input],
      staticSummary: "Erase who was kept for as long as is declared",
      staticDetails: `Started by the schedule \`${cron}\` in ${zone}. \`sillage pii retention\` tells how it stands.`,
    },
    policies: {
      overlap: overlapPolicies[policy.overlap],
      catchupWindow: policy.catchUpMs,
      pauseOnFailure: policy.pauseOnFailure,
    },
  } satisfies ScheduleOptions;
}
