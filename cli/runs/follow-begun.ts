import { loadDeployment } from "../load-deployment.ts";
import type { Output } from "../output.ts";
import { withTemporal } from "../reach.ts";
import type { Settings } from "../settings.ts";
import { runToItsEnd } from "./run-to-its-end.ts";

/** Follow a run that the stack began to its end. Throws as `followRun`. */
export async function followBegun(id: string, settings: Settings, output: Output): Promise<void> {
  const deployed = await loadDeployment(settings.graph);
  await withTemporal(settings.dataDir, (client) =>
    runToItsEnd(client, id, { settings, deployed, output, detach: false, says: `started ${id}` }),
  );
}
