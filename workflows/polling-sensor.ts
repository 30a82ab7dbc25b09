import {
  allHandlersFinished,
  CancellationScope,
  condition,
  continueAsNew,
  isCancellation,
  ParentClosePolicy,
  patched,
  proxyActivities,
  startChild,
  workflowInfo,
} from "@temporalio/workflow";
import type { Activities } from "../activities/index.ts";
import type { WantedRun } from "../activities/sensors.ts";
import type { SensorRun } from "../core/ports/sensors.ts";
import { assetRun } from "./asset-run.ts";
import { attribute } from "./contracts/attributes.ts";
import { pollOptions, recordOptions, recoveryOptions } from "./contracts/options.ts";
import type { PollingInput, PollingStateV1 } from "./contracts/polling.ts";
import { failed, mirrorOf, polled, unsaved } from "./logic/polling-state.ts";
import { noticed, sensorNotice } from "./logic/sensor-incident.ts";
import { rootMessage } from "./logic/root-message.ts";
import { PollingMemory } from "./steps/polling-memory.ts";
import { tellNotices } from "./steps/tell-notices.ts";

const polling = proxyActivities<Activities>(pollOptions);
const record = proxyActivities<Activities>(recordOptions);
const recovering = proxyActivities<Activities>(recoveryOptions);

/** Events after which the sensor goes on under an empty history. */
const eventsPerRun = 1_000;

/** Look every so often, as a deployment declares, and start the runs that a look asks for, one for each key. The cursor moves once they were started. */
export async function pollingSensor(input: PollingInput, carried?: PollingStateV1): Promise<void> {
  const memory = new PollingMemory(input, carried);
  const isLong = (): boolean => workflowInfo().historyLength >= eventsPerRun || workflowInfo().continueAsNewSuggested;
  const telling = new CancellationScope();
  const told = telling.run(() => tellNotices(memory)).catch(unlessCancelled);
  while (!memory.isRecovered || !isLong()) {
    const { nextAt, pause } = memory.current;
    const due = memory.dueIn(Date.now());
    const changed = () => memory.current.nextAt !== nextAt || memory.current.pause !== pause;
    if (due === 0) {
      const { asked } = memory;
      await (memory.isRecovered ? look(input, memory) : recover(input.name, memory));
      // What was there to see when it was asked for may have come after this look.
      if (memory.asked !== asked && patched("pollingSensor-20261128-asked")) memory.dueNow();
      notice(input.name, memory);
    } else if (due === undefined) await condition(changed);
    else await condition(changed, due);
  }
  await condition(allHandlersFinished);
  telling.cancel();
  await told;
  await continueAsNew<typeof pollingSensor>({ ...input, everyMs: memory.everyMs }, memory.current);
}

/** Whether the look opened an incident or ended one: somebody is told. Sensors of before there were notices go on as they were. */
function notice(name: string, memory: PollingMemory): void {
  const found = sensorNotice(name, memory.current, new Date());
  if (found !== undefined && patched("pollingSensor-20261128-alerts")) memory.keep(noticed(memory.current, found));
}

function unlessCancelled(error: unknown): void {
  if (!isCancellation(error)) throw error;
}

/** Go on from what our own tables know; where they cannot be asked, that is a failed look. */
async function recover(name: string, memory: PollingMemory): Promise<void> {
  try {
    memory.recover(await recovering.recoverSensor.executeWithOptions({ summary: `recover ${name}` }, [name]));
  } catch (error) {
    if (isCancellation(error)) throw error;
    memory.keep(failed(memory.current, rootMessage(error), { now: Date.now(), everyMs: memory.everyMs }));
  }
}

async function look(input: PollingInput, memory: PollingMemory): Promise<void> {
  const { name } = input;
  const before = memory.current;
  const { cursor, revision } = before;
  const { everyMs } = memory;
  let runs: readonly SensorRun[] = [];
  try {
    const seen = await polling.pollSensor.executeWithOptions({ summary: `${name}: look` }, [{ name, cursor }]);
    // Somebody set another cursor, or held it, meanwhile: what was seen is seen again.
    if (memory.current.revision !== revision) return;
    for (const wanted of seen.wanted) runs = [...runs, await begin(wanted, input)];
    const now = Date.now();
    // Changes by hand while runs were started come after this poll, and win.
    const since = memory.current.revision === revision ? seen.cursor : memory.current.cursor;
    memory.keep(polled(memory.current, { cursor: since, runs, repeated: seen.repeated }, { now, everyMs }));
  } catch (error) {
    if (isCancellation(error)) throw error;
    memory.keep(failed(memory.current, rootMessage(error), { now: Date.now(), everyMs }));
  }
  const told = memory.current;
  try {
    const mirror = mirrorOf(name, told);
    await record.saveSensor.executeWithOptions({ summary: `${name}: cursor` }, [{ mirror, runs }]);
  } catch (error) {
    if (isCancellation(error)) throw error;
    const now = Date.now();
    memory.keep(failed(unsaved({ before, told, current: memory.current }), rootMessage(error), { now, everyMs }));
  }
}

/** Start a run for a key; one that was started before a worker was lost is that run. */
async function begin({ key, run, select, full }: WantedRun, { name, ingestion }: PollingInput): Promise<SensorRun> {
  const at = new Date(Date.now()).toISOString();
  try {
    await startChild(assetRun, {
      workflowId: run,
      args: [{ job: name, selection: select, full, trigger: "sensor", ingestion }],
      parentClosePolicy: ParentClosePolicy.ABANDON,
      workflowIdReusePolicy: "REJECT_DUPLICATE",
      staticSummary: `${name}: ${select}`.slice(0, 200),
      typedSearchAttributes: [
        { key: attribute.job, value: name },
        { key: attribute.trigger, value: "sensor" },
      ],
    });
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "WorkflowExecutionAlreadyStartedError") throw error;
  }
  return { key, run, at };
}
