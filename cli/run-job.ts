import { ulid } from "ulid";
import { WorkflowFailedError, type Client } from "@temporalio/client";
import { ApplicationFailure, CancelledFailure, TerminatedFailure, TimeoutFailure } from "@temporalio/common";
import { SillageError } from "../core/errors.ts";
import { summaryLine } from "../core/summary-line.ts";
import { queue, workflowId } from "../workflows/contracts/ids.ts";
import type { AssetRunInput, AssetRunResult } from "../workflows/contracts/runs.ts";

/** A run to start: a job of the graph, or any selection. */
export type RunRequest = {
  readonly job: string;
  readonly selection: string | null;
  readonly full: boolean;
  readonly ingestion: "run" | "event";
  /** Zone of its logical date, and who starts it. */
  readonly zone?: string;
  readonly who?: string;
  /** The run that it does again. */
  readonly rerun?: NonNullable<AssetRunInput["rerun"]>;
};

/** Start a run, under a new id unless one is given, and give it. */
export async function startRun(
  client: Client,
  request: RunRequest,
  id = workflowId.run(request.job, ulid()),
): Promise<string> {
  const input: AssetRunInput = { ...request, trigger: request.rerun === undefined ? "command" : "rerun" };
  await client.workflow.start("assetRun", {
    workflowId: id,
    taskQueue: queue.control,
    args: [input],
    staticSummary: summaryLine(`${request.job}${request.selection === null ? "" : `: ${request.selection}`}`),
    staticDetails: `Started by a command${request.full ? ", to read everything again" : ""}. The signal \`setConcurrency\` changes how many assets it works on at once.`,
    ...(request.rerun && { staticDetails: rerunDetails(request.rerun.of) }),
  });
  return id;
}

const rerunDetails = (of: string): string =>
  `Rerun of [${of}](/namespaces/{namespace}/workflows/${encodeURIComponent(of)}).`;

/** Wait for a run's end. Throws `run.cancelled`, `run.terminated`, `run.timed-out`, or what failed (`run.failed`). */
export async function awaitRun(client: Client, id: string): Promise<AssetRunResult> {
  try {
    return await client.workflow.getHandle<(input: AssetRunInput) => Promise<AssetRunResult>>(id).result();
  } catch (error) {
    throw error instanceof WorkflowFailedError ? runError(id, error.cause) : error;
  }
}

/** What ended a run, as our own error. */
export function runError(id: string, cause: Error | undefined): SillageError {
  const fix = `See ${id} in the Temporal Web UI.`;
  const failure = rootFailure(cause);
  if (failure !== undefined)
    return new SillageError({ code: failure.type ?? "run.failed", message: failure.message, fix });
  const again = "What was landed and loaded is kept: run it again to go on.";
  if (cause instanceof CancelledFailure)
    return new SillageError({ code: "run.cancelled", message: `${id} was cancelled.`, fix: again });
  if (cause instanceof TerminatedFailure)
    return new SillageError({ code: "run.terminated", message: `${id} was terminated.`, fix: again });
  if (cause instanceof TimeoutFailure)
    return new SillageError({ code: "run.timed-out", message: `${id} took longer than it may.`, fix: again });
  return new SillageError({ code: "run.failed", message: `${id} failed.`, fix, cause });
}

/** The failure that a chain of Temporal's own errors was caused by. */
function rootFailure(error: unknown): ApplicationFailure | undefined {
  if (error instanceof ApplicationFailure) return rootFailure(error.cause) ?? error;
  return error instanceof Error ? rootFailure(error.cause) : undefined;
}
