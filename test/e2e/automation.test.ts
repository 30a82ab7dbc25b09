import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { explainNow } from "../../cli/explain/explain-asset.ts";
import { SillageError } from "../../core/errors.ts";
import { eager } from "../../db/declare/condition.ts";
import type { AssetView } from "../../workflows/contracts/state.ts";
import { martOf } from "../fakes/specs.ts";
import { commitAsset } from "../harness/commit-asset.ts";
import { until } from "../harness/demo.ts";
import { noTemporal } from "../harness/temporal.ts";
import { workflowWorld, type WorkflowWorld } from "../harness/workflow-world.ts";

const automation = eager().spec;
const marts = ["one", "storm", "two", "lost"].map((key) => martOf(`${key}_daily`, [key], { automation }));

describe.skipIf(noTemporal !== undefined)(
  `automation on a Temporal server${noTemporal === undefined ? "" : ` (skipped: ${noTemporal})`}`,
  () => {
    let world: WorkflowWorld;
    beforeAll(async () => {
      world = await workflowWorld({ tables: ["one", "storm", "two", "lost"], marts });
      await world.declare();
    });
    afterAll(() => world.stop());
    beforeEach(() => void world.recorded.splice(0));

    const view = (asset: string) => world.client.workflow.getHandle(`asset/${asset}`).query<AssetView>("getCursor");
    const committed = (asset: string) => commitAsset(world.entities, asset);
    const runsOf = (asset: string) =>
      new Set(world.recorded.filter(({ id }) => id.includes(asset)).map(({ id }) => id));
    const ended = (asset: string) =>
      world.recorded.filter(({ id, state }) => id.includes(asset) && state === "succeeded").length;
    /** Nothing is in work, and nothing happened that was not looked at. */
    const isQuiet = async (asset: string): Promise<boolean> => {
      const { automation } = await view(asset);
      return automation !== null && !automation.waiting && automation.inWork.length === 0;
    };

    test("a commit of a table starts its mart's run by itself, once, and says why", async () => {
      await committed("one");
      await until("the mart was built", async () => ended("one_daily") === 1);
      await until("all is quiet", () => isQuiet("one_daily"));
      expect([...runsOf("one_daily")]).toEqual([expect.stringMatching(/^run\/auto-one_daily-01/)]);
      await until("it is kept", async () => world.evaluations.some(({ run }) => run !== null));
      expect(world.evaluations.find(({ run }) => run !== null)).toMatchObject({
        asset: "one_daily",
        tree: {
          holds: true,
          of: [{ says: "any dep updated", holds: true, why: "updated: one at 2026-11-25T02:20:00Z" }, { holds: true }],
        },
      });
    });

    test("a storm of 200 commits coalesces: each is told, few runs are made, and the last commit is built in", async () => {
      const reporters = 8;
      await Promise.all(
        Array.from({ length: reporters }, async () => {
          for (let commits = 0; commits < 200 / reporters; commits++) await committed("storm");
        }),
      );
      const [last] = (await view("storm")).recent;
      await until("the last commit is built in", async () => {
        const { automation } = await view("storm_daily");
        return automation?.seen["storm"]?.includes(last?.id ?? "") === true && (await isQuiet("storm_daily"));
      });
      expect(runsOf("storm_daily").size).toBeLessThanOrEqual(20);
      expect(world.mostAtOnce("storm_daily")).toBe(1);
    });

    test("a run that works on the mart leaves nothing to its condition, though it commits a dep; what is committed after the build is built", async () => {
      const stored: string[] = [];
      const at = "2026-11-25T02:20:00.000Z";
      world.hooks.materialisations = (asset) =>
        asset === "two" ? stored.map((id) => ({ id, at, rows: 1, load: null })) : [];
      world.hooks.extract = async (table) => {
        if (table === "two") stored.push(await committed("two"));
      };
      const { steps } = await (await world.start("run/both/1", "two or two_daily")).result();
      world.hooks.extract = async () => undefined;
      expect(steps.map(({ asset, state }) => [asset, state])).toEqual([
        ["two", "done"],
        ["two_daily", "done"],
      ]);
      await until(
        "the commit is told",
        async () => (await view("two_daily")).automation?.updates["two"]?.id === stored[0],
      );
      await until("all is quiet", () => isQuiet("two_daily"));
      expect(runsOf("two_daily").size).toBe(0);
      await committed("two");
      await until("the commit after it is built", async () => ended("two_daily") === 1);
      await until("all is quiet again", () => isQuiet("two_daily"));
      expect(runsOf("two_daily").size).toBe(1);
    });

    test("an entity explains its condition as it is; one that does not run is told with a code", async () => {
      expect(await explainNow(world.client, "one_daily")).toMatchObject({
        now: { asset: "one_daily", tree: { holds: false, of: [{ why: "no dep was updated since" }, { holds: true }] } },
        inWork: [],
        paused: false,
      });
      await expect(explainNow(world.client, "orders_daily")).rejects.toMatchObject({
        code: "explain.unanswered",
        message:
          "The entity of orders_daily does not answer. Run a worker of the role `control`, which starts it; `--at <instant>` tells what was kept of it.",
      });
    });

    test("a dependant that cannot be told does not end the entity that tells, and hears of it later", async () => {
      await world.client.workflow.getHandle("asset/lost_daily").terminate();
      const asked: string[] = [];
      world.hooks.wake = async (asset) => {
        asked.push(asset);
        throw new SillageError({ code: "graph.invalid", message: "Nobody can be woken.", fix: "Wait." });
      };
      await committed("lost");
      await until("it was to be woken", async () => asked.includes("lost_daily"));
      world.hooks.wake = async () => undefined;
      await world.client.workflow.getHandle("asset/lost").signal("rollover");
      await until("the mart was built", async () => ended("lost_daily") === 1);
    });

    test("signals with a wrong argument change nothing and are told on the entity's page", async () => {
      const before = (await view("one_daily")).automation;
      for (const [signal, argument] of [
        ["depUpdated", { asset: 7 }],
        ["claim", "run"],
        ["stepEnded", { run: "run/1", state: "gone" }],
        ["declare", {}],
      ] as const) {
        await world.client.workflow.getHandle("asset/one_daily").signal(signal, argument);
        await until(`${signal} is refused`, async () =>
          ((await view("one_daily")).refused ?? "").startsWith(`\`${signal}\` was refused: `),
        );
      }
      expect((await view("one_daily")).automation).toEqual(before);
    });

    test("what happens while another run works on the mart is looked at when that one ends", async () => {
      await world.client.workflow.getHandle("asset/one_daily").signal("claim", { run: "run/by/hand" });
      await committed("one");
      await until("it waits", async () => (await view("one_daily")).automation?.waiting === true);
      await world.client.workflow
        .getHandle("asset/one_daily")
        .signal("stepEnded", { run: "run/by/hand", state: "paused" });
      await until("it was built", async () => ended("one_daily") === 1);
    });
  },
);
