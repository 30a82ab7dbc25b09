import { columnFingerprint } from "../core/column-fingerprint.ts";
import type { Manifest } from "../core/manifest.ts";
import type { ActivityDeps } from "./deps.ts";
import { someLines } from "./misfit-pages.ts";
import { tableOf } from "./tables.ts";
import { rowCaster } from "./to-staged-row.ts";

/**
 * Rows of a landed load that fitted when they were landed and do not fit now: none unless the columns were declared
 * otherwise since, for which every part is read. Throws `load.altered`, `store.missing`.
 */
export async function castMisfits(
  { graph, store, zone }: Pick<ActivityDeps, "graph" | "store" | "zone">,
  manifest: Manifest,
  signal: AbortSignal,
): Promise<number> {
  const table = tableOf(graph, manifest.table);
  if (manifest.schema === columnFingerprint(table)) return 0;
  const cast = rowCaster(table, zone, manifest);
  let misfits = 0;
  for (const info of manifest.parts)
    for await (const rows of someLines(store, info, (_, row) => !("_misfit" in row), signal))
      misfits += rows.filter((row) => cast(row, 1).kind === "misfit").length;
  return misfits;
}
