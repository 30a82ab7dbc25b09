import { expect, test } from "vitest";
import type { Track } from "../../core/backfill/track.ts";
import type { BackfillProgress } from "../../workflows/contracts/backfills.ts";
import { listLines, planLines, progressLine, readingLines, statusLines } from "./backfill-lines.ts";

const track: Track = {
  asset: "bookings_daily",
  kind: "mart",
  source: null,
  after: [],
  cut: { kind: "days", from: "2026-01-01", to: "2026-01-11", days: 7 },
  windows: 2,
  todo: "1",
  failed: "0",
  skipped: "",
  cancelled: "",
  rows: 0,
};
const counts = { done: 0, inWork: 1, failed: 1, skipped: 0, cancelled: 0 };
const progress: BackfillProgress = {
  phase: "running",
  concurrency: 4,
  remainingMs: 40_000,
  tracks: [{ asset: "bookings_daily", kind: "mart", windows: 2, rows: 0, ...counts }],
  failures: [{ asset: "bookings_daily", window: "2026-01-01 to 2026-01-07", why: "No." }],
  refused: null,
  behind: [],
};

test("a plan shows how each asset is cut", () => {
  expect(planLines([track]).at(-1)).toBe(
    "bookings_daily  mart        2  2026-01-01 to 2026-01-07  2026-01-08 to 2026-01-10  rebuilt 7 days at a time, one window after another",
  );
  expect(readingLines([track])).toEqual(["bookings_daily: rebuilt 7 days at a time, one window after another"]);
});

test("progress is one line: counts, rows, time left; or whom it waits for", () => {
  expect(progressLine(progress)).toBe("running: 0 done, 1 failed of 2 windows, 0 rows, about 40 s left");
  expect(progressLine({ ...progress, remainingMs: null })).toBe("running: 0 done, 1 failed of 2 windows, 0 rows");
  expect(progressLine({ ...progress, phase: "queued", behind: ["backfill/1"] })).toBe("waits for backfill/1");
});

test("a status has a line an asset and the failures", () => {
  expect(statusLines(progress).slice(-2)).toEqual([
    "bookings_daily        2     0        1       1        0          0     0",
    "✘ bookings_daily 2026-01-01 to 2026-01-07: No.",
  ]);
  expect(statusLines({ ...progress, tracks: [], failures: [] })).toHaveLength(1);
});

test("a list has a line a backfill", () => {
  const request = { selection: "bookings_daily", from: "2026-01-01", to: null, windowMs: 1 };
  const startedAt = "2026-11-25T02:15:00.000Z";
  expect(listLines([])).toEqual(["There was no backfill yet."]);
  expect(
    listLines([{ id: "backfill/1", state: "failed", request, tracks: [track], startedAt, endedAt: null }]).at(-1),
  ).toBe("backfill/1  failed  bookings_daily  2026-01-01  –         2       1  2026-11-25T02:15:00.000Z");
});
