import { proxyActivities, workflowInfo } from "@temporalio/workflow";
import type { Activities } from "../../activities/index.ts";
import type { Plan } from "../../core/graph/plan.ts";
import { summaryLine } from "../../core/summary-line.ts";
import { recordOptions } from "../contracts/options.ts";
import { scheduledFor } from "../contracts/attributes.ts";
import type { AssetRunInput } from "../contracts/runs.ts";

const record = proxyActivities<Activities>(recordOptions);

/** Write a run down and plan it: data, which no later change of the declarations touches. */
export function beginRun({ job, selection, full, trigger, ...input }: AssetRunInput): Promise<Plan> {
  const { workflowId: id, startTime, typedSearchAttributes } = workflowInfo();
  const scheduled = typedSearchAttributes.get(scheduledFor) ?? startTime;
  const { rerun, zone = "UTC", who = null } = input;
  return record.beginRun.executeWithOptions({ summary: summaryLine(`plan of ${selection ?? job}`) }, [
    {
      id,
      job,
      selection,
      full,
      trigger,
      zone,
      who,
      rerunOf: rerun?.of ?? null,
      attempt: rerun?.attempt ?? 1,
      logicalAt: rerun?.logicalAt ?? scheduled.toISOString(),
      startedAt: startTime.toISOString(),
    },
  ]);
}
