import { WorkflowUpdateFailedError, type Client } from "@temporalio/client";
import { ApplicationFailure, WorkflowNotFoundError } from "@temporalio/common";
import type { By } from "../../core/ports/audit.ts";
import { SillageError } from "../../core/errors.ts";
import type { BackfillProgress } from "../../workflows/contracts/backfills.ts";
import type { ConcurrencyOrder } from "../../workflows/contracts/control-messages.ts";

/** What a running backfill may be told, by whom and why. */
export type Steering =
  | { readonly update: "pause" | "resume" | "cancel"; readonly argument: By }
  | { readonly update: "setConcurrency"; readonly argument: ConcurrencyOrder };

/** The id of a backfill, which people may give without its `backfill/`. */
export const backfillId = (text: string): string => (text.startsWith("backfill/") ? text : `backfill/${text}`);

/** Tell a running backfill something and give how it then stands. Throws `backfill.not-running`, `backfill.concurrency`, `control.invalid`. */
export async function steerBackfill(
  client: Client,
  id: string,
  { update, argument }: Steering,
): Promise<BackfillProgress> {
  try {
    return await client.workflow.getHandle(id).executeUpdate<BackfillProgress, [By]>(update, { args: [argument] });
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
