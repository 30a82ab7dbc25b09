import { randomUUID } from "node:crypto";
import { ulid } from "ulid";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { eager } from "../../db/declare/condition.ts";
import type { AssetView } from "../../workflows/contracts/state.ts";
import { martOf } from "../fakes/specs.ts";
import { until } from "../harness/demo.ts";
import { noTemporal } from "../harness/temporal.ts";
import { workflowWorld, type WorkflowWorld } from "../harness/workflow-world.ts";

const automation = eager().spec;
const marts = ["one", "storm", "two"].map((key) => martOf(`${key}_daily`, [key], { automation }));

describe.skipIf(noTemporal !== undefined)(
  `automation on a Temporal server${noTemporal === undefined ? "" : ` (skipped: ${noTemporal})`}`,
  () => {
    let world: WorkflowWorld;
    beforeAll(async () => {
      world = await workflowWorld({ tables: ["one", "storm", "two"], marts });
      await world.declare();
    });
    afterAll(() => world.stop());
    beforeEach(() => void world.recorded.splice(0));

    const view = (asset: string) => world.client.workflow.getHandle(`asset/${asset}`).query<AssetView>("getCursor");
    const committed = (asset: string) =>
      world.entities.materialised(
        asset,
        {
          id: ulid(),
          at: "2026-11-25T02:20:00Z",
          rows: 1,
          load: null,
          loadedThrough: null,
          origin: "run",
          freshWithinMs: null,
        },
        randomUUID(),
      );
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
  },
);
