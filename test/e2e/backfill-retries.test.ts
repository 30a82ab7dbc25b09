import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { readBackfills } from "../../cli/backfill/read-backfills.ts";
import { retryBackfill } from "../../cli/backfill/retry-backfill.ts";
import { SillageError } from "../../core/errors.ts";
import { backfillWorld, type Backfill, type BackfillWorld } from "../harness/backfill-world.ts";
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
        `1 windows failed. Mend what the board tells, then \`sillage backfill retry ${handle.workflowId}\` does them again.`,
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

    test("a retry builds the mart again that was built without the window that failed", async () => {
      world.hooks.read = async ({ since }) => {
        if (since?.startsWith("2026-09-06") === true) throw fatal("source.contract", "A page was not as declared.");
      };
      const handle = await world.start("bookings or bookings_daily");
      expect(await world.outcome(handle)).toContain("1 windows failed.");
      const built = () => world.happened.filter((what) => what.startsWith("built"));
      const all = built();
      expect(all).toHaveLength(12);
      world.clear();
      expect(await world.outcome(await world.retry(handle.workflowId))).toBe("done");
      expect(world.happened[0]).toBe("read bookings 2026-09-06 2026-09-16");
      expect(built()).toEqual(all);
    });

    test("a check of a table that blocks fails the backfill and leaves the mart after it alone; a retry measures it again, then builds the mart", async () => {
      world.hooks.check = async () => ({ warned: [], blocked: ["unique(id): 2, at most 0"] });
      const handle = await world.start("orders or orders_daily", { concurrency: 8 });
      const id = handle.workflowId;
      expect(await world.outcome(handle)).toContain("1 windows failed.");
      expect(world.happened.filter((what) => /^(built|checked)/.test(what))).toEqual(["checked orders"]);
      expect(world.happened.indexOf("checked orders")).toBe(world.happened.length - 1);
      expect(await world.backfills.backfill(id)).toMatchObject({
        state: "failed",
        tracks: [{ failed: "11" }, { skipped: "0-11", todo: "" }],
      });
      expect((await world.progress(handle)).failures).toEqual([
        {
          asset: "orders",
          window: "its checks",
          why: "Checks of orders failed: unique(id): 2, at most 0. Mend its rows or the check: what comes after it was left alone.",
        },
      ]);
      world.clear();
      world.hooks.check = async () => ({ warned: ["nullShare(at): 0.3, at most 0.1"], blocked: [] });
      expect(await world.outcome(await world.retry(id))).toBe("done");
      expect(world.happened[0]).toBe("checked orders");
      expect(world.happened.slice(1)).toHaveLength(12);
      expect(world.happened.at(-1)).toBe("built orders_daily 2026-03-01");
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
        message: `No window of ${id} failed or was skipped. Start another backfill for other windows.`,
      });
      await expect(retryBackfill(world.client, "backfill/x", undefined, how)).rejects.toMatchObject({
        code: "backfill.not-running",
        message: 'There is no running backfill "backfill/x". Choose among those of `sillage backfill list`.',
      });
    });

    test("a retry has as many windows at once as its backfill had at last, or as it is told", async () => {
      const unreadable = async () => {
        throw fatal("source.contract", "A page was not as declared.");
      };
      const how = { queue: false, ingestion: "run" } as const;
      const known = async (id: string) => world.backfills.backfill(id);
      world.hooks.read = unreadable;
      const first = await world.start("bookings", { concurrency: 3 });
      const id = first.workflowId;
      expect(await world.outcome(first)).toContain("11 windows failed.");
      const door = doors();
      world.hooks.read = door.stand;
      await retryBackfill(world.client, id, await known(id), how);
      await until("three windows are read", async () => door.shut.length === 3);
      const handle = world.client.workflow.getHandle<Backfill>(id);
      expect(await world.progress(handle)).toMatchObject({ concurrency: 3 });
      const order = { concurrency: 1, who: "Ada Exemple", why: "the source is slow tonight" };
      await handle.signal("setConcurrency", order);
      world.hooks.read = unreadable;
      door.openAll();
      expect(await world.outcome(handle)).toContain("8 windows failed.");
      expect(await known(id)).toMatchObject({ request: { selection: "bookings", concurrency: 1 } });
      const again = doors();
      world.hooks.read = again.stand;
      await retryBackfill(world.client, id, await known(id), { ...how, concurrency: 4 });
      await until("four windows are read", async () => again.shut.length === 4);
      world.hooks.read = async () => undefined;
      again.openAll();
      expect(await world.outcome(handle)).toBe("done");
      expect(await known(id)).toMatchObject({ request: { concurrency: 4 } });
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

    test("windows that were skipped are told in the end state, and a retry does them alone", async () => {
      world.paused.add("visits");
      const first = await world.start("bookings or visits", { concurrency: 8 });
      const id = first.workflowId;
      // It stores how it ended before it ends, and one that runs is not retried.
      expect(await world.outcome(first)).toBe("skipped");
      expect(await world.stored(id)).toBe("skipped");
      world.clear();
      const how = { concurrency: 4, queue: false, ingestion: "run" } as const;
      await retryBackfill(world.client, id, await world.backfills.backfill(id), how);
      await until("it is done", async () => (await world.stored(id)) === "done");
      const reads = world.happened.filter((what) => what.startsWith("read"));
      expect(reads.map((what) => what.split(" ")[1])).toEqual(Array(11).fill("visits"));
      expect(await world.backfills.backfill(id)).toMatchObject({ tracks: [{ rows: 11 }, { rows: 11, skipped: "" }] });
    });

    test("a retry of one that was terminated asks its windows: done ones count with their rows, skipped ones are done now", async () => {
      const door = doors();
      world.paused.add("visits");
      world.hooks.read = async ({ since }) => (since?.startsWith("2026-08-17") === true ? undefined : door.stand());
      const first = await world.start("bookings or visits", { concurrency: 12 });
      await until("one is done, all of the paused are skipped", async () => {
        const { tracks } = await world.progress(first);
        return tracks[0]?.done === 1 && tracks[1]?.skipped === 11;
      });
      await first.terminate();
      world.clear();
      door.openAll();
      expect(await world.outcome(await world.retry(first.workflowId))).toBe("done");
      const reads = world.happened.filter((what) => what.startsWith("read"));
      expect(reads.filter((what) => what.includes("visits"))).toHaveLength(11);
      expect(reads).not.toContain("read bookings 2026-08-17 2026-08-27");
      expect(await world.backfills.backfill(first.workflowId)).toMatchObject({ tracks: [{ rows: 11 }, { rows: 11 }] });
    });

    test("one that was terminated holds nothing; a retry of it does what it never came to", async () => {
      const door = doors();
      world.hooks.read = door.stand;
      const first = await world.start("bookings");
      await until("two windows are read", async () => door.shut.length === 2);
      await first.terminate();
      expect(await readBackfills(world.backfills, null)).toContainEqual(
        expect.objectContaining({ id: first.workflowId, state: "unknown" }),
      );
      await until("it no longer runs", async () => (await first.describe()).status.name === "TERMINATED");
      expect(await readBackfills(world.backfills, world.client)).toContainEqual(
        expect.objectContaining({ id: first.workflowId, state: "cut" }),
      );
      world.hooks.read = async () => undefined;
      expect(await world.outcome(await world.start("bookings"))).toBe("done");
      expect(await world.stored(first.workflowId)).toBe("cut");
      door.openAll();
      expect(await world.outcome(await world.retry(first.workflowId))).toBe("done");
      expect(await world.stored(first.workflowId)).toBe("done");
    });
  },
);
