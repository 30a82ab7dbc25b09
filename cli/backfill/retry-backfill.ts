import type { Client } from "@temporalio/client";
import { WorkflowNotFoundError } from "@temporalio/common";
import type { BackfillRecord } from "../../core/backfill/track.ts";
import { again, countIn } from "../../core/backfill/walk-windows.ts";
import { SillageError } from "../../core/errors.ts";
import type { BackfillInput } from "../../workflows/contracts/backfills.ts";
import { startBackfill } from "./start-backfill.ts";
import { notRunning } from "./steer-backfill.ts";

/** Do the windows of a backfill that failed or were skipped again, under its id, and the marts after them; of a terminated one, also those that it never came to. Throws `backfill.not-running` for none of that id, `backfill.running`, `backfill.nothing-failed`. */
export async function retryBackfill(
  client: Client,
  id: string,
  known: BackfillRecord | undefined,
  how: Omit<BackfillInput, "request" | "retry">,
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
  return startBackfill(client, { ...how, request: known.request, retry: true }, id);
}

const isRunning = (client: Client, id: string): Promise<boolean> =>
  client.workflow
    .getHandle(id)
    .describe()
    .then(
      ({ status }) => status.name === "RUNNING",
      (error: unknown) => (error instanceof WorkflowNotFoundError ? false : Promise.reject(error)),
    );
