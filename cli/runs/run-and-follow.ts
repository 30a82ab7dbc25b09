import { parseConfig, processEnvironment } from "../../config.ts";
import { loadDeployment } from "../load-deployment.ts";
import type { Output } from "../output.ts";
import { withDatabase, withTemporal } from "../reach.ts";
import type { Settings } from "../settings.ts";
import { beginRun, runRequest, type AskedRun } from "./begin-run.ts";
import { runToItsEnd } from "./run-to-its-end.ts";

/** Where a run is begun and followed. */
type Place = { readonly settings: Settings; readonly output: Output; readonly detach: boolean };

/** Start what is asked for and follow it to its end. Throws as `runRequest`, `beginRun` and `followRun`. */
export async function runAndFollow(asked: AskedRun, { settings, output, detach }: Place): Promise<void> {
  const deployed = await loadDeployment(settings.graph);
  const { target, ...rest } = asked;
  const request = runRequest(deployed, target, {
    ...rest,
    ingestion: parseConfig(processEnvironment()).INGESTION_TRIGGER,
  });
  const mirrors = () => withDatabase(settings, deployed, (database) => database.mirrors());
  await withTemporal(settings.dataDir, async (client) => {
    const { id, says } = await beginRun(client, { deployed, mirrors }, request);
    await runToItsEnd(client, id, { settings, deployed, output, detach, says });
  });
}
