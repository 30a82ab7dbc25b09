import { ApplicationFailure, setHandler } from "@temporalio/workflow";
import type { By } from "../../core/ports/audit.ts";
import { backfillProgressQuery, backfillSignals, backfillUpdates } from "../contracts/backfill-messages.ts";
import type { BackfillStateV1 } from "../contracts/backfills.ts";
import { concurrencyOf, notConcurrency } from "../logic/concurrency-of.ts";
import { readBy, readUnsaidBesides, type Read } from "../logic/read-orders.ts";
import type { BackfillMemory } from "./backfill-memory.ts";
import { readSignal } from "./read-signal.ts";
import { refuseOrder } from "./refuse-order.ts";
import { steerByHand, type Steering } from "./steer-by-hand.ts";

const sample = '{"who":"Ada Exemple","why":"the source is slow tonight"}';

const described = {
  pause: `Start no more windows until \`resume\`; those in work end. Example: ${sample}`,
  resume: `Go on after \`pause\`. Example: ${sample}`,
  cancel: `Start no more windows; one that is being read is dropped, one that is landed is loaded whole. Example: ${sample}`,
  setConcurrency: `How many windows may be in work at once, 1 to 32. Example: {"concurrency":8,${sample.slice(1)}`,
} as const;

const changes: Readonly<Record<"pause" | "resume" | "cancel", Partial<BackfillStateV1>>> = {
  // After a pause the rate is reckoned anew.
  pause: { paused: true, recent: [] },
  resume: { paused: false, recent: [] },
  cancel: { cancelling: true },
};

/** Answer whoever steers a backfill: by signals from the Web UI, by updates from programs. Each change is told to the audit. */
export function answerBackfill(memory: BackfillMemory): void {
  setHandler(backfillProgressQuery, memory.progress, {
    description: "Where the backfill is: windows of each asset, time left at the current rate, failures. No argument.",
  });
  for (const name of ["pause", "resume", "cancel"] as const) {
    const steering = { what: `backfill.${name}`, change: changes[name] } as const;
    setHandler(
      backfillSignals[name],
      (told) => signalled(memory, name, readSignal(told), (by) => ({ ...steering, by })),
      { description: described[name] },
    );
    setHandler(backfillUpdates[name], (by) => steerByHand(memory, { ...steering, by }), {
      validator: (by) => refuseOrder(readBy(by)),
      description: described[name],
    });
  }
  answerConcurrency(memory);
}

function answerConcurrency(memory: BackfillMemory): void {
  const what = "backfill.concurrency";
  setHandler(
    backfillSignals.setConcurrency,
    (told) => {
      const concurrency = concurrencyOf(told);
      if (concurrency === undefined) return memory.keep({ refused: notConcurrency(told) });
      return signalled(memory, "setConcurrency", readSignal(told, readUnsaidBesides), (by) => ({
        what,
        by,
        change: { concurrency },
      }));
    },
    { description: described.setConcurrency },
  );
  setHandler(
    backfillUpdates.setConcurrency,
    (order) => {
      const concurrency = concurrencyOf(order) ?? memory.current().concurrency;
      return steerByHand(memory, { what, by: order, change: { concurrency } });
    },
    { description: described.setConcurrency, validator: refuseOthers },
  );
}

/** A wrong argument changes nothing and is told on the board. */
function signalled(memory: BackfillMemory, name: string, read: Read<By>, steering: (by: By) => Steering): void {
  if ("problem" in read) memory.keep({ refused: `${name} was refused: ${read.problem}` });
  else steerByHand(memory, steering(read.order));
}

function refuseOthers(told: unknown): void {
  if (concurrencyOf(told) === undefined)
    throw ApplicationFailure.nonRetryable(notConcurrency(told), "backfill.concurrency");
  refuseOrder(readBy(told));
}
