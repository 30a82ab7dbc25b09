import type { Seen } from "../../activities/pass-reading.ts";
import type { Incident } from "../../core/automation/incident.ts";
import { saysOf } from "../../core/condition/says-of.ts";
import { SillageError } from "../../core/errors.ts";
import type { ThrottleState } from "../../core/ports/database.ts";
import type { DeployedGraph } from "../../db/declare/graph.ts";
import { withDatabase, withTemporal } from "../reach.ts";
import type { Settings } from "../settings.ts";
import { nowOf } from "./now-of.ts";
import { temporalState, type Queue, type TemporalState } from "./entity-states.ts";
import { workflowId } from "../../workflows/contracts/ids.ts";
import { freshnessOf, type Freshness } from "../../core/freshness/freshness-of.ts";
import { ledgerState, type LedgerState, type RefusedLoad } from "./ledger-state.ts";
import type { ScheduleState } from "./schedule-states.ts";
import type { RunningRun } from "./running-runs.ts";

/** One asset as it stands. `lastRows` are those of its last materialisation. */
export type AssetStatus = {
  readonly asset: string;
  readonly landedThrough: string | null;
  readonly loadedThrough: string | null;
  readonly freshness: Freshness;
  readonly storedRows: number;
  readonly lastRows: number;
  readonly materialisedAt: string | null;
  readonly holder: string | null;
  /** How far the table's reading is that is on its way, by its extraction's last word. */
  readonly reading: Seen | null;
  readonly waiting: readonly string[];
  readonly paused: boolean;
  /** When it is brought up to date by itself, in a phrase; null: by runs alone. */
  readonly condition: string | null;
  readonly incident: Incident | null;
};
/** The product as it stands. `temporal` says why Temporal's part is missing; null when it is there. */
export type Status = {
  readonly assets: readonly AssetStatus[];
  readonly throttle: ThrottleState;
  readonly quarantined: number;
  readonly openLoads: LedgerState["open"];
  readonly refusedLoads: readonly RefusedLoad[];
  readonly runs: readonly RunningRun[];
  readonly strayObjects: readonly string[];
  /** Assets that the deployed graph no longer declares, whose entities keep what they know. */
  readonly removedAssets: readonly string[];
  readonly schedules: readonly ScheduleState[];
  /** Incidents that sensors are in. */
  readonly sensorIncidents: readonly Incident[];
  readonly temporal: string | null;
};

/** Ask the database, the entities and Temporal. Throws what the database throws; without Temporal its part is left out. */
export async function readStatus(settings: Settings, deployed: DeployedGraph): Promise<Status> {
  const { assets } = deployed.graph;
  const ledger = await withDatabase(settings, deployed, (database) => ledgerState(database, assets));
  const known = await withTemporal(settings.dataDir, (client) => temporalState(client, deployed.graph)).catch(
    (error: unknown) => {
      if (error instanceof SillageError) return error;
      throw error;
    },
  );
  const now = await nowOf(settings.dataDir);
  return known instanceof SillageError
    ? { ...statusOf(deployed, ledger, nothingKnown, now), temporal: known.message }
    : statusOf(deployed, ledger, known, now);
}

type Deployed = Pick<DeployedGraph, "graph" | "sensors">;
const nothingKnown: TemporalState = { queues: [], runs: [], strays: [], removed: [], schedules: [] };

function statusOf(deployed: Deployed, ledger: LedgerState, known: TemporalState, now: number): Status {
  const { assets } = deployed.graph;
  const sensors = new Set([...deployed.sensors.keys()].map((name) => workflowId.sensor(name)));
  const mirrors = new Map(ledger.mirrors.map((mirror) => [mirror.asset, mirror]));
  const queues = new Map(known.queues.map((queue) => [queue.asset, queue]));
  return {
    assets: assets.map((asset) => {
      const mirror = mirrors.get(asset.key);
      const queue: Partial<Queue> = queues.get(asset.key) ?? {};
      return {
        asset: asset.key,
        landedThrough: mirror?.landedThrough ?? null,
        loadedThrough: mirror?.loadedThrough ?? null,
        freshness: freshnessOf(asset, mirror?.loadedThrough ?? null, now),
        storedRows: ledger.stored.get(asset.key) ?? 0,
        lastRows: mirror?.rows ?? 0,
        materialisedAt: mirror?.materialisedAt ?? null,
        holder: queue.holder ?? null,
        reading: queue.reading ?? null,
        waiting: queue.waiting ?? [],
        paused: queue.paused ?? false,
        condition: asset.automation === undefined ? null : saysOf(asset.automation),
        incident: queue.incident ?? null,
      };
    }),
    throttle: ledger.throttle,
    quarantined: ledger.quarantined,
    openLoads: ledger.open,
    refusedLoads: ledger.refused,
    runs: known.runs,
    strayObjects: known.strays,
    removedAssets: known.removed,
    schedules: known.schedules,
    sensorIncidents: ledger.incidents.filter(({ asset }) => sensors.has(asset)),
    temporal: null,
  };
}
