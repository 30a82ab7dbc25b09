import type { Plan } from "../../core/graph/plan.ts";
import type { StepOutcome } from "../contracts/runs.ts";
import type { Walk } from "./walk-steps.ts";

const signs = {
  done: "✔ done",
  unchanged: "= unchanged",
  failed: "✘ failed",
  skipped: "– skipped",
  paused: "⏸ paused",
} as const;

/** What else is told: assets worked on at once, and why the last signal was refused. */
type Told = { readonly atOnce: number; readonly refused: string | null };

/** The run's page in the Web UI: one line an asset. */
export function runBoard(plan: Plan, { ended, running }: Walk<StepOutcome>, told: Told): string {
  const lines = plan.steps.map((step) => {
    const outcome = ended.get(step.asset);
    const state = outcome !== undefined ? signs[outcome.state] : running.has(step.asset) ? "▶ running" : "… waiting";
    return `| ${step.asset} | ${step.kind} | ${state} | ${outcome?.rows ?? ""} | ${outcome?.detail ?? ""} |`;
  });
  return [
    `### ${plan.job}: ${ended.size} of ${plan.steps.length}, ${told.atOnce} at once`,
    ...(told.refused === null ? [] : [`✘ ${told.refused}`, ""]),
    "| asset | kind | state | rows | detail |",
    "|---|---|---|---|---|",
    ...lines,
  ].join("\n");
}
