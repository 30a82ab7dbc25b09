import { Context } from "@temporalio/activity";
import type { Mark } from "../core/manifest.ts";
import type { AcquireAnswer, AssetEntities, ReleaseRequest, Turn } from "../core/ports/asset-entities.ts";
import { keepAlive } from "./keep-alive.ts";
import { latestManifest } from "./manifests.ts";
import { tableOf } from "./tables.ts";
import type { ActivityDeps } from "./deps.ts";

const hourMs = 3_600_000;
/** How long a place in the queue lasts: a waiting extraction asks again well within it. */
const placeMs = hourMs / 2;

/** A request id that survives retries of the activity and differs between calls. */
const requestId = (what: string): string => {
  const { workflowExecution, activityId } = Context.current().info;
  return `${workflowExecution?.runId ?? "none"}:${activityId}:${what}`;
};

/** What an entity without carried state starts from. */
export type RecoveredAsset = {
  readonly mark: Mark;
  readonly fence: number;
  readonly loadedThrough: string | null;
  readonly freshWithinMs: number | null;
};

/** Calls to the entity of one asset, each idempotent under retry. */
export const createAssetCursor = ({
  graph,
  entities,
  database,
  store,
  clock,
}: Pick<ActivityDeps, "graph" | "entities" | "database" | "store" | "clock">) => ({
  /** Ask for a table's cursor on behalf of an extraction. Turns of workflows that no longer run are taken away first. */
  async acquireCursor({ table, holder }: { readonly table: string; readonly holder: string }): Promise<AcquireAnswer> {
    const ask = (what: string) => entities.acquire(table, { holder, placeMs }, requestId(what));
    const answer = await ask("acquire");
    if (answer.granted || answer.paused) return answer;
    const turns = await ended(entities, answer.ahead);
    if (turns.length === 0) return answer;
    await entities.drop(table, { turns }, requestId("drop"));
    return ask("acquire again");
  },
  /** Move the landed mark, and mirror it in the database. */
  async advanceCursor(request: {
    readonly table: string;
    readonly fence: number;
    readonly mark: Mark;
    readonly loadId: string;
  }) {
    await entities.advance(
      request.table,
      { fence: request.fence, mark: request.mark, loadId: request.loadId },
      requestId("advance"),
    );
    const known = await database.mirror(request.table);
    await database.saveMirror({
      asset: request.table,
      landedThrough: request.mark.watermark ?? request.mark.version ?? null,
      loadedThrough: known?.loadedThrough ?? null,
      fence: request.fence,
      materialisationId: known?.materialisationId ?? null,
      materialisedAt: known?.materialisedAt ?? null,
      rows: known?.rows ?? 0,
    });
  },
  /** Give a turn at the cursor back. */
  async releaseCursor({ table, ...turn }: ReleaseRequest & { readonly table: string }) {
    await entities.release(table, turn, requestId("release"));
  },
  /** Tell the entity that a load was merged, as the ledger has it. */
  async reportLoaded(request: { readonly table: string; readonly loadId: string }) {
    const load = await database.loadState(request.loadId);
    const mirror = await database.mirror(request.table);
    await entities.materialised(
      request.table,
      {
        id: load?.materialisationId ?? null,
        at: clock.now().toISOString(),
        rows: load?.merged ?? 0,
        load: request.loadId,
        loadedThrough: mirror?.loadedThrough ?? null,
        origin: load?.origin ?? "run",
        freshWithinMs: graph.asset(request.table).freshness?.ms ?? null,
      },
      requestId("loaded"),
    );
  },
  /** What an entity without carried state starts from: the landed mark of the manifests, the loaded one of the database. */
  async recoverAsset(asset: string): Promise<RecoveredAsset> {
    const context = Context.current();
    using _beat = keepAlive(() => context.heartbeat({ asset }));
    const mirror = await database.mirror(asset);
    const { kind, freshness } = graph.asset(asset);
    const known = {
      fence: mirror?.fence ?? 0,
      loadedThrough: mirror?.loadedThrough ?? null,
      freshWithinMs: freshness?.ms ?? null,
    };
    if (kind !== "table") return { mark: {}, ...known };
    const latest = await latestManifest(store, tableOf(graph, asset));
    return { mark: latest?.next ?? {}, ...known };
  },
});

/** Those turns whose workflow no longer runs. */
async function ended(entities: AssetEntities, turns: readonly Turn[]): Promise<readonly Turn[]> {
  const running = await Promise.all(turns.map(({ holder }) => entities.isRunning(holder)));
  return turns.filter((_, at) => running[at] === false);
}
