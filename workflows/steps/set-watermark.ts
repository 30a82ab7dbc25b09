import { ActivityFailure, ApplicationFailure, proxyActivities } from "@temporalio/workflow";
import type { Activities } from "../../activities/index.ts";
import type { Changed, WatermarkOrder } from "../contracts/control-messages.ts";
import { judgeOptions } from "../contracts/options.ts";
import { marked } from "../logic/asset-control.ts";
import { drop } from "../logic/cursor-turns.ts";
import { changeByHand } from "./change-by-hand.ts";
import type { EntityMemory } from "./entity-memory.ts";

const judging = proxyActivities<Activities>(judgeOptions);

/** Set the landed mark once the declarations allow it and nobody holds the cursor: a lease whose workflow ended is taken away. Throws `asset.held`, `asset.mark-*`. */
export async function setWatermark(memory: EntityMemory, { mark, ...by }: WatermarkOrder): Promise<Changed> {
  await memory.recovered();
  const { asset, mark: known, lease } = memory.current();
  const judged = await judging.judgeMark
    .executeWithOptions({ summary: `${asset}: may the mark be ${mark}` }, [
      { asset, mark, known, holder: lease?.holder ?? null },
    ])
    .catch(rethrown);
  if (judged.holderEnded && lease !== null) memory.keep(drop(memory.current(), { turns: [lease] }));
  const holder = memory.current().lease?.holder;
  if (holder !== undefined)
    throw ApplicationFailure.nonRetryable(
      `The cursor of ${asset} is held by ${holder}. Wait for its end, or cancel it.`,
      "asset.held",
    );
  return changeByHand(memory, { what: "asset.set-watermark", by, next: (state) => marked(state, judged.hand) });
}

/** What an activity refused, as the update's own refusal. */
function rethrown(error: unknown): never {
  if (!(error instanceof ActivityFailure && error.cause instanceof ApplicationFailure)) throw error;
  throw ApplicationFailure.nonRetryable(error.cause.message, error.cause.type);
}
