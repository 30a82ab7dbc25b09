import { condition, isCancellation, proxyActivities, proxyLocalActivities, setHandler } from "@temporalio/workflow";
import type { Activities } from "../../activities/index.ts";
import type { Plan } from "../../core/graph/plan.ts";
import type { AcquireAnswer } from "../../core/ports/asset-entities.ts";
import { cursorFreeSignal } from "../contracts/messages.ts";
import { atOnceOptions, cursorOptions } from "../contracts/options.ts";
import { atOnce } from "./at-once.ts";
import { giveBack } from "./give-back.ts";
import { showBoard } from "./show-board.ts";

const control = proxyActivities<Activities>(cursorOptions);
const beside = proxyLocalActivities<Activities>(atOnceOptions);

/** A waiting extraction is told when its turn comes. It asks again this often for when nobody tells: its holder was terminated. */
const askAgainAfter = "10m";
/** Asks after which the wait goes on under an empty history. */
const asksPerRun = 60;

/** A granted cursor: mark and fence. */
export type Cursor = Extract<AcquireAnswer, { granted: true }>;

/** A table's cursor when its turn comes; "paused" when there is nothing to wait for, "still waiting" when the history grew long. */
export async function acquireInTurn(
  table: string,
  holder: string,
  cursors: Plan["cursors"],
): Promise<Cursor | "paused" | "still waiting"> {
  let told = false;
  setHandler(cursorFreeSignal, () => void (told = true), {
    description: "The cursor that this extraction waits for may be free: it asks again. No argument.",
  });
  try {
    for (let asks = 0; asks < asksPerRun; asks++) {
      told = false;
      const summary = `${table}: ask for the cursor`;
      const answer = await atOnce(cursors, {
        local: () => beside.acquireCursor.executeWithOptions({ summary }, [{ table, holder }]),
        lasting: () => control.acquireCursor.executeWithOptions({ summary }, [{ table, holder }]),
      });
      if (answer.granted) return answer;
      if (answer.paused) return "paused";
      showBoard(`**${table}** waits for ${answer.ahead.map((turn) => `\`${turn.holder}\``).join(", ")}.`);
      await condition(() => told, askAgainAfter, { summary: `${table}: wait for the cursor` });
    }
    return "still waiting";
  } catch (error) {
    if (isCancellation(error)) await giveBack(table, { holder, fence: null, outcome: "cancelled" });
    throw error;
  }
}
