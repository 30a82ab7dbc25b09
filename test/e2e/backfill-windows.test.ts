import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { processEnvironment } from "../../config.ts";
import { countOf } from "../../core/backfill/ranges.ts";
import { backfillWorld, type BackfillWorld } from "../harness/backfill-world.ts";
import { until } from "../harness/demo.ts";
import { noTemporal } from "../harness/temporal.ts";

/** All that a backfill may have are 10,000, in some minutes: `BACKFILL_WINDOWS=10000` (it passed on 2026-11-28 in 1,042 s, on two cores that had other work, load 20 to 40). One of them is open. */
const windows = Number(processEnvironment()["BACKFILL_WINDOWS"] ?? 1_000);
const closed = windows - 1;
const [from, to] = ["2016-01-01T00:00:00.000Z", "2026-11-25T00:00:00.000Z"];
/** An odd number of milliseconds: every other window ends at an even instant. */
const windowMs = Math.ceil((Date.parse(to) - Date.parse(from)) / closed) | 1;

describe.skipIf(noTemporal !== undefined)("many windows in one backfill", () => {
  let world: BackfillWorld;
  beforeAll(async () => {
    world = await backfillWorld("cheap");
  });
  afterAll(() => world.stop());

  test(
    "leave histories of about a thousand events, and less than 32 KiB to remember, also where every other one fails",
    { timeout: 1_800_000 },
    async () => {
      const handle = await world.start("bookings", {
        request: { selection: "bookings", from, to, windowMs },
        concurrency: 32,
      });
      await handle.result().catch(() => undefined);
      const [track] = (await world.backfills.backfill(handle.workflowId))?.tracks ?? [];
      const failed = countOf(track?.failed ?? "");
      expect([track?.windows, track?.todo, (track?.rows ?? 0) + failed]).toEqual([windows, "", windows]);
      expect(track?.failed.split(",").length).toBeGreaterThan(windows / 2 - 3);
      expect(JSON.stringify(track).length).toBeLessThan(32 * 1024);
      const lengths: number[] = [];
      await until("the last run is listed", async () => {
        lengths.length = 0;
        for await (const run of world.client.workflow.list({ query: `WorkflowId = "${handle.workflowId}"` }))
          if (run.status.name !== "RUNNING") lengths.push(run.historyLength ?? 0);
        return lengths.length > windows / 500;
      });
      expect(Math.max(...lengths)).toBeLessThan(1_500);
    },
  );
});
