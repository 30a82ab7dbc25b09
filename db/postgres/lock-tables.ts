import type { SqlScope } from "./session.ts";
import { state } from "./statements/state.ts";

/** Hold assets until the transaction ends, so that one writer at a time changes each. Taken in one order by everyone: two that want the same ones never wait for each other. */
export async function lockTables(scope: SqlScope, keys: readonly string[]): Promise<void> {
  await scope.query(state.lockAssets, [keys]);
}
