import {
  allHandlersFinished,
  ApplicationFailure,
  condition,
  patched,
  setHandler,
  upsertSearchAttributes,
  workflowInfo,
} from "@temporalio/workflow";
import type { Plan } from "../core/graph/plan.ts";
import { attribute } from "./contracts/attributes.ts";
import { progressQuery } from "./contracts/messages.ts";
import { usualAtOnce, type AssetRunInput, type AssetRunResult, type StepOutcome } from "./contracts/runs.ts";
import { createPace } from "./logic/pace.ts";
import { runBoard } from "./logic/run-board.ts";
import { createStepClock } from "./logic/step-clock.ts";
import { runStep } from "./logic/run-step.ts";
import { walkSteps, type Walk } from "./logic/walk-steps.ts";
import { answerConcurrency } from "./steps/answer-concurrency.ts";
import type { StepKeeper } from "./steps/keep-steps.ts";
import { recordedRun } from "./steps/recorded-run.ts";
import { stepTeller } from "./steps/tell-steps.ts";
import { walkStep } from "./steps/walk-step.ts";
import { showBoard } from "./steps/show-board.ts";

/** Walk a selection in dependency order. A failed asset skips its dependants; the others go on, and the run fails at the end. */
export async function assetRun(input: AssetRunInput): Promise<AssetRunResult> {
  const runId = workflowInfo().workflowId;
  upsertSearchAttributes([
    { key: attribute.job, value: input.job },
    { key: attribute.trigger, value: input.trigger },
  ]);
  const orders = ordersOf();
  // An update that comes before its handler is there is refused: whoever steers need not wait for the plan.
  const early = patched("assetRun-20261128-early-orders");
  if (early) orders.answer();
  return recordedRun(input, async (plan, keep) => {
    const steps = await outcomesOf(plan, { input, keep, orders, early });
    await condition(allHandlersFinished);
    const failed = steps.filter((step) => step.state === "failed");
    if (failed.length === 0) return { runId, steps };
    const detail = failed.map((step) => `${step.asset}: ${step.detail}`).join("; ");
    throw ApplicationFailure.nonRetryable(
      `${failed.length} of ${steps.length} assets failed: ${detail}`,
      "run.failed",
      { runId, steps },
    );
  });
}

/** How many assets are worked on at once, as people order it, and why their last signal was refused; `onTold` once the board is there. */
function ordersOf() {
  const pace = createPace(usualAtOnce);
  let refused: string | null = null;
  let show = (): void => undefined;
  return {
    pace,
    refused: () => refused,
    onTold: (next: () => void) => void (show = next),
    answer: () =>
      answerConcurrency(pace, (told) => {
        refused = told;
        show();
      }),
  };
}

/** What a walk is for, what keeps how its steps end, and who steers it; `early`: orders are answered already. */
type OfRun = {
  readonly input: AssetRunInput;
  readonly keep: StepKeeper["keep"];
  readonly orders: ReturnType<typeof ordersOf>;
  readonly early: boolean;
};

/** How each step of the plan ended, in the plan's order. The board and the progress follow. */
async function outcomesOf(plan: Plan, { input, keep, orders, early }: OfRun): Promise<readonly StepOutcome[]> {
  const run = { id: workflowInfo().workflowId, input, cursors: plan.cursors };
  let walk: Walk<StepOutcome> = { ended: new Map(), running: new Map() };
  const { pace } = orders;
  const clock = createStepClock();
  const show = (): void => {
    const now = Date.now();
    clock.note(walk, now);
    const told = { atOnce: pace.atOnce(), refused: orders.refused(), took: (asset: string) => clock.took(asset, now) };
    showBoard(runBoard(plan, walk, told));
  };
  orders.onTold(show);
  if (!early) orders.answer();
  setHandler(
    progressQuery,
    () => ({
      job: input.job,
      total: plan.steps.length,
      ended: [...walk.ended.values()],
      running: [...walk.running.keys()],
    }),
    { description: "Where the run is: ended assets, assets being worked on, how many there are. No argument." },
  );
  const teller = stepTeller(plan, run.id);
  await teller.claim();
  const ended = await walkSteps<StepOutcome>(
    plan.steps,
    pace,
    async (step, ended) => {
      const startedAt = Date.now();
      const outcome = await walkStep(step, plan, ended, run);
      keep(runStep(outcome, startedAt, Date.now()));
      await teller.ended(step, outcome);
      return outcome;
    },
    (now) => {
      walk = now;
      show();
    },
  ).finally(teller.over);
  return plan.steps.flatMap((step) => ended.get(step.asset) ?? []);
}
