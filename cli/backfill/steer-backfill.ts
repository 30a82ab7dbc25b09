import { WorkflowUpdateFailedError, type Client } from "@temporalio/client";
import { ApplicationFailure, WorkflowNotFoundError } from "@temporalio/common";
import { SillageError } from "../../core/errors.ts";
import type { BackfillProgress } from "../../workflows/contracts/backfills.ts";

/** What a running backfill may be told. */
export type Steering = "pause" | "resume" | "cancel" | "setConcurrency";

/** The id of a backfill, which people may give without its `backfill/`. */
export const backfillId = (text: string): string => (text.startsWith("backfill/") ? text : `backfill/${text}`);

/** Tell a running backfill something and give how it then stands. Throws `backfill.not-running`, `backfill.concurrency`. */
export async function steerBackfill(
  client: Client,
  id: string,
  steering: Steering,
  argument?: number,
): Promise<BackfillProgress> {
  try {
    const handle = client.workflow.getHandle(id);
    return argument === undefined
      ? await handle.executeUpdate<BackfillProgress, []>(steering)
      : await handle.executeUpdate<BackfillProgress, [number]>(steering, { args: [argument] });
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) throw notRunning(id);
    if (error instanceof WorkflowUpdateFailedError && error.cause instanceof ApplicationFailure)
      throw new SillageError({
        code: error.cause.type ?? "backfill.refused",
        message: error.cause.message,
        fix: `${id} goes on as it was.`,
      });
    throw error;
  }
}

/** Nothing of that id is there to be steered. */
export const notRunning = (id: string): SillageError =>
  new SillageError({
    code: "backfill.not-running",
    message: `There is no running backfill "${id}".`,
    fix: "Choose among those of `sillage backfill list`.",
  });
