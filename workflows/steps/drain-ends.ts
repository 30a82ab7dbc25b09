import { proxyActivities } from "@temporalio/workflow";
import type { Activities } from "../../activities/index.ts";
import { keysOptions } from "../contracts/options.ts";
import { drainMs } from "../logic/drain-ms.ts";

const people = proxyActivities<Activities>(keysOptions);

/** When the keys before those of a request's people are destroyed (ISO, the first one first). A key's time is its own, whichever request's rotation made it, so that it is asked of the store. */
export const drainEnds = async (request: string): Promise<readonly string[]> =>
  (await people.drainingSince({ request })).map((since) => new Date(Date.parse(since) + drainMs).toISOString());
