import { proxyActivities, setCurrentDetails } from "@temporalio/workflow";
import type { Activities } from "../activities/index.ts";
import { keysOptions } from "./contracts/options.ts";

const keys = proxyActivities<Activities>(keysOptions);

/** Have the vault make a new version of the key that wraps root keys, and wrap them all under it; how many. What is sealed is not touched. */
export async function rotateKek(): Promise<number> {
  await keys.renewKek();
  const roots = await keys.rewrapRoots();
  setCurrentDetails(`**${roots}** root keys are wrapped under the vault's newest version.`);
  return roots;
}
