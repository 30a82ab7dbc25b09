/** The workflow bundle's entry: workflow functions only. */
export { assetRun } from "./asset-run.ts";
export { assetState } from "./asset-state.ts";
export { backfill } from "./backfill.ts";
export { backfillWindow } from "./backfill-window.ts";
export { buildMart } from "./build-mart.ts";
export { enforceRetention } from "./enforce-retention.ts";
export { epochDue } from "./epoch-due.ts";
export { eraseSubject } from "./erase-subject.ts";
export { bulkReveal } from "./bulk-reveal.ts";
export { extractTable } from "./extract-table.ts";
export { ingestLoad } from "./ingest-load.ts";
export { landingSensor } from "./landing-sensor.ts";
export { pollingSensor } from "./polling-sensor.ts";
export { replayQuarantine } from "./replay-quarantine.ts";
export { rotateEpoch } from "./rotate-epoch.ts";
export { rotateIndex } from "./rotate-index.ts";
export { rotateKek } from "./rotate-kek.ts";
