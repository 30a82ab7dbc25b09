import { ulid } from "ulid";
import { WorkflowFailedError, type Client } from "@temporalio/client";
import { ApplicationFailure } from "@temporalio/common";
import { SillageError } from "../core/errors.ts";
import { queue, workflowId } from "../workflows/contracts/ids.ts";
import type { AssetRunInput, AssetRunResult } from "../workflows/contracts/runs.ts";

/** A run to start: a job of the graph, or any selection. */
export type RunRequest = {
  readonly job: string;
  readonly selection: string | null;
  readonly full: boolean;
  readonly ingestion: "run" | "event";
};

/** Start a run and give its id. */
export async function startRun(client: Client, request: RunRequest): Promise<string> {
  const id = workflowId.run(request.job, ulid());
  const input: AssetRunInput = { ...request, trigger: "command" };
  await client.workflow.start("assetRun", {
    workflowId: id,
    taskQueue: queue.control,
    args: [input],
    staticSummary: `${request.job}${request.selection === null ? "" : `: ${request.selection}`}`,
  });
  return id;
}

/** Wait for a run's end. Throws `run.failed` with what failed. */
export async function awaitRun(client: Client, id: string): Promise<AssetRunResult> {
  try {
    return await client.workflow.getHandle<(input: AssetRunInput) => Promise<AssetRunResult>>(id).result();
  } catch (error) {
    const cause = error instanceof WorkflowFailedError ? error.cause : undefined;
    if (cause instanceof ApplicationFailure)
      throw new SillageError({
        code: cause.type ?? "run.failed",
        message: cause.message,
        fix: `See ${id} in the Temporal Web UI.`,
      });
    throw error;
  }
}
