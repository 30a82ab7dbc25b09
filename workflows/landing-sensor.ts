import {
  allHandlersFinished,
  condition,
  continueAsNew,
  isCancellation,
  ParentClosePolicy,
  proxyActivities,
  sleep,
  startChild,
  workflowInfo,
} from "@temporalio/workflow";
import type { Activities } from "../activities/index.ts";
import type { ObjectCreated } from "../core/objects-told.ts";
import { attribute } from "./contracts/attributes.ts";
import { workflowId } from "./contracts/ids.ts";
import { controlOptions } from "./contracts/options.ts";
import type { IngestInput } from "./contracts/runs.ts";
import type { LandingFigures, StrayObject } from "./contracts/sensor-messages.ts";
import { ingestLoad } from "./ingest-load.ts";
import { dueReach } from "./logic/due-reach.ts";
import { fewAtOnce } from "./logic/few-at-once.ts";
import { rootMessage } from "./logic/root-message.ts";
import { LandingMemory } from "./steps/landing-memory.ts";
import { stepDetails } from "./logic/step-details.ts";

const control = proxyActivities<Activities>({
  ...controlOptions,
  startToCloseTimeout: "15m",
  heartbeatTimeout: "30s",
});

/** Ticks, and events, after which the sensor starts again with an empty history. */
const perRun = { ticks: 100, events: 1_000 };
/** Objects told of to one look. */
const objectsPerLook = 500;
/** Ingestions asked for together: each alone costs the sensor a task of its own. */
const startsAtOnce = 50;

/** How the sensor looks: `listEvery` is milliseconds. The rest is carried from one run to the next; instants are milliseconds. */
export type SensorInput = {
  readonly listEvery: number;
  readonly pending?: readonly ObjectCreated[];
  readonly listedAt?: number;
  readonly listedFullAt?: number;
  readonly strays?: readonly StrayObject[];
  readonly figures?: LandingFigures;
};

/** Start the ingestion of what was landed: pushed by events, found by listing, each load once. An outage delays it and loses nothing. */
export async function landingSensor(input: SensorInput): Promise<void> {
  const memory = new LandingMemory(input);
  const { listEvery } = input;
  for (let tick = 0; tick < perRun.ticks && !isLong(memory); tick++) {
    await condition(() => memory.waiting > 0, Math.max(1, memory.listedAt + listEvery - Date.now()));
    const { failure, more } = await look(memory, listEvery);
    memory.show(failure);
    if (failure !== undefined) await sleep("30s");
    else if (memory.waiting > 0 || (memory.orderly && more)) await sleep("5s");
  }
  await condition(allHandlersFinished);
  await continueAsNew<typeof landingSensor>({ listEvery, ...memory.carried(workflowInfo().historyLength) });
}

const isLong = ({ orderly }: LandingMemory): boolean =>
  workflowInfo().continueAsNewSuggested || (orderly && workflowInfo().historyLength >= perRun.events);

/** Why a look failed, if it did; whether there is more to start than it was told. */
type Looked = { readonly failure: string | undefined; readonly more: boolean };

/** Look once, at what events told of and at the bucket where a listing is due, and start what is found. */
async function look(memory: LandingMemory, listEvery: number): Promise<Looked> {
  const objects = memory.take(objectsPerLook);
  const now = Date.now();
  const list = dueReach(now, { listEvery, listedAt: memory.listedAt, listedFullAt: memory.listedFullAt });
  try {
    const summary = objects.length > 0 ? `${objects.length} events` : `listing: ${list}`;
    const found = await control.findLoads.executeWithOptions({ summary }, [{ objects, list }]);
    await fewAtOnce(found.start, memory.orderly ? startsAtOnce : 1, async (load) => {
      if (await begin(load)) memory.count({ started: 1 });
    });
    memory.keep(found.later, "last");
    memory.count({ foreign: found.foreign ?? 0, known: found.known ?? 0, gone: found.gone ?? 0 });
    memory.strays(found.unknown, list === "none" ? "further" : "all");
    if (list !== "none" && !found.more) memory.listedAt = now;
    if (list === "full" && !found.more) memory.listedFullAt = now;
    if (found.more) memory.listedAt = 0;
    return { failure: undefined, more: found.more };
  } catch (error) {
    if (isCancellation(error)) throw error;
    memory.keep(objects, "first");
    return { failure: rootMessage(error), more: false };
  }
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
