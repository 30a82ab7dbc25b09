import { defineQuery, defineSignal, defineUpdate } from "@temporalio/workflow";
import type { CheckReport } from "../../core/check/check-result.ts";
import type { RunProgress } from "./progress.ts";
import type { AssetView } from "./state.ts";
import type {
  AcquireAnswer,
  AcquireRequest,
  DriftReport,
  DropRequest,
  LandedReport,
  MaterialisedReport,
  ReleaseRequest,
} from "../../core/ports/asset-entities.ts";

/** Ask for the table's cursor; answered at once, granted or not. */
export const acquireCursorUpdate = defineUpdate<AcquireAnswer, [AcquireRequest]>("acquireCursor");
/** A manifest was written: move the landed mark, compare-and-set on the fence. */
export const advanceCursorUpdate = defineUpdate<void, [LandedReport]>("advanceCursor");
/** A load or a mart was committed. */
export const materialisedUpdate = defineUpdate<void, [MaterialisedReport]>("materialised");
/** The asset's checks were measured. */
export const checkedUpdate = defineUpdate<void, [CheckReport]>("checked");
/** Drift was refused, or is no longer. */
export const driftedUpdate = defineUpdate<void, [DriftReport]>("drifted");
/** Give the lease or the place in the queue back. */
export const releaseCursorUpdate = defineUpdate<void, [ReleaseRequest]>("releaseCursor");
/** Take the turns of workflows that no longer run away from them, compare-and-set. */
export const dropTurnsUpdate = defineUpdate<void, [DropRequest]>("dropTurns");
/** Everything the entity knows. */
export const getCursorQuery = defineQuery<AssetView>("getCursor");
/** Where a run is. */
export const progressQuery = defineQuery<RunProgress>("progress");
/** Start the entity again with an empty history, before a deploy. */
export const rolloverSignal = defineSignal("rollover");
/** Told to a waiting extraction when the lease is free. */
export const cursorFreeSignal = defineSignal("cursorFree");
