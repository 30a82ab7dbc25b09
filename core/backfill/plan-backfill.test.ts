import { expect, test } from "vitest";
import { columnOf, martOf, readOf, specOf, tableOf } from "../../test/fakes/specs.ts";
import { assetGraph } from "../graph/asset-graph.ts";
import type { FilterSpec } from "../spec/read.ts";
import { doneOf, planBackfill } from "./plan-backfill.ts";
import type { BackfillRequest } from "./track.ts";
import { readingOf } from "./reading-of.ts";
import { labelOf, windowOf } from "./window-of.ts";

const dayMs = 86_400_000;
const window: FilterSpec = { kind: "window", fromParam: "f", toParam: "t", longestDays: 31, from: "2025-06-01" };
const created: FilterSpec = { kind: "created-since", param: "c", horizonDays: 45 };
const version: FilterSpec = { kind: "version", overlap: 1, longestJump: 1 };
const at = columnOf("at", { cursor: true, type: { kind: "instant", reads: "rfc3339" } });
const number = columnOf("version", { cursor: true, type: { kind: "bigint" } });
const table = (key: string, filter: FilterSpec, begins?: string) =>
  tableOf(key, {
    read: readOf({ kind: "whole" }, filter, begins === undefined ? {} : { begins }),
    columns: [columnOf("id", { key: 1 }), filter.kind === "version" ? number : at],
  });
const young = [
  table("refunds", { kind: "updated-since", param: "s" }, "2025-06-01"),
  table("visits", created, "2025-06-01"),
  table("scans", version, "2025-06-01"),
  table("places", { kind: "none" }, "2025-06-01"),
];
const graph = assetGraph(
  specOf({
    tables: [
      table("bookings", window),
      table("payments", created),
      table("passes", version),
      tableOf("sites"),
      ...young,
    ],
    marts: [martOf("bookings_daily", ["bookings"])],
  }),
);
const moment = { now: new Date("2026-11-25T06:00:00.000Z"), zone: "Europe/Paris" };
const plan = (selection: string, over: Partial<BackfillRequest> = {}) =>
  planBackfill(graph, { selection, from: "2026-11-01", to: null, windowMs: 7 * dayMs, ...over }, moment);
const windowsOf = (selection: string, over?: Partial<BackfillRequest>) =>
  plan(selection, over).flatMap(({ cut, windows }) =>
    Array.from({ length: windows }, (_, number) => windowOf(cut, number)),
  );

test("where an API takes an upper end, closed windows tile the span and one open one reads since before the backfill's start", () => {
  expect(windowsOf("bookings")).toEqual([
    { kind: "instants", since: "2026-10-31T23:00:00.000Z", until: "2026-11-07T23:00:00.000Z" },
    { kind: "instants", since: "2026-11-07T23:00:00.000Z", until: "2026-11-14T23:00:00.000Z" },
    { kind: "instants", since: "2026-11-14T23:00:00.000Z", until: "2026-11-21T23:00:00.000Z" },
    { kind: "instants", since: "2026-11-21T23:00:00.000Z", until: "2026-11-25T06:00:00.000Z" },
    { kind: "instants", since: "2026-11-25T05:45:00.000Z", until: null },
  ]);
});

test("where it takes none, one open window reads since the beginning; a list without a time is read whole", () => {
  expect(windowsOf("payments")).toEqual([{ kind: "instants", since: "2026-10-31T22:45:00.000Z", until: null }]);
  for (const key of ["passes", "sites"])
    expect(windowsOf(key)).toEqual([{ kind: "instants", since: null, until: null }]);
});

test("each asset's plan says how it will be read, and what its source leaves no room for", () => {
  const saying = (selection: string) => plan(selection).map(({ cut }) => readingOf(cut));
  expect(saying("bookings")).toEqual([{ kind: "windows", says: "4 closed windows, some at once, then one up to now" }]);
  expect(saying("payments")).toEqual([
    { kind: "since", says: "once, since 2026-10-31T22:45Z up to now: its list takes no upper end" },
  ]);
  for (const key of ["passes", "sites"])
    expect(saying(key)).toEqual([
      { kind: "whole", says: "whole, once: its list takes neither a time nor an upper end" },
    ]);
  expect(saying("bookings_daily")).toEqual([
    { kind: "days", says: "rebuilt 7 days at a time, one window after another" },
  ]);
});

