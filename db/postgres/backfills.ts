import type { BackfillPort } from "../../core/ports/backfills.ts";
import { backfillLock, heldBy, readBackfill, type StoredBackfill } from "../stored-backfill.ts";
import { lockTables } from "./lock-tables.ts";
import type { SqlSession } from "./session.ts";
import { backfills } from "./statements/backfills.ts";

/** Backfills: one row each. */
export const backfillPort = (sql: SqlSession): BackfillPort => ({
  beginBackfill: ({ id, request, tracks, startedAt }) =>
    sql.transaction(async (scope) => {
      await lockTables(scope, [backfillLock]);
      const held = heldBy(await scope.query<StoredBackfill>(backfills.others, [id]), tracks);
      if (held.length === 0)
        await scope.query(backfills.begin, [id, JSON.stringify(request), JSON.stringify(tracks), startedAt]);
      return held;
    }),
  async saveBackfill({ id, state, tracks, endedAt }) {
    await sql.query(backfills.save, [id, state, JSON.stringify(tracks), endedAt]);
  },
  backfill: async (id) => (await sql.query<StoredBackfill>(backfills.one, [id])).map(readBackfill)[0],
  backfills: async () => (await sql.query<StoredBackfill>(backfills.last)).map(readBackfill),
});
