import type { Client } from "@temporalio/client";
import type { SensorDeclaration } from "../core/spec/sensor.ts";
import { queue, workflowId } from "../workflows/contracts/ids.ts";
import type { PollingInput } from "../workflows/contracts/polling.ts";

/** Make the polling sensors those that the deployment declares: started, or told of their declaration; those that it declares no more are cancelled, their cursors kept. */
export async function reconcileSensors(
  client: Client,
  sensors: readonly SensorDeclaration[],
  ingestion: "run" | "event",
): Promise<void> {
  for (const { name, everyMs, doc } of sensors)
    await client.workflow.signalWithStart<(input: PollingInput) => Promise<void>, [unknown]>("pollingSensor", {
      workflowId: workflowId.sensor(name),
      taskQueue: queue.control,
      args: [{ name, everyMs, ingestion }],
      signal: "declared",
      signalArgs: [{ everyMs }],
      staticSummary: doc.slice(0, 200),
      staticDetails:
        "Looks as its deployment declares, and starts a run for each key that it asks for. Signals for hand use: `poll`, `pause`, `resume`, `reset`; updates: `pauseSensor`, `resumeSensor`, `resetSensor`.",
    });
  const declared = new Set(sensors.map(({ name }) => workflowId.sensor(name)));
  const running = client.workflow.list({ query: "WorkflowType = 'pollingSensor' and ExecutionStatus = 'Running'" });
  for await (const { workflowId: id } of running) if (!declared.has(id)) await client.workflow.getHandle(id).cancel();
}
