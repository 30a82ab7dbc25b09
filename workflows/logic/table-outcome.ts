import type { Reconciled } from "../../activities/reconcile-ids.ts";
import type { TablePart } from "../../core/spec/asset.ts";
import type { IngestResult, LandedTable, StepOutcome } from "../contracts/runs.ts";

/** Names of new fields that are told; the manifest has all. */
const toldFields = 5;

/** How a table of a run ended, in one line, with what the source's listing of ids says of it. */
export function tableOutcome(
  landed: Pick<LandedTable, "loadId" | "rows" | "bytes" | "verified" | "newFields">,
  loaded: Pick<IngestResult, "table" | "merged" | "quarantined">,
  found: Reconciled,
): StepOutcome {
  const rows = loaded.merged + found.vanished + found.restored;
  const detail = [
    `${landed.rows} read`,
    ...(loaded.quarantined > 0 ? [`${loaded.quarantined} quarantined`] : []),
    ...idsFound(found),
    ...(landed.verified ? [] : ["unverified"]),
    ...newFields(landed.newFields ?? []),
  ].join(", ");
  const { loadId: load, bytes } = landed;
  const state = rows > 0 ? "done" : "unchanged";
  return { asset: loaded.table, state, rows, detail, load, ...(bytes !== undefined && { bytes }) };
}

/** How a table ended of which nothing new was read: what its ids say, and whether history is due. */
export function upkeepOutcome(asset: string, parts: readonly TablePart[], found: Reconciled): StepOutcome {
  const rows = found.vanished + found.restored;
  const due = found.reread == null ? "no history is due" : "a share of history is due";
  const detail = [
    ...(parts.includes("ids") ? ["ids compared", ...idsFound(found)] : []),
    ...(parts.includes("history") ? [due] : []),
  ].join(", ");
  return { asset, state: rows > 0 ? "done" : "unchanged", rows, detail };
}

const idsFound = ({ vanished, restored, absent, missed }: Reconciled): readonly string[] => [
  ...(vanished > 0 ? [`${vanished} vanished`] : []),
  ...(restored > 0 ? [`${restored} listed again`] : []),
  ...(absent > 0 ? [`${absent} listed and not stored`] : []),
  ...(missed > 0 ? ["the next pass reads everything"] : []),
];

/** Last in the line, since names are many. */
function newFields(names: readonly string[]): readonly string[] {
  if (names.length === 0) return [];
  const more = names.length > toldFields ? ["…"] : [];
  return [`new fields: ${[...names.slice(0, toldFields), ...more].join(", ")}`];
}
