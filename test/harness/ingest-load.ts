import type { ActivityDeps } from "../../activities/deps.ts";
import { createFinishLoad } from "../../activities/finish-load.ts";
import { createMergePart } from "../../activities/merge-part.ts";
import { createOpenLoad, type OpenRequest } from "../../activities/open-load.ts";
import { createStagePart } from "../../activities/stage-part.ts";
import { runActivity } from "./run-activity.ts";

/** Open, stage, merge and finish a landed load, as its workflow does. */
export async function ingestLoad(deps: Omit<ActivityDeps, "reader" | "entities">, request: OpenRequest) {
  const { manifestKey } = request;
  const opened = await runActivity(createOpenLoad(deps), request);
  for (const part of opened.parts) {
    await runActivity(createStagePart(deps), { manifestKey, ...part });
    await runActivity(createMergePart(deps), { manifestKey, ...part });
  }
  return runActivity(createFinishLoad(deps), { manifestKey });
}
