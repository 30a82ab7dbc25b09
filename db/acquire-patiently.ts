import { setTimeout as sleep } from "node:timers/promises";
import { SillageError } from "../core/errors.ts";
import type { DatabaseRole } from "./database-role.ts";

/** Milliseconds between tries at a connection, by role: whoever waits for an answer is spared a moment's absence, not a minute's. */
const waitsMs: Readonly<Record<DatabaseRole, readonly number[]>> = { ingestion: [], api: [250, 750] };
/** A try that took longer was no quick refusal: another one would keep the caller waiting. */
const slowMs = 5_000;

/** A connection, asked for again when the first refusals may pass: before any statement was sent, so that nothing can happen twice. Throws what the last try threw. */
export async function acquirePatiently<Connection>(
  acquire: () => Promise<Connection>,
  role: DatabaseRole,
): Promise<Connection> {
  for (const wait of waitsMs[role]) {
    const startedAt = performance.now();
    try {
      return await acquire();
    } catch (error) {
      const mayPass = error instanceof SillageError && error.retryable;
      if (!mayPass || performance.now() - startedAt > slowMs) throw error;
      await sleep(wait);
    }
  }
  return acquire();
}
