import { isCancellation, proxyActivities, sleep } from "@temporalio/workflow";
import type { Activities } from "../activities/index.ts";
import { keysOptions } from "./contracts/options.ts";
import type { DrainInput } from "./contracts/runs.ts";
import { rootCode } from "./logic/root-code.ts";
import { showBoard } from "./steps/show-board.ts";

const people = proxyActivities<Activities>(keysOptions);
const dayMs = 86_400_000;

/** Until an instant, seal anew once a day what loads brought under the keys before those of a request's people; then destroy these keys. A step that fails is done again an hour later. */
export async function drainPerson({ request, until }: DrainInput): Promise<number> {
  const end = Date.parse(until);
  let resealed = 0;
  for (let left = end - Date.now(); left > 0; left = end - Date.now()) {
    showBoard(`Request \`${request}\`: the key before drains until ${until}; **${resealed}** values sealed anew since`);
    await sleep(Math.min(left, dayMs));
    resealed += await untilDone(() => people.resealPeople({ request }));
  }
  const keys = await untilDone(() => people.endFormerKeys({ request }));
  showBoard(`Request \`${request}\`: **${keys}** keys destroyed; ${resealed} values were sealed anew meanwhile`);
  return keys;
}

async function untilDone(step: () => Promise<number>): Promise<number> {
  for (;;)
    try {
      return await step();
    } catch (error) {
      if (isCancellation(error)) throw error;
      showBoard(`It failed (${rootCode(error)}); it is done again in an hour`);
      await sleep("1h");
    }
}
