import { proxyActivities } from "@temporalio/workflow";
import type { Activities } from "../../activities/index.ts";
import type { Plan } from "../../core/graph/plan.ts";
import { summaryLine } from "../../core/summary-line.ts";
import { controlOptions } from "../contracts/options.ts";
import type { AssetRunInput } from "../contracts/runs.ts";

const control = proxyActivities<Activities>(controlOptions);

/** The plan of a run: data, which no later change of the declarations touches. */
export const planRun = ({ job, selection }: AssetRunInput): Promise<Plan> =>
  control.planRun.executeWithOptions({ summary: summaryLine(`plan of ${selection ?? job}`) }, [{ job, selection }]);
