import { ScheduleAlreadyRunning, ScheduleOverlapPolicy, type Client, type ScheduleOptions } from "@temporalio/client";
import type { JobSpec } from "../core/spec/asset.ts";
import { queue, workflowId } from "../workflows/contracts/ids.ts";
import type { AssetRunInput } from "../workflows/contracts/runs.ts";

/** Make Temporal's schedules those that the graph declares: created, or updated with their pause and note kept. */
export async function reconcileSchedules(
  client: Client,
  jobs: readonly JobSpec[],
  ingestion: "run" | "event",
): Promise<readonly string[]> {
  const scheduled: string[] = [];
  for (const job of jobs) {
    if (job.trigger.kind !== "cron") continue;
    const options = scheduleOf(job, job.trigger, ingestion);
    await client.schedule.create(options).catch(async (error: unknown) => {
      if (!(error instanceof ScheduleAlreadyRunning)) throw error;
      await client.schedule.getHandle(job.name).update((known) => ({ ...options, state: known.state }));
    });
    scheduled.push(job.name);
  }
  return scheduled;
}

function scheduleOf(job: JobSpec, trigger: Extract<JobSpec["trigger"], { kind: "cron" }>, ingestion: "run" | "event") {
  const input: AssetRunInput = { job: job.name, selection: null, full: false, trigger: "schedule", ingestion };
  return {
    scheduleId: job.name,
    spec: { cronExpressions: [trigger.cron], timezone: trigger.zone },
    action: {
      type: "startWorkflow",
      workflowType: "assetRun",
      workflowId: workflowId.run(job.name, "scheduled"),
      taskQueue: queue.control,
      args: [input],
      staticSummary: `${job.name}: ${job.select}`,
    },
    policies: { overlap: ScheduleOverlapPolicy.BUFFER_ONE, catchupWindow: "12h", pauseOnFailure: false },
  } satisfies ScheduleOptions;
}
