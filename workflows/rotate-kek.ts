import { proxyActivities } from "@temporalio/workflow";
import type { Activities } from "../activities/index.ts";
import { keysOptions } from "./contracts/options.ts";
import { showBoard } from "./steps/show-board.ts";

const keys = proxyActivities<Activities>(keysOptions);

/** Have the vault make a new version of the key that wraps root keys, and wrap them all under it; how many. What is sealed is not touched. */
export async function rotateKek(): Promise<number> {
  await keys.renewKek();
  const roots = await keys.rewrapRoots();
  showBoard(`**${roots}** root keys are wrapped under the vault's newest version.`);
  return roots;
}
