import { setTimeout as sleep } from "node:timers/promises";
import { WorkflowFailedError, WorkflowNotFoundError, type Client } from "@temporalio/client";
import { SillageError } from "../../core/errors.ts";
import type { IngestInput, IngestResult } from "../../workflows/contracts/runs.ts";
import { runError } from "../run-job.ts";
import type { Dropped } from "./drop-file.ts";

const startsWithin = 60_000;

/** Wait until a dropped file is loaded. Throws `drop.not-started`, or why it was refused. */
export async function awaitIngestion(
  client: Client,
  { key, ingestion }: Dropped,
  patience = startsWithin,
): Promise<IngestResult> {
  const handle = client.workflow.getHandle<(input: IngestInput) => Promise<IngestResult>>(ingestion);
  for (const deadline = Date.now() + patience; ; await sleep(250)) {
    try {
      return await handle.result();
    } catch (error) {
      if (error instanceof WorkflowFailedError) throw runError(ingestion, error.cause);
      if (!(error instanceof WorkflowNotFoundError)) throw error;
    }
    if (Date.now() > deadline) throw notStarted(key, patience);
  }
}

const notStarted = (key: string, patience: number): SillageError =>
  new SillageError({
    code: "drop.not-started",
    message: `Nothing began to load ${key} within ${patience / 1000} s.`,
    fix: "`sillage doctor` tells whether the landing sensor runs; it lists the bucket and will find the file.",
    retryable: true,
  });
