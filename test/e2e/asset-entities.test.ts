import { describe, expect, test } from "vitest";
import type { Notice } from "../../core/ports/alerts.ts";
import { eager } from "../../db/declare/condition.ts";
import { removedAssets } from "../../cli/status/removed-assets.ts";
import { attribute } from "../../workflows/contracts/attributes.ts";
import { queue } from "../../workflows/contracts/ids.ts";
import type { AssetView } from "../../workflows/contracts/state.ts";
import { assetEntitiesContract } from "../contracts/asset-entities.ts";
import { martOf, tableOf } from "../fakes/specs.ts";
import { commitAsset } from "../harness/commit-asset.ts";
import { until } from "../harness/demo.ts";
import { noTemporal } from "../harness/temporal.ts";
import { workflowWorld, type WorkflowWorld } from "../harness/workflow-world.ts";

const by = { who: "Ada Exemple", why: "a trial" };

const assets = Array.from({ length: 40 }, (_, at) => `c${at + 1}`);
/** Late as soon as it is there; and built by itself. */
const promised = tableOf("promised", { freshness: { kind: "within", ms: 1 } });
const daily = martOf("feed_daily", ["feed"], { automation: eager().spec });

describe.skipIf(noTemporal !== undefined)(
  `entities of assets on a Temporal server${noTemporal === undefined ? "" : ` (skipped: ${noTemporal})`}`,
  () => {
    let world: WorkflowWorld;
    const told: Notice[] = [];
    const entity = (asset: string) => world.client.workflow.getHandle(`asset/${asset}`);
    const view = (asset: string) => entity(asset).query<AssetView>("getCursor");
    const healthIs = (asset: string, health: string) =>
      until(`${asset} is ${health}`, async () => {
        const { typedSearchAttributes } = await entity(asset).describe();
        return typedSearchAttributes.get(attribute.health) === health;
      });
    const events = () => told.filter(({ incident }) => incident.asset === "promised").map(({ event }) => event);

    assetEntitiesContract(async () => {
      world = await workflowWorld({
        tables: [...assets, "feed"],
        declared: [promised],
        marts: [daily],
        alerts: { deliver: async (notice) => void told.push(notice) },
      });
      const { workflow } = world.client;
      const unused = [...assets];
      const holding = unused.pop() ?? "";
      let serial = 0;
      return {
        entities: world.entities,
        newAsset: () => unused.shift() ?? "",
        // Any workflow that lives until it is ended will do; an entity does.
        async newHolder() {
          const workflowId = `holder/${++serial}`;
          await workflow.start("assetState", { workflowId, taskQueue: queue.control, args: [holding] });
          return workflowId;
        },
        end: async (holder) => void (await workflow.getHandle(holder).terminate()),
        pause: (asset) => workflow.getHandle(`asset/${asset}`).signal("pause", by),
        resume: (asset) => workflow.getHandle(`asset/${asset}`).signal("resume", by),
        view,
        close: world.stop,
      };
    });

    test("an asset that a deployment no longer declares is removed: it promises nothing, and nothing starts it", async () => {
      await world.declare();
      await healthIs("promised", "late");
      await until("somebody is told", async () => events().join() === "opened");
      await until("its mart is declared", async () => (await view("feed_daily")).automation !== null);
      world.without("promised", "feed_daily");
      await until("both are listed", async () => {
        const living = await world.entities.living();
        return living.includes("promised") && living.includes("feed_daily");
      });
      await world.declare();
      await healthIs("promised", "removed");
      await healthIs("feed_daily", "removed");
      await until("somebody is told that it is over", async () => events().join() === "opened,removed");
      expect(await view("promised")).toMatchObject({ incident: null, automation: { declared: { promise: null } } });
      await until("its incident is closed", async () =>
        world.incidents.some(({ asset, closedAt }) => asset === "promised" && closedAt !== null),
      );
      await until(
        "status names them",
        async () => (await removedAssets(world.client)).join() === "feed_daily,promised",
      );
      await world.entities.tell("feed_daily", {
        signal: "depUpdated",
        says: { asset: "feed", ids: ["01"], at: "2026-11-25T02:20:00Z", late: false },
      });
      await commitAsset(world.entities, "feed");
      const { automation } = await view("feed_daily");
      expect(automation).toMatchObject({ declared: { automation: null, deps: [] }, pending: {}, inWork: [] });
    });

    test("declared again it promises and is built by itself as before", async () => {
      world.whole();
      await world.declare();
      await healthIs("promised", "late");
      await until("somebody is told again", async () => events().join() === "opened,removed,opened");
      const id = await commitAsset(world.entities, "feed");
      await until("the mart's run was started", async () =>
        world.recorded.some(({ id: run, state }) => run === `run/auto-feed_daily-${id}` && state === "succeeded"),
      );
    });
  },
);
