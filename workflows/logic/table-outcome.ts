import type { IngestResult, LandedTable, StepOutcome } from "../contracts/runs.ts";

/** How a table of a run ended, in one line. `vanished` is rows that the source no longer lists. */
export function tableOutcome(
  landed: Pick<LandedTable, "rows" | "verified">,
  loaded: Pick<IngestResult, "table" | "merged" | "quarantined">,
  vanished: number,
): StepOutcome {
  const rows = loaded.merged + vanished;
  const detail = [
    `${landed.rows} read`,
    ...(loaded.quarantined > 0 ? [`${loaded.quarantined} quarantined`] : []),
    ...(vanished > 0 ? [`${vanished} vanished`] : []),
    ...(landed.verified ? [] : ["unverified"]),
  ].join(", ");
  return { asset: loaded.table, state: rows > 0 ? "done" : "unchanged", rows, detail };
}
