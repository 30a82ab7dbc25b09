import { fileURLToPath } from "node:url";
import { bundleWorkflowCode, DefaultLogger, type WorkflowBundle } from "@temporalio/worker";
import { keptBundle } from "./kept-bundle.ts";
import { dataConverter } from "./wire/data-converter.ts";

let kept: Promise<WorkflowBundle> | undefined;

/** The workflow bundle, made once for its sources (2 s of CPU), then read. */
export function workflowBundle(): Promise<WorkflowBundle> {
  kept ??= bundleOf(new URL("../workflows/index.ts", import.meta.url));
  return kept;
}

/** The bundle of the workflows that a file exports, as workers take it. */
export async function bundleOf(entry: URL): Promise<WorkflowBundle> {
  const workflowsPath = fileURLToPath(entry);
  return keptBundle(workflowsPath, () =>
    bundleWorkflowCode({
      ...dataConverter,
      workflowsPath,
      workflowInterceptorModules: [fileURLToPath(new URL("../workflows/steps/refuse-inputs.ts", import.meta.url))],
      logger: new DefaultLogger("WARN"),
    }),
  );
}
