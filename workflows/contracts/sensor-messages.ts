import { defineQuery, defineSignal } from "@temporalio/workflow";
import type { ObjectsTold } from "../../core/objects-told.ts";

/** An object appeared in the bucket, told by hand. A wrong argument is ignored, and told on the board. */
export const objectCreatedSignal = defineSignal<[unknown]>("objectCreated");
/** Objects appeared in the bucket, told by the API many at a time. A wrong argument is ignored, and told on the board. */
export const objectsCreatedSignal = defineSignal<[ObjectsTold]>("objectsCreated");
/** Objects under `inbox/` that are for no table. */
export const strayObjectsQuery = defineQuery<readonly StrayObject[]>("strayObjects");
/** What came of events and listings since the sensor was started first. */
export const landingFiguresQuery = defineQuery<LandingFigures>("figures");

/** An object that nothing takes. */
export type StrayObject = { readonly key: string };

/** What came of events and listings. `duplicates`: objects told of while they waited already, or again; `foreign`: of keys, buckets or tables that are not ours; `known`: loaded or refused before; `gone`: no longer there. */
export type LandingFigures = {
  readonly events: number;
  readonly duplicates: number;
  readonly foreign: number;
  readonly known: number;
  readonly gone: number;
  /** Loads whose ingestion the sensor started. */
  readonly started: number;
  /** Times that it went on under an empty history, and the most events that one had by then. */
  readonly histories: number;
  readonly longestHistory: number;
};

/** Nothing came yet. */
export const noFigures: LandingFigures = {
  events: 0,
  duplicates: 0,
  foreign: 0,
  known: 0,
  gone: 0,
  started: 0,
  histories: 0,
  longestHistory: 0,
};
