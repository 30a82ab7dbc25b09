import type { Client } from "@temporalio/client";
import type { DeployedGraph } from "../../db/declare/graph.ts";
import { followRun } from "../follow-run.ts";
import { interruptedRun } from "../interrupted-run.ts";
import { toTable, type Output } from "../output.ts";
import { withDatabase } from "../reach.ts";
import type { Settings } from "../settings.ts";

/** How a run that was started is followed; detached, its id is the answer. */
export type Following = {
  readonly settings: Settings;
  readonly deployed: DeployedGraph;
  readonly output: Output;
  readonly detach: boolean;
  /** What is said of it first, once a Ctrl-C would say that it goes on. */
  readonly says: string;
};

/** Follow a run to its end and answer how its steps ended. Throws as `followRun`. */
export async function runToItsEnd(
  client: Client,
  id: string,
  { settings, deployed, output, detach, says }: Following,
): Promise<void> {
  const interrupted = interruptedRun(settings.dataDir, id, client.options.namespace);
  output.progress(says);
  if (detach) return output.answer({ id }, () => [id]);
  const openLoads = () => withDatabase(settings, deployed, (database) => database.openLoads());
  const result = await followRun(client, id, { openLoads, output, interrupted });
  output.answer(result, () =>
    toTable(
      ["asset", "state", "rows", "detail"],
      result.steps.map((step) => [step.asset, step.state, step.rows, step.detail]),
    ),
  );
}
