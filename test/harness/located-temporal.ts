import { processEnvironment } from "../../config.ts";
import { locateTool } from "../../dev/tools/find-tool.ts";
import { temporalTool } from "../../dev/tools/tool.ts";

const found = await locateTool(temporalTool, processEnvironment());

/** The `temporal` program, or why tests on a Temporal server cannot run here. */
export const locatedTemporal: { readonly path: string } | { readonly missing: string } = found ?? {
  missing: "there is no `temporal` program, no network to download it, and no Go to build it",
};
