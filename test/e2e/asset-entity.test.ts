import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { attribute } from "../../workflows/contracts/attributes.ts";
import type { AssetView } from "../../workflows/contracts/state.ts";
import { commitAsset } from "../harness/commit-asset.ts";
import { until } from "../harness/demo.ts";
import { noTemporal } from "../harness/temporal.ts";
import { workflowWorld, type WorkflowWorld } from "../harness/workflow-world.ts";

const by = { who: "Ada Exemple", why: "a trial" };

describe.skipIf(noTemporal !== undefined)(
  `the entity of an asset on a Temporal server${noTemporal === undefined ? "" : ` (skipped: ${noTemporal})`}`,
  () => {
    let world: WorkflowWorld;
    beforeAll(async () => {
      world = await workflowWorld();
    });
    afterAll(() => world.stop());

    const entity = (asset: string) => world.client.workflow.getHandle(`asset/${asset}`);
    const cursor = (asset: string) => entity(asset).query<AssetView>("getCursor");
    const acquire = (asset: string, holder: string) =>
      world.entities.acquire(asset, { holder, placeMs: 60_000 }, randomUUID());
    const loaded = (asset: string) => commitAsset(world.entities, asset);
    /** What a worker says that starts with another declaration. */
    const declared = (asset: string, freshWithinMs: number | null) => {
      const promise = freshWithinMs === null ? null : { kind: "within", ms: freshWithinMs, zone: null };
      const nothing = { automation: null, deps: [], dependants: [], alerts: false, ingestion: "run" };
      return world.entities.tell(asset, { signal: "declare", says: { ...nothing, promise } });
    };
    const healthIs = (asset: string, health: string) =>
      until(`${asset} is ${health}`, async () => {
        const { typedSearchAttributes } = await entity(asset).describe();
        return typedSearchAttributes.get(attribute.health) === health;
      });

    test("of many that ask in the same instant one gets the cursor, and the others queue", async () => {
      const answers = await Promise.all(["a", "b", "c", "d", "e"].map((holder) => acquire("t1", holder)));
      expect(answers.filter(({ granted }) => granted)).toHaveLength(1);
      const { fence, lease, waiting } = await cursor("t1");
      expect(fence).toBe(1);
      expect(new Set([lease?.holder, ...waiting])).toEqual(new Set(["a", "b", "c", "d", "e"]));
      expect(waiting).toHaveLength(4);
    });

    test("a call told twice under one request id counts once", async () => {
      const ask = { holder: "a", placeMs: 60_000 };
      const first = await world.entities.acquire("t2", ask, "same");
      expect(await world.entities.acquire("t2", ask, "same")).toEqual(first);
      expect((await cursor("t2")).fence).toBe(1);
    });

    test("a writer that a newer lease replaced is told so", async () => {
      await acquire("t3", "a");
      await acquire("t3", "a");
      await expect(
        world.entities.advance("t3", { fence: 1, mark: { watermark: "2026-11-25T02:15:00Z" }, loadId: "l1" }, "late"),
      ).rejects.toMatchObject({
        code: "asset.stale-fence",
        message: "The fence 1 of t3 was replaced by 2. A newer run took this table over: nothing to do.",
      });
      expect((await cursor("t3")).mark).toEqual({});
    });

    test("its attributes say which asset it is, how far it landed, and how it fares, by its declared freshness too", async () => {
      const granted = await acquire("t4", "a");
      await world.entities.advance(
        "t4",
        { fence: granted.granted ? granted.fence : 0, mark: { watermark: "2026-11-25T02:15:00Z" }, loadId: "l1" },
        randomUUID(),
      );
      await loaded("t4");
      await declared("t4", 3_600_000);
      await healthIs("t4", "ok");
      const { typedSearchAttributes } = await entity("t4").describe();
      expect(typedSearchAttributes.get(attribute.asset)).toBe("t4");
      expect(typedSearchAttributes.get(attribute.watermark)?.toISOString()).toBe("2026-11-25T02:15:00.000Z");
      await entity("t4").signal("pause", by);
      await healthIs("t4", "paused");
      await entity("t4").signal("resume", by);
      await healthIs("t4", "ok");
      await declared("t4", 200);
      await healthIs("t4", "late");
      await declared("t4", null);
      await healthIs("t4", "ok");
      await world.entities.release("t4", { holder: "a", fence: null, outcome: "failed" }, randomUUID());
      await healthIs("t4", "failing");
    });

    test("started again with an empty history it knows what it knew", async () => {
      await acquire("t5", "a");
      await acquire("t5", "b");
      await loaded("t5");
      await healthIs("t5", "ok");
      const before = await cursor("t5");
      const { runId } = await entity("t5").describe();
      await entity("t5").signal("rollover");
      await until("it runs anew", async () => (await entity("t5").describe()).runId !== runId);
      expect(await cursor("t5")).toEqual(before);
      expect((await entity("t5").describe()).typedSearchAttributes.get(attribute.asset)).toBe("t5");
    });

    test("while the database is away for the row of a change by hand, its health goes on, a rollover asked for or not", async () => {
      world.hooks.audit = () => Promise.reject(new Error("the database is away"));
      await acquire("t8", "a");
      await loaded("t8");
      await declared("t8", 200);
      await healthIs("t8", "late");
      const { runId } = await entity("t8").describe();
      await entity("t8").signal("pause", by);
      await entity("t8").signal("rollover");
      await healthIs("t8", "paused");
      await entity("t8").signal("resume", by);
      await healthIs("t8", "late");
      world.hooks.audit = async () => undefined;
      await until("it runs anew", async () => (await entity("t8").describe()).runId !== runId);
      expect(world.audited.filter(({ subject }) => subject === "t8").map(({ what }) => what)).toEqual(
        expect.arrayContaining(["asset.pause", "asset.resume"]),
      );
    });

    test("whether an asset is paused is known, and nothing of one that never ran", async () => {
      expect(await world.entities.isPaused("t9")).toBeUndefined();
      await acquire("t6", "a");
      await entity("t6").signal("pause", by);
      expect(await world.entities.isPaused("t6")).toBe(true);
    });

    test("a workflow runs until it ends, and one that never was does not run", async () => {
      await acquire("t7", "a");
      expect(await world.entities.isRunning("asset/t7")).toBe(true);
      await entity("t7").terminate();
      expect(await world.entities.isRunning("asset/t7")).toBe(false);
      expect(await world.entities.isRunning("run/never/was")).toBe(false);
    });
  },
);
