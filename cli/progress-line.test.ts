import { expect, test } from "vitest";
import type { OpenLoad } from "../core/ports/database.ts";
import { progressLine } from "./progress-line.ts";
import type { TableReading } from "./reading-tables.ts";

const load = (table: string, staged: number, more: Partial<OpenLoad> = {}): OpenLoad => ({
  loadId: `load-of-${table}`,
  table,
  expected: 10_000,
  staged,
  bytes: 4_000_000,
  openedAt: "2026-07-04T03:15:00.000Z",
  ...more,
});
const staging = (...loads: readonly OpenLoad[]) => ({ loads, readings: [] });
const reading = (...readings: readonly TableReading[]) => ({ loads: [], readings });
const progress = (running: readonly string[]) => ({
  job: "nightly",
  total: 4,
  ended: [{ asset: "sites", state: "done" as const, rows: 8, days: [], detail: "" }],
  running,
});

test("a first look tells what is on its way, and no pace yet", () => {
  const { line } = progressLine(progress(["orders"]), staging(load("orders", 2_500)), 0, undefined);
  expect(line).toBe(
    "[█████░░░░░░░░░░░░░░░] 1 of 4 assets · 2,500 of 10,000 rows, 1.0 of 4.0 MB at 0.0 MB/s · orders 0 rows/s",
  );
});

test("a second look tells the rows a second of each table, the bytes of all and the time left", () => {
  const first = progressLine(progress([]), staging(load("orders", 0), load("visits", 1_000)), 0, undefined).sample;
  const { line } = progressLine(
    progress(["orders", "visits", "clients"]),
    staging(load("orders", 3_968), load("visits", 1_620)),
    2_000,
    first,
  );
  expect(line).toBe(
    "[█████░░░░░░░░░░░░░░░] 1 of 4 assets · 5,588 of 20,000 rows, 2.2 of 8.0 MB at 0.9 MB/s, 0:07 left · orders 1,984 rows/s, visits 310 rows/s, clients",
  );
});

test("a pace is smoothed, and a load that was staged again from its beginning has no negative one", () => {
  const first = progressLine(progress([]), staging(load("orders", 0)), 0, undefined).sample;
  const second = progressLine(progress([]), staging(load("orders", 1_000)), 1_000, first).sample;
  const third = progressLine(progress([]), staging(load("orders", 3_000)), 2_000, second);
  expect(third.line).toContain("orders 1,300 rows/s");
  expect(progressLine(progress([]), staging(load("orders", 0)), 3_000, third.sample).line).toContain(
    "orders 1,300 rows/s",
  );
});

test("a minute that is nearly full is told as the next one", () => {
  const first = progressLine(progress([]), staging(load("orders", 0)), 0, undefined).sample;
  const { line } = progressLine(progress([]), staging(load("orders", 100, { bytes: 4_000_000 })), 603, first);
  expect(line).toContain("1:00 left");
});

test("nothing on its way leaves the bar alone", () => {
  expect(progressLine({ job: "nightly", total: 0, ended: [], running: [] }, staging(), 0, undefined).line).toBe(
    "[████████████████████] 0 of 0 assets",
  );
});

test("a table that is still read tells its rows, bytes and rate, and with a total from the API all rows and the time left", () => {
  const orders = { table: "orders", rows: 1_000, bytes: 400_000, ahead: 5_000, elapsedMs: 1_000 };
  const visits = { table: "visits", rows: 500, bytes: 100_000, ahead: null, elapsedMs: 1_000 };
  const first = progressLine(progress(["orders", "visits"]), reading(orders, visits), 0, undefined).sample;
  const { line } = progressLine(
    progress(["orders", "visits", "clients"]),
    reading({ ...orders, rows: 3_000, bytes: 1_200_000, ahead: 3_000 }, { ...visits, rows: 800, bytes: 300_000 }),
    2_000,
    first,
  );
  expect(line).toBe(
    "[█████░░░░░░░░░░░░░░░] 1 of 4 assets · clients · orders read: 3,000 of 6,000 rows, 1.2 MB at 1,000 rows/s, 0.4 MB/s, 0:03 left · visits read: 800 rows, 0.3 MB at 150 rows/s, 0.1 MB/s",
  );
});
