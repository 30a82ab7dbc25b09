import {
  allHandlersFinished,
  condition,
  continueAsNew,
  ParentClosePolicy,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  startChild,
  workflowInfo,
} from "@temporalio/workflow";
import type { Activities } from "../activities/index.ts";
import { attribute } from "./contracts/attributes.ts";
import { workflowId } from "./contracts/ids.ts";
import { objectCreatedSignal, type ObjectCreated } from "./contracts/messages.ts";
import { controlOptions } from "./contracts/options.ts";
import { ingestLoad } from "./ingest-load.ts";

const control = proxyActivities<Activities>({ ...controlOptions, startToCloseTimeout: "5m" });

/** Ticks after which the sensor starts again with an empty history. */
const ticksPerRun = 100;

/** How the sensor looks: `listEvery` and `grace` are milliseconds; grace is how long a run's own manifest is left to its run. */
export type SensorInput = {
  readonly listEvery: number;
  readonly grace: number;
  readonly pending?: readonly ObjectCreated[];
};

/** Start the ingestion of what was landed: pushed by events, found by listing, each load once. */
export async function landingSensor(input: SensorInput): Promise<void> {
  const pending: ObjectCreated[] = [...(input.pending ?? [])];
  setHandler(objectCreatedSignal, (object) => void pending.push(object), {
    description: 'An object appeared in the bucket. Example: {"key":"inbox/clients/drop.csv","etag":"…"}',
  });
  let started = 0;
  for (let tick = 0; tick < ticksPerRun && !workflowInfo().continueAsNewSuggested; tick++) {
    const pushed = await condition(() => pending.length > 0, input.listEvery);
    if (pushed && input.grace > 0) await condition(() => false, Math.min(input.grace, 1_000));
    const objects = pending.splice(0);
    const loads = await control.findLoads({ objects, graceMs: input.grace });
    pending.push(...loads.later);
    for (const load of loads.start) {
      const begun = await startChild(ingestLoad, {
        workflowId: workflowId.ingest(load.table, load.loadId),
        args: [load],
        parentClosePolicy: ParentClosePolicy.ABANDON,
        workflowIdReusePolicy: "ALLOW_DUPLICATE_FAILED_ONLY",
        staticSummary: `Ingest ${load.table} (${load.object.kind})`,
        typedSearchAttributes: [{ key: attribute.asset, value: load.table }],
      }).catch((error: unknown) =>
        error instanceof Error && error.name === "WorkflowExecutionAlreadyStartedError"
          ? undefined
          : Promise.reject(error),
      );
      if (begun !== undefined) started++;
    }
    setCurrentDetails(`Loads started: ${started} in ${tick + 1} looks; ${pending.length} events left to their runs.`);
    if (pending.length > 0) await condition(() => false, 5_000);
  }
  await condition(allHandlersFinished);
  await continueAsNew<typeof landingSensor>({ ...input, pending });
}
