import { Context } from "@temporalio/activity";
import type { AssetEntities } from "../core/ports/asset-entities.ts";

/**
 * Entities that an activity waits for no longer once it is cancelled. An entity is answered by a worker: where that one
 * is shutting down too, no answer comes, and waiting for it would keep the process from ending. A repeated call is told
 * the first answer, by its request id.
 */
export function cancellableEntities(entities: AssetEntities): AssetEntities {
  const unlessCancelled =
    <Args extends readonly unknown[], Answer>(call: (...args: Args) => Promise<Answer>) =>
    (...args: Args): Promise<Answer> =>
      Promise.race([call(...args), Context.current().cancelled]);
  return {
    acquire: unlessCancelled(entities.acquire),
    advance: unlessCancelled(entities.advance),
    materialised: unlessCancelled(entities.materialised),
    checked: unlessCancelled(entities.checked),
    drifted: unlessCancelled(entities.drifted),
    release: unlessCancelled(entities.release),
    drop: unlessCancelled(entities.drop),
    wake: unlessCancelled(entities.wake),
    tell: unlessCancelled(entities.tell),
    living: unlessCancelled(entities.living),
    isPaused: unlessCancelled(entities.isPaused),
    isRunning: unlessCancelled(entities.isRunning),
    endOfWindow: unlessCancelled(entities.endOfWindow),
  };
}
