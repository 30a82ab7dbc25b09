import { condition, defineSignal, proxyActivities, setHandler, sleep } from "@temporalio/workflow";
import type { Activities } from "../activities/index.ts";
import { keysOptions } from "./contracts/options.ts";
import type { BulkRevealInput, BulkRevealResult } from "./contracts/runs.ts";
import { showBoard } from "./steps/show-board.ts";

const keys = proxyActivities<Activities>(keysOptions);
const approveSignal = defineSignal("approve");

/** Wait a day for somebody else's approval, make the file of what was asked for, and remove it after a day. Who approved stands in the audit of reveals alone: the signal only says that it is worth a look. */
export async function bulkReveal({ request }: BulkRevealInput): Promise<BulkRevealResult> {
  let looks = 0;
  setHandler(approveSignal, () => void looks++, {
    description: "Look whether somebody approved; whether they did, the audit says. No argument.",
  });
  const deadline = Date.now() + dayMs;
  showBoard("Waits for somebody else's approval, for **24 hours**");
  for (let seen = 0; ;) {
    const asked = await condition(() => looks > seen, Math.max(1, deadline - Date.now()));
    if (!asked) return ended("lapsed", null, "Nobody approved within 24 hours.");
    seen = looks;
    const made = await keys.makeRevealFile({ request });
    if (made === null) continue;
    showBoard(`**${made.people}** people are in the file, which goes after **24 hours**`);
    await sleep(dayMs);
    await keys.dropRevealFile({ request });
    return ended("revealed", made.people, `**${made.people}** people were in the file, which is gone.`);
  }
}

const dayMs = 86_400_000;

function ended(state: BulkRevealResult["state"], people: number | null, says: string): BulkRevealResult {
  showBoard(says);
  return { state, people };
}
