import { fileURLToPath } from "node:url";
import { bundleWorkflowCode, DefaultLogger, type WorkflowBundle } from "@temporalio/worker";
import { dataConverter } from "./wire/data-converter.ts";

let kept: Promise<WorkflowBundle> | undefined;

/** The workflow bundle, built once a process (about 5 s). */
export function workflowBundle(): Promise<WorkflowBundle> {
  kept ??= bundleOf(new URL("../workflows/index.ts", import.meta.url));
  return kept;
}

/** The bundle of the workflows that a file exports, as workers take it. */
export const bundleOf = (entry: URL): Promise<WorkflowBundle> =>
  bundleWorkflowCode({
    ...dataConverter,
    workflowsPath: fileURLToPath(entry),
    workflowInterceptorModules: [fileURLToPath(new URL("../workflows/steps/refuse-inputs.ts", import.meta.url))],
    logger: new DefaultLogger("WARN"),
  });
