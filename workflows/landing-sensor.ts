import {
  allHandlersFinished,
  condition,
  continueAsNew,
  isCancellation,
  ParentClosePolicy,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  sleep,
  startChild,
  workflowInfo,
} from "@temporalio/workflow";
import type { Activities } from "../activities/index.ts";
import { attribute } from "./contracts/attributes.ts";
import { workflowId } from "./contracts/ids.ts";
import { objectCreatedSignal, strayObjectsQuery, type ObjectCreated, type StrayObject } from "./contracts/messages.ts";
import { controlOptions } from "./contracts/options.ts";
import type { IngestInput } from "./contracts/runs.ts";
import { ingestLoad } from "./ingest-load.ts";
import { dueReach } from "./logic/due-reach.ts";
import { rootMessage } from "./logic/root-message.ts";
import { stepDetails } from "./logic/step-details.ts";
import { sensorBoard } from "./logic/sensor-board.ts";

const control = proxyActivities<Activities>({
  ...controlOptions,
  startToCloseTimeout: "15m",
  heartbeatTimeout: "30s",
});

/** Ticks after which the sensor starts again with an empty history. */
const ticksPerRun = 100;
/** Events kept; beyond them a listing finds the objects. */
const mostPending = 2_000;
/** Objects told of to one look. */
const objectsPerLook = 500;

/** How the sensor looks: `listEvery` is milliseconds. The rest is carried from one run to the next; instants are milliseconds. */
export type SensorInput = {
  readonly listEvery: number;
  readonly pending?: readonly ObjectCreated[];
  readonly listedAt?: number;
  readonly listedFullAt?: number;
  readonly strays?: readonly StrayObject[];
};

/** Start the ingestion of what was landed: pushed by events, found by listing, each load once. An outage delays it and loses nothing. */
export async function landingSensor(input: SensorInput): Promise<void> {
  const pending: ObjectCreated[] = [...(input.pending ?? [])];
  let { listedAt = 0, listedFullAt = 0, strays = [] } = input;
  let started = 0;
  setHandler(
    objectCreatedSignal,
    (object) => {
      if (pending.length < mostPending) pending.push(object);
      else listedAt = 0;
    },
    { description: 'An object appeared in the bucket. Example: {"key":"inbox/clients/drop.csv","etag":"…"}' },
  );
  setHandler(strayObjectsQuery, () => strays, {
    description: "Objects under inbox/ that are for no table: their folder is not a table's key. No argument.",
  });
  for (let tick = 0; tick < ticksPerRun && !workflowInfo().continueAsNewSuggested; tick++) {
    await condition(() => pending.length > 0, Math.max(1, listedAt + input.listEvery - Date.now()));
    const objects = pending.splice(0, objectsPerLook);
    const now = Date.now();
    const list = dueReach(now, { listEvery: input.listEvery, listedAt, listedFullAt });
    let failure: string | undefined;
    try {
      const found = await control.findLoads.executeWithOptions(
        { summary: objects.length > 0 ? `${objects.length} events` : `listing: ${list}` },
        [{ objects, list }],
      );
      for (const load of found.start) if (await begin(load)) started++;
      pending.push(...found.later);
      if (list !== "none") strays = found.unknown;
      else
        strays = [...new Map([...strays, ...found.unknown].map((stray) => [stray.key, stray])).values()].slice(0, 50);
      if (list !== "none" && !found.more) listedAt = now;
      if (list === "full" && !found.more) listedFullAt = now;
    } catch (error) {
      if (isCancellation(error)) throw error;
      failure = rootMessage(error);
      pending.unshift(...objects);
    }
    setCurrentDetails(sensorBoard({ started, waiting: pending.length, strays, failure }));
    if (failure !== undefined) await sleep("30s");
    else if (pending.length > 0) await sleep("5s");
  }
  await condition(allHandlersFinished);
  await continueAsNew<typeof landingSensor>({ ...input, pending, listedAt, listedFullAt, strays });
}

/** Whether a load's ingestion was started; one that is on its way, or was done, is not started again. */
async function begin(load: IngestInput): Promise<boolean> {
  const begun = await startChild(ingestLoad, {
    workflowId: workflowId.ingest(load.table, load.loadId),
    args: [load],
    parentClosePolicy: ParentClosePolicy.ABANDON,
    workflowIdReusePolicy: "ALLOW_DUPLICATE_FAILED_ONLY",
    staticSummary: `Ingest ${load.table} (${load.object.kind})`,
    staticDetails: stepDetails(load.table, workflowId.landingSensor),
    typedSearchAttributes: [{ key: attribute.asset, value: load.table }],
  }).catch((error: unknown) =>
    error instanceof Error && error.name === "WorkflowExecutionAlreadyStartedError" ? undefined : Promise.reject(error),
  );
  return begun !== undefined;
}
