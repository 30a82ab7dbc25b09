import { SillageError } from "../../core/errors.ts";
import type { SqlScope } from "./session.ts";
import { state } from "./statements/state.ts";

/** Hold assets until the transaction ends, so that one writer at a time changes each. Taken in one order by everyone: two that want the same ones never wait for each other. */
export async function lockTables(scope: SqlScope, keys: readonly string[]): Promise<void> {
  for (const key of [...new Set(keys)].sort()) await lockName(scope, `sillage/${key}`);
}

/** Hold one name until the transaction ends. Throws `db.busy` when it was not to be had. */
export async function lockName(scope: SqlScope, name: string): Promise<void> {
  const [answer] = await scope.query<{ held: number }>(state.lockName, [name]);
  if ((answer?.held ?? 0) >= 0) return;
  throw new SillageError({
    code: "db.busy",
    message: `The lock ${name} was not to be had (${answer?.held}).`,
    fix: "It is tried again by itself; look at the database's load if it lasts.",
    retryable: true,
  });
}
