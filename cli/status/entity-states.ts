import type { Client } from "@temporalio/client";
import type { Seen } from "../../activities/pass-reading.ts";
import type { Incident } from "../../core/automation/incident.ts";
import type { AssetGraph } from "../../core/graph/asset-graph.ts";
import { workflowId } from "../../workflows/contracts/ids.ts";
import type { StrayObject } from "../../workflows/contracts/sensor-messages.ts";
import type { AssetView } from "../../workflows/contracts/state.ts";
import { readingOf } from "../reading-of.ts";
import { removedAssets } from "./removed-assets.ts";
import { scheduleStates, type ScheduleState } from "./schedule-states.ts";
import { runningRuns, type RunningRun } from "./running-runs.ts";

/** Who has an asset's cursor, and who waits for it: workflow ids. */
export type Queue = {
  readonly asset: string;
  readonly holder: string | null;
  /** How far its holder has read its table; null where nothing is read just now. */
  readonly reading: Seen | null;
  readonly waiting: readonly string[];
  readonly paused: boolean;
  /** The incident that the asset is in. */
  readonly incident: Incident | null;
};
/** What Temporal knows of a deployment. `strays` are objects that the landing sensor could not attribute. */
export type TemporalState = {
  readonly queues: readonly Queue[];
  readonly runs: readonly RunningRun[];
  readonly strays: readonly string[];
  /** Assets that the graph no longer declares, whose entities keep what they know. */
  readonly removed: readonly string[];
  readonly schedules: readonly ScheduleState[];
};

/** An entity that no worker answers for is left out after this. Milliseconds. */
const answersWithin = 3_000;

/** Ask the entities of a graph's assets who holds and waits, and Temporal for the runs on their way and the schedules. */
export async function temporalState(
  client: Client,
  { assets, spec }: Pick<AssetGraph, "assets" | "spec">,
): Promise<TemporalState> {
  const queues = await Promise.all(assets.map(({ key }) => queueOf(client, key)));
  return {
    queues: queues.filter((queue) => queue !== undefined),
    runs: await runningRuns(client),
    strays: await straysOf(client),
    removed: await removedAssets(client),
    schedules: await scheduleStates(client, spec.jobs),
  };
}

async function queueOf(client: Client, asset: string): Promise<Queue | undefined> {
  const view = await viewOf(client, asset);
  if (view === undefined) return undefined;
  const { lease, waiting, paused, incident } = view;
  const holder = lease?.holder ?? null;
  return { asset, holder, reading: holder === null ? null : await readBy(client, holder), waiting, paused, incident };
}

/** What a holder has read; nothing where it ended meanwhile. */
const readBy = (client: Client, holder: string): Promise<Seen | null> =>
  client
    .withDeadline(Date.now() + answersWithin, () => readingOf(client, holder))
    .then(
      (seen) => seen ?? null,
      () => null,
    );

/** What an asset's entity knows; undefined where there is none, or where no worker answers for it. */
export const viewOf = (client: Client, asset: string): Promise<AssetView | undefined> =>
  client.withDeadline(Date.now() + answersWithin, () =>
    client.workflow
      .getHandle(workflowId.asset(asset))
      .query<AssetView>("getCursor")
      .catch(() => undefined),
  );

/** The landing sensor's answer; nothing where no worker gives it. */
const straysOf = (client: Client): Promise<readonly string[]> =>
  client.withDeadline(Date.now() + answersWithin, () =>
    client.workflow
      .getHandle(workflowId.landingSensor)
      .query<readonly StrayObject[]>("strayObjects")
      .then(
        (strays) => strays.map(({ key }) => key),
        () => [],
      ),
  );
