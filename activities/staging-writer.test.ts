import { expect, test } from "vitest";
import type { Database } from "../core/ports/database.ts";
import { sampleTable } from "../test/contracts/sample-orders.ts";
import { StagingWriter, type PartLine } from "./staging-writer.ts";
import type { Staged } from "./to-staged-row.ts";

const rowBytes = 1_000;
const row = (line: number): Staged => ({
  kind: "row",
  row: { line, hash: "h", orderedAt: "2026-11-24T02:00:00.000Z", businessDay: null, values: [] },
});
const misfit = (line: number): Staged => ({
  kind: "misfit",
  row: { line, misfit: { column: "total", rule: "decimal" }, sealed: null, pid: null },
});

/** A database that keeps how many lines came at once, its throttle switched by the test. */
function keeping() {
  const state = { enabled: false };
  const batches: number[] = [];
  const quarantined: number[] = [];
  const reserved: number[] = [];
  const database: Partial<Database> = {
    throttleState: async () => ({ lane: "default", bytesPerSecond: 1_000_000, paused: false, enabled: state.enabled }),
    reserve: async (_, bytes) => {
      reserved.push(bytes);
      return { granted: true, waitMs: 0, free: !state.enabled };
    },
    stageBatch: async (_table, _load, _part, rows) => void batches.push([...rows].length),
    quarantineBatch: async (_table, _load, _part, rows) => void quarantined.push(rows.length),
  };
  return { state, batches, quarantined, reserved, database: database as Database };
}

async function write(database: Database, lines: readonly Staged[], at: (line: number) => void = () => undefined) {
  const read = ({ line }: PartLine) => lines[line - 1] ?? row(line);
  const target = { table: sampleTable("orders"), loadId: "l", part: 1, read };
  const writer = new StagingWriter(database, target, new AbortController().signal);
  await writer.ready();
  for (let line = 1; line <= lines.length; line++) {
    at(line);
    if (writer.isFull(rowBytes)) {
      await writer.flush();
      await writer.written();
    }
    writer.add({ line, from: 0, bytes: rowBytes });
  }
  await writer.flush();
  await writer.written();
}

test("with the throttle off batches are large from the first on, and nothing is reserved", async () => {
  const { database, batches, reserved } = keeping();
  await write(
    database,
    Array.from({ length: 6_000 }, (_, at) => row(at + 1)),
  );
  expect(batches).toEqual([4_000, 2_000]);
  expect(reserved).toEqual([]);
});

test("a throttle switched on while a part is staged is felt by the batch about to go, cut into pieces, and by those that follow", async () => {
  const { database, batches, reserved, state } = keeping();
  const lines = Array.from({ length: 1_000 }, (_, at) => row(at + 1));
  await write(database, lines, (line) => {
    if (line === 900) state.enabled = true;
  });
  expect(Math.max(...batches)).toBe(32);
  expect(batches.reduce((sum, rows) => sum + rows, 0)).toBe(1_000);
  expect(Math.max(...reserved)).toBeLessThanOrEqual(32_768);
  expect(reserved.reduce((sum, bytes) => sum + bytes, 0)).toBe(1_000_000);
});

test("a line longer than a batch goes alone, once all its bytes were reserved batch by batch", async () => {
  const { database, state } = keeping();
  const told: (number | "written")[] = [];
  const telling: Database = {
    ...database,
    reserve: async (_, bytes) => {
      told.push(bytes);
      return { granted: true, waitMs: 0, free: false };
    },
    stageBatch: async (_table, _load, _part, rows) => void told.push(...[...rows].map(() => "written" as const)),
  };
  state.enabled = true;
  const target = { table: sampleTable("orders"), loadId: "l", part: 1, read: ({ line }: PartLine) => row(line) };
  const writer = new StagingWriter(telling, target, new AbortController().signal);
  await writer.ready();
  for (const [at, bytes] of [1_000, 150_000, 1_000].entries()) {
    if (writer.isFull(bytes)) await writer.flush();
    await writer.written();
    writer.add({ line: at + 1, from: 0, bytes });
  }
  await writer.flush();
  await writer.written();
  expect(told).toEqual([1_000, "written", 32_768, 32_768, 32_768, 32_768, 18_928, "written", 1_000, "written"]);
});

test("rows that do not fit go to quarantine with their batch", async () => {
  const { database, batches, quarantined } = keeping();
  await write(database, [row(1), misfit(2), row(3)]);
  expect([batches, quarantined]).toEqual([[2], [1]]);
});

test("what a line is refused for is told when its batch is sent, and nothing of that batch is staged", async () => {
  const { database, batches } = keeping();
  const refusing = new StagingWriter(
    database,
    {
      table: sampleTable("orders"),
      loadId: "l",
      part: 1,
      read: ({ line }) => {
        if (line === 2) throw new Error("line 2 is refused");
        return row(line);
      },
    },
    new AbortController().signal,
  );
  refusing.add({ line: 1, from: 0, bytes: rowBytes });
  refusing.add({ line: 2, from: 0, bytes: rowBytes });
  await refusing.flush();
  await expect(refusing.written()).rejects.toThrow("line 2 is refused");
  expect(batches).toEqual([]);
});
