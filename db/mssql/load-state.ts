import { SillageError } from "../../core/errors.ts";
import type { LoadState } from "../../core/ports/database.ts";
import { readList } from "./json-list.ts";
import type { SqlScope } from "./session.ts";
import { ledger } from "./statements/ledger.ts";

/** A load as the ledger sees it, undefined when it was never opened. */
export async function loadState(sql: SqlScope, loadId: string): Promise<LoadState | undefined> {
  const [row] = await sql.query<Omit<LoadState, "sequence" | "vanished" | "days"> & { readonly days: string | null }>(
    ledger.load,
    [loadId],
  );
  return row === undefined ? undefined : { ...row, days: readList(row.days), sequence: 0, vanished: 0 };
}

/** A load that must be known. Throws `load.unknown`. */
export async function knownLoad(sql: SqlScope, loadId: string): Promise<LoadState> {
  const state = await loadState(sql, loadId);
  if (state !== undefined) return state;
  throw new SillageError({
    code: "load.unknown",
    message: `The ledger does not know the load ${loadId}.`,
    fix: "Open it first; a load is opened from its manifest.",
  });
}
