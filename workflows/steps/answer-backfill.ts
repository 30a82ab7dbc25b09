import { ApplicationFailure, setHandler } from "@temporalio/workflow";
import { backfillProgressQuery, backfillSignals, backfillUpdates } from "../contracts/backfill-messages.ts";
import type { BackfillStateV1 } from "../contracts/backfills.ts";
import { concurrencyOf, notConcurrency } from "../logic/concurrency-of.ts";
import type { BackfillMemory } from "./backfill-memory.ts";

const described = {
  pause: "Start no more windows until `resume`; those in work end. No argument.",
  resume: "Go on after `pause`. No argument.",
  cancel: "Start no more windows; one that is being read is dropped, one that is landed is loaded whole. No argument.",
  setConcurrency: "How many windows may be in work at once, 1 to 32. Example: 8",
} as const;

/** Answer whoever steers a backfill: by signals from the Web UI, by updates from programs. */
export function answerBackfill(memory: BackfillMemory): void {
  setHandler(backfillProgressQuery, memory.progress, {
    description: "Where the backfill is: windows of each asset, time left at the current rate, failures. No argument.",
  });
  const changes: Readonly<Record<"pause" | "resume" | "cancel", Partial<BackfillStateV1>>> = {
    // After a pause the rate is reckoned anew.
    pause: { paused: true, recent: [], refused: null },
    resume: { paused: false, recent: [], refused: null },
    cancel: { cancelling: true, refused: null },
  };
  for (const name of ["pause", "resume", "cancel"] as const) {
    setHandler(backfillSignals[name], () => memory.keep(changes[name]), { description: described[name] });
    setHandler(backfillUpdates[name], () => kept(memory, changes[name]), { description: described[name] });
  }
  const description = described.setConcurrency;
  setHandler(
    backfillSignals.setConcurrency,
    (told) => {
      const concurrency = concurrencyOf(told);
      memory.keep(concurrency === undefined ? { refused: notConcurrency(told) } : { concurrency, refused: null });
    },
    { description },
  );
  setHandler(
    backfillUpdates.setConcurrency,
    (told) => kept(memory, { concurrency: concurrencyOf(told) ?? memory.current().concurrency, refused: null }),
    { description, validator: refuseOthers },
  );
}

const kept = (memory: BackfillMemory, change: Partial<BackfillStateV1>) => {
  memory.keep(change);
  return memory.progress();
};

function refuseOthers(told: unknown): void {
  if (concurrencyOf(told) === undefined)
    throw ApplicationFailure.nonRetryable(notConcurrency(told), "backfill.concurrency");
}