test.each(["refunds", "visits", "scans", "places"])(
  "of %s, whatever its list may be asked, what lies before its beginning is refused",
  (key) => {
    expect(() => plan(key, { from: "2025-05-31" })).toThrow(
      expect.objectContaining({
        code: "backfill.before-beginning",
        message: `${key} begins on 2025-06-01, and 2025-05-30T22:00:00.000Z lies before it. Give --from 2025-06-01 or later.`,
      }),
    );
    expect(plan(key, { from: "2025-06-01" })).toHaveLength(1);
  },
);

test("a mart's days are cut into windows, from the first day that it has, the last one of the span included", () => {
  expect(windowsOf("bookings_daily", { from: "2026-11-20", to: "2026-11-25", windowMs: 2 * dayMs })).toEqual([
    { kind: "days", days: ["2026-11-20", "2026-11-21"] },
    { kind: "days", days: ["2026-11-22", "2026-11-23"] },
    { kind: "days", days: ["2026-11-24"] },
  ]);
  expect(windowsOf("bookings_daily", { from: "2025-12-30", to: "2026-01-02T00:30:00+01:00", windowMs: 1 })).toEqual([
    { kind: "days", days: ["2026-01-01"] },
    { kind: "days", days: ["2026-01-02"] },
  ]);
});

test("a span that goes beyond now ends now; a table's begins where its source does", () => {
  expect(windowsOf("bookings", { from: "2026-11-24", to: "2027-01-01", windowMs: 30 * dayMs })[0]).toEqual({
    kind: "instants",
    since: "2026-11-23T23:00:00.000Z",
    until: "2026-11-25T06:00:00.000Z",
  });
  expect(windowsOf("bookings", { from: "2025-06-01", windowMs: 900 * dayMs })[0]).toMatchObject({
    since: "2025-06-01T00:00:00.000Z",
  });
});

test("a mart's partitions are the days named, up to today; no window reaches over a gap", () => {
  const windowMs = 3 * dayMs;
  expect(windowsOf("bookings_daily", { partitions: "2026-11-24..2026-12,2026-02-01..2026-02-04", windowMs })).toEqual([
    { kind: "days", days: ["2026-02-01", "2026-02-02", "2026-02-03"] },
    { kind: "days", days: ["2026-02-04"] },
    { kind: "days", days: ["2026-11-24", "2026-11-25"] },
  ]);
});

test("assets come in dependency order, each after those of the same backfill", () => {
  expect(plan("+bookings_daily").map(({ asset, after, todo }) => [asset, after, todo])).toEqual([
    ["bookings", [], "0-4"],
    ["bookings_daily", ["bookings"], "0-4"],
  ]);
});

test("a mart that comes after its table is closed by what is still stale, a table with checks by them; each of them alone by nothing", () => {
  const checks = [{ name: "unique(id)", kind: "unique", columns: ["id"], severity: "block" } as const];
  const automation = { kind: "missing" } as const;
  const checked = assetGraph(
    specOf({
      tables: [{ ...table("bookings", window), checks, automation }],
      marts: [martOf("bookings_daily", ["bookings"], { automation })],
    }),
  );
  const request = { selection: "+bookings_daily", from: "2026-11-23", to: null, windowMs: 7 * dayMs };
  const [first, last] = planBackfill(checked, request, moment);
  const named = (track: typeof first) =>
    track && Array.from({ length: track.windows }, (_, number) => labelOf(windowOf(track.cut, number)));
  expect(named(first)).toEqual(["2026-11-22T23:00Z to 2026-11-25T06:00Z", "since 2026-11-25T05:45Z", "its checks"]);
  expect(named(last)).toEqual(["2026-11-23 to 2026-11-25", "what is still stale"]);
  expect([first, last].map((track) => track && readingOf(track.cut).says)).toEqual([
    "1 closed windows, some at once, then one up to now; then its checks",
    "rebuilt 7 days at a time, one window after another; then what is still stale by then",
  ]);
  // The cursor of a table is asked for by tonight's run all the same: its condition is left to itself.
  expect([first, last].map((track) => track?.automated)).toEqual([undefined, true]);
  expect(plan("bookings_daily")[0]?.cut.closing).toBeUndefined();
});

