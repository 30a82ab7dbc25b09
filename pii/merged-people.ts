import type { Database, Statement } from "../core/ports/database.ts";
import type { IdentityStore } from "../core/ports/identity-store.ts";
import type { TableSpec } from "../core/spec/asset.ts";
import { nobody } from "./seal-record.ts";

/** What finding merged records needs; `mergedOf` reads those of a table that lead to or from people, as `record` and `into`. */
export type MergingDeps = {
  readonly identity: Pick<IdentityStore, "findSubjects" | "findByPid">;
  readonly database: Pick<Database, "read">;
  readonly tables: readonly TableSpec[];
  readonly mergedOf: (table: TableSpec, pids: readonly string[]) => Statement | undefined;
};

/** Look-ups of living people and of whom the source says that they are the same person: records merged into theirs, and those that theirs were merged into, whatever the chain, rings too. */
export async function mergedPeople(deps: MergingDeps, lookups: readonly string[]): Promise<readonly string[]> {
  const given = await deps.identity.findSubjects(lookups);
  const known = new Set(given.flatMap((subject) => subject?.pid ?? []));
  const found = new Set(lookups);
  let next = [...known];
  while (next.length > 0) {
    next = (await neighbours(deps, next)).filter((pid) => !known.has(pid));
    for (const pid of next) {
      known.add(pid);
      // Who was erased has a pseudonym still in the rows of others, and leads to these.
      const subject = await deps.identity.findByPid(pid);
      if (subject !== undefined) found.add(subject.lookup);
    }
  }
  return [...found];
}

/** Everybody at either end of a merge with these people; nobody's pseudonym stands for many who are erased. */
async function neighbours(
  { database, tables, mergedOf }: MergingDeps,
  pids: readonly string[],
): Promise<readonly string[]> {
  const ends = new Set<string>();
  for (const table of tables) {
    const statement = mergedOf(table, pids);
    for (const row of statement === undefined ? [] : await database.read(statement))
      for (const pid of [String(row["record"]), String(row["into"])]) if (pid !== nobody) ends.add(pid);
  }
  return [...ends];
}
