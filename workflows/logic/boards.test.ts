import { expect, test } from "vitest";
import { removedDeclaration } from "../../core/automation/removed-declaration.ts";
import { emptyState } from "../contracts/state.ts";
import { assetBoard, assetView } from "./asset-board.ts";
import type { Plan } from "../../core/graph/plan.ts";
import { declare } from "./automation.ts";
import { runBoard } from "./run-board.ts";
import { stepDetails } from "./step-details.ts";
import { tableOutcome, upkeepOutcome } from "./table-outcome.ts";

const busy = {
  ...emptyState("orders"),
  mark: { watermark: "2026-11-25T02:15:00Z" },
  fence: 7,
  health: "ok",
  lease: { holder: "run/a/extract/orders", fence: 7, until: null },
  waiting: [{ holder: "run/b/extract/orders", fence: null, until: "2026-11-25T02:45:00Z" }],
  recent: [{ id: "m1", at: "2026-11-24T02:20:00Z", rows: 12, load: "l1" }],
} as const;

const pageOf = (workflow: string, text = workflow): string =>
  `[${text}](/namespaces/{namespace}/workflows/${workflow.replaceAll("/", "%2F")})`;

test("a run's page has one line an asset, with how it ended or where it is", () => {
  const steps = ["a", "b", "c"].map((asset) => ({ asset, kind: "table", source: "shop", after: [] }) as const);
  const ended = new Map([
    ["a", { asset: "a", state: "done", rows: 3000, bytes: 812_000, detail: "3000 read" } as const],
  ]);
  const told = { atOnce: 6, refused: "`setConcurrency` was refused", took: () => 2_000 };
  const running = new Map([["b", Promise.resolve()]]);
  expect(runBoard({ v: 1, job: "nightly", graphHash: "", steps }, { ended, running }, told)).toBe(
    [
      "### nightly: 1 of 3, 6 at once",
      "✘ `setConcurrency` was refused",
      "",
      "| asset | state | rows | bytes | rate | detail |",
      "|---|---|---:|---:|---:|---|",
      `| ${pageOf("asset/a", "a")} | ✔ done, 2.0 s | 3,000 | 812 kB | 406 kB/s | 3000 read |`,
      `| ${pageOf("asset/b", "b")} | ▶ running |||||`,
      `| ${pageOf("asset/c", "c")} | … waiting |||||`,
    ].join("\n"),
  );
});

test("an entity's page shows its health, its marks, who holds the cursor and who waits", () => {
  expect(assetBoard(busy)).toBe(
    [
      "### orders — ok",
      "| landed through | loaded through | fence | held by | waiting |",
      "|---|---|---|---|---|",
      `| 2026-11-25T02:15:00Z | – | 7 | ${pageOf("run/a/extract/orders")} | ${pageOf("run/b/extract/orders")} |`,
      "",
      "| materialised | rows | by |",
      "|---|---|---|",
      `| 2026-11-24T02:20:00Z | 12 | ${pageOf("ingest/orders/l1", "l1")} |`,
    ].join("\n"),
  );
});

test("an entity's page says that its asset is no longer declared", () => {
  const set = { alerts: false, ingestion: "run" } as const;
  const removed = declare({ ...busy, health: "removed" }, removedDeclaration(set), new Date(0));
  expect(assetBoard(removed).split("\n").slice(0, 3)).toEqual([
    "### orders — removed",
    "It is no longer declared: nothing is promised of it, and nothing starts it.",
    "",
  ]);
});

test("a run of more assets than a page takes shows first those that need a look", () => {
  const steps = Array.from({ length: 200 }, (_, at): Plan["steps"][number] => ({
    asset: `asset_${at}`,
    kind: "table",
    source: "shop",
    after: [],
  }));
  const failed = { asset: "asset_150", state: "failed", rows: 0, detail: "The source answered 500." } as const;
  const walk = { ended: new Map([["asset_150", failed]]), running: new Map([["asset_199", Promise.resolve()]]) };
  const told = { atOnce: 6, refused: null, took: () => undefined };
  const board = runBoard({ v: 1, job: "nightly", graphHash: "", steps }, walk, told);
  expect(board.length).toBeLessThan(4_000);
  expect(board).toContain("✘ failed");
  expect(board).toContain("▶ running");
  expect(board).toMatch(/\n\n\d+ more, which need no look; `sillage status` has all\.$/);
});

test("an entity's page names the next few of many that wait, and links what made each materialisation", () => {
  const waiting = Array.from({ length: 8 }, (_, at) => ({ holder: `run/${at}`, fence: null, until: "" }));
  const board = assetBoard({ ...busy, waiting, recent: [{ ...busy.recent[0], load: null }] });
  expect(board).toContain(`${pageOf("run/4")}, 3 more |`);
  expect(board).toContain("| 12 | `m1` |");
});

