import { condition, upsertSearchAttributes } from "@temporalio/workflow";
import { attribute } from "../contracts/attributes.ts";
import { assetHealth } from "../logic/asset-health.ts";
import type { EntityMemory } from "./entity-memory.ts";

/** Publish the asset's health whenever it changes, by a message or by the time, until the entity's run is over. */
export async function watchHealth(memory: EntityMemory, over: () => boolean): Promise<void> {
  while (!over()) {
    const { health, lateInMs } = assetHealth(memory.current(), new Date());
    if (health !== memory.current().health) {
      upsertSearchAttributes([{ key: attribute.health, value: health }]);
      memory.keep({ ...memory.current(), health });
    }
    const { freshAt, freshWithinMs } = memory.current();
    const changed = (): boolean =>
      over() ||
      assetHealth(memory.current(), new Date()).health !== health ||
      memory.current().freshAt !== freshAt ||
      memory.current().freshWithinMs !== freshWithinMs;
    await (lateInMs === null ? condition(changed) : condition(changed, lateInMs, { summary: "until it is late" }));
  }
}
