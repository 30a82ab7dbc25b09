import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { retryBackfill } from "../../cli/backfill/retry-backfill.ts";
import { SillageError } from "../../core/errors.ts";
import { backfillWorld, type BackfillWorld } from "../harness/backfill-world.ts";
import { until } from "../harness/demo.ts";
import { doors } from "../harness/doors.ts";
import { noTemporal } from "../harness/temporal.ts";

/** A failure that no retry can help. */
const fatal = (code: string, message: string) => new SillageError({ code, message, fix: "Mend it." });

describe.skipIf(noTemporal !== undefined)(
  `failures of backfills on a Temporal server${noTemporal === undefined ? "" : ` (skipped: ${noTemporal})`}`,
  () => {
    let world: BackfillWorld;
    beforeAll(async () => {
      world = await backfillWorld();
    });
    afterAll(() => world.stop());
    beforeEach(() => world.clear());

    test("a failed window stops no other; a retry under the same id does it alone", async () => {
      world.hooks.read = async ({ since }) => {
        if (since?.startsWith("2026-09-06") === true) throw fatal("source.contract", "A page was not as declared.");
      };
      const handle = await world.start("bookings");
      expect(await world.outcome(handle)).toBe(
        `1 windows failed. Mend what the board tells, then \`sillage backfill retry ${handle.workflowId}\` does them alone.`,
      );
      expect(await world.backfills.backfill(handle.workflowId)).toMatchObject({
        state: "failed",
        tracks: [{ failed: "2", todo: "", rows: 10 }],
      });
      expect((await world.progress(handle)).failures).toEqual([
        {
          asset: "bookings",
          window: "2026-09-06T00:00Z to 2026-09-16T00:00Z",
          why: "A page was not as declared. Mend it.",
        },
      ]);
      world.happened.length = 0;
      world.hooks.read = async () => undefined;
      const again = await world.retry(handle.workflowId);
      expect(await world.outcome(again)).toBe("done");
      expect(world.happened).toEqual([
        "read bookings 2026-09-06 2026-09-16",
        "landed bookings 2026-09-06 2026-09-16",
        "loaded bookings 2026-09-06 2026-09-16",
      ]);
      expect(await world.stored(handle.workflowId)).toBe("done");
    });

    test("a retry of one that still runs, that did not fail or that is unknown is refused", async () => {
      const door = doors();
      world.hooks.read = door.stand;
      const handle = await world.start("bookings");
      const id = handle.workflowId;
      await until("two windows are read", async () => door.shut.length === 2);
      const how = { concurrency: 4, queue: false, ingestion: "run" } as const;
      const retry = async () => retryBackfill(world.client, id, await world.backfills.backfill(id), how);
      await expect(retry()).rejects.toMatchObject({
        code: "backfill.running",
        message: `${id} still runs. Wait for its end, or cancel it; then retry what failed.`,
      });
      world.hooks.read = async () => undefined;
      door.openAll();
      expect(await world.outcome(handle)).toBe("done");
      await expect(retry()).rejects.toMatchObject({
        code: "backfill.nothing-failed",
        message: `No window of ${id} failed. Start another backfill for other windows.`,
      });
      await expect(retryBackfill(world.client, "backfill/x", undefined, how)).rejects.toMatchObject({
        code: "backfill.not-running",
        message: 'There is no running backfill "backfill/x". Choose among those of `sillage backfill list`.',
      });
    });

    test("a window of which the source told more rows than it gave has failed, and nothing of it was landed", async () => {
      world.hooks.read = async ({ since }) => (since?.startsWith("2026-09-06") === true ? "unverified" : undefined);
      const handle = await world.start("bookings");
      expect(await world.outcome(handle)).toContain("1 windows failed.");
      expect((await world.progress(handle)).failures[0]?.why).toBe(
        "The source told more rows of bookings, 2026-09-06T00:00Z to 2026-09-16T00:00Z, than it gave, twice. Nothing was landed: try the window again.",
      );
      expect(world.happened).not.toContain("landed bookings 2026-09-06 2026-09-16");
    });

    test("one that was terminated holds nothing; a retry of it does what it never came to", async () => {
      const door = doors();
      world.hooks.read = door.stand;
      const first = await world.start("bookings");
      await until("two windows are read", async () => door.shut.length === 2);
      await first.terminate();
      world.hooks.read = async () => undefined;
      expect(await world.outcome(await world.start("bookings"))).toBe("done");
      expect(await world.stored(first.workflowId)).toBe("terminated");
      door.openAll();
      expect(await world.outcome(await world.retry(first.workflowId))).toBe("done");
      expect(await world.stored(first.workflowId)).toBe("done");
    });
  },
);
