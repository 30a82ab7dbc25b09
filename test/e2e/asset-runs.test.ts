import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { SillageError } from "../../core/errors.ts";
import type { RunProgress } from "../../workflows/contracts/progress.ts";
import type { AssetView } from "../../workflows/contracts/state.ts";
import { until } from "../harness/demo.ts";
import { noTemporal } from "../harness/temporal.ts";
import { workflowWorld, type WorkflowWorld } from "../harness/workflow-world.ts";

const by = { who: "Ada Exemple", why: "a trial" };

/** A door that extractions stand before until it is opened. */
function door() {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { passed: promise, open: resolve };
}

describe.skipIf(noTemporal !== undefined)(
  `runs of assets on a Temporal server${noTemporal === undefined ? "" : ` (skipped: ${noTemporal})`}`,
  () => {
    let world: WorkflowWorld;
    beforeAll(async () => {
      world = await workflowWorld();
    });
    afterAll(() => world.stop());
    beforeEach(() => {
      world.recorded.length = 0;
      world.hooks.extract = async () => undefined;
      world.hooks.awaitLoad = async () => undefined;
    });

    const cursor = (asset: string) => world.client.workflow.getHandle(`asset/${asset}`).query<AssetView>("getCursor");
    const waiting = (asset: string, ids: readonly string[]) =>
      until(`${ids.join(", ")} wait for ${asset}`, async () =>
        cursor(asset).then(
          (state) => state.waiting.join() === ids.map((id) => `${id}/extract/${asset}`).join(),
          () => false,
        ),
      );
    const held = (asset: string, id: string) =>
      until(`${id} holds ${asset}`, async () =>
        cursor(asset).then(
          (state) => state.lease?.holder === `${id}/extract/${asset}`,
          () => false,
        ),
      );
    const states = (id: string) => world.recorded.filter((run) => run.id === id).map(({ state }) => state);

    test("no more than six tables are in work, and each ends once", async () => {
      const gate = door();
      let inWork = 0;
      let most = 0;
      world.hooks.extract = async () => {
        most = Math.max(most, ++inWork);
        await gate.passed;
        inWork--;
      };
      const run = await world.start("run/wide/1", "t1 or t2 or t3 or t4 or t5 or t6 or t7 or t8 or t9");
      await until("six tables are read", async () => inWork === 6);
      const progress = await world.client.workflow.getHandle(run.id).query<RunProgress>("progress");
      expect(progress.running).toEqual(["t1", "t2", "t3", "t4", "t5", "t6"]);
      gate.open();
      const { steps } = await run.result();
      expect(most).toBe(6);
      expect(steps.map(({ asset, state }) => `${asset} ${state}`)).toEqual(
        ["t1", "t2", "t3", "t4", "t5", "t6", "t7", "t8", "t9"].map((table) => `${table} done`),
      );
      expect(states(run.id)).toEqual(["running", "succeeded"]);
    });

    test("a paused table is skipped, its mart is built from what is there, and the run succeeds", async () => {
      await (await world.start("run/paused/before", "orders")).result();
      const entity = world.client.workflow.getHandle("asset/orders");
      await entity.signal("pause", by);
      const { steps } = await (await world.start("run/paused/1", "orders+")).result();
      expect(steps).toEqual([
        { asset: "orders", state: "paused", rows: 0, detail: "left as it stands" },
        { asset: "orders_daily", state: "done", rows: 1, detail: "1 days, on what the paused orders held" },
      ]);
      await entity.signal("resume", by);
      const resumed = await (await world.start("run/paused/2", "orders")).result();
      expect(resumed.steps.map(({ state }) => state)).toEqual(["done"]);
    });

    test("a paused mart is left as it stands", async () => {
      await (await world.start("run/mart/before", "orders_daily")).result();
      const entity = world.client.workflow.getHandle("asset/orders_daily");
      await entity.signal("pause", by);
      const { steps } = await (await world.start("run/mart/1", "orders_daily")).result();
      expect(steps).toEqual([{ asset: "orders_daily", state: "paused", rows: 0, detail: "left as it stands" }]);
      await entity.signal("resume", by);
    });

    test("a failed table skips its mart, fails the run, and leaves the table's health failing", async () => {
      world.hooks.extract = async () => {
        throw new SillageError({ code: "source.contract", message: "It broke.", fix: "Mend it." });
      };
      const run = await world.start("run/failed/1", "orders+");
      await expect(run.result()).rejects.toMatchObject({
        cause: { type: "run.failed", message: "1 of 2 assets failed: orders: It broke. Mend it." },
      });
      expect(world.recorded.at(-1)).toMatchObject({ state: "failed", detail: expect.stringContaining("It broke.") });
      expect(await cursor("orders")).toMatchObject({ lease: null, failing: true, health: "failing" });
    });

    test("an asset that a deploy takes out of the graph fails its step at once, and the rest of the plan goes on", async () => {
      world.hooks.extract = async (table) => {
        if (table === "t1") world.without("t9");
      };
      const run = await world.start("run/removed/1", "t1 or t2 or t3 or t4 or t5 or t6 or t9");
      // Six at a time: t9 begins when t1 has ended.
      await expect(run.result()).rejects.toMatchObject({
        cause: { message: expect.stringMatching(/^1 of 7 assets failed: t9: There is no asset "t9"\./) },
      });
      world.whole();
      const kept = world.keptSteps.filter((step) => step.run === run.id);
      expect(kept.filter(({ state }) => state === "done")).toHaveLength(6);
      expect(kept.find(({ asset }) => asset === "t9")).toMatchObject({ state: "failed", code: "graph.unknown-asset" });
      expect(world.recorded.at(-1)).toMatchObject({ state: "failed", failures: 1, code: "graph.unknown-asset" });
    });

    test("a run whose plan fails is recorded as failed", async () => {
      const run = await world.start("run/unknown/1", "nothing_of_the_kind");
      await expect(run.result()).rejects.toThrow();
      expect(states(run.id)).toEqual(["running", "failed"]);
      expect(world.recorded.at(-1)?.detail).toContain("nothing_of_the_kind");
    });

    test("a cancelled run is recorded as cancelled and holds nothing any more", async () => {
      const gate = door();
      world.hooks.extract = () => gate.passed;
      const run = await world.start("run/cancelled/1", "orders");
      await held("orders", run.id);
      const next = await world.start("run/cancelled/2", "orders");
      await waiting("orders", [next.id]);
      await world.client.workflow.getHandle(next.id).cancel();
      await expect(next.result()).rejects.toThrow("cancelled");
      expect(states(next.id)).toEqual(["running", "cancelled"]);
      expect((await cursor("orders")).waiting).toEqual([]);
      gate.open();
      await run.result();
    });

    test("runs that want one table take their turns in order", async () => {
      const gate = door();
      const order: string[] = [];
      world.hooks.extract = async () => {
        order.push((await cursor("orders")).lease?.holder ?? "nobody");
        await gate.passed;
      };
      const first = await world.start("run/turn/1", "orders");
      await held("orders", first.id);
      const second = await world.start("run/turn/2", "orders");
      await waiting("orders", [second.id]);
      const third = await world.start("run/turn/3", "orders");
      await waiting("orders", [second.id, third.id]);
      gate.open();
      await Promise.all([first.result(), second.result(), third.result()]);
      expect(order).toEqual([first, second, third].map(({ id }) => `${id}/extract/orders`));
    });

    /** Names of the activities of an extraction that went through the server. */
    const scheduled = async (run: string, table: string): Promise<readonly string[]> => {
      const { events } = await world.client.workflow.getHandle(`${run}/extract/${table}`).fetchHistory();
      return (events ?? []).flatMap((event) => event.activityTaskScheduledEventAttributes?.activityType?.name ?? []);
    };

    test("a cursor is asked for, moved and given back beside the extraction, without a way through the server", async () => {
      const run = await world.start("run/beside/1", "t1");
      await run.result();
      expect(await scheduled(run.id, "t1")).toEqual(["startPass", "extractPages", "writeManifest"]);
      expect(await cursor("t1")).toMatchObject({ lease: null, failing: false });
    });

    test("a mark that cannot be mirrored at once is told again until it can, and the turn is over", async () => {
      let away = 2;
      world.hooks.mirror = async () => {
        if (away-- > 0) throw new Error("the database is away");
      };
      const run = await world.start("run/away/1", "t1");
      const before = (await cursor("t1")).fence;
      await run.result();
      world.hooks.mirror = async () => undefined;
      expect(await scheduled(run.id, "t1")).toEqual(["startPass", "extractPages", "writeManifest", "advanceCursor"]);
      expect(await cursor("t1")).toMatchObject({ lease: null, failing: false, fence: before + 1 });
    });

    test("a waiter that was terminated is passed over", async () => {
      const gate = door();
      world.hooks.extract = () => gate.passed;
      const first = await world.start("run/dead-waiter/1", "orders");
      await held("orders", first.id);
      const dead = await world.start("run/dead-waiter/2", "orders");
      await waiting("orders", [dead.id]);
      const third = await world.start("run/dead-waiter/3", "orders");
      await waiting("orders", [dead.id, third.id]);
      await world.client.workflow.getHandle(`${dead.id}/extract/orders`).terminate();
      gate.open();
      await first.result();
      expect((await third.result()).steps.map(({ state }) => state)).toEqual(["done"]);
    });

    test("the lease of a terminated run is taken away by the next one that asks, and the head of the queue gets it", async () => {
      const gate = door();
      world.hooks.extract = () => gate.passed;
      const dead = await world.start("run/dead-holder/1", "orders");
      await held("orders", dead.id);
      const second = await world.start("run/dead-holder/2", "orders");
      await waiting("orders", [second.id]);
      await world.client.workflow.getHandle(`${dead.id}/extract/orders`).terminate();
      await world.client.workflow.getHandle(dead.id).terminate();
      const third = await world.start("run/dead-holder/3", "orders");
      await held("orders", second.id);
      gate.open();
      await Promise.all([second.result(), third.result()]);
      expect(await cursor("orders")).toMatchObject({ lease: null, waiting: [] });
    });

    test("an extraction cancelled by hand is a failed step of a run that goes on", async () => {
      const gate = door();
      world.hooks.extract = (table) => (table === "t1" ? gate.passed : Promise.resolve());
      const run = await world.start("run/child/1", "t1 or t2");
      await held("t1", run.id);
      const progress = () => world.client.workflow.getHandle(run.id).query<RunProgress>("progress");
      await until("t2 is done", async () => (await progress()).ended.length === 1);
      await world.client.workflow.getHandle(`${run.id}/extract/t1`).cancel();
      gate.open();
      await expect(run.result()).rejects.toMatchObject({ cause: { type: "run.failed" } });
      expect(states(run.id)).toEqual(["running", "failed"]);
    });

    test("in event mode a refused load ends the wait as a failed step", async () => {
      world.hooks.awaitLoad = async () => {
        throw new SillageError({ code: "load.refused", message: "The load was refused.", fix: "See why." });
      };
      const run = await world.start("run/event/1", "orders", "event");
      await expect(run.result()).rejects.toMatchObject({
        cause: { message: "1 of 1 assets failed: orders: The load was refused. See why." },
      });
    });
  },
);
