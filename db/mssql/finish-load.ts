import { ulid } from "ulid";
import type { LoadState, PassClaim } from "../../core/ports/database.ts";
import { refuseUnbalanced } from "../refuse-unbalanced.ts";
import type { TableSpec } from "../../core/spec/asset.ts";
import { claimText, joinStored, type StoredClaim, type StoredLoaded } from "../join-stored.ts";
import { jsonList } from "./json-list.ts";
import { knownLoad } from "./load-state.ts";
import { lockTables } from "./lock-tables.ts";
import { recordMaterialisation } from "./record-materialisation.ts";
import type { SqlScope, SqlSession } from "./session.ts";
import { ledger } from "./statements/ledger.ts";
import { state } from "./statements/state.ts";

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
    await scope.query(ledger.finish(table), [loadId, id, claimText(state, claim)]);
    if (id !== null)
      await recordMaterialisation(scope, { id, asset: table.key, loadId, rows: state.merged, days: state.days });
    if (state.origin === "run") await moveLoaded(scope, table.key);
    return { ...state, state: "merged", materialisationId: id };
  });
}

/** As far as what is merged by now leaves no gap: a load that closes one moves the mark over those that waited behind it. */
async function moveLoaded(scope: SqlScope, asset: string): Promise<void> {
  const [known] = await scope.query<StoredLoaded>(state.loaded, [asset]);
  const waiting = await scope.query<StoredClaim>(ledger.claims, [asset]);
  const { through, mark, joined } = joinStored(known, waiting);
  await scope.query(ledger.joined, [jsonList(joined)]);
  await scope.query(state.moveLoaded, [asset, through, mark]);
}
