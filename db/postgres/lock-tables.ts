import type { SqlScope } from "./session.ts";

/** Hold assets until the transaction ends, so that one writer at a time changes each. Taken in one order by everyone: two that want the same ones never wait for each other. */
export async function lockTables(scope: SqlScope, keys: readonly string[]): Promise<void> {
  await scope.query(
    "select pg_advisory_xact_lock(number) from (select distinct hashtext(key) as number from unnest($1::text[]) as key order by number) as numbers",
    [keys],
  );
}
