import { parseConfig } from "../../config.ts";
import { remoteDesk, type Desk } from "../../worker/desk.ts";
import { loadDeployment } from "../load-deployment.ts";
import { createOutput } from "../output.ts";
import { runtimeCall } from "../reach.ts";
import { environmentOf } from "../environment-of.ts";
import { type Settings } from "../settings.ts";
import { stackEnvironment } from "../stack-environment.ts";
import { systemClock } from "../system-clock.ts";

/** Use the desk for requests of people: through the stack that holds the stores and the keys, else opened for the length of the work. */
export async function withDesk<Result>(settings: Settings, work: (desk: Desk) => Promise<Result>): Promise<Result> {
  const call = settings.db === undefined ? await runtimeCall(settings.dataDir) : undefined;
  if (call !== undefined) return work(remoteDesk(call));
  const [{ compose }, { openKeys }, { deskOf }] = await Promise.all([
    import("../../worker/compose.ts"),
    import("../../worker/keys.ts"),
    import("../../worker/desk.ts"),
  ]);
  const { dataDir } = settings;
  const environment = await stackEnvironment(dataDir, environmentOf(settings));
  const config = parseConfig(environment);
  const deployed = await loadDeployment(settings.graph);
  const parts = await compose({ config, environment, deployed, dataDir, clock: systemClock });
  try {
    const keys = await openKeys(config, dataDir, { report: createOutput(false).progress });
    try {
      return await work(deskOf(keys, parts, systemClock));
    } finally {
      await keys.close();
    }
  } finally {
    await parts.close();
  }
}
