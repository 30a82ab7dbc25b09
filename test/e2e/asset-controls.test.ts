import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { AssetView } from "../../workflows/contracts/state.ts";
import { until } from "../harness/demo.ts";
import { noTemporal } from "../harness/temporal.ts";
import { workflowWorld, type WorkflowWorld } from "../harness/workflow-world.ts";

const by = { who: "Ada Exemple", why: "the source is being repaired" };

describe.skipIf(noTemporal !== undefined)(
  `assets operated by hand on a Temporal server${noTemporal === undefined ? "" : ` (skipped: ${noTemporal})`}`,
  () => {
    let world: WorkflowWorld;
    beforeAll(async () => {
      world = await workflowWorld();
    });
    afterAll(() => world.stop());
    beforeEach(() => void (world.audited.length = 0));

    const entity = (asset: string) => world.client.workflow.getHandle(`asset/${asset}`);
    const view = (asset: string) => entity(asset).query<AssetView>("getCursor");
    const order = (asset: string, name: string, argument: unknown) =>
      entity(asset).executeUpdate<{ oldValue: string; newValue: string }, [unknown]>(name, { args: [argument] });
    const acquire = (asset: string, holder: string) =>
      world.entities.acquire(asset, { holder, placeMs: 60_000 }, randomUUID());
    const release = (asset: string, holder: string) =>
      world.entities.release(asset, { holder, fence: null, outcome: "cancelled" }, randomUUID());
    /** Starts an asset's entity, which nobody holds then. */
    const started = (asset: string) => release(asset, "nobody");

    test("a pause is told on the run's board, audited, and survives the loss of the entity through the mirror", async () => {
      await started("t1");
      expect(await order("t1", "pauseAsset", by)).toEqual({
        oldValue: "not paused",
        newValue: "paused by Ada Exemple",
      });
      await entity("t1").terminate("the namespace is lost");
      const { steps } = await (await world.start("run/paused/t1", "t1 or t2")).result();
      expect(steps.map(({ asset, state }) => [asset, state])).toEqual([
        ["t1", "paused"],
        ["t2", "done"],
      ]);
      const recovered = await view("t1");
      expect(recovered).toMatchObject({ paused: true, health: "paused", control: { revision: 1, pause: by } });
      await order("t1", "resumeAsset", { ...by, why: "it is repaired" });
      const resumed = await (await world.start("run/paused/t1/again", "t1")).result();
      expect(resumed.steps.map(({ state }) => state)).toEqual(["done"]);
      expect(world.audited).toMatchObject([
        { what: "asset.pause", subject: "t1", ...by, oldValue: "not paused", newValue: "paused by Ada Exemple" },
        { what: "asset.resume", subject: "t1", why: "it is repaired", newValue: "not paused" },
      ]);
    });

    test("a watermark set by hand raises the fence, so that an older writer moves it no more, and survives the loss of the entity", async () => {
      const granted = await acquire("timed", "sensor/landing");
      await release("timed", "sensor/landing");
      const mark = "2026-10-15T00:00:00.000Z";
      expect(await order("timed", "setWatermark", { ...by, mark: "2026-10-15T00:00:00Z" })).toEqual({
        oldValue: "none",
        newValue: mark,
      });
      const late = { fence: granted.granted ? granted.fence : 0, mark: { watermark: "2026-11-01T00:00:00Z" } };
      await expect(world.entities.advance("timed", { ...late, loadId: "load-1" }, randomUUID())).rejects.toMatchObject({
        code: "asset.stale-fence",
      });
      expect(await view("timed")).toMatchObject({ mark: { watermark: mark }, fence: 2 });
      await entity("timed").terminate("the namespace is lost");
      await started("timed");
      expect(await view("timed")).toMatchObject({ mark: { watermark: mark }, fence: 2 });
      expect(world.audited).toMatchObject([{ what: "asset.set-watermark", subject: "timed", newValue: mark }]);
    });

    test.each([
      ["pauseAsset", { who: "", why: "x" }, "control.invalid", "`who` must be a text of 1 to 100 characters."],
      ["resumeAsset", "now", "control.invalid", "`who` must be a text of 1 to 100 characters."],
      ["setWatermark", { ...by, mark: 7 }, "control.invalid", "`mark` must be an ISO instant"],
      ["setWatermark", { ...by, mark: "2999-01-01T00:00:00Z" }, "asset.mark-in-future", "lies in the future"],
      ["setWatermark", { ...by, mark: "2026-09-30T00:00:00Z" }, "asset.mark-before-source", "2026-10-01"],
      ["setWatermark", { ...by, mark: "last week" }, "asset.mark-invalid", "The mark last week is none of timed2."],
    ])(
      "%s with a wrong argument %j is refused with %s, and the entity is unharmed",
      async (name, given, type, says) => {
        await started("timed2");
        const before = await view("timed2");
        await expect(order("timed2", name, given)).rejects.toMatchObject({
          cause: { type, message: expect.stringContaining(says) },
        });
        expect(await view("timed2")).toEqual(before);
        expect(world.audited).toEqual([]);
      },
    );

    test("a watermark is not set while somebody holds the cursor, who is named; a holder that ended holds nothing", async () => {
      await started("t9");
      await acquire("timed2", "asset/t9");
      const given = { ...by, mark: "2026-10-15T00:00:00Z" };
      await expect(order("timed2", "setWatermark", given)).rejects.toMatchObject({
        cause: { type: "asset.held", message: expect.stringContaining("held by asset/t9") },
      });
      await entity("t9").terminate();
      expect(await order("timed2", "setWatermark", given)).toMatchObject({ newValue: "2026-10-15T00:00:00.000Z" });
      expect((await view("timed2")).lease).toBeNull();
    });

    test("a run's concurrency is changed while it runs, by update and by signal; a wrong argument changes nothing", async () => {
      const gate = Promise.withResolvers<void>();
      let inWork = 0;
      world.hooks.extract = async () => {
        inWork++;
        await gate.promise;
      };
      const run = await world.start("run/paced/1", "t4 or t5 or t6 or t7 or t8 or t3 or t2 or t1");
      const handle = world.client.workflow.getHandle(run.id);
      // Before it is planned, too.
      expect(await handle.executeUpdate("setConcurrency", { args: [{ ...by, concurrency: 6 }] })).toEqual({
        oldValue: "6",
        newValue: "6",
      });
      await until("six are in work", async () => inWork === 6);
      for (const concurrency of [0, 33, "8"])
        await expect(handle.executeUpdate("setConcurrency", { args: [{ ...by, concurrency }] })).rejects.toMatchObject({
          cause: { type: "control.invalid" },
        });
      await handle.signal("setConcurrency", { concurrency: 99 });
      expect(await handle.executeUpdate("setConcurrency", { args: [{ ...by, concurrency: 7 }] })).toEqual({
        oldValue: "6",
        newValue: "7",
      });
      await until("seven are in work", async () => inWork === 7);
      await handle.signal("setConcurrency", { ...by, concurrency: 8 });
      await until("eight are in work", async () => inWork === 8);
      gate.resolve();
      expect((await run.result()).steps.filter(({ state }) => state === "done")).toHaveLength(8);
      expect(world.audited).toMatchObject([
        { what: "run.concurrency", subject: run.id, ...by, oldValue: "6", newValue: "6" },
        { what: "run.concurrency", subject: run.id, ...by, oldValue: "6", newValue: "7" },
        { what: "run.concurrency", subject: run.id, ...by, oldValue: "7", newValue: "8" },
      ]);
      world.hooks.extract = async () => undefined;
    });

    test("a signal says who and why; one with a wrong argument changes nothing and is told", async () => {
      await started("t3");
      await entity("t3").signal("pause", { who: 7 });
      await until("it is refused", async () => (await view("t3")).refused !== null);
      expect(await view("t3")).toMatchObject({
        paused: false,
        refused: "`pause` was refused: `who` must be a text of 1 to 100 characters.",
      });
      await entity("t3").signal("pause", by);
      await entity("t3").signal("resume");
      await until("it is refused too", async () => (await view("t3")).refused?.includes("`resume`") === true);
      expect(await view("t3")).toMatchObject({ paused: true });
      await entity("t3").signal("resume", by);
      await until("both are audited", async () => world.audited.length === 2);
      expect(world.audited).toMatchObject([
        { what: "asset.pause", ...by },
        { what: "asset.resume", ...by },
      ]);
      expect(await view("t3")).toMatchObject({ paused: false, refused: null });
    });
  },
);
