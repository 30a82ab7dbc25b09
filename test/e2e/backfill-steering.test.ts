import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { steerBackfill } from "../../cli/backfill/steer-backfill.ts";
import type { AuditEntry } from "../../core/ports/audit.ts";
import { backfillBoard } from "../../workflows/logic/backfill-board.ts";
import { backfillWorld, type BackfillWorld } from "../harness/backfill-world.ts";
import { until } from "../harness/demo.ts";
import { doors } from "../harness/doors.ts";
import { noTemporal } from "../harness/temporal.ts";

describe.skipIf(noTemporal !== undefined)(
  `backfills on a Temporal server${noTemporal === undefined ? "" : ` (skipped: ${noTemporal})`}`,
  () => {
    const by = { who: "Ada Exemple", why: "the source is slow tonight" };
    let world: BackfillWorld;
    beforeAll(async () => {
      world = await backfillWorld();
    });
    afterAll(() => world.stop());
    beforeEach(() => world.clear());
    const held: ReturnType<typeof doors>[] = [];
    afterEach(async () => {
      world.clear();
      for (const door of held.splice(0)) door.openAll();
      await world.endAll();
    });
    const standBefore = (hook: "read" | "load" | "audit") => {
      const door = doors();
      held.push(door);
      world.hooks[hook] = door.stand;
      const leave = (): void => {
        world.hooks[hook] = async () => undefined;
        door.openAll();
      };
      return { ...door, leave };
    };

    test("closed windows are read first, the open one after all of them, then the mart's days, at last what is stale beside them", async () => {
      const handle = await world.start("+bookings_daily", { concurrency: 3 });
      expect(await handle.result()).toMatchObject({
        state: "done",
        tracks: [
          { asset: "bookings", windows: 11, done: 11, rows: 11 },
          { asset: "bookings_daily", windows: 12, done: 12, rows: 102 },
        ],
      });
      const reads = world.happened.filter((what) => what.startsWith("read"));
      expect(reads.toSorted().slice(0, 2)).toEqual([
        "read bookings 2026-08-17 2026-08-27",
        "read bookings 2026-08-27 2026-09-06",
      ]);
      expect(world.happened.indexOf("read bookings 2026-11-24 2026-11-26")).toBeGreaterThan(
        world.happened.lastIndexOf("loaded bookings 2026-11-15 2026-11-25"),
      );
      const built = world.happened.filter((what) => what.startsWith("built"));
      expect([built.at(0), built.at(-1)]).toEqual([
        "built bookings_daily 2026-08-17",
        "built bookings_daily 2026-03-01",
      ]);
      expect(world.happened.indexOf("built bookings_daily 2026-08-17")).toBeGreaterThan(
        world.happened.lastIndexOf("loaded bookings 2026-11-24 2026-11-26"),
      );
      expect(await world.stored(handle.workflowId)).toBe("done");
    });

    test("a pause starts nothing more, a signal changes how many are in work, and a wrong one is ignored and told", async () => {
      const door = standBefore("read");
      let [inWork, most] = [0, 0];
      world.hooks.read = async () => {
        most = Math.max(most, ++inWork);
        await door.stand();
        inWork--;
      };
      const handle = await world.start("bookings");
      await until("two windows are read", async () => door.shut.length === 2);
      await handle.signal("pause", by);
      await handle.signal("setConcurrency", "many");
      await until("the board tells", async () => (await world.progress(handle)).refused !== null);
      const paused = await world.progress(handle);
      expect(paused).toMatchObject({ phase: "paused", concurrency: 2, tracks: [{ done: 0, inWork: 2 }] });
      expect(backfillBoard(paused)).toContain('**Ignored:** setConcurrency was given "many"');
      door.openAll();
      await until("both ended", async () => (await world.progress(handle)).tracks[0]?.done === 2);
      expect(door.shut).toEqual([]);
      await handle.signal("setConcurrency", { ...by, concurrency: 5 });
      await handle.signal("resume", by);
      await until("five windows are read", async () => door.shut.length === 5);
      expect(await world.progress(handle)).toMatchObject({ phase: "running", concurrency: 5, refused: null });
      door.leave();
      expect(await world.outcome(handle)).toBe("done");
      expect(most).toBe(5);
    });

    test("an update with a wrong argument or without who and why is refused with its code, the backfill goes on unharmed", async () => {
      const door = standBefore("read");
      const handle = await world.start("bookings");
      const id = handle.workflowId;
      await until("two windows are read", async () => door.shut.length === 2);
      const widened = (concurrency: number) =>
        steerBackfill(world.client, id, { update: "setConcurrency", argument: { ...by, concurrency } });
      await expect(widened(99)).rejects.toMatchObject({
        code: "backfill.concurrency",
        message: expect.stringContaining("setConcurrency was given 99: give a whole number from 1 to 32"),
      });
      const unsaid = { update: "pause", argument: { ...by, why: "" } } as const;
      await expect(steerBackfill(world.client, id, unsaid)).rejects.toMatchObject({ code: "control.invalid" });
      const pause = { update: "pause", argument: by } as const;
      expect(await steerBackfill(world.client, id, pause)).toMatchObject({ phase: "paused", concurrency: 2 });
      expect(await widened(3)).toMatchObject({ concurrency: 3 });
      door.leave();
      const resume = { update: "resume", argument: by } as const;
      expect(await steerBackfill(world.client, id, resume)).toMatchObject({ phase: "running" });
      expect(await world.outcome(handle)).toBe("done");
      await expect(steerBackfill(world.client, id, pause)).rejects.toMatchObject({ code: "backfill.not-running" });
      expect(inOrder(world.audited)).toMatchObject([
        { ...by, subject: id, what: "backfill.concurrency", oldValue: "2", newValue: "3" },
        { ...by, subject: id, what: "backfill.pause", oldValue: "not paused", newValue: "paused" },
        { ...by, subject: id, what: "backfill.resume", oldValue: "paused", newValue: "not paused" },
      ]);
    });

    test("signals are audited with who and why, and one that leaves out either changes nothing and is told", async () => {
      const door = standBefore("read");
      const handle = await world.start("bookings");
      await until("two windows are read", async () => door.shut.length === 2);
      await handle.signal("pause", { who: by.who });
      await until("the board tells", async () => (await world.progress(handle)).refused !== null);
      expect(await world.progress(handle)).toMatchObject({
        phase: "running",
        refused: "pause was refused: `why` must be a text of 1 to 300 characters.",
      });
      await handle.signal("setConcurrency", { ...by, concurrency: 4 });
      await handle.signal("setConcurrency", 5);
      await until("it is told", async () => (await world.progress(handle)).refused?.includes("`who`") === true);
      expect(await world.progress(handle)).toMatchObject({ phase: "running", concurrency: 4 });
      await handle.signal("cancel");
      await until("it is told", async () => (await world.progress(handle)).refused?.startsWith("cancel") === true);
      expect(await world.progress(handle)).toMatchObject({ phase: "running" });
      await handle.signal("cancel", by);
      await until("it is cancelling", async () => (await world.progress(handle)).phase === "cancelling");
      door.openAll();
      expect(await world.outcome(handle)).toBe("cancelled");
      expect(inOrder(world.audited)).toMatchObject([
        { ...by, what: "backfill.cancel", oldValue: "not cancelled", newValue: "cancelled" },
        { ...by, what: "backfill.concurrency", oldValue: "2", newValue: "4" },
      ]);
    });

    test("a database that takes no audit row holds up neither the steering nor another backfill; the end alone waits for it", async () => {
      const away = standBefore("audit");
      const reading = standBefore("read");
      const first = await world.start("bookings");
      await until("two windows are read", async () => reading.shut.length === 2);
      await steerBackfill(world.client, first.workflowId, { update: "pause", argument: by });
      const resumed = await steerBackfill(world.client, first.workflowId, { update: "resume", argument: by });
      expect(resumed.phase).toBe("running");
      reading.leave();
      await until("it is written down as done", async () => (await world.stored(first.workflowId)) === "done");
      expect(await world.outcome(await world.start("bookings"))).toBe("done");
      expect(world.audited).toEqual([]);
      expect((await first.describe()).status.name).toBe("RUNNING");
      away.leave();
      expect(await world.outcome(first)).toBe("done");
      expect(world.audited.map(({ what }) => what).toSorted()).toEqual(["backfill.pause", "backfill.resume"]);
    });

    test("Temporal's own cancellation leaves the row of a change on its way", async () => {
      const away = standBefore("audit");
      const handle = await world.start("bookings");
      await steerBackfill(world.client, handle.workflowId, { update: "pause", argument: by });
      await until("the row waits", async () => away.shut.length === 1);
      await handle.cancel();
      await until("it is written down", async () => (await world.stored(handle.workflowId)) === "cancelled");
      away.leave();
      await expect(handle.result()).rejects.toThrow();
      expect(world.audited).toMatchObject([{ ...by, what: "backfill.pause" }]);
    });

    test("a cancellation drops what is read, loads whole what is landed, and starts nothing more", async () => {
      const door = standBefore("load");
      world.hooks.read = async ({ since }, cancelled) => {
        if (since?.startsWith("2026-08-27") === true) await cancelled;
      };
      const handle = await world.start("bookings");
      await until("one is landed, and one is read", async () => door.shut.length === 1 && world.happened.length >= 3);
      await handle.signal("cancel", by);
      await until("it is cancelling", async () => (await world.progress(handle)).tracks[0]?.cancelled !== 0);
      door.openAll();
      expect(await handle.result()).toMatchObject({
        state: "cancelled",
        tracks: [{ windows: 11, done: 1, failed: 0, skipped: 0, cancelled: 10 }],
      });
      expect(world.happened.filter((what) => !what.startsWith("read"))).toEqual([
        "landed bookings 2026-08-17 2026-08-27",
        "loaded bookings 2026-08-17 2026-08-27",
      ]);
      expect(await world.stored(handle.workflowId)).toBe("cancelled");
    });

    test("Temporal's own cancellation leaves the same behind", async () => {
      world.hooks.read = async (_, cancelled) => cancelled;
      const handle = await world.start("bookings");
      await until("two windows are read", async () => world.happened.length === 2);
      await handle.cancel();
      await expect(handle.result()).rejects.toThrow();
      expect((await handle.describe()).status.name).toBe("CANCELLED");
      expect(await world.backfills.backfill(handle.workflowId)).toMatchObject({
        state: "cancelled",
        tracks: [{ todo: "", cancelled: "0-10", failed: "" }],
      });
    });

    test("a second backfill of an asset is refused and told which is first; queued, it starts after it", async () => {
      const door = standBefore("read");
      const first = await world.start("bookings or visits");
      await until("two windows are read", async () => door.shut.length === 2);
      const refused = await world.start("visits");
      expect(await world.outcome(refused)).toBe(
        `${first.workflowId} works on visits. Wait for its end, cancel it, or add --queue to start after it.`,
      );
      const queued = await world.start("visits", { queue: true });
      await until("it waits", async () => (await world.progress(queued)).behind.length === 1);
      expect(await world.progress(queued)).toMatchObject({ phase: "queued", behind: [first.workflowId] });
      door.leave();
      expect(await world.outcome(first)).toBe("done");
      expect(await world.outcome(queued)).toBe("done");
    });

    test("windows of a paused asset are skipped, and those of others are not", async () => {
      world.paused.add("visits");
      const handle = await world.start("bookings or visits", { concurrency: 8 });
      expect(await handle.result()).toMatchObject({
        state: "skipped",
        tracks: [
          { asset: "bookings", done: 11, skipped: 0 },
          { asset: "visits", done: 0, skipped: 11 },
        ],
      });
    });

    test("what cannot be planned is refused with its code, and nothing is written down", async () => {
      const handle = await world.start("bookings", {
        request: { selection: "bookings", from: "2015-01-01", to: null, windowMs: 1 },
      });
      expect(await world.outcome(handle)).toContain("bookings begins on 2016-01-01");
      expect(await world.stored(handle.workflowId)).toBeUndefined();
    });
  },
);

/** Rows of changes reach the database in any order. */
const inOrder = (entries: readonly AuditEntry[]): readonly AuditEntry[] =>
  entries.toSorted((left, right) => `${left.what} ${left.oldValue}`.localeCompare(`${right.what} ${right.oldValue}`));
