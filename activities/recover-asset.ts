import { Context } from "@temporalio/activity";
import { declarationOf, type AssetDeclaration } from "../core/automation/declaration-of.ts";
import type { Incident } from "../core/automation/incident.ts";
import { checkReport, type CheckReport } from "../core/check/check-result.ts";
import { ageOf } from "../core/freshness/age-of.ts";
import type { Manifest, Mark } from "../core/manifest.ts";
import type { IdsByDep } from "../core/ports/asset-entities.ts";
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
  /** How old its data is by the clock that rules, in milliseconds: what it is loaded through, where that is unknown its last materialisation; null where neither is. Absent in older histories. */
  readonly ageMs?: number | null;
  /** ISO instant of its last success, in histories of before its age was told. */
  readonly freshAt?: string;
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
  /** By dep, those that were there when the asset changed last, and those that came since. */
  readonly seen?: IdsByDep;
  readonly pending?: IdsByDep;
  /** The one that is open. */
  readonly incident?: Incident;
};

/** What is asked of the database. */
type Known = {
  readonly database: Pick<Database, "mirror" | "assetControl" | "materialisations" | "lastResults" | "incidents">;
};

/** What an entity that lost its state starts from: the landed mark of the manifests, or a later one set by hand; everything else, a pause and failed checks too, from the database. */
export const createRecoverAsset = ({
  graph,
  database,
  store,
  ingestion,
  alerts,
  clock,
}: Pick<ActivityDeps, "graph" | "store" | "ingestion" | "alerts" | "clock"> & Known) =>
  async function recoverAsset(asset: string): Promise<RecoveredAsset> {
    const context = Context.current();
    using _beat = keepAlive(() => context.heartbeat({ asset }));
    const { kind, checks } = graph.asset(asset);
    const declared = declarationOf(graph, asset, { alerts: alerts !== undefined, ingestion });
    const [mirror, control, recent, results, incidents, deps] = await Promise.all([
      database.mirror(asset),
      database.assetControl(asset),
      database.materialisations(asset),
      checks.length === 0 ? [] : database.lastResults(asset),
      database.incidents(asset),
      Promise.all(declared.deps.map(async (dep) => [dep, await database.materialisations(dep)] as const)),
    ]);
    const checkNames = new Set(checks.map(({ name }) => name));
    const incident = incidents.find(({ closedAt }) => closedAt === null);
    const latest = kind === "table" ? await latestManifest(store, tableOf(graph, asset)) : undefined;
    return {
      mark: recoveredMark(latest, control?.hand ?? null),
      fence: mirror?.fence ?? 0,
      loadedThrough: mirror?.loadedThrough ?? null,
      ageMs: ageOf(mirror?.loadedThrough ?? mirror?.materialisedAt ?? null, clock.now()),
      paused: control?.pause != null,
      ...(control && { control }),
      recent,
      declared,
      ...knownDeps(deps, mirror?.materialisedAt ?? null),
      ...(incident && { incident }),
      checks: checkReport(results.filter(({ check }) => checkNames.has(check))),
    };
  };

/** Load ids are in order of time: a mark set by hand holds until a later load was landed. */
function recoveredMark(latest: Manifest | undefined, hand: HandMark | null): Mark {
  if (hand === null || (latest !== undefined && latest.loadId > (hand.after ?? ""))) return latest?.next ?? {};
  return { ...latest?.next, ...hand.mark };
}

/** Deps as the database mirrors them. What changed before the asset did, it was built with; what changed since, it may have been, too, which costs a run that finds nothing to do. */
function knownDeps(
  deps: readonly (readonly [dep: string, materialisations: readonly Materialisation[]])[],
  changedAt: string | null,
): Pick<RecoveredAsset, "updates" | "seen" | "pending"> {
  const isSeen = ({ at }: Materialisation): boolean => changedAt !== null && at <= changedAt;
  const idsOf = (chosen: (one: Materialisation) => boolean): IdsByDep =>
    Object.fromEntries(deps.map(([dep, all]) => [dep, all.filter(chosen).map(({ id }) => id)]));
  return {
    updates: Object.fromEntries(
      deps.map(([dep, [last]]) => [dep, { id: last?.id ?? null, at: last?.at ?? null, late: false }]),
    ),
    seen: idsOf(isSeen),
    pending: idsOf((one) => !isSeen(one)),
  };
}
