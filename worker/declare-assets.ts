import type { ActivityDeps } from "../activities/deps.ts";
import { atMost } from "../core/at-most.ts";
import { declarationOf } from "../core/automation/declaration-of.ts";
import { removedDeclaration } from "../core/automation/removed-declaration.ts";
import { declareSignal } from "../workflows/contracts/automation-messages.ts";

/** Signals on their way at once: a server that limits its rate refuses ten thousand in one second. */
const signalsAtOnce = 20;

/**
 * Tell the entities what the graph declares of their assets: condition, dependants, freshness. Those with a condition
 * or a promise of freshness are started, since crons tick and promises end in them; the others are told when they run, and ask for it when they start.
 * Entities that run and whose assets the graph no longer declares are told so.
 */
export async function declareAssets({
  graph,
  entities,
  alerts,
  ingestion,
}: Pick<ActivityDeps, "graph" | "entities" | "alerts" | "ingestion">): Promise<void> {
  const set = { alerts: alerts !== undefined, ingestion };
  const inTurn = atMost(signalsAtOnce);
  const declared = new Set(graph.assets.map(({ key }) => key));
  const removed = (await entities.living()).filter((key) => !declared.has(key));
  await Promise.all([
    ...graph.assets.map(({ key }) =>
      inTurn(() => {
        const says = declarationOf(graph, key, set);
        const message = { signal: declareSignal.name, says };
        return says.automation === null && says.promise === null
          ? entities.tell(key, message)
          : entities.wake(key, message);
      }),
    ),
    ...removed.map((key) =>
      inTurn(() => entities.tell(key, { signal: declareSignal.name, says: removedDeclaration(set) })),
    ),
  ]);
}
