import type { Incident } from "../../core/automation/incident.ts";
import { saysOf } from "../../core/condition/says-of.ts";
import { SillageError } from "../../core/errors.ts";
import type { HandMark, Materialisation, Pause } from "../../core/ports/audit.ts";
import type { AssetMirror } from "../../core/ports/database.ts";
import type { AssetSpec } from "../../core/spec/asset.ts";
import { freshnessOf, type Freshness } from "../../core/freshness/freshness-of.ts";
import type { DeployedGraph } from "../../db/declare/graph.ts";
import type { RemoteDatabase } from "../../worker/control-client.ts";
import type { AssetView, Health } from "../../workflows/contracts/state.ts";
import { withDatabase, withTemporal } from "../reach.ts";
import type { Settings } from "../settings.ts";
import { viewOf } from "../status/entity-states.ts";
import { nowOf } from "../status/now-of.ts";

/** One asset as its entity knows it; what the database mirrors stands in where the entity does not answer (`health` is null then). */
export type AssetDetail = {
  readonly asset: string;
  readonly kind: AssetSpec["kind"];
  readonly health: Health | null;
  readonly freshness: Freshness;
  readonly landedThrough: string | null;
  readonly loadedThrough: string | null;
  readonly fence: number;
  readonly pause: Pause | null;
  readonly handMark: HandMark | null;
  readonly lease: AssetView["lease"];
  readonly waiting: readonly string[];
  /** When it is brought up to date by itself, in a phrase; null: by runs alone. */
  readonly condition: string | null;
  /** The one that it is in: as its entity says, else as the database keeps it. */
  readonly incident: Incident | null;
  /** The last 20, newest first. */
  readonly materialisations: readonly Materialisation[];
};

type Kept = Awaited<ReturnType<typeof keptOf>>;

/** Ask the database and the entities of some assets. Throws what the database throws; without Temporal the mirror is told. */
export async function readAssets(
  settings: Settings,
  deployed: DeployedGraph,
  assets: readonly AssetSpec[],
): Promise<readonly AssetDetail[]> {
  const kept = await withDatabase(settings, deployed, (database) => keptOf(database, assets));
  const views = await withTemporal(settings.dataDir, (client) =>
    Promise.all(assets.map(({ key }) => viewOf(client, key))),
  ).catch((error: unknown) => {
    if (error instanceof SillageError) return [];
    throw error;
  });
  const now = await nowOf(settings.dataDir);
  return assets.map((asset, at) => detailOf(asset, kept.at(at), views[at], now));
}

async function keptOf(database: RemoteDatabase, assets: readonly AssetSpec[]) {
  const mirrors = new Map((await database.mirrors()).map((mirror) => [mirror.asset, mirror]));
  const open = (await database.incidents(null)).filter(({ closedAt }) => closedAt === null);
  return Promise.all(
    assets.map(async ({ key }) => ({
      mirror: mirrors.get(key),
      incident: open.find(({ asset }) => asset === key),
      control: await database.assetControl(key),
      materialisations: await database.materialisations(key),
    })),
  );
}

function detailOf(asset: AssetSpec, kept: Kept[number] | undefined, view: AssetView | undefined, now: number) {
  const mirror: Partial<AssetMirror> = kept?.mirror ?? {};
  const loadedThrough = mirror.loadedThrough ?? view?.loadedThrough ?? null;
  const control = view?.control ?? kept?.control;
  return {
    asset: asset.key,
    kind: asset.kind,
    health: view?.health ?? null,
    freshness: freshnessOf(asset, loadedThrough, now),
    landedThrough: (view ? (view.mark.watermark ?? view.mark.version) : mirror.landedThrough) ?? null,
    loadedThrough,
    fence: view?.fence ?? mirror.fence ?? 0,
    pause: control?.pause ?? null,
    handMark: control?.hand ?? null,
    lease: view?.lease ?? null,
    waiting: view?.waiting ?? [],
    condition: asset.automation === undefined ? null : saysOf(asset.automation),
    incident: view === undefined ? (kept?.incident ?? null) : view.incident,
    materialisations: kept?.materialisations ?? [],
  };
}
