import { condition, upsertSearchAttributes } from "@temporalio/workflow";
import { attribute } from "../contracts/attributes.ts";
import { assetHealth, entityLateFrom } from "../logic/asset-health.ts";
import { withIncident } from "../logic/incidents.ts";
import type { EntityMemory } from "./entity-memory.ts";

/** Publish the asset's health whenever it changes, by a message or by the time, until the entity's run is over; its incident opens and closes with it. */
export async function watchHealth(memory: EntityMemory, over: () => boolean): Promise<void> {
  while (!over()) {
    const known = memory.current();
    const { health, lateInMs } = assetHealth(known, new Date());
    if (health !== known.health) upsertSearchAttributes([{ key: attribute.health, value: health }]);
    const state = withIncident(known, health, new Date());
    if (health !== known.health || state !== known) memory.keep({ ...state, health });
    const [late, declared] = [entityLateFrom(known), known.automation?.declared];
    const changed = (): boolean =>
      over() ||
      assetHealth(memory.current(), new Date()).health !== health ||
      entityLateFrom(memory.current()) !== late ||
      memory.current().automation?.declared !== declared;
    await (lateInMs === null ? condition(changed) : condition(changed, lateInMs, { summary: "until it is late" }));
  }
}
