import type { SqlScope } from "./session.ts";

/** Said whatever the server's default is: who waited for a lock must see what its holder committed. */
export const begin = "begin isolation level read committed";

/** Run work in one transaction of a connection that nobody else uses meanwhile; rolled back when it throws. */
export async function inTransaction<Result>(
  scope: SqlScope,
  work: (scope: SqlScope) => Promise<Result>,
): Promise<Result> {
  await scope.exec(begin);
  try {
    const result = await work(scope);
    await scope.exec("commit");
    return result;
  } catch (error) {
    // A connection that broke has rolled back already; what broke it is what the caller needs to know.
    await scope.exec("rollback").catch(() => undefined);
    throw error;
  }
}
