import { jsonList } from "./json-list.ts";
import type { SqlScope } from "./session.ts";
import { state } from "./statements/state.ts";

/** Record one successful change of an asset's content. */
export async function recordMaterialisation(
  scope: SqlScope,
  made: {
    readonly id: string;
    readonly asset: string;
    readonly loadId: string | null;
    readonly rows: number;
    /** Business days whose rows changed. */
    readonly days: readonly string[];
  },
): Promise<void> {
  await scope.query(state.recordMaterialisation, [made.id, made.asset, made.loadId, made.rows, jsonList(made.days)]);
}
