import { expect, test } from "vitest";
import { bytesText, countText, rateText } from "./amounts.ts";
import { loadBoard, loadedBoard, refusedBoard } from "./load-board.ts";
import { createLoadMeter } from "./load-meter.ts";
import { buildingBoard, builtBoard } from "./mart-board.ts";
import { passBoard, readingBoard } from "./pass-board.ts";
import { replayedBoard } from "./replayed-board.ts";
import { createStepClock } from "./step-clock.ts";

const orders = "[orders](/namespaces/{namespace}/workflows/asset%2Forders)";
const daily = "[orders_daily](/namespaces/{namespace}/workflows/asset%2Forders_daily)";

test("amounts are short, and a rate is of bytes where they are known", () => {
  expect([812, 9_400, 12_345, 1_240_000, 52_000_000].map(bytesText)).toEqual([
    "812 B",
    "9.4 kB",
    "12 kB",
    "1.2 MB",
    "52 MB",
  ]);
  expect([0, 999, 1_204, 1_234_567].map(countText)).toEqual(["0", "999", "1,204", "1,234,567"]);
  expect(rateText({ rows: 10, bytes: 2_000_000 }, 2_000)).toBe("1.0 MB/s");
  expect(rateText({ rows: 5_000 }, 2_000)).toBe("2,500 rows/s");
  expect(rateText({ rows: 0 }, 2_000)).toBe("");
});

test("a load on its way tells its parts, its bytes and how fast they are merged", () => {
  const parts = [
    { rows: 1_000, rawBytes: 400_000 },
    { rows: 500, rawBytes: 100_000 },
  ];
  const meter = createLoadMeter(parts);
  meter.staged();
  meter.staged();
  meter.merged(parts[0] ?? { rows: 0, rawBytes: 0 });
  expect(loadBoard({ table: "orders", loadId: "01A", ...meter.now(), ms: 2_000 })).toBe(
    [
      `### ${orders}: 1 of 2 parts merged, 2.0 s`,
      "",
      "Load `01A`",
      "",
      "| parts | staged | merged | rows | bytes | rate |",
      "|---|---|---|---|---|---|",
      "| 2 | 2 | 1 | 1,500 | 500 kB | 200 kB/s |",
    ].join("\n"),
  );
});

test("a load that is in its table tells what came of its rows, and where those are that did not fit", () => {
  const done = { table: "orders", loadId: "01A", merged: 5, unchanged: 4, superseded: 3, quarantined: 2, erased: 1 };
  const board = loadedBoard({ ...done, materialisationId: null }, { bytes: 5_000, ms: 1_000 });
  expect(board).toContain("| 5 | 4 | 3 | 2 | 1 | 5.0 kB | 5.0 kB/s |");
  expect(board).toContain("`sillage quarantine list --table orders`");
  const clean = loadedBoard({ ...done, quarantined: 0, materialisationId: null }, { bytes: 5_000, ms: 1_000 });
  expect(clean).not.toContain("quarantine list");
});

test("a refused load says why, and how it is brought in later", () => {
  expect(refusedBoard("orders", "01A", "load.over-budget")).toBe(
    `### ${orders}: ✘ refused\n\nLoad \`01A\`: \`load.over-budget\`. Once what it complains of is mended, \`sillage quarantine replay --load 01A\` brings it in.`,
  );
});

test("a pass tells from where it reads, then what it landed, and what is doubtful", () => {
  expect(readingBoard("orders", "incremental", "2026-11-25T02:15:00Z", 7)).toContain(
    "| incremental | 2026-11-25T02:15:00Z | 7 |",
  );
  const landed = { rows: 1_200, pages: 3, misfits: 1, bytes: 240_000, ms: 4_000, mark: "`none`" };
  const board = passBoard({ table: "orders", loadId: "01A", ...landed, beyond: 2, verified: false });
  expect(board.split("\n")).toEqual([
    `### ${orders}: ✔ landed in 4.0 s, 2 rows beyond a likely version, unverified: the mark stays`,
    "| rows | pages | misfits | bytes | rate | mark |",
    "|---|---|---|---|---|---|",
    "| 1,200 | 3 | 1 | 240 kB | 60 kB/s | `none` |",
    "",
    "Its ingestion: [ingest/orders/01A](/namespaces/{namespace}/workflows/ingest%2Forders%2F01A).",
  ]);
});

test("a mart tells its days, its rows, and the checks that warned", () => {
  const input = { mart: "orders_daily", days: ["2026-11-01", "2026-11-02"], run: "run/a" };
  expect(buildingBoard({ ...input, days: null })).toBe(`### ${daily}: ▶ all days`);
  const result = { rows: 300, changed: true, materialisationId: "m", checks: { warned: ["few: 1"], blocked: [] } };
  expect(builtBoard(input, result, 3_000).split("\n")).toEqual([
    `### ${daily}: ✔ built, 3.0 s`,
    "| days | rows | rate |",
    "|---|---|---|",
    "| 2 days | 300 | 100 rows/s |",
    "",
    "- ⚠ few: 1 (warns)",
  ]);
});

test("a replay tells what came of each row", () => {
  const counts = { rows: 6, merged: 3, unchanged: 1, superseded: 1, quarantined: 1, erased: 0 };
  expect(replayedBoard("orders", counts)).toContain("| 3 | 1 | 1 | 1 | 0 |");
});

test("a step has taken the time since it was seen to run, until it was seen to have ended", () => {
  const clock = createStepClock();
  const running = new Map([["a", Promise.resolve()]]);
  clock.note({ ended: new Map(), running }, 1_000);
  expect([clock.took("a", 1_500), clock.took("b", 1_500)]).toEqual([500, undefined]);
  clock.note({ ended: new Map([["a", {}]]), running: new Map() }, 3_000);
  expect(clock.took("a", 9_000)).toBe(2_000);
});