test("an entity's page says who paused it and why, and which signal was not understood", () => {
  const pause = { who: "Ada Exemple", why: "the source is being repaired", at: "2026-11-25T01:00:00Z" };
  const held = { ...busy, refused: "`pause` was refused", control: { revision: 1, pause, hand: null } };
  expect(assetBoard(held).split("\n").slice(0, 5)).toEqual([
    "### orders — ok",
    "⏸ by Ada Exemple since 2026-11-25T01:00:00Z: the source is being repaired",
    "",
    "✘ `pause` was refused",
    "",
  ]);
});

test("an entity's page tells why its last pass and its upkeep failed", () => {
  const failedUpkeep = [{ parts: ["history"], why: "The source is down." }];
  const board = assetBoard({ ...busy, failing: true, failure: "The source refuses the key.", failedUpkeep });
  expect(board).toContain("- ✘ the last pass failed: The source refuses the key.\n- ✘ history: The source is down.\n");
  expect(assetBoard({ ...busy, failing: true })).toContain("- ✘ the last pass failed: its run says why");
});

test("an entity's page tells the checks that failed", () => {
  const checks = { warned: ["row_change: 20, at most 15"], blocked: ["unique(id): 1, at most 0"] };
  expect(assetBoard({ ...busy, checks })).toContain(
    "\n\n- ✘ unique(id): 1, at most 0 (blocks)\n- ⚠ row_change: 20, at most 15 (warns)\n\n| materialised",
  );
});

test("an entity tells who waits by their workflow ids", () => {
  expect(assetView(busy)).toEqual({ ...busy, waiting: ["run/b/extract/orders"] });
});

test("a child's details lead to its run and to the asset's state", () => {
  expect(stepDetails("orders", "run/nightly/1")).toBe(
    "Part of [run/nightly/1](/namespaces/{namespace}/workflows/run%2Fnightly%2F1). The asset's state: [asset/orders](/namespaces/{namespace}/workflows/asset%2Forders).",
  );
});

const landed = { loadId: "01A", bytes: 900 };

test("the outcome of a table of which nothing new was read tells what its ids say, and whether history is due", () => {
  const found = { vanished: 0, restored: 0, absent: 0, missed: 0, reread: null };
  const of = { asset: "orders", state: "unchanged", rows: 0 };
  expect(upkeepOutcome("orders", ["history"], found)).toEqual({ ...of, detail: "no history is due" });
  expect(upkeepOutcome("orders", ["ids"], { ...found, vanished: 2, absent: 1 })).toEqual({
    ...of,
    state: "done",
    rows: 2,
    detail: "ids compared, 2 vanished, 1 listed and not stored",
  });
});

test("a table's outcome counts what changed, and tells the rest", () => {
  const loaded = { table: "orders", merged: 3, quarantined: 2 };
  const found = { vanished: 0, restored: 0, absent: 0, missed: 0 };
  expect(tableOutcome({ ...landed, rows: 9, verified: false }, loaded, { ...found, vanished: 1 })).toEqual({
    asset: "orders",
    state: "done",
    rows: 4,
    detail: "9 read, 2 quarantined, 1 vanished, unverified",
    load: "01A",
    bytes: 900,
  });
  expect(tableOutcome({ ...landed, rows: 9, verified: true }, { ...loaded, merged: 0, quarantined: 0 }, found)).toEqual(
    {
      asset: "orders",
      state: "unchanged",
      rows: 0,
      detail: "9 read",
      load: "01A",
      bytes: 900,
    },
  );
  const missed = { vanished: 0, restored: 2, absent: 3, missed: 1 };
  expect(
    tableOutcome({ ...landed, rows: 9, verified: true }, { ...loaded, merged: 0, quarantined: 0 }, missed),
  ).toEqual({
    asset: "orders",
    state: "done",
    rows: 2,
    detail: "9 read, 2 listed again, 3 listed and not stored, the next pass reads everything",
    load: "01A",
    bytes: 900,
  });
});

test("a table's outcome names the fields that came and are not declared, five of many", () => {
  const loaded = { table: "orders", merged: 0, quarantined: 0 };
  const found = { vanished: 0, restored: 0, absent: 0, missed: 0 };
  const detail = (newFields: readonly string[]) =>
    tableOutcome({ ...landed, rows: 9, verified: true, newFields }, loaded, found).detail;
  expect(detail([])).toBe("9 read");
  expect(detail(["iban", "address.door"])).toBe("9 read, new fields: iban, address.door");
  expect(detail(["a", "b", "c", "d", "e", "f"])).toBe("9 read, new fields: a, b, c, d, e, …");
});
