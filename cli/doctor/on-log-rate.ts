import type { DeployedGraph } from "../../db/declare/graph.ts";
import { withDatabase } from "../reach.ts";
import type { Settings } from "../settings.ts";
import type { CheckUp } from "./check-up.ts";
import { logRateFinding } from "./log-rate-finding.ts";

/** Whether the throttle's rate suits what the database's tier lets it write of its log. */
export const onLogRate = async (
  settings: Settings,
  deployed: () => Promise<DeployedGraph>,
): ReturnType<CheckUp["look"]> =>
  withDatabase(settings, await deployed(), async (database) =>
    logRateFinding(await database.logRate(), await database.throttleState("default")),
  );
