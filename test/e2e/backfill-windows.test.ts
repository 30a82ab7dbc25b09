import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { countOf } from "../../core/backfill/ranges.ts";
import { backfillWorld, type BackfillWorld } from "../harness/backfill-world.ts";
import { manyWindows } from "../harness/many-windows.ts";
import { noTemporal } from "../harness/temporal.ts";

/** All that a backfill may have are 10,000: `npm run bench -- --only windows` walks them. One of them is open. */
const windows = 1_000;

describe.skipIf(noTemporal !== undefined)("many windows in one backfill", () => {
  let world: BackfillWorld;
  beforeAll(async () => {
    world = await backfillWorld("cheap");
  });
  afterAll(() => world.stop());

  test(
    "leave histories of about a thousand events, and less than 32 KiB to remember, also where every other one fails",
    { timeout: 600_000 },
    async () => {
      const { track, histories } = await manyWindows(world, windows);
      const failed = countOf(track.failed);
      expect([track.windows, track.todo, track.rows + failed]).toEqual([windows, "", windows]);
      expect(track.failed.split(",").length).toBeGreaterThan(windows / 2 - 3);
      expect(JSON.stringify(track).length).toBeLessThan(32 * 1024);
      expect(Math.max(...histories.map(({ events }) => events))).toBeLessThan(1_500);
      process.stdout.write(`histories of the backfill, events and bytes: ${JSON.stringify(histories)}\n`);
    },
  );
});
