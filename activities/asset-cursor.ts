import type { AcquireAnswer, AssetEntities, LandedReport, ReleaseRequest, Turn } from "../core/ports/asset-entities.ts";
import { markText } from "../core/watermark/mark-text.ts";
import type { ActivityDeps } from "./deps.ts";
import { requestId, runRequestId } from "./request-id.ts";
import { tableOf } from "./tables.ts";

const hourMs = 3_600_000;
/** How long a place in the queue lasts: a waiting extraction asks again well within it. */
const placeMs = hourMs / 2;

/** The cursor of one asset, asked for, moved and given back at its entity, each call idempotent under retry. */
export const createAssetCursor = ({
  graph,
  entities,
  database,
}: Pick<ActivityDeps, "graph" | "entities" | "database">) => ({
  /** Ask for a table's cursor on behalf of an extraction. Throws `graph.unknown-asset` for one that was taken out of the graph since its run was planned, whose entity could not recover. Turns of workflows that no longer run are taken away first. */
  async acquireCursor({ table, holder }: { readonly table: string; readonly holder: string }): Promise<AcquireAnswer> {
    tableOf(graph, table);
    const ask = (what: string) => entities.acquire(table, { holder, placeMs }, requestId(what));
    const answer = await ask("acquire");
    if (answer.granted || answer.paused) return answer;
    const turns = await ended(entities, answer.ahead);
    if (turns.length === 0) return answer;
    await entities.drop(table, { turns }, requestId("drop"));
    return ask("acquire again");
  },
  /** Move the landed mark, give the turn of its holder back where one is told, and mirror the mark in the database. */
  async advanceCursor({ table, ...report }: LandedReport & { readonly table: string }) {
    await entities.advance(table, report, runRequestId(`advance ${report.loadId}`));
    const known = await database.mirror(table);
    await database.saveMirror({
      asset: table,
      landedThrough: markText(report.mark),
      loadedThrough: known?.loadedThrough ?? null,
      fence: report.fence,
      materialisationId: known?.materialisationId ?? null,
      materialisedAt: known?.materialisedAt ?? null,
      rows: known?.rows ?? 0,
    });
  },
  /** Give a turn at the cursor back. */
  async releaseCursor({ table, ...turn }: ReleaseRequest & { readonly table: string }) {
    await entities.release(table, turn, requestId("release"));
  },
});

/** Those turns whose workflow no longer runs. */
async function ended(entities: AssetEntities, turns: readonly Turn[]): Promise<readonly Turn[]> {
  const running = await Promise.all(turns.map(({ holder }) => entities.isRunning(holder)));
  return turns.filter((_, at) => running[at] === false);
}
