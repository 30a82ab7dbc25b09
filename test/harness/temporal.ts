import { TestWorkflowEnvironment } from "@temporalio/testing";
import { locateTool } from "../../dev/tools/find-tool.ts";
import { temporalTool } from "../../dev/tools/tool.ts";
import { attribute } from "../../workflows/contracts/attributes.ts";

const found = await locateTool(temporalTool, process.env);

/** Why tests on a Temporal server cannot run here; undefined when they can. */
export const noTemporal: string | undefined =
  found === undefined ? "there is no `temporal` program: `npm run demo` brings one" : undefined;

/** Start a Temporal dev server in memory for one test file, with the product's search attributes unless told others. */
export const testTemporal = (
  searchAttributes: readonly (typeof attribute)[keyof typeof attribute][] = Object.values(attribute),
): Promise<TestWorkflowEnvironment> =>
  TestWorkflowEnvironment.createLocal({
    server: {
      executable: { type: "existing-path", path: found?.path ?? "" },
      searchAttributes: [...searchAttributes],
      log: { format: "pretty", level: "error" },
      extraArgs: [
        "history.transferProcessorMaxPollRPS",
        "history.timerProcessorMaxPollRPS",
        "history.visibilityProcessorMaxPollRPS",
      ].flatMap((key) => ["--dynamic-config-value", `${key}=2000`]),
    },
  });
