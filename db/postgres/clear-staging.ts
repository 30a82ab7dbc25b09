import type { SqlScope } from "./session.ts";
import { clearingStatements } from "./statements/staging.ts";

/** Empty a load's staging of a table, in the transaction that ends the load. Alone in it, the table is emptied as a whole: line by line it would cost a fifth of the merge, and leave as many dead lines to clean. */
export async function clearStaging(scope: SqlScope, table: string, loadId: string): Promise<void> {
  const { hold, others, emptied, cleared } = clearingStatements(table);
  await scope.exec(hold);
  const [other] = await scope.query(others, [loadId]);
  await (other === undefined ? scope.exec(emptied) : scope.query(cleared, [loadId]));
}
