import { ApplicationFailure, condition, proxyActivities, workflowInfo } from "@temporalio/workflow";
import type { Activities } from "../../activities/index.ts";
import type { BackfillInput } from "../contracts/backfills.ts";
import { controlOptions } from "../contracts/options.ts";
import type { BackfillMemory } from "./backfill-memory.ts";

const control = proxyActivities<Activities>(controlOptions);

/** How often a queued backfill asks whether its assets are free. */
const askAgainAfter = "30s";
/** Asks after which the wait goes on under an empty history. */
const asksPerRun = 60;

/** Plan the backfill and take its assets; with `queue` wait for those who hold them. False when it is to wait on under an empty history. Throws `backfill.overlaps`, and as the plan. */
export async function beginBackfill(
  { request, retry, queue }: BackfillInput,
  memory: BackfillMemory,
): Promise<boolean> {
  const { workflowId: id } = workflowInfo();
  for (let asks = 0; asks < asksPerRun && !memory.current().cancelling; asks++) {
    const answer = await control.beginBackfill.executeWithOptions({ summary: "plan, and take the assets" }, [
      { id, request: { ...request, concurrency: memory.current().concurrency }, retry },
    ]);
    if (answer.begun) {
      memory.keep({ tracks: answer.tracks, behind: [] });
      return true;
    }
    const behind = [...new Set(answer.held.map(({ by }) => by))];
    if (!queue) throw overlaps(answer.held);
    memory.keep({ behind });
    await condition(() => memory.current().cancelling, askAgainAfter, { summary: "wait for other backfills" });
  }
  return memory.current().cancelling;
}

function overlaps(held: readonly { readonly asset: string; readonly by: string }[]): ApplicationFailure {
  const [first] = held;
  const others = held.length > 1 ? ` (and ${held.length - 1} more)` : "";
  return ApplicationFailure.nonRetryable(
    `${first?.by} works on ${first?.asset}${others}. Wait for its end, cancel it, or add --queue to start after it.`,
    "backfill.overlaps",
  );
}
