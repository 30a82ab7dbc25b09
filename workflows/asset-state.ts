import {
  allHandlersFinished,
  condition,
  continueAsNew,
  proxyActivities,
  setHandler,
  upsertSearchAttributes,
  workflowInfo,
} from "@temporalio/workflow";
import type { Activities } from "../activities/index.ts";
import { attribute } from "./contracts/attributes.ts";
import { getCursorQuery, rolloverSignal } from "./contracts/messages.ts";
import { recoveryOptions } from "./contracts/options.ts";
import type { AssetStateV1 } from "./contracts/state.ts";
import { assetView } from "./logic/asset-board.ts";
import { recoveredState } from "./logic/recovered-state.ts";
import { answerAutomation } from "./steps/answer-automation.ts";
import { answerControls } from "./steps/answer-controls.ts";
import { answerReports } from "./steps/answer-reports.ts";
import { answerTurns } from "./steps/answer-turns.ts";
import { entityMemory } from "./steps/entity-memory.ts";
import { tellDependants } from "./steps/tell-dependants.ts";
import { watchAutomation } from "./steps/watch-automation.ts";
import { watchHealth } from "./steps/watch-health.ts";
import { workOutbox } from "./steps/work-outbox.ts";

const { recoverAsset } = proxyActivities<Activities>(recoveryOptions);

/** Changes of state after which the entity starts again with an empty history: replay stays below a second. */
const changesPerRun = 150;

/**
 * The entity of one asset: the sole writer of its watermark, fence and pause. Lives for ever by continue-as-new;
 * without carried state it recovers the landed mark from the manifests and the loaded mark from the database.
 */
export async function assetState(asset: string, carried?: AssetStateV1): Promise<void> {
  const memory = entityMemory(asset, carried);
  let rollover = false;
  setHandler(getCursorQuery, () => assetView(memory.current()), {
    description:
      "Everything the entity knows: marks, fence, lease, waiting runs, health, last 20 materialisations. No argument.",
  });
  setHandler(rolloverSignal, () => void (rollover = true), {
    description: "Start again with an empty history, before a deploy. No argument.",
  });
  answerTurns(memory);
  answerReports(memory);
  answerControls(memory);
  answerAutomation(memory);
  if (carried === undefined) {
    upsertSearchAttributes([{ key: attribute.asset, value: asset }]);
    const recovered = await recoverAsset.executeWithOptions({ summary: `recover ${asset}` }, [asset]);
    memory.keep(recoveredState(asset, recovered, new Date()));
  }
  // A change by hand may wait a day for its audit row: until then, health, alerts and conditions are worked on.
  const over = (): boolean =>
    (rollover || memory.kept() >= changesPerRun || workflowInfo().continueAsNewSuggested) && allHandlersFinished();
  const work = [watchHealth, watchAutomation, tellDependants, workOutbox];
  await Promise.all(work.map((step) => step(memory, over)));
  await condition(allHandlersFinished);
  await continueAsNew<typeof assetState>(asset, memory.current());
}
