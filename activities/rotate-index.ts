import { Context } from "@temporalio/activity";
import type { IndexPlan, IndexSpan } from "../core/ports/index-rotation.ts";
import type { ActivityDeps } from "./deps.ts";
import { keepAlive } from "./keep-alive.ts";

/** Values that one activity indexes anew: after so many the workflow shows how far it is. */
const valuesAtOnce = 50_000;

/** The steps of a rotation of the blind indexes, each of which may be done again. Workflows see versions and counts. */
export function createRotateIndex({ indexRotation: rotation }: Pick<ActivityDeps, "indexRotation">) {
  return {
    planIndexes: (): Promise<IndexPlan> => rotation.plan(),
    beginIndexes: ({ to }: Pick<IndexSpan, "to">): Promise<void> => rotation.begin(to),
    /** Index values anew, 50,000 or a few more; how many, 0 when none that lags could catch up. */
    reindex: async (span: IndexSpan): Promise<number> => {
      let values = 0;
      for await (const caughtUp of rotation.reindex(span)) {
        Context.current().cancellationSignal.throwIfAborted();
        values += caughtUp;
        Context.current().heartbeat({ values });
        if (values >= valuesAtOnce) break;
      }
      return values;
    },
    laggingIndexes: (span: IndexSpan): Promise<number> => rotation.lagging(span),
    endIndexes: async ({ from }: Pick<IndexSpan, "from">): Promise<void> => {
      const context = Context.current();
      using _beat = keepAlive(() => context.heartbeat());
      await rotation.end(from);
    },
  };
}
