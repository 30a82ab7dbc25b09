import type { Plan, PlanStep } from "../../core/graph/plan.ts";
import type { StepOutcome } from "../contracts/runs.ts";
import { bytesText, countText, rateText } from "./amounts.ts";
import { fittingLines, type BoardLine } from "./fitting-lines.ts";
import { assetLink } from "./page-link.ts";
import { shortDuration } from "./short-duration.ts";
import type { Walk } from "./walk-steps.ts";

const signs = {
  done: "✔ done",
  unchanged: "= unchanged",
  failed: "✘ failed",
  skipped: "– skipped",
  paused: "⏸ paused",
} as const;

/** What is looked for first, where not all lines fit. */
const ranks = { failed: 0, running: 1, skipped: 2, paused: 3, done: 4, unchanged: 5, waiting: 6 } as const;

/** What else is told: assets worked on at once, why the last signal was refused, how long each step took (milliseconds). */
type Told = {
  readonly atOnce: number;
  readonly refused: string | null;
  readonly took: (asset: string) => number | undefined;
};

/** The run's page in the Web UI: one line an asset, those that need a look first where there are too many. */
export function runBoard(plan: Plan, { ended, running }: Walk<StepOutcome>, told: Told): string {
  const lines = plan.steps.map((step): BoardLine => {
    const outcome = ended.get(step.asset);
    if (outcome !== undefined)
      return { rank: ranks[outcome.state], text: endedLine(step, outcome, told.took(step.asset)) };
    const isRunning = running.has(step.asset);
    const state = isRunning ? "▶ running" : "… waiting";
    return { rank: ranks[isRunning ? "running" : "waiting"], text: `| ${assetLink(step.asset)} | ${state} |||||` };
  });
  const { shown, left } = fittingLines(lines);
  return [
    `### ${plan.job}: ${ended.size} of ${plan.steps.length}, ${told.atOnce} at once`,
    ...(told.refused === null ? [] : [`✘ ${told.refused}`, ""]),
    "| asset | state | rows | bytes | rate | detail |",
    "|---|---|---:|---:|---:|---|",
    ...shown,
    ...(left === 0 ? [] : ["", `${left} more, which need no look; \`sillage status\` has all.`]),
  ].join("\n");
}

function endedLine({ asset }: PlanStep, outcome: StepOutcome, took: number | undefined): string {
  const worked = took !== undefined && (outcome.state === "done" || outcome.state === "unchanged");
  return `| ${[
    assetLink(asset),
    worked ? `${signs[outcome.state]}, ${shortDuration(took)}` : signs[outcome.state],
    countText(outcome.rows),
    outcome.bytes === undefined ? "" : bytesText(outcome.bytes),
    worked ? rateText(outcome, took) : "",
    outcome.detail.slice(0, mostDetail).replaceAll("|", "/"),
  ].join(" | ")} |`;
}

/** Characters of a step's detail that are shown: its own page has the rest. */
const mostDetail = 120;
