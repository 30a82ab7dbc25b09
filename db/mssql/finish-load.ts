import { ulid } from "ulid";
import { SillageError } from "../../core/errors.ts";
import type { LoadState } from "../../core/ports/database.ts";
import type { TableSpec } from "../../core/spec/asset.ts";
import { knownLoad } from "./load-state.ts";
import { lockTables } from "./lock-tables.ts";
import { bracketed } from "./names.ts";
import { recordMaterialisation } from "./record-materialisation.ts";
import type { SqlSession } from "./session.ts";

/** The ledger's row becomes merged (load, materialisation or null); what is left of it in staging goes. */
export const finishStatement = (table: TableSpec): string =>
  `update [sillage].[load] set [state] = N'merged', [materialisation_id] = @p2, [ended_at] = sysutcdatetime() where [load_id] = @p1;
delete from [staging].${bracketed(table.key)} where [_load] = @p1;`;

/** The loaded mark of an asset moves, never back (asset, mark or null). */
export const loadedThroughStatement = `update [sillage].[asset_state] with (updlock, holdlock)
  set [loaded_through] = case when @p2 is null or [loaded_through] >= @p2 then [loaded_through] else @p2 end where [asset] = @p1;
if @@rowcount = 0 insert into [sillage].[asset_state] ([asset], [loaded_through]) values (@p1, @p2);`;

/** Mark a load merged once every row is accounted for, and move the loaded mark. Throws `load.unknown`, `load.unbalanced`. */
export async function finishLoad(
  sql: SqlSession,
  table: TableSpec,
  loadId: string,
  loadedThrough: string | null,
): Promise<LoadState> {
  return sql.transaction(async (scope) => {
    await lockTables(scope, [table.key]);
    const state = await knownLoad(scope, loadId);
    if (state.state === "merged") return state;
    refuseUnbalanced(table, state);
    const id = state.merged > 0 ? ulid() : null;
    await scope.query(finishStatement(table), [loadId, id]);
    if (id !== null)
      await recordMaterialisation(scope, { id, asset: table.key, loadId, rows: state.merged, days: state.days });
    if (state.origin === "run") await scope.query(loadedThroughStatement, [table.key, loadedThrough]);
    return { ...state, state: "merged", materialisationId: id };
  });
}

function refuseUnbalanced(table: TableSpec, state: LoadState): void {
  const accounted = state.merged + state.unchanged + state.superseded + state.quarantined + state.erased;
  if (accounted === state.expected) return;
  throw new SillageError({
    code: "load.unbalanced",
    message: `The load ${state.loadId} of ${table.key} expects ${state.expected} rows and accounts for ${accounted} (${state.merged} merged, ${state.unchanged} unchanged, ${state.superseded} superseded, ${state.quarantined} quarantined, ${state.erased} erased).`,
    fix: "Nothing is marked loaded; extract the table again, and report this with the load's id.",
  });
}
