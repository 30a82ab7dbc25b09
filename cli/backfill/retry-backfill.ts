import type { Client } from "@temporalio/client";
import { WorkflowNotFoundError } from "@temporalio/common";
import type { BackfillRecord } from "../../core/backfill/track.ts";
import { again, countIn } from "../../core/backfill/walk-windows.ts";
import { SillageError } from "../../core/errors.ts";
import { concurrencyBounds, type BackfillInput } from "../../workflows/contracts/backfills.ts";
import { startBackfill } from "./start-backfill.ts";
import { notRunning } from "./steer-backfill.ts";

/** How a backfill is done again: as many windows at once as it had at last, unless `concurrency` says otherwise. */
export type HowAgain = Pick<BackfillInput, "queue" | "ingestion"> & { readonly concurrency?: number };

/** How many windows a backfill that is done again has in work at once: as told, else as it had at last. One that was kept before that was knows none, and has as many as usual. */
export const concurrencyAgain = (known: BackfillRecord | undefined, told: number | undefined): number =>
  told ?? known?.request.concurrency ?? concurrencyBounds.usual;

/** Do the windows of a backfill that failed or were skipped again, under its id, and the marts after them; of a terminated one, also those that it never came to. Throws `backfill.not-running` for none of that id, `backfill.running`, `backfill.nothing-failed`. */
export async function retryBackfill(
  client: Client,
  id: string,
  known: BackfillRecord | undefined,
  { queue, ingestion, concurrency: told }: HowAgain,
): Promise<string> {
  if (known === undefined) throw notRunning(id);
  if (await isRunning(client, id))
    throw new SillageError({
      code: "backfill.running",
      message: `${id} still runs.`,
      fix: "Wait for its end, or cancel it; then retry what failed.",
    });
  if (countIn(again(known.tracks), "todo") === 0)
    throw new SillageError({
      code: "backfill.nothing-failed",
      message: `No window of ${id} failed or was skipped.`,
      fix: "Start another backfill for other windows.",
    });
  const concurrency = concurrencyAgain(known, told);
  return startBackfill(client, { request: known.request, concurrency, queue, ingestion, retry: true }, id);
}

const isRunning = (client: Client, id: string): Promise<boolean> =>
  client.workflow
    .getHandle(id)
    .describe()
    .then(
      ({ status }) => status.name === "RUNNING",
      (error: unknown) => (error instanceof WorkflowNotFoundError ? false : Promise.reject(error)),
    );
