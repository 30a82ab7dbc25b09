import { WorkflowNotFoundError, type Client } from "@temporalio/client";
import { lackingAttributes } from "../../worker/lacking-attributes.ts";
import { workflowId } from "../../workflows/contracts/ids.ts";
import { withTemporal } from "../reach.ts";
import type { Settings } from "../settings.ts";
import type { CheckUp } from "./check-up.ts";

/** Whether Temporal answers, knows our search attributes, and runs the landing sensor. */
export const onTemporal = (settings: Settings): ReturnType<CheckUp["look"]> =>
  withTemporal(settings.dataDir, async (client) => {
    const lacking = await lackingAttributes(client);
    if (lacking.length > 0)
      return {
        state: "failed",
        detail: `search attributes are missing: ${lacking.join(", ")}`,
        fix: "Start a worker with `--role control`, which adds them, or run `deploy/temporal-namespace.sh`.",
      };
    const sensor = await sensorState(client);
    if (sensor === "RUNNING") return "answers; the landing sensor runs";
    return {
      state: "failed",
      detail: `the landing sensor is ${sensor}`,
      fix: "Start a worker with `--role control`: it starts the sensor.",
    };
  });

const sensorState = (client: Client): Promise<string> =>
  client.workflow
    .getHandle(workflowId.landingSensor)
    .describe()
    .then(
      ({ status }) => status.name,
      (error: unknown) =>
        error instanceof WorkflowNotFoundError ? "not there: no control worker ever ran" : Promise.reject(error),
    );
