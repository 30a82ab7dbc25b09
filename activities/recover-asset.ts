import { Context } from "@temporalio/activity";
import { checkReport, type CheckReport } from "../core/check/check-result.ts";
import type { Manifest, Mark } from "../core/manifest.ts";
import type { AssetControl, HandMark, Materialisation } from "../core/ports/audit.ts";
import type { Database } from "../core/ports/database.ts";
import type { ActivityDeps } from "./deps.ts";
import { keepAlive } from "./keep-alive.ts";
import { latestManifest } from "./manifests.ts";
import { tableOf } from "./tables.ts";

/** What an entity without carried state starts from. */
export type RecoveredAsset = {
  readonly mark: Mark;
  readonly fence: number;
  readonly loadedThrough: string | null;
  readonly freshWithinMs: number | null;
  readonly paused: boolean;
  readonly control?: AssetControl;
  readonly recent: readonly Materialisation[];
  readonly checks: CheckReport;
};

/** What is asked of the database. */
type Known = { readonly database: Pick<Database, "mirror" | "assetControl" | "materialisations" | "lastResults"> };

/** What an entity that lost its state starts from: the landed mark of the manifests, or a later one set by hand; everything else, a pause and failed checks too, from the database. */
export const createRecoverAsset = ({ graph, database, store }: Pick<ActivityDeps, "graph" | "store"> & Known) =>
  async function recoverAsset(asset: string): Promise<RecoveredAsset> {
    const context = Context.current();
    using _beat = keepAlive(() => context.heartbeat({ asset }));
    const { kind, freshness, checks } = graph.asset(asset);
    const [mirror, control, recent, results] = await Promise.all([
      database.mirror(asset),
      database.assetControl(asset),
      database.materialisations(asset),
      checks.length === 0 ? [] : database.lastResults(asset),
    ]);
    const declared = new Set(checks.map(({ name }) => name));
    const latest = kind === "table" ? await latestManifest(store, tableOf(graph, asset)) : undefined;
    return {
      mark: recoveredMark(latest, control?.hand ?? null),
      fence: mirror?.fence ?? 0,
      loadedThrough: mirror?.loadedThrough ?? null,
      freshWithinMs: freshness?.ms ?? null,
      paused: control?.pause != null,
      ...(control && { control }),
      recent,
      checks: checkReport(results.filter(({ check }) => declared.has(check))),
    };
  };

/** Load ids are in order of time: a mark set by hand holds until a later load was landed. */
function recoveredMark(latest: Manifest | undefined, hand: HandMark | null): Mark {
  if (hand === null || (latest !== undefined && latest.loadId > (hand.after ?? ""))) return latest?.next ?? {};
  return { ...latest?.next, ...hand.mark };
}
