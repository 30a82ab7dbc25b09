import { TestWorkflowEnvironment } from "@temporalio/testing";
import { attribute } from "../../workflows/contracts/attributes.ts";
import { locatedTemporal } from "./located-temporal.ts";

/** Why tests on a Temporal server cannot run here; undefined when they can. */
export const noTemporal: string | undefined = "missing" in locatedTemporal ? locatedTemporal.missing : undefined;

/** Start a Temporal dev server in memory for one test file, with the product's search attributes unless told others. */
export const testTemporal = (
  searchAttributes: readonly (typeof attribute)[keyof typeof attribute][] = Object.values(attribute),
): Promise<TestWorkflowEnvironment> =>
  TestWorkflowEnvironment.createLocal({
    server: {
      executable: { type: "existing-path", path: "path" in locatedTemporal ? locatedTemporal.path : "" },
      searchAttributes: [...searchAttributes],
      log: { format: "pretty", level: "error" },
      extraArgs: [
        "history.transferProcessorMaxPollRPS",
        "history.timerProcessorMaxPollRPS",
        "history.visibilityProcessorMaxPollRPS",
      ].flatMap((key) => ["--dynamic-config-value", `${key}=2000`]),
    },
  });
