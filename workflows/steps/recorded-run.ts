import { CancellationScope, isCancellation, patched, proxyActivities, workflowInfo } from "@temporalio/workflow";
import type { Activities } from "../../activities/index.ts";
import type { RunTold } from "../../activities/runs.ts";
import type { Plan } from "../../core/graph/plan.ts";
import { recordOptions } from "../contracts/options.ts";
import type { AssetRunInput } from "../contracts/runs.ts";
import { rootCode } from "../logic/root-code.ts";
import { rootMessage } from "../logic/root-message.ts";
import { beginRun } from "./begin-run.ts";
import { keepHouse } from "./keep-house.ts";
import { keepSteps, type StepKeeper } from "./keep-steps.ts";
import { planRun } from "./plan-run.ts";

const record = proxyActivities<Activities>(recordOptions);
type Ending = Pick<RunTold, "state" | "detail" | "failures" | "code">;

/** Plan a run and do its work between its rows for auditors: begun, how its steps ended, how it ended, also when it fails or is cancelled. Only a terminated run says no end: whoever looks at the runs next writes that down. */
export async function recordedRun<Result>(
  input: AssetRunInput,
  work: (plan: Plan, keep: StepKeeper["keep"]) => Promise<Result>,
): Promise<Result> {
  // Runs that were on their way when steps began to be kept go on as they began.
  if (!patched("assetRun-20261128-steps")) return recordedBefore(input, (plan) => work(plan, () => undefined));
  const steps = keepSteps(workflowInfo().workflowId);
  const tell = async (ending: Ending): Promise<void> => {
    const rest = await steps.rest();
    const { failures, code } = steps.lost();
    const { housekeeping } = await told(input, { ...ending, failures, code: code ?? ending.code ?? null }, rest);
    if (housekeeping) await keepHouse();
  };
  return ended(tell, async () => work(await beginRun(input), steps.keep));
}

async function recordedBefore<Result>(input: AssetRunInput, work: (plan: Plan) => Promise<Result>): Promise<Result> {
  await told(input, { state: "running", detail: "" });
  return ended(
    (ending) => told(input, ending),
    async () => work(await planRun(input)),
  );
}

/** Do some work and tell how it ended. */
async function ended<Result>(tell: (ending: Ending) => Promise<unknown>, work: () => Promise<Result>): Promise<Result> {
  try {
    const result = await work();
    await CancellationScope.nonCancellable(() => tell({ state: "succeeded", detail: "" }));
    return result;
  } catch (error) {
    const cancelled = isCancellation(error) && CancellationScope.current().consideredCancelled;
    const ending: Ending = cancelled
      ? { state: "cancelled", detail: "" }
      : { state: "failed", detail: rootMessage(error), code: rootCode(error) };
    await CancellationScope.nonCancellable(() => tell(ending));
    throw error;
  }
}

function told({ job }: AssetRunInput, ending: Ending, steps?: RunTold["steps"]) {
  const { workflowId: id, startTime } = workflowInfo();
  const endedAt = ending.state === "running" ? null : new Date().toISOString();
  const run: RunTold = { ...ending, id, job, startedAt: startTime.toISOString(), endedAt, ...(steps && { steps }) };
  return record.recordRun.executeWithOptions({ summary: `run ${ending.state}` }, [run]);
}
