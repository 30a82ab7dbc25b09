import type { Plan } from "../../core/graph/plan.ts";
import type { StepOutcome } from "../contracts/runs.ts";

const signs = { done: "✔ done", unchanged: "＝ unchanged", failed: "✘ failed", skipped: "⤼ skipped" } as const;

/** The run's page in the Web UI: one line an asset. */
export function runBoard(plan: Plan, outcomes: ReadonlyMap<string, StepOutcome>, running: ReadonlySet<string>): string {
  const lines = plan.steps.map((step) => {
    const outcome = outcomes.get(step.asset);
    const state = outcome !== undefined ? signs[outcome.state] : running.has(step.asset) ? "▶ running" : "… waiting";
    return `| ${step.asset} | ${step.kind} | ${state} | ${outcome?.rows ?? ""} | ${outcome?.detail ?? ""} |`;
  });
  return [
    `### ${plan.job}: ${outcomes.size} of ${plan.steps.length}`,
    "| asset | kind | state | rows | detail |",
    "|---|---|---|---|---|",
    ...lines,
  ].join("\n");
}