test("what is neither to do nor in work, failed, skipped or cancelled is done", () => {
  const [track] = plan("bookings");
  expect(track && doneOf({ ...track, todo: "4", failed: "0", skipped: "", cancelled: "" }, 1)).toBe(2);
});

test.each<[string, Partial<BackfillRequest>, string, string]>([
  [
    "bookings",
    { from: "2026-11-20", to: "2026-11-01" },
    "backfill.empty-range",
    "Nothing lies between 2026-11-19T23:00:00.000Z and 2026-10-31T23:00:00.000Z, where the backfill would end. Give a --from that is before --to and before now.",
  ],
  [
    "bookings",
    { from: "2026-12-24" },
    "backfill.empty-range",
    "Nothing lies between 2026-12-23T23:00:00.000Z and 2026-11-25T06:00:00.000Z, where the backfill would end. Give a --from that is before --to and before now.",
  ],
  [
    "bookings",
    { from: "yesterday" },
    "backfill.instant",
    '--from is "yesterday". Give a day (2026-01-31) or an instant (2026-01-31T06:00:00Z).',
  ],
  [
    "bookings",
    { to: "2026-13-01" },
    "backfill.instant",
    '--to is "2026-13-01". Give a day (2026-01-31) or an instant (2026-01-31T06:00:00Z).',
  ],
  [
    "bookings",
    { from: "2026-02-30T06:00:00Z" },
    "backfill.instant",
    '--from is "2026-02-30T06:00:00Z". Give a day (2026-01-31) or an instant (2026-01-31T06:00:00Z).',
  ],
  [
    "bookings",
    { from: "2025-05-31" },
    "backfill.before-beginning",
    "bookings begins on 2025-06-01, and 2025-05-30T22:00:00.000Z lies before it. Give --from 2025-06-01 or later.",
  ],
  [
    "bookings_daily",
    { from: "2025-11-01", to: "2025-12-01" },
    "backfill.before-beginning",
    "bookings_daily begins on 2026-01-01, and 2025-10-31T23:00:00.000Z lies before it. Give --from 2026-01-01 or later.",
  ],
  [
    "bookings",
    { from: "2025-06-02", windowMs: 3_600_000 },
    "backfill.too-many-windows",
    "The backfill would be 12993 windows, more than 10000. Give a longer --window, or fewer assets at a time.",
  ],
  [
    "+bookings_daily",
    { partitions: "2026-02" },
    "backfill.no-partitions",
    "bookings is a table, which has no partitions. Select marts alone, or give --from and --to for tables.",
  ],
  [
    "bookings_daily",
    { partitions: "2025-12..2026-02" },
    "backfill.before-beginning",
    "bookings_daily begins on 2026-01-01, and 2025-12-01 lies before it. Give --partitions 2026-01-01 or later.",
  ],
  [
    "bookings_daily",
    { from: "2026-12-01", partitions: "2026-12" },
    "backfill.empty-range",
    'No partition of bookings_daily has begun of those named by "2026-12". Give partitions up to today.',
  ],
  ["nothing", {}, "graph.unknown-asset", 'There is no asset "nothing". Choose among bookings,'],
  ["bookings and sites", {}, "selection.empty", 'The selection "bookings and sites" matches no asset.'],
])("of %s, %j is refused as %s", (selection, over, code, message) => {
  expect(() => plan(selection, over)).toThrow(
    expect.objectContaining({ code, message: expect.stringContaining(message) }),
  );
});

test("windows have names", () => {
  expect(windowsOf("bookings", { from: "2026-11-20" }).map(labelOf)).toEqual([
    "2026-11-19T23:00Z to 2026-11-25T06:00Z",
    "since 2026-11-25T05:45Z",
  ]);
  expect(windowsOf("sites").map(labelOf)).toEqual(["everything"]);
  expect(windowsOf("bookings_daily", { from: "2026-11-20" }).map(labelOf)).toEqual(["2026-11-20 to 2026-11-25"]);
});

test("beyond the last window of days there is nothing to do", () => {
  expect(windowOf({ kind: "days", from: "2026-01-01", to: "2026-01-03", days: 7 }, 1)).toEqual({
    kind: "days",
    days: [],
  });
});
