import { describe } from "vitest";
import { assetView } from "../../workflows/logic/asset-board.ts";
import { emptyState } from "../../workflows/contracts/state.ts";
import { memoryAssetEntities } from "../fakes/memory-asset-entities.ts";
import { assetEntitiesContract } from "./asset-entities.ts";

// The entities on Temporal pass the same suite in test/e2e/asset-entities.test.ts.
describe("entities of assets in memory", () =>
  assetEntitiesContract(async () => {
    const running = new Set<string>();
    const entities = memoryAssetEntities(running);
    let serial = 0;
    return {
      entities,
      newAsset: () => `asset-${++serial}`,
      async newHolder() {
        const holder = `holder/${++serial}`;
        running.add(holder);
        return holder;
      },
      end: async (holder) => void running.delete(holder),
      pause: entities.pause,
      resume: entities.resume,
      view: async (asset) => assetView(entities.states.get(asset) ?? emptyState(asset)),
      close: async () => undefined,
    };
  }));
