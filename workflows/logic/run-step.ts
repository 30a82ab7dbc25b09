import type { RunStep } from "../../core/ports/runs.ts";
import type { StepOutcome } from "../contracts/runs.ts";

/** Longest words kept of a step, in characters. */
const longest = 500;

/** How a step ended, as it is kept. Instants in milliseconds. */
export const runStep = (outcome: StepOutcome, startedAt: number, endedAt: number): RunStep => ({
  asset: outcome.asset,
  state: outcome.state,
  rows: outcome.rows,
  bytes: outcome.bytes ?? null,
  code: outcome.code ?? null,
  load: outcome.load ?? null,
  endedAt: new Date(endedAt).toISOString(),
  ms: endedAt - startedAt,
  detail: outcome.detail.length > longest ? `${outcome.detail.slice(0, longest - 1)}…` : outcome.detail,
});
