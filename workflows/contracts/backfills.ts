import type { BackfillRequest, BackfillState, Track } from "../../core/backfill/track.ts";
import type { BackfillWindow } from "../../core/backfill/window-of.ts";

/** Windows that a backfill may have in work at once. */
export const concurrencyBounds = { least: 1, most: 32, usual: 4 } as const;

/** What starts a backfill. `queue`: wait for others that work on its assets. `retry`: the windows that failed or were skipped under this id, and the marts after them. */
export type BackfillInput = {
  readonly request: BackfillRequest;
  readonly concurrency: number;
  readonly queue: boolean;
  readonly retry: boolean;
  readonly ingestion: "run" | "event";
};

/** A window that failed, and why. */
export type WindowFailure = { readonly asset: string; readonly window: string; readonly why: string };

/** What a backfill carries over continue-as-new. Versioned; well below 32 KiB but for the worst of ranges. */
export type BackfillStateV1 = {
  readonly v: 1;
  /** Null until it has begun: planned, and no other works on its assets. */
  readonly tracks: readonly Track[] | null;
  readonly concurrency: number;
  readonly paused: boolean;
  readonly cancelling: boolean;
  /** When the last windows ended, milliseconds: what the rate is reckoned from. Empty after a pause. */
  readonly recent: readonly number[];
  /** The last ones. */
  readonly failures: readonly WindowFailure[];
  /** What the last message that was not understood held, for whoever sent it; null without one. */
  readonly refused: string | null;
  /** Backfills that this one waits for. */
  readonly behind: readonly string[];
};

/** Where one asset of a backfill is, in windows. */
export type TrackProgress = Pick<Track, "asset" | "kind" | "windows" | "rows"> & {
  readonly done: number;
  readonly inWork: number;
  readonly failed: number;
  readonly skipped: number;
  readonly cancelled: number;
};

/** Where a backfill is. `remainingMs` at the current rate, null while there is none. */
export type BackfillProgress = {
  readonly phase: "queued" | "running" | "paused" | "cancelling" | "ended";
  readonly concurrency: number;
  readonly remainingMs: number | null;
  readonly tracks: readonly TrackProgress[];
  readonly failures: readonly WindowFailure[];
  readonly refused: string | null;
  readonly behind: readonly string[];
};

/** How a backfill ended. */
export type BackfillResult = {
  readonly state: Exclude<BackfillState, "running" | "cut">;
  readonly tracks: readonly TrackProgress[];
};

/** What `backfillWindow` is given. */
export type WindowInput = {
  readonly backfill: string;
  readonly asset: string;
  readonly source: string | null;
  readonly window: BackfillWindow;
  readonly ingestion: "run" | "event";
};
/** How a window ended. A paused asset's is skipped. */
export type WindowResult = { readonly state: "done" | "skipped"; readonly rows: number };
