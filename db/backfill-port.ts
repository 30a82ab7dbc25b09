import type { BackfillPort } from "../core/ports/backfills.ts";
import type { Scope, Session } from "./record-entry.ts";
import { backfillLock, heldBy, readBackfill, type StoredBackfill } from "./stored-backfill.ts";

/** What a dialect says for backfills. `instant` is an ISO instant as its parameters take one; `lock` holds names until the transaction ends. */
export type BackfillStatements<On> = {
  readonly backfills: Readonly<Record<"others" | "begin" | "save" | "one" | "last", string>>;
  readonly instant: (iso: string) => string;
  readonly lock: (scope: On, names: readonly string[]) => Promise<void>;
};

/** Backfills, one row each, in a dialect's statements. */
export const backfillPort = <On extends Scope>(
  sql: Session<On>,
  { backfills, instant, lock }: BackfillStatements<On>,
): BackfillPort => ({
  beginBackfill: ({ id, request, tracks, startedAt }) =>
    sql.transaction(async (scope) => {
      await lock(scope, [backfillLock]);
      const held = heldBy(await scope.query<StoredBackfill>(backfills.others, [id]), tracks);
      if (held.length === 0)
        await scope.query(backfills.begin, [id, JSON.stringify(request), JSON.stringify(tracks), instant(startedAt)]);
      return held;
    }),
  async saveBackfill({ id, state, tracks, endedAt, request }) {
    const [end, asked] = [endedAt === null ? null : instant(endedAt), request ? JSON.stringify(request) : null];
    await sql.query(backfills.save, [id, state, JSON.stringify(tracks), end, asked]);
  },
  backfill: async (id) => (await sql.query<StoredBackfill>(backfills.one, [id])).map(readBackfill)[0],
  backfills: async () => (await sql.query<StoredBackfill>(backfills.last, [])).map(readBackfill),
});
