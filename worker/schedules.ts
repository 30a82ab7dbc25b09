import { ScheduleAlreadyRunning, ScheduleOverlapPolicy, type Client, type ScheduleOptions } from "@temporalio/client";
import type { JobSpec } from "../core/spec/asset.ts";
import { queue, workflowId } from "../workflows/contracts/ids.ts";
import type { AssetRunInput } from "../workflows/contracts/runs.ts";

/** What the schedules made here carry in their memo: those that a person made are left alone. */
const madeHere = { sillage: "job" } as const;

/**
 * Make Temporal's schedules those that the graph declares: created, or updated with their pause and note kept; those
 * made here for a job that is gone, or that a command starts now, are deleted. Resolves to the names that are scheduled.
 */
export async function reconcileSchedules(
  client: Client,
  jobs: readonly JobSpec[],
  ingestion: "run" | "event",
): Promise<readonly string[]> {
  const wanted = jobs.flatMap((job) => scheduleOf(job, ingestion) ?? []);
  const names = wanted.map(({ scheduleId }) => scheduleId);
  for (const options of wanted) await createOrUpdate(client, options);
  for await (const { scheduleId, memo } of client.schedule.list())
    if (memo?.["sillage"] === madeHere.sillage && !names.includes(scheduleId))
      await client.schedule.getHandle(scheduleId).delete();
  return names;
}

async function createOrUpdate(client: Client, options: JobSchedule): Promise<void> {
  try {
    await client.schedule.create(options);
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
    await client.schedule.getHandle(options.scheduleId).update((known) => ({ ...options, state: known.state }));
  }
}

/** What Temporal calls the policies of overlapping starts. */
export const overlapPolicies = {
  "buffer-one": ScheduleOverlapPolicy.BUFFER_ONE,
  skip: ScheduleOverlapPolicy.SKIP,
  "cancel-other": ScheduleOverlapPolicy.CANCEL_OTHER,
} as const;

type JobSchedule = ReturnType<typeof cronSchedule>;

/** The schedule of a job; undefined when a command starts it. */
export const scheduleOf = (job: JobSpec, ingestion: "run" | "event"): JobSchedule | undefined =>
  job.trigger.kind === "cron" ? cronSchedule(job, job.trigger, ingestion) : undefined;

function cronSchedule(
  job: JobSpec,
  { cron, zone, policy }: Extract<JobSpec["trigger"], { kind: "cron" }>,
  ingestion: "run" | "event",
) {
  const input: AssetRunInput = { job: job.name, selection: null, full: false, trigger: "schedule", ingestion, zone };
  return {
    scheduleId: job.name,
    memo: madeHere,
    spec: { cronExpressions: [cron], timezone: zone },
    action: {
      type: "startWorkflow",
      workflowType: "assetRun",
      workflowId: workflowId.scheduled(job.name),
      taskQueue: queue.control,
      args: [input],
      staticSummary: `${job.name}: ${job.select}`,
      staticDetails: `Started by the schedule [${job.name}](/namespaces/{namespace}/schedules/${encodeURIComponent(job.name)}), \`${cron}\` in ${zone}.`,
    },
    policies: {
      overlap: overlapPolicies[policy.overlap],
      catchupWindow: policy.catchUpMs,
      pauseOnFailure: policy.pauseOnFailure,
    },
  } satisfies ScheduleOptions;
}
