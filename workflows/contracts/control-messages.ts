import { defineSignal, defineUpdate } from "@temporalio/workflow";
import type { By } from "../../core/ports/audit.ts";

/** What a change by hand was answered: values as a person reads them. */
export type Changed = { readonly oldValue: string; readonly newValue: string };
/** A watermark to set, an ISO instant; of a table read by versions, a version. */
export type WatermarkOrder = By & { readonly mark: string };
/** Assets that a run may work on at once, 1 to 32. */
export type ConcurrencyOrder = By & { readonly concurrency: number };

/** Hold the asset: nothing acquires its cursor until resumed. Refused with `control.invalid`. */
export const pauseAssetUpdate = defineUpdate<Changed, [By]>("pauseAsset");
/** Let the asset go on. Refused with `control.invalid`. */
export const resumeAssetUpdate = defineUpdate<Changed, [By]>("resumeAsset");
/** Set the landed mark under a greater fence. Refused with `control.invalid`, `asset.held`, `asset.mark-*`. */
export const setWatermarkUpdate = defineUpdate<Changed, [WatermarkOrder]>("setWatermark");
/** `pauseAsset` for the Web UI: an argument that is wrong, or names nobody, is ignored and told on the page. */
export const pauseSignal = defineSignal<[unknown?]>("pause");
/** `resumeAsset` for the Web UI. */
export const resumeSignal = defineSignal<[unknown?]>("resume");
/** Change how many assets a run works on at once. Refused with `control.invalid`. */
export const runConcurrencyUpdate = defineUpdate<Changed, [ConcurrencyOrder]>("setConcurrency");
/** The same for the Web UI: a wrong argument is ignored and told on the board. */
export const runConcurrencySignal = defineSignal<[unknown?]>("setConcurrency");
