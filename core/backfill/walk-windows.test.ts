import { expect, test } from "vitest";
import type { Track } from "./track.ts";
import { again, cancelled, countIn, ended, nextWindow, taken } from "./walk-windows.ts";

const none = { failed: "", skipped: "", cancelled: "", rows: 0 };
const table: Track = {
  ...none,
  asset: "bookings",
  kind: "table",
  source: "shop",
  after: ["sites"],
  cut: { kind: "instants", from: "2026-01-01T00:00:00.000Z", to: "", ms: 1, closed: 2, since: null },
  windows: 3,
  todo: "0-2",
};
const mart: Track = {
  ...none,
  asset: "bookings_daily",
  kind: "mart",
  source: null,
  after: ["bookings"],
  cut: { kind: "days", from: "2026-01-01", to: "2026-01-03", days: 1 },
  windows: 2,
  todo: "0-1",
};

/** Start all that may be started while nothing ends. */
function started(tracks: readonly Track[]): { readonly names: readonly string[]; readonly tracks: readonly Track[] } {
  const names: string[] = [];
  const inWork = (asset: string) => names.filter((name) => name.startsWith(`${asset} `)).length;
  let now = tracks;
  for (let next = nextWindow(now, inWork); next !== undefined; next = nextWindow(now, inWork)) {
    names.push(`${next.track.asset} ${next.number}`);
    now = taken(now, next.track.asset, next.number);
  }
  return { names, tracks: now };
}

test("closed windows start at once, then the open one alone, then the mart's days one window at a time", () => {
  const first = started([table, mart]);
  expect(first.names).toEqual(["bookings 0", "bookings 1"]);
  const second = started(first.tracks);
  expect(second.names).toEqual(["bookings 2"]);
  const third = started(second.tracks);
  expect(third.names).toEqual(["bookings_daily 0"]);
  expect(started(third.tracks).names).toEqual(["bookings_daily 1"]);
});

test("how a window ended is kept in its list, and rows are added up", () => {
  const work = taken(taken([table], "bookings", 0), "bookings", 1);
  const failed = ended(work, "bookings", 1, { state: "failed", rows: 0 });
  const [track] = ended(failed, "bookings", 0, { state: "done", rows: 7 });
  expect(track).toMatchObject({ todo: "2", failed: "1", rows: 7 });
  expect(countIn([mart, ...failed], "todo")).toBe(3);
});

const checked: Track = { ...table, cut: { ...table.cut, closing: true }, windows: 4, todo: "3" };

test("what comes after a table whose checks failed is left alone, and a retry does both", () => {
  const others = { ...mart, asset: "visits_daily", after: ["visits"] };
  const tracks = ended(taken([checked, mart, others], "bookings", 3), "bookings", 3, { state: "failed", rows: 0 });
  expect(tracks.map(({ todo, failed, skipped }) => [todo, failed, skipped])).toEqual([
    ["", "3", ""],
    ["", "", "0-1"],
    ["0-1", "", ""],
  ]);
  expect(again(tracks).map(({ todo }) => todo)).toEqual(["3", "0-1", "0-1"]);
});

test("checks that passed, and a window that failed before them, leave nothing alone", () => {
  const work = taken([checked, mart], "bookings", 3);
  expect(ended(work, "bookings", 3, { state: "done", rows: 0 })[1]?.todo).toBe("0-1");
  expect(ended(work, "bookings", 1, { state: "failed", rows: 0 })[1]?.todo).toBe("0-1");
});

test("a retry of a window measures the table's checks again, unless they were cancelled", () => {
  expect(again([{ ...checked, todo: "", failed: "1" }])[0]?.todo).toBe("1,3");
  expect(again([{ ...checked, todo: "", failed: "1", cancelled: "3" }])[0]?.todo).toBe("1");
  expect(again([{ ...checked, todo: "" }])[0]?.todo).toBe("");
});

test("a cancellation leaves nothing to do, and a retry takes what failed, what was skipped and what was never come to", () => {
  const [stopped] = cancelled([{ ...table, todo: "1-2", cancelled: "0" }]);
  expect(stopped).toMatchObject({ todo: "", cancelled: "0-2" });
  expect(again([{ ...table, windows: 4, todo: "2", failed: "0", skipped: "3", cancelled: "1" }])[0]).toMatchObject({
    todo: "0,2-3",
    failed: "",
    skipped: "",
    cancelled: "1",
  });
});

test("a retry builds the marts again that come after what it redoes, but for their cancelled windows", () => {
  const weekly: Track = { ...mart, asset: "bookings_weekly", after: ["bookings_daily"], todo: "", cancelled: "1" };
  const others = { ...mart, asset: "visits_daily", after: ["visits"], todo: "" };
  const redone = again([{ ...table, todo: "", failed: "1" }, { ...mart, todo: "" }, weekly, others]);
  expect(redone.map(({ asset, todo }) => [asset, todo])).toEqual([
    ["bookings", "1"],
    ["bookings_daily", "0-1"],
    ["bookings_weekly", "0"],
    ["visits_daily", ""],
  ]);
});

test("a retry reads a table that comes after another no further than it failed itself", () => {
  const sites = { ...table, asset: "sites", after: [], todo: "", skipped: "0" };
  expect(again([sites, { ...table, todo: "" }]).map(({ todo }) => todo)).toEqual(["0", ""]);
});
