import { expect, test } from "vitest";
import type { Track } from "../../core/backfill/track.ts";
import type { BackfillStateV1 } from "../contracts/backfills.ts";
import { backfillBoard } from "./backfill-board.ts";
import { backfillProgress } from "./backfill-progress.ts";
import { concurrencyOf, notConcurrency } from "./concurrency-of.ts";
import { shortDuration } from "./short-duration.ts";

const track: Track = {
  asset: "bookings",
  kind: "table",
  source: "shop",
  after: [],
  cut: { kind: "instants", from: "", to: "", ms: 1, closed: 9, since: null },
  windows: 10,
  todo: "6-9",
  failed: "1",
  skipped: "",
  cancelled: "",
  rows: 120,
};
const state: BackfillStateV1 = {
  v: 1,
  tracks: [track],
  concurrency: 4,
  paused: false,
  cancelling: false,
  recent: [0, 10_000, 20_000],
  failures: [{ asset: "bookings", window: "2026-01-08T00:00Z to 2026-01-15T00:00Z", why: "The source answered 500." }],
  refused: null,
  behind: [],
};
/** Two windows are in work, 30 s after the first of those remembered ended. */
const progressOf = (over: Partial<BackfillStateV1>) =>
  backfillProgress({ ...state, ...over }, () => (over.tracks === null ? 0 : 2), 30_000);

test("a backfill's page tells its windows an asset, the time left at the rate of the last ones, and what failed", () => {
  expect(backfillBoard(progressOf({}))).toBe(
    [
      "### running: 4 of 10 windows, about 2 min left",
      "",
      'At most 4 at once. Signals, each with who and why: `pause`, `resume`, `cancel`, `setConcurrency` (`{"concurrency":8,"who":"Ada Exemple","why":"a quiet night"}`).',
      "",
      "| asset | windows | done | in work | failed | skipped | cancelled | rows |",
      "|---|---:|---:|---:|---:|---:|---:|---:|",
      "| [bookings](/namespaces/{namespace}/workflows/asset%2Fbookings) | 10 | 3 | 2 | 1 | 0 | 0 | 120 |",
      "",
      "- ✘ **bookings** 2026-01-08T00:00Z to 2026-01-15T00:00Z: The source answered 500.",
    ].join("\n"),
  );
});

test("it tells whom it waits for, and what it was told and did not understand", () => {
  const board = backfillBoard(progressOf({ tracks: null, behind: ["backfill/1"], refused: notConcurrency("many") }));
  expect(board).toContain("### queued: 0 of 0 windows\n");
  expect(board).toContain("Waits for `backfill/1`.");
  expect(board).toContain(
    '**Ignored:** setConcurrency was given "many": give a whole number from 1 to 32, for instance 8.',
  );
});

test.each<[BackfillStateV1["paused"], BackfillStateV1["cancelling"], string]>([
  [false, false, "running"],
  [true, false, "paused"],
  [true, true, "cancelling"],
])("paused %s, cancelling %s is the phase %s", (paused, cancelling, phase) => {
  expect(progressOf({ paused, cancelling }).phase).toBe(phase);
});

test("a backfill of which nothing is left has ended, cancelled before it began as well", () => {
  const over = { ...state, tracks: [{ ...track, todo: "" }] };
  expect(backfillProgress(over, () => 0, 30_000)).toMatchObject({ phase: "ended", remainingMs: 0 });
  expect(progressOf({ tracks: null, cancelling: true }).phase).toBe("ended");
});

test("there is no rate before a second window has ended, nor during a pause", () => {
  expect(progressOf({ paused: true }).remainingMs).toBeNull();
  expect(progressOf({ recent: [] }).remainingMs).toBeNull();
  expect(progressOf({ recent: [10] }).remainingMs).toBeNull();
});

test("a concurrency is a whole number from 1 to 32, whatever else is sent is none", () => {
  expect([1, 32].map(concurrencyOf)).toEqual([1, 32]);
  expect([0, 33, 1.5, "8", null, undefined, { n: 8 }].map(concurrencyOf)).toEqual(Array(7).fill(undefined));
  expect(concurrencyOf({ concurrency: 8, who: "Ada Exemple" })).toBe(8);
  expect(notConcurrency({ concurrency: 99, who: "Ada Exemple" })).toContain("was given 99:");
  expect(notConcurrency(undefined)).toContain("was given nothing:");
});

test("durations are said in what people count in", () => {
  expect([40_400, 12 * 60_000, 3.5 * 3_600_000].map(shortDuration)).toEqual(["40 s", "12 min", "3.5 h"]);
});
