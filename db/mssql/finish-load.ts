import { ulid } from "ulid";
import type { LoadState, PassClaim } from "../../core/ports/database.ts";
import { refuseUnbalanced } from "../refuse-unbalanced.ts";
import type { TableSpec } from "../../core/spec/asset.ts";
import { claimText, joinStored, type StoredClaim, type StoredLoaded } from "../join-stored.ts";
import { jsonList, textsIn } from "./json-list.ts";
import { knownLoad } from "./load-state.ts";
import { lockTables } from "./lock-tables.ts";
import { bracketed } from "./names.ts";
import { recordMaterialisation } from "./record-materialisation.ts";
import type { SqlScope, SqlSession } from "./session.ts";

/** The ledger's row becomes merged (load, materialisation or null, what its pass claims as JSON); what is left of it in staging goes. */
export const finishStatement = (table: TableSpec): string =>
  `update [sillage].[load] set [state] = N'merged', [materialisation_id] = @p2, [ended_at] = sysutcdatetime(), [claim] = @p3 where [load_id] = @p1;
delete from [staging].${bracketed(table.key)} where [_load] = @p1;`;

/** What merged loads of a table claim that is not in its loaded mark yet, as JSON. */
export const claimsStatement =
  "select [load_id] as [loadId], [claim] from [sillage].[load] where [table_key] = @p1 and [state] = N'merged' and [claim] is not null;";

/** Claims of loads (a JSON list) wait no longer. */
export const joinedStatement = `update [sillage].[load] set [claim] = null where [load_id] in ${textsIn("@p1")};`;

/** How far an asset is loaded: the instant, and the mark as JSON. */
export const loadedStatement =
  "select [loaded_through] as [through], [loaded_mark] as [mark] from [sillage].[asset_state] where [asset] = @p1;";

/** An asset is loaded so far (asset, instant or null, mark as JSON). */
export const moveLoadedStatement = `update [sillage].[asset_state] with (updlock, holdlock) set [loaded_through] = @p2, [loaded_mark] = @p3 where [asset] = @p1;
if @@rowcount = 0 insert into [sillage].[asset_state] ([asset], [loaded_through], [loaded_mark]) values (@p1, @p2, @p3);`;

/** Mark a load merged once every row is accounted for, and move the loaded mark. Throws `load.unknown`, `load.unbalanced`. */
export async function finishLoad(
  sql: SqlSession,
  table: TableSpec,
  loadId: string,
  claim: PassClaim | null,
): Promise<LoadState> {
  return sql.transaction(async (scope) => {
    await lockTables(scope, [table.key]);
    const state = await knownLoad(scope, loadId);
    if (state.state === "merged") return state;
    refuseUnbalanced(table, state);
    const id = state.merged > 0 ? ulid() : null;
    await scope.query(finishStatement(table), [loadId, id, claimText(state, claim)]);
    if (id !== null)
      await recordMaterialisation(scope, { id, asset: table.key, loadId, rows: state.merged, days: state.days });
    if (state.origin === "run") await moveLoaded(scope, table.key);
    return { ...state, state: "merged", materialisationId: id };
  });
}

/** As far as what is merged by now leaves no gap: a load that closes one moves the mark over those that waited behind it. */
async function moveLoaded(scope: SqlScope, asset: string): Promise<void> {
  const [known] = await scope.query<StoredLoaded>(loadedStatement, [asset]);
  const waiting = await scope.query<StoredClaim>(claimsStatement, [asset]);
  const { through, mark, joined } = joinStored(known, waiting);
  await scope.query(joinedStatement, [jsonList(joined)]);
  await scope.query(moveLoadedStatement, [asset, through, mark]);
}
