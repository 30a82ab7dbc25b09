import { SillageError } from "../core/errors.ts";
import type { LoadState } from "../core/ports/database.ts";
import type { TableSpec } from "../core/spec/asset.ts";

/** Refuses to finish a load whose rows are not all accounted for. Throws `load.unbalanced`. */
export function refuseUnbalanced(table: TableSpec, state: LoadState): void {
  const accounted = state.merged + state.unchanged + state.superseded + state.quarantined + state.erased;
  if (accounted === state.expected) return;
  throw new SillageError({
    code: "load.unbalanced",
    message: `The load ${state.loadId} of ${table.key} expects ${state.expected} rows and accounts for ${accounted} (${state.merged} merged, ${state.unchanged} unchanged, ${state.superseded} superseded, ${state.quarantined} quarantined, ${state.erased} erased).`,
    fix: "Nothing is marked loaded, and the next run of its table reads it again; report this with the load's id.",
  });
}
