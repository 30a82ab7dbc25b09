import { describe } from "vitest";
import { queue } from "../../workflows/contracts/ids.ts";
import type { AssetView } from "../../workflows/contracts/state.ts";
import { assetEntitiesContract } from "../contracts/asset-entities.ts";
import { noTemporal } from "../harness/temporal.ts";
import { workflowWorld } from "../harness/workflow-world.ts";

const by = { who: "Ada Exemple", why: "a trial" };

const assets = Array.from({ length: 40 }, (_, at) => `c${at + 1}`);

describe.skipIf(noTemporal !== undefined)(
  `entities of assets on a Temporal server${noTemporal === undefined ? "" : ` (skipped: ${noTemporal})`}`,
  () =>
    assetEntitiesContract(async () => {
      const world = await workflowWorld({ tables: assets });
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
        view: (asset) => workflow.getHandle(`asset/${asset}`).query<AssetView>("getCursor"),
        close: world.stop,
      };
    }),
);
