import { ApplicationFailure } from "@temporalio/workflow";
import type { WindowInput, WindowResult } from "../../workflows/contracts/backfills.ts";

export { backfill } from "../../workflows/backfill.ts";

/** A window that reads nothing: thousands of them show what a backfill itself costs. Every other one fails, which is the worst for what a backfill remembers. */
export async function backfillWindow({ window }: WindowInput): Promise<WindowResult> {
  if (window.kind === "instants" && window.until !== null && Date.parse(window.until) % 2 === 0)
    throw ApplicationFailure.nonRetryable("Every other window fails.", "test.every-other");
  return { state: "done", rows: 1 };
}
