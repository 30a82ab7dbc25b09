import { expect, test } from "vitest";
import type { Track } from "../backfill/track.ts";
import { lastTrack, placeOf, rangesOf, type DayRows } from "./partition-page.ts";

const track: Track = {
  asset: "orders_daily",
  kind: "mart",
  source: null,
  after: [],
  cut: { kind: "days", from: "2026-01-01", to: "2026-02-01", days: 7 },
  windows: 5,
  todo: "",
  failed: "1,3-4",
  skipped: "",
  cancelled: "",
  rows: 0,
};

const held = (filled: readonly DayRows[], ...stale: readonly string[]) => ({
  filled,
  stale: (day: string) => stale.includes(day),
});

test("a page is a hundred days, the last ones first, and the last page holds the rest", () => {
  const span = { first: "2026-01-01", last: "2026-11-25" };
  const all = { pages: 4, partitions: 329 };
  expect(placeOf(span, 1)).toEqual({ page: 1, ...all, from: "2026-08-18", to: "2026-11-25" });
  expect(placeOf(span, 4)).toEqual({ page: 4, ...all, from: "2026-01-01", to: "2026-01-29" });
  expect(placeOf(span, 99)).toEqual(placeOf(span, 4));
  expect(placeOf({ first: "2026-01-01", last: "2026-01-01" }, 1)).toMatchObject({ pages: 1, partitions: 1 });
});

test("days that follow each other in one state are one range; what the last backfill failed at is told before what is there", () => {
  const filled = ["2026-01-05", "2026-01-06", "2026-01-07", "2026-01-09"].map((day) => ({ day, rows: 2 }));
  expect(rangesOf({ from: "2026-01-05", to: "2026-01-16" }, held(filled), track)).toEqual([
    { from: "2026-01-15", to: "2026-01-16", days: 2, state: "empty", rows: 0 },
    { from: "2026-01-08", to: "2026-01-14", days: 7, state: "failed", rows: 2 },
    { from: "2026-01-05", to: "2026-01-07", days: 3, state: "filled", rows: 6 },
  ]);
});

test("a day that is older than what it is made of is stale, filled or empty; one that failed is failed still", () => {
  const filled = [{ day: "2026-01-05", rows: 2 }];
  const page = { from: "2026-01-04", to: "2026-01-08" };
  expect(rangesOf(page, held(filled, "2026-01-05", "2026-01-06", "2026-01-08"), track)).toEqual([
    { from: "2026-01-08", to: "2026-01-08", days: 1, state: "failed", rows: 0 },
    { from: "2026-01-07", to: "2026-01-07", days: 1, state: "empty", rows: 0 },
    { from: "2026-01-05", to: "2026-01-06", days: 2, state: "stale", rows: 2 },
    { from: "2026-01-04", to: "2026-01-04", days: 1, state: "empty", rows: 0 },
  ]);
});

test("days outside of the backfill did not fail, nor do those between its spans", () => {
  const spans = [
    { from: "2026-01-01", to: "2026-01-04" },
    { from: "2026-01-10", to: "2026-01-12" },
  ];
  const cut = { kind: "days", from: "2026-01-01", to: "2026-02-01", days: 2, spans } as const;
  const ranges = rangesOf({ from: "2025-12-30", to: "2026-01-13" }, held([]), { cut, failed: "1-2" });
  expect(ranges.filter(({ state }) => state === "failed").map(({ from, to }) => [from, to])).toEqual([
    ["2026-01-10", "2026-01-11"],
    ["2026-01-03", "2026-01-03"],
  ]);
});

test("nothing failed where no backfill was, where none of its windows did, and where it cut instants", () => {
  const place = { from: "2026-01-05", to: "2026-01-06" };
  const empty = [{ ...place, days: 2, state: "empty", rows: 0 }];
  const instants = { kind: "instants", from: place.from, to: place.to, ms: 1, closed: 1, since: place.to } as const;
  expect(rangesOf(place, held([]), undefined)).toEqual(empty);
  expect(rangesOf(place, held([]), { cut: track.cut, failed: "" })).toEqual(empty);
  expect(rangesOf(place, held([]), { cut: instants, failed: "0-9" })).toEqual(empty);
});

test("the last backfill that worked on the asset and has ended is the one that tells", () => {
  const running = { state: "running", tracks: [{ ...track, failed: "0" }] } as const;
  const other = { state: "done", tracks: [{ ...track, asset: "visits_daily" }] } as const;
  const failed = { state: "failed", tracks: [track] } as const;
  expect(lastTrack([running, other, failed], "orders_daily")).toBe(track);
  expect(lastTrack([running, other], "orders_daily")).toBeUndefined();
});
