import { SillageError } from "../../core/errors.ts";
import { controlClient } from "../../worker/control-client.ts";
import type { Settings } from "../settings.ts";
import type { AskedRun } from "./begin-run.ts";

/** Refusals of a runtime that cannot start runs: it is of another version, is starting or ending. */
const others = new Set(["control.unknown", "control.unanswered", "control.absent", "runtime.not-ready"]);

/** Start a run through the stack that lives on the data directory: its runtime has the deployment and a connection at hand, whose loading takes this command longer than all the rest. Undefined where none takes it. Throws as `runRequest`. */
export async function runByStack(
  { dataDir, graph }: Pick<Settings, "dataDir" | "graph">,
  asked: AskedRun,
): Promise<string | undefined> {
  // Somebody who names a deployment means that one.
  if (graph !== undefined) return undefined;
  const call = await controlClient(dataDir);
  return call?.<string>("startRun", asked).catch((error: unknown) => {
    if (error instanceof SillageError && others.has(error.code)) return undefined;
    throw error;
  });
}
