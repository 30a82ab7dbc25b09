import { executeChild, isCancellation, patched, proxyActivities } from "@temporalio/workflow";
import type { Activities } from "../../activities/index.ts";
import type { Track } from "../../core/backfill/track.ts";
import { ended, taken, type WindowEnd } from "../../core/backfill/walk-windows.ts";
import { labelOf, windowOf } from "../../core/backfill/window-of.ts";
import { summaryLine } from "../../core/summary-line.ts";
import { backfillWindow } from "../backfill-window.ts";
import { attribute } from "../contracts/attributes.ts";
import type { WindowInput } from "../contracts/backfills.ts";
import { workflowId } from "../contracts/ids.ts";
import { controlOptions } from "../contracts/options.ts";
import { rootMessage } from "../logic/root-message.ts";
import { stepDetails } from "../logic/step-details.ts";
import type { BackfillMemory } from "./backfill-memory.ts";

const control = proxyActivities<Activities>(controlOptions);

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

/** A window that was done before under this id, by a backfill that was ended from outside, is done; one that was skipped is begun again, and so is what closes an asset, of what is there now. */
async function child(number: number, input: WindowInput): Promise<WindowEnd> {
  if (input.window.kind === "checks" || input.window.kind === "stale") return begun(number, input, "ALLOW_DUPLICATE");
  try {
    return await begun(number, input, "ALLOW_DUPLICATE_FAILED_ONLY");
  } catch (error) {
    if (!(error instanceof Error && error.name === "WorkflowExecutionAlreadyStartedError")) throw error;
  }
  if (!patched("backfill-20261128-asked-window")) return { state: "done", rows: 0 };
  const { asset, backfill, window } = input;
  const summary = `${asset}: was ${labelOf(window)} done before?`;
  const done = await control.doneWindow.executeWithOptions({ summary }, [workflowId.window(backfill, asset, number)]);
  return done ?? begun(number, input, "ALLOW_DUPLICATE");
}

const begun = (
  number: number,
  input: WindowInput,
  workflowIdReusePolicy: "ALLOW_DUPLICATE_FAILED_ONLY" | "ALLOW_DUPLICATE",
): Promise<WindowEnd> => {
  const { asset, source, backfill, window } = input;
  return executeChild(backfillWindow, {
    workflowId: workflowId.window(backfill, asset, number),
    args: [input],
    staticSummary: summaryLine(`${asset} ${labelOf(window)}`),
    staticDetails: stepDetails(asset, backfill),
    workflowIdReusePolicy,
    // Tonight's run comes first where both wait for a worker.
    priority: { priorityKey: 4 },
    typedSearchAttributes: [
      { key: attribute.asset, value: asset },
      { key: attribute.job, value: "backfill" },
      { key: attribute.source, value: source ?? "" },
    ],
  });
};
