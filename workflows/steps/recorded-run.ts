import { CancellationScope, isCancellation, proxyActivities, workflowInfo } from "@temporalio/workflow";
import type { Activities } from "../../activities/index.ts";
import { recordOptions } from "../contracts/options.ts";
import { rootMessage } from "../logic/root-message.ts";

const record = proxyActivities<Activities>(recordOptions);

/** Do a run's work between its two rows for auditors: begun, and how it ended, also when it fails or is cancelled. Only a terminated run says no end. */
export async function recordedRun<Result>(job: string, work: () => Promise<Result>): Promise<Result> {
  const { workflowId: id, startTime } = workflowInfo();
  const startedAt = startTime.toISOString();
  const tell = (state: "running" | "succeeded" | "failed" | "cancelled", endedAt: string | null, detail: string) =>
    CancellationScope.nonCancellable(() =>
      record.recordRun.executeWithOptions({ summary: `run ${state}` }, [
        { id, job, state, startedAt, endedAt, detail },
      ]),
    );
  await tell("running", null, "");
  try {
    const result = await work();
    await tell("succeeded", new Date().toISOString(), "");
    return result;
  } catch (error) {
    const cancelled = isCancellation(error) && CancellationScope.current().consideredCancelled;
    await tell(cancelled ? "cancelled" : "failed", new Date().toISOString(), cancelled ? "" : rootMessage(error));
    throw error;
  }
}
