import { toTable } from "../output.ts";
import type { AssetStatus, Status } from "./read-status.ts";
import { headwayLines } from "./headway-lines.ts";
import { incidentLine } from "./incident-line.ts";
import { scheduleLine } from "./schedule-line.ts";
import { throttleLine } from "./throttle-line.ts";

/** The status for people: a table of assets, then who waits for whom, and what needs a look. */
export function statusLines(status: Status): readonly string[] {
  return [
    ...toTable(
      ["asset", "landed through", "loaded through", "freshness", "stored rows", "last rows", "materialised at"],
      status.assets.map((asset) => [
        asset.asset,
        asset.landedThrough,
        asset.loadedThrough,
        asset.freshness,
        asset.storedRows,
        asset.lastRows,
        asset.materialisedAt,
      ]),
    ),
    "",
    ...status.assets.flatMap(incidentLines),
    ...status.sensorIncidents.map(incidentLine),
    ...status.assets.flatMap(queueLines),
    ...headwayLines(status),
    ...status.assets.flatMap(conditionLines),
    ...status.runs.map((run) => `running: ${run.id}, since ${run.startedAt}`),
    ...status.schedules.map(scheduleLine),
    throttleLine(status.throttle),
    `${status.quarantined} rows in quarantine`,
    ...status.refusedLoads.map(
      (load) => `refused: load ${load.loadId} of ${load.table}${load.code === null ? "" : ` (${load.code})`}`,
    ),
    ...status.strayObjects.map((key) => `stray: ${key} is for no table`),
    ...status.removedAssets.map((key) => `removed: ${key} is no longer declared; its entity keeps its marks`),
    ...(status.temporal === null ? [] : [`runs and queues are not known: ${status.temporal}`]),
  ];
}

const incidentLines = ({ incident }: AssetStatus): readonly string[] =>
  incident === null ? [] : [incidentLine(incident)];

const conditionLines = ({ asset, condition }: AssetStatus): readonly string[] =>
  condition === null ? [] : [`${asset} by itself: ${condition}`];

function queueLines({ asset, holder, waiting, paused }: AssetStatus): readonly string[] {
  const behind = waiting.length === 0 ? "" : `; waiting: ${waiting.join(", ")}`;
  if (paused) return [`${asset} is paused${behind}`];
  return holder === null && waiting.length === 0 ? [] : [`${asset} is held by ${holder ?? "nobody"}${behind}`];
}
