import * as workflows from "../workflows/index.ts";

/** The types of workflows that this code has. */
export const workflowTypes: readonly string[] = Object.keys(workflows);
