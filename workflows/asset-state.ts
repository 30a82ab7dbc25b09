import {
  allHandlersFinished,
  ApplicationFailure,
  condition,
  continueAsNew,
  getExternalWorkflowHandle,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  upsertSearchAttributes,
  workflowInfo,
} from "@temporalio/workflow";
import type { Activities } from "../activities/index.ts";
import { attribute } from "./contracts/attributes.ts";
import {
  acquireCursorUpdate,
  advanceCursorUpdate,
  cursorFreeSignal,
  getCursorQuery,
  materialisedUpdate,
  pauseSignal,
  releaseCursorUpdate,
  resumeSignal,
  rolloverSignal,
} from "./contracts/messages.ts";
import { controlOptions } from "./contracts/options.ts";
import { emptyState, type AssetStateV1 } from "./contracts/state.ts";
import { acquire, advance, isStale, materialised, release, stateMarkdown } from "./logic/asset-state-reducer.ts";

const { recoverAsset } = proxyActivities<Activities>(controlOptions);

/** Messages after which the entity starts again with an empty history: replay stays below a second. */
const messagesPerRun = 150;

/**
 * The entity of one asset: the sole writer of its watermark and fence. Lives for ever by continue-as-new; without
 * carried state it recovers the landed mark from the manifests and the loaded mark from the database.
 */
export async function assetState(asset: string, carried?: AssetStateV1): Promise<void> {
  let state: AssetStateV1 | undefined = carried;
  let messages = 0;
  let rollover = false;
  const ready = async (): Promise<AssetStateV1> => {
    await condition(() => state !== undefined);
    return state ?? emptyState(asset);
  };
  const keep = (next: AssetStateV1): void => {
    state = next;
    messages++;
    setCurrentDetails(stateMarkdown(next));
  };
  const wakeNext = async (): Promise<void> => {
    const next = state?.waiting[0];
    if (next !== undefined && state?.lease === null && !state.paused)
      await getExternalWorkflowHandle(next)
        .signal(cursorFreeSignal)
        .catch(() => undefined);
  };

  setHandler(getCursorQuery, () => state ?? emptyState(asset), {
    description: "Everything the entity knows: marks, fence, lease, waiting runs, last 20 materialisations.",
  });
  setHandler(
    acquireCursorUpdate,
    async (request) => {
      const result = acquire(await ready(), request, new Date());
      keep(result.state);
      return result.answer;
    },
    { description: 'Ask for the cursor. Example: {"holder":"run/nightly/…/extract/clients","leaseMs":7200000}' },
  );
  setHandler(
    advanceCursorUpdate,
    async (report) => {
      const now = await ready();
      if (isStale(now, report.fence))
        throw ApplicationFailure.nonRetryable(
          `The fence ${report.fence} of ${asset} was replaced by ${now.fence}.`,
          "asset.stale-fence",
        );
      keep(advance(now, report));
      if (report.mark.watermark !== undefined)
        upsertSearchAttributes([{ key: attribute.watermark, value: new Date(report.mark.watermark) }]);
    },
    { description: "A manifest was written under this fence." },
  );
  setHandler(materialisedUpdate, async (report) => keep(materialised(await ready(), report)), {
    description: "A load was merged or a mart rebuilt.",
  });
  setHandler(
    releaseCursorUpdate,
    async (request) => {
      keep(release(await ready(), request));
      await wakeNext();
    },
    { description: "Give the lease back." },
  );
  setHandler(pauseSignal, async () => keep({ ...(await ready()), paused: true }), {
    description: "Hold this asset: nothing extracts it until `resume`. No argument.",
  });
  setHandler(
    resumeSignal,
    async () => {
      keep({ ...(await ready()), paused: false });
      await wakeNext();
    },
    { description: "Let this asset go on. No argument." },
  );
  setHandler(rolloverSignal, () => void (rollover = true), {
    description: "Start again with an empty history, before a deploy. No argument.",
  });

  state ??= { ...emptyState(asset), ...(await recoverAsset(asset)) };
  setCurrentDetails(stateMarkdown(await ready()));
  await condition(() => rollover || messages >= messagesPerRun || workflowInfo().continueAsNewSuggested);
  await condition(allHandlersFinished);
  await continueAsNew<typeof assetState>(asset, await ready());
}
