import { isCancellation, patched, proxyActivities, sleep } from "@temporalio/workflow";
import type { Activities } from "../activities/index.ts";
import { keysOptions } from "./contracts/options.ts";
import type { DrainInput } from "./contracts/runs.ts";
import { drainMs } from "./logic/drain-ms.ts";
import { rootCode } from "./logic/root-code.ts";
import { drainEnds } from "./steps/drain-ends.ts";
import { showBoard } from "./steps/show-board.ts";

const people = proxyActivities<Activities>(keysOptions);
const dayMs = 86_400_000;

/** Until an instant, seal anew once a day what loads brought under the keys before those of a request's people; then destroy the keys whose time is up, and go on until that of each is. A step that fails is done again an hour later. */
export async function drainPerson({ request, until }: DrainInput): Promise<number> {
  let [resealed, keys] = [0, 0];
  for (let end: string | undefined = until; end !== undefined;) {
    resealed = await resealedBy(end, request, resealed);
    const through = new Date(Date.parse(end) - drainMs).toISOString();
    keys += await untilDone(() => people.endFormerKeys({ request, through }));
    // Another request about the same people may have had them rotated again since: a key of then has its own time.
    end = patched("drainPerson-20261128-since") ? (await untilDone(() => drainEnds(request)))[0] : undefined;
  }
  showBoard(`Request \`${request}\`: **${keys}** keys destroyed; ${resealed} values were sealed anew meanwhile`);
  return keys;
}

async function resealedBy(until: string, request: string, before: number): Promise<number> {
  const end = Date.parse(until);
  let resealed = before;
  for (let left = end - Date.now(); left > 0; left = end - Date.now()) {
    showBoard(`Request \`${request}\`: the key before drains until ${until}; **${resealed}** values sealed anew since`);
    await sleep(Math.min(left, dayMs));
    resealed += await untilDone(() => people.resealPeople({ request }));
  }
  return resealed;
}

async function untilDone<Result>(step: () => Promise<Result>): Promise<Result> {
  for (;;)
    try {
      return await step();
    } catch (error) {
      if (isCancellation(error)) throw error;
      showBoard(`It failed (${rootCode(error)}); it is done again in an hour`);
      await sleep("1h");
    }
}
