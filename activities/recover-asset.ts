import { Context } from "@temporalio/activity";
import { declarationOf, type AssetDeclaration } from "../core/automation/declaration-of.ts";
import type { Incident } from "../core/automation/incident.ts";
import { checkReport, type CheckReport } from "../core/check/check-result.ts";
import { withinOf } from "../core/freshness/within-of.ts";
import type { Manifest, Mark } from "../core/manifest.ts";
import type { AssetControl, HandMark, Materialisation } from "../core/ports/audit.ts";
import type { AssetMirror, Database } from "../core/ports/database.ts";
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
  /** Absent in histories of before there were conditions, as what follows. */
  readonly declared?: AssetDeclaration;
  /** By dep, its last materialisation. */
  readonly updates?: Readonly<
    Record<string, { readonly id: string | null; readonly at: string | null; readonly late: boolean }>
  >;
  /** By dep, the one that was there when the asset changed last. */
  readonly seen?: Readonly<Record<string, string>>;
  /** The one that is open. */
  readonly incident?: Incident;
};

/** What is asked of the database. */
type Known = {
  readonly database: Pick<
    Database,
    "mirror" | "mirrors" | "assetControl" | "materialisations" | "lastResults" | "incidents"
  >;
};

/** What an entity that lost its state starts from: the landed mark of the manifests, or a later one set by hand; everything else, a pause and failed checks too, from the database. */
export const createRecoverAsset = ({
  graph,
  database,
  store,
  ingestion,
  alerts,
}: Pick<ActivityDeps, "graph" | "store" | "ingestion" | "alerts"> & Known) =>
  async function recoverAsset(asset: string): Promise<RecoveredAsset> {
    const context = Context.current();
    using _beat = keepAlive(() => context.heartbeat({ asset }));
    const { kind, freshness, checks } = graph.asset(asset);
    const declared = declarationOf(graph, asset, { alerts: alerts !== undefined, ingestion });
    const [mirror, control, recent, results, incidents, deps] = await Promise.all([
      database.mirror(asset),
      database.assetControl(asset),
      database.materialisations(asset),
      checks.length === 0 ? [] : database.lastResults(asset),
      database.incidents(asset),
      declared.deps.length === 0 ? [] : database.mirrors(),
    ]);
    const checkNames = new Set(checks.map(({ name }) => name));
    const incident = incidents.find(({ closedAt }) => closedAt === null);
    const latest = kind === "table" ? await latestManifest(store, tableOf(graph, asset)) : undefined;
    return {
      mark: recoveredMark(latest, control?.hand ?? null),
      fence: mirror?.fence ?? 0,
      loadedThrough: mirror?.loadedThrough ?? null,
      freshWithinMs: withinOf(freshness),
      paused: control?.pause != null,
      ...(control && { control }),
      recent,
      declared,
      ...knownDeps(declared, deps, mirror?.materialisedAt ?? null),
      ...(incident && { incident }),
      checks: checkReport(results.filter(({ check }) => checkNames.has(check))),
    };
  };

/** Load ids are in order of time: a mark set by hand holds until a later load was landed. */
function recoveredMark(latest: Manifest | undefined, hand: HandMark | null): Mark {
  if (hand === null || (latest !== undefined && latest.loadId > (hand.after ?? ""))) return latest?.next ?? {};
  return { ...latest?.next, ...hand.mark };
}

/** Deps as the database mirrors them. One that changed before the asset did was built with it: a later one may have been, too, which costs a run that finds nothing to do. */
function knownDeps(
  { deps }: AssetDeclaration,
  mirrors: readonly AssetMirror[],
  changedAt: string | null,
): Pick<RecoveredAsset, "updates" | "seen"> {
  const known = mirrors.filter(({ asset }) => deps.includes(asset));
  const built = known.filter(({ materialisedAt }) => changedAt !== null && (materialisedAt ?? "~") <= changedAt);
  return {
    updates: Object.fromEntries(
      known.map(({ asset, materialisationId: id, materialisedAt: at }) => [asset, { id, at, late: false }]),
    ),
    seen: Object.fromEntries(built.flatMap(({ asset, materialisationId: id }) => (id === null ? [] : [[asset, id]]))),
  };
}
