import type { Reconciled } from "../../activities/reconcile-ids.ts";
import type { IngestResult, LandedTable, StepOutcome } from "../contracts/runs.ts";

/** Names of new fields that are told; the manifest has all. */
const toldFields = 5;

/** How a table of a run ended, in one line, with what the source's listing of ids says of it. */
export function tableOutcome(
  landed: Pick<LandedTable, "loadId" | "rows" | "bytes" | "verified" | "newFields">,
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
    ...newFields(landed.newFields ?? []),
  ].join(", ");
  const { loadId: load, bytes } = landed;
  const state = rows > 0 ? "done" : "unchanged";
  return { asset: loaded.table, state, rows, detail, load, ...(bytes !== undefined && { bytes }) };
}

/** Last in the line, since names are many. */
function newFields(names: readonly string[]): readonly string[] {
  if (names.length === 0) return [];
  const more = names.length > toldFields ? ["…"] : [];
  return [`new fields: ${[...names.slice(0, toldFields), ...more].join(", ")}`];
}
