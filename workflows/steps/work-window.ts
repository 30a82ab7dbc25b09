import { executeChild, isCancellation } from "@temporalio/workflow";
import type { Track } from "../../core/backfill/track.ts";
import { ended, taken, type WindowEnd } from "../../core/backfill/walk-windows.ts";
import { labelOf, windowOf } from "../../core/backfill/window-of.ts";
import { summaryLine } from "../../core/summary-line.ts";
import { backfillWindow } from "../backfill-window.ts";
import { attribute } from "../contracts/attributes.ts";
import type { WindowInput } from "../contracts/backfills.ts";
import { workflowId } from "../contracts/ids.ts";
import { rootMessage } from "../logic/root-message.ts";
import { stepDetails } from "../logic/step-details.ts";
import type { BackfillMemory } from "./backfill-memory.ts";

/** Ends of windows that the rate is reckoned from, and failures that are told. */
const remembered = { ends: 20, failures: 5 };

/** Do one window as a child; its failure is an end like another. */
export async function workWindow(
  memory: BackfillMemory,
  { track, number }: { readonly track: Track; readonly number: number },
  of: Pick<WindowInput, "backfill" | "ingestion">,
): Promise<void> {
  const { asset, source, cut } = track;
  const window = windowOf(cut, number);
  const tracks = () => memory.current().tracks ?? [];
  memory.count(asset, 1);
  memory.keep({ tracks: taken(tracks(), asset, number) });
  let end: WindowEnd;
  let failures = memory.current().failures;
  try {
    end = await child(number, { ...of, asset, source, window });
  } catch (error) {
    end = { state: isCancellation(error) ? "cancelled" : "failed", rows: 0 };
    if (end.state === "failed") {
      const failure = { asset, window: labelOf(window), why: rootMessage(error).slice(0, 200) };
      failures = [failure, ...memory.current().failures].slice(0, remembered.failures);
    }
  }
  memory.count(asset, -1);
  const recent = [...memory.current().recent, Date.now()].slice(-remembered.ends);
  memory.keep({ tracks: ended(tracks(), asset, number, end), recent, ...(end.state === "failed" && { failures }) });
}

/** A window that was done before under this id, by a backfill that was ended from outside, is done. */
async function child(number: number, input: WindowInput): Promise<WindowEnd> {
  const { asset, source, backfill, window } = input;
  try {
    return await executeChild(backfillWindow, {
      workflowId: workflowId.window(backfill, asset, number),
      args: [input],
      staticSummary: summaryLine(`${asset} ${labelOf(window)}`),
      staticDetails: stepDetails(asset, backfill),
      workflowIdReusePolicy: "ALLOW_DUPLICATE_FAILED_ONLY",
      // Tonight's run comes first where both wait for a worker.
      priority: { priorityKey: 4 },
      typedSearchAttributes: [
        { key: attribute.asset, value: asset },
        { key: attribute.job, value: "backfill" },
        { key: attribute.source, value: source ?? "" },
      ],
    });
  } catch (error) {
    if (error instanceof Error && error.name === "WorkflowExecutionAlreadyStartedError")
      return { state: "done", rows: 0 };
    throw error;
  }
}
