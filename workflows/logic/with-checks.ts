import type { CheckReport } from "../../core/check/check-result.ts";
import type { StepOutcome } from "../contracts/runs.ts";

/** How a step ended, with what its checks say: one that blocks makes it a failed one, whose content stands and whose dependants are skipped. */
export function withChecks(outcome: StepOutcome, checks: CheckReport): StepOutcome {
  const { warned, blocked } = checks;
  if (warned.length + blocked.length === 0) return outcome;
  const told = [...blocked.map((phrase) => `✘ check ${phrase}`), ...warned.map((phrase) => `⚠ check ${phrase}`)];
  const detail = [outcome.detail, ...told].join(", ");
  return { ...outcome, checks, detail, ...(blocked.length > 0 && { state: "failed", code: "check.failed" }) };
}

/** Why a step is skipped: what it comes after was lost, by a check where that is the reason. */
export const lostReason = (lost: readonly string[], ended: ReadonlyMap<string, StepOutcome>): string =>
  `after ${lost.map((asset) => asset + checkOf(ended.get(asset))).join(", ")}`;

const checkOf = (outcome: StepOutcome | undefined): string => {
  const [blocked] = outcome?.checks?.blocked ?? [];
  return blocked === undefined ? "" : ` (its check ${blocked})`;
};
