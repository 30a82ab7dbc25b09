import type { Client } from "@temporalio/client";
import { createTemporalEntities } from "../../activities/adapters/temporal-entities.ts";
import { cutBackfills } from "../../core/backfill/cut-backfills.ts";
import type { BackfillRecord, BackfillState } from "../../core/backfill/track.ts";
import type { RemoteDatabase } from "../../worker/control-client.ts";

/** A backfill as it is told. `unknown`: it is kept as running, and Temporal, which would know, does not answer. */
export type ToldBackfill = Omit<BackfillRecord, "state"> & { readonly state: BackfillState | "unknown" };

/** The last backfills of our own tables, after those that were cut off were written down as such. `temporal` is null where it does not answer. */
export async function readBackfills(
  database: Pick<RemoteDatabase, "backfill" | "backfills" | "saveBackfill">,
  temporal: Client | null,
): Promise<readonly ToldBackfill[]> {
  const all = await database.backfills();
  const open = all.filter(({ state }) => state === "running").map(({ id }) => id);
  if (temporal === null) return all.map((one) => (open.includes(one.id) ? { ...one, state: "unknown" } : one));
  const { isRunning } = createTemporalEntities(() => temporal);
  const cut = await cutBackfills(database, isRunning, open, new Date());
  return cut.length === 0 ? all : database.backfills();
}
