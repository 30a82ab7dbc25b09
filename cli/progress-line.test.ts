import { expect, test } from "vitest";
import type { OpenLoad } from "../core/ports/database.ts";
import { progressLine } from "./progress-line.ts";

const load = (table: string, staged: number, more: Partial<OpenLoad> = {}): OpenLoad => ({
  loadId: `load-of-${table}`,
  table,
  expected: 10_000,
  staged,
  bytes: 4_000_000,
  openedAt: "2026-07-04T03:15:00.000Z",
  ...more,
});
const progress = (running: readonly string[]) => ({
  job: "nightly",
  total: 4,
  ended: [{ asset: "sites", state: "done" as const, rows: 8, days: [], detail: "" }],
  running,
});

test("a first look tells what is on its way, and no pace yet", () => {
  const { line } = progressLine(progress(["orders"]), [load("orders", 2_500)], 0, undefined);
  expect(line).toBe(
    "[█████░░░░░░░░░░░░░░░] 1 of 4 assets · 2,500 of 10,000 rows, 1.0 of 4.0 MB at 0.0 MB/s · orders 0 rows/s",
  );
});

test("a second look tells the rows a second of each table, the bytes of all and the time left", () => {
  const first = progressLine(progress([]), [load("orders", 0), load("visits", 1_000)], 0, undefined).sample;
  const { line } = progressLine(
    progress(["orders", "visits", "clients"]),
    [load("orders", 3_968), load("visits", 1_620)],
    2_000,
    first,
  );
  expect(line).toBe(
    "[█████░░░░░░░░░░░░░░░] 1 of 4 assets · 5,588 of 20,000 rows, 2.2 of 8.0 MB at 0.9 MB/s, 0:07 left · orders 1,984 rows/s, visits 310 rows/s, clients",
  );
});

test("a pace is smoothed, and a load that was staged again from its beginning has no negative one", () => {
  const first = progressLine(progress([]), [load("orders", 0)], 0, undefined).sample;
  const second = progressLine(progress([]), [load("orders", 1_000)], 1_000, first).sample;
  const third = progressLine(progress([]), [load("orders", 3_000)], 2_000, second);
  expect(third.line).toContain("orders 1,300 rows/s");
  expect(progressLine(progress([]), [load("orders", 0)], 3_000, third.sample).line).toContain("orders 1,300 rows/s");
});

test("a minute that is nearly full is told as the next one", () => {
  const first = progressLine(progress([]), [load("orders", 0)], 0, undefined).sample;
  const { line } = progressLine(progress([]), [load("orders", 100, { bytes: 4_000_000 })], 603, first);
  expect(line).toContain("1:00 left");
});

test("nothing on its way leaves the bar alone", () => {
  expect(progressLine({ job: "nightly", total: 0, ended: [], running: [] }, [], 0, undefined).line).toBe(
    "[████████████████████] 0 of 0 assets",
  );
});
