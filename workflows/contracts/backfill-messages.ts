import { defineQuery, defineSignal, defineUpdate } from "@temporalio/workflow";
import type { BackfillProgress } from "./backfills.ts";

/** Signals for the Web UI: a wrong argument is ignored, and told on the board. */
export const backfillSignals = {
  pause: defineSignal("pause"),
  resume: defineSignal("resume"),
  cancel: defineSignal("cancel"),
  setConcurrency: defineSignal<[unknown]>("setConcurrency"),
} as const;

/** The same for programs: a wrong argument is refused. Each answers how the backfill then stands. */
export const backfillUpdates = {
  pause: defineUpdate<BackfillProgress>("pause"),
  resume: defineUpdate<BackfillProgress>("resume"),
  cancel: defineUpdate<BackfillProgress>("cancel"),
  setConcurrency: defineUpdate<BackfillProgress, [unknown]>("setConcurrency"),
} as const;

/** Where a backfill is. */
export const backfillProgressQuery = defineQuery<BackfillProgress>("progress");
