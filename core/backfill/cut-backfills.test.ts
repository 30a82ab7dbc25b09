import { expect, test } from "vitest";
import { memoryBackfills } from "../../test/fakes/memory-backfills.ts";
import { cutBackfills } from "./cut-backfills.ts";

const request = { selection: "orders", from: "2026-11-01", to: null, windowMs: 1 };
const startedAt = "2026-11-25T02:15:00.000Z";
const now = new Date("2026-11-25T08:00:00Z");

test("backfills that are kept as running and run no longer are written down as cut; the others go on, and one that ended meanwhile keeps its end", async () => {
  const database = memoryBackfills();
  const ids = ["backfill/1", "backfill/2", "backfill/3"];
  for (const id of ids) await database.beginBackfill({ id, request, tracks: [], startedAt });
  const isRunning = async (id: string): Promise<boolean> => {
    if (id === "backfill/3") await database.saveBackfill({ id, state: "done", tracks: [], endedAt: startedAt });
    return id === "backfill/1";
  };
  expect(await cutBackfills(database, isRunning, ids, now)).toEqual(["backfill/2"]);
  expect((await database.backfills()).map(({ id, state, endedAt }) => [id, state, endedAt])).toEqual([
    ["backfill/3", "done", startedAt],
    ["backfill/2", "cut", now.toISOString()],
    ["backfill/1", "running", null],
  ]);
});
