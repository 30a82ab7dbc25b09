import type { Reconciled } from "../../activities/reconcile-ids.ts";
import type { IngestResult, LandedTable, StepOutcome } from "../contracts/runs.ts";

/** How a table of a run ended, in one line, with what the source's listing of ids says of it. */
export function tableOutcome(
  landed: Pick<LandedTable, "rows" | "verified">,
  loaded: Pick<IngestResult, "table" | "merged" | "quarantined">,
  { vanished, restored, absent, missed }: Reconciled,
): StepOutcome {
  const rows = loaded.merged + vanished + restored;
  const detail = [
    `${landed.rows} read`,
    ...(loaded.quarantined > 0 ? [`${loaded.quarantined} quarantined`] : []),
    ...(vanished > 0 ? [`${vanished} vanished`] : []),
    ...(restored > 0 ? [`${restored} listed again`] : []),
    ...(absent > 0 ? [`${absent} listed and not stored`] : []),
    ...(missed > 0 ? ["the next pass reads everything"] : []),
    ...(landed.verified ? [] : ["unverified"]),
  ].join(", ");
  return { asset: loaded.table, state: rows > 0 ? "done" : "unchanged", rows, detail };
}
