import { proxyActivities } from "@temporalio/workflow";
import type { Activities } from "../../activities/index.ts";
import type { PlanStep } from "../../core/graph/plan.ts";
import type { TablePart } from "../../core/spec/asset.ts";
import { controlOptions, extractOptions } from "../contracts/options.ts";
import type { StepOutcome } from "../contracts/runs.ts";
import { upkeepOutcome } from "../logic/table-outcome.ts";
import { checkLoaded } from "./check-loaded.ts";
import { rereadHistory } from "./reread-history.ts";
import type { RunOfStep } from "./walk-step.ts";

const control = proxyActivities<Activities>(controlOptions);
const sealing = proxyActivities<Activities>(extractOptions);

/** Look after a table without reading what is new: compare its ids with the source's, read the share of its history that is due, as `parts` say. A paused table, and one that was never landed, is left as it stands. */
export async function upkeepTable(step: PlanStep, parts: readonly TablePart[], run: RunOfStep): Promise<StepOutcome> {
  const { asset } = step;
  const upkeep = await control.upkeepOf.executeWithOptions({ summary: `${asset}: what was landed` }, [
    { table: asset },
  ]);
  if (upkeep.kind !== "landed")
    return upkeep.kind === "paused"
      ? { asset, state: "paused", rows: 0, detail: "left as it stands" }
      : { asset, state: "unchanged", rows: 0, detail: "nothing was landed yet" };
  const found = await sealing.reconcileIds.executeWithOptions({ summary: `${asset}: ${parts.join(", ")}` }, [
    { table: asset, after: null, parts },
  ]);
  const outcome = await rereadHistory(step, upkeepOutcome(asset, parts, found), { mark: upkeep.mark, ...found }, run);
  return checkLoaded(step, outcome, run.id);
}
