import {
  allHandlersFinished,
  ApplicationFailure,
  CancellationScope,
  condition,
  continueAsNew,
  isCancellation,
  proxyActivities,
  upsertSearchAttributes,
  workflowInfo,
} from "@temporalio/workflow";
import type { Activities } from "../activities/index.ts";
import type { BackfillState, Track } from "../core/backfill/track.ts";
import { cancelled, countIn, nextWindow } from "../core/backfill/walk-windows.ts";
import { attribute } from "./contracts/attributes.ts";
import type { BackfillInput, BackfillResult, BackfillStateV1 } from "./contracts/backfills.ts";
import { recordOptions } from "./contracts/options.ts";
import { answerBackfill } from "./steps/answer-backfill.ts";
import { backfillMemory, type BackfillMemory } from "./steps/backfill-memory.ts";
import { beginBackfill } from "./steps/begin-backfill.ts";
import { claimMarts, giveUpMarts } from "./steps/claim-marts.ts";
import { workWindow } from "./steps/work-window.ts";

const record = proxyActivities<Activities>(recordOptions);

/** Events after which the windows in work are waited for, and the rest goes on under an empty history. */
const eventsPerRun = 1_000;

const first = (concurrency: number): BackfillStateV1 => ({
  v: 1,
  tracks: null,
  concurrency,
  paused: false,
  cancelling: false,
  recent: [],
  failures: [],
  refused: null,
  behind: [],
});

/** Read again what a selection of assets says of a span of time, window by window, few at once, steered while it runs. A failed window stops no other; the backfill fails at its end. */
export async function backfill(input: BackfillInput, carried?: BackfillStateV1): Promise<BackfillResult> {
  const memory = backfillMemory(carried ?? first(input.concurrency));
  answerBackfill(memory);
  if (carried === undefined) upsertSearchAttributes([{ key: attribute.job, value: "backfill" }]);
  if (memory.current().tracks === null && !(await begun(input, memory))) return goOn(input, memory);
  try {
    if (!(await walked(input, memory))) {
      await save(input, memory, "running");
      return await goOn(input, memory);
    }
  } catch (error) {
    if (!isCancellation(error)) throw error;
    await CancellationScope.nonCancellable(() => end(input, memory));
    throw error;
  }
  return end(input, memory);
}

/** As `beginBackfill`, its marts claimed; a refusal too waits for rows that auditors are owed. */
async function begun(input: BackfillInput, memory: BackfillMemory): Promise<boolean> {
  try {
    const ready = await beginBackfill(input, memory);
    await claimMarts(memory.current().tracks ?? []);
    return ready;
  } catch (error) {
    await CancellationScope.nonCancellable(memory.settled);
    throw error;
  }
}

/** Whether every window has ended; not when the history grew long. */
async function walked(input: BackfillInput, memory: BackfillMemory): Promise<boolean> {
  const work = new CancellationScope();
  const of = { backfill: workflowInfo().workflowId, ingestion: input.ingestion };
  for (;;) {
    const long = workflowInfo().historyLength >= eventsPerRun || workflowInfo().continueAsNewSuggested;
    if (memory.current().cancelling) {
      memory.keep({ tracks: cancelled(memory.current().tracks ?? []) });
      work.cancel();
    } else if (!long && !memory.current().paused) {
      for (let next = due(memory); next !== undefined; next = due(memory)) {
        const window = next;
        void work.run(() => workWindow(memory, window, of));
      }
    }
    if (memory.inWork() === 0 && countIn(memory.current().tracks ?? [], "todo") === 0) return true;
    if (memory.inWork() === 0 && long) return false;
    const seen = memory.changes();
    await condition(() => memory.changes() !== seen);
  }
}

const due = (memory: BackfillMemory) =>
  memory.inWork() < memory.current().concurrency ? nextWindow(memory.current().tracks ?? [], memory.inWork) : undefined;

/** Wait for what is in work, and write down how it all ended. Throws `backfill.failed`. */
async function end(input: BackfillInput, memory: BackfillMemory): Promise<BackfillResult> {
  await condition(() => memory.inWork() === 0);
  const left = countIn(memory.current().tracks ?? [], "todo") > 0;
  if (left) memory.keep({ tracks: cancelled(memory.current().tracks ?? []) });
  const tracks = memory.current().tracks ?? [];
  const failed = countIn(tracks, "failed");
  const state = endState(tracks, memory.current().cancelling);
  await giveUpMarts(tracks);
  if (memory.current().tracks !== null) await save(input, memory, state);
  await condition(allHandlersFinished);
  await memory.settled();
  if (state !== "failed") return { state, tracks: memory.progress().tracks };
  const { workflowId: id } = workflowInfo();
  throw ApplicationFailure.nonRetryable(
    `${failed} windows failed. Mend what the board tells, then \`sillage backfill retry ${id}\` does them again.`,
    "backfill.failed",
    memory.progress(),
  );
}

/** What is worst of what windows came to. */
function endState(tracks: readonly Track[], cancelling: boolean): BackfillResult["state"] {
  if (cancelling || countIn(tracks, "cancelled") > 0) return "cancelled";
  if (countIn(tracks, "failed") > 0) return "failed";
  return countIn(tracks, "skipped") > 0 ? "skipped" : "done";
}

async function save(input: BackfillInput, memory: BackfillMemory, state: BackfillState): Promise<void> {
  const { workflowId: id } = workflowInfo();
  const { tracks, concurrency } = memory.current();
  const request = { ...input.request, concurrency };
  await record.saveBackfill.executeWithOptions({ summary: `backfill ${state}` }, [
    { id, state, tracks: tracks ?? [], request },
  ]);
}

async function goOn(input: BackfillInput, memory: BackfillMemory): Promise<never> {
  await condition(allHandlersFinished);
  await memory.settled();
  return continueAsNew<typeof backfill>(input, memory.current());
}
