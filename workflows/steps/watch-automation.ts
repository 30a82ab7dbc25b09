import { condition, log, ParentClosePolicy, proxyActivities, startChild } from "@temporalio/workflow";
import type { Activities } from "../../activities/index.ts";
import { assetRun } from "../asset-run.ts";
import { attribute } from "../contracts/attributes.ts";
import { controlOptions } from "../contracts/options.ts";
import type { AssetRunInput } from "../contracts/runs.ts";
import { unclaimed, withAutomation } from "../logic/automation.ts";
import { isHeldUp, look, mayLook, nextLook } from "../logic/look.ts";
import { rootMessage } from "../logic/root-message.ts";
import type { EntityMemory } from "./entity-memory.ts";

const control = proxyActivities<Activities>(controlOptions);

/** How often runs that keep a condition from being looked at are asked after: they say themselves when they end, unless they were terminated. Milliseconds. */
const askAfter = 600_000;
/** Longest sleep: a tick in years is slept for in pieces. Milliseconds. */
const longestSleep = 30 * 86_400_000;

/** Look at the asset's condition whenever something happened, one run at a time, until the entity's run is over. */
export async function watchAutomation(memory: EntityMemory, over: () => boolean): Promise<void> {
  while (!over()) {
    wakeInTime(memory);
    if (mayLook(memory.current())) await lookOnce(memory);
    else if (await isQuiet(memory, over)) await dropEnded(memory);
  }
}

/** A tick that came counts as something that happened. */
function wakeInTime(memory: EntityMemory): void {
  const state = memory.current();
  const next = nextLook(state);
  if (next !== null && next <= Date.now() && state.automation?.waiting === false)
    memory.keep(withAutomation(state, (automation) => ({ ...automation, waiting: true })));
}

async function lookOnce(memory: EntityMemory): Promise<void> {
  const { state, run } = look(memory.current(), new Date());
  memory.keep(state);
  if (run !== null) await start(memory, run);
}

/** Start a run of the asset alone; one that is there already under this id is the one that was wanted. */
async function start(memory: EntityMemory, run: string): Promise<void> {
  const { asset, automation } = memory.current();
  const ingestion = automation?.declared.ingestion ?? "run";
  const input: AssetRunInput = {
    job: `auto-${asset}`,
    selection: asset,
    full: false,
    trigger: "automation",
    ingestion,
  };
  try {
    await startChild(assetRun, {
      workflowId: run,
      args: [input],
      parentClosePolicy: ParentClosePolicy.ABANDON,
      workflowIdReusePolicy: "ALLOW_DUPLICATE_FAILED_ONLY",
      staticSummary: `${asset}: by its condition`,
      staticDetails: `Asked for by the condition of [${asset}](/namespaces/{namespace}/workflows/${encodeURIComponent(`asset/${asset}`)}).`,
      typedSearchAttributes: [{ key: attribute.asset, value: asset }],
    });
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "WorkflowExecutionAlreadyStartedError") throw error;
    await dropEnded(memory);
  }
}

/** Wait until there is something to look at. True when runs held it up for long, and are to be asked after. */
async function isQuiet(memory: EntityMemory, over: () => boolean): Promise<boolean> {
  const [held, next] = [isHeldUp(memory.current()), nextLook(memory.current())];
  const changed = (): boolean =>
    over() || mayLook(memory.current()) || isHeldUp(memory.current()) !== held || nextLook(memory.current()) !== next;
  if (held) return !(await condition(changed, askAfter, { summary: "until its run ends" }));
  if (next === null) await condition(changed);
  else if (next > Date.now())
    await condition(changed, Math.min(next - Date.now(), longestSleep), { summary: "until its cron ticks" });
  else await condition(changed);
  return false;
}

/** Claims of runs that are over hold nothing up; whether they are is asked again later where nobody answers. */
async function dropEnded(memory: EntityMemory): Promise<void> {
  const { asset, automation } = memory.current();
  const runs = (automation?.inWork ?? []).map(({ run }) => run);
  const ended = await control.endedRuns
    .executeWithOptions({ summary: `${asset}: runs that ended` }, [{ runs }])
    .catch((error: unknown) => {
      log.warn("nobody told which runs ended", { why: rootMessage(error) });
      return [];
    });
  if (ended.length > 0) memory.keep(unclaimed(memory.current(), ended));
}
