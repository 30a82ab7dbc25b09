import { defineQuery, defineSignal, defineUpdate } from "@temporalio/workflow";
import type { By } from "../../core/ports/audit.ts";
import type { BackfillProgress } from "./backfills.ts";
import type { ConcurrencyOrder } from "./control-messages.ts";

/** Signals for the Web UI, which say who and why: a wrong argument is ignored, and told on the board. */
export const backfillSignals = {
  pause: defineSignal<[unknown?]>("pause"),
  resume: defineSignal<[unknown?]>("resume"),
  cancel: defineSignal<[unknown?]>("cancel"),
  setConcurrency: defineSignal<[unknown]>("setConcurrency"),
} as const;

/** The same for programs, which say who and why: a wrong argument is refused with `control.invalid` or `backfill.concurrency`. Each answers how the backfill then stands. */
export const backfillUpdates = {
  pause: defineUpdate<BackfillProgress, [By]>("pause"),
  resume: defineUpdate<BackfillProgress, [By]>("resume"),
  cancel: defineUpdate<BackfillProgress, [By]>("cancel"),
  setConcurrency: defineUpdate<BackfillProgress, [ConcurrencyOrder]>("setConcurrency"),
} as const;

/** Where a backfill is. */
export const backfillProgressQuery = defineQuery<BackfillProgress>("progress");
