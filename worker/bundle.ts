import { fileURLToPath } from "node:url";
import { bundleWorkflowCode, DefaultLogger, type WorkflowBundle } from "@temporalio/worker";

let kept: Promise<WorkflowBundle> | undefined;

/** The workflow bundle, built once a process (about 5 s). */
export function workflowBundle(): Promise<WorkflowBundle> {
  kept ??= bundleWorkflowCode({
    workflowsPath: fileURLToPath(new URL("../workflows/index.ts", import.meta.url)),
    logger: new DefaultLogger("WARN"),
  });
  return kept;
}
