import type { Client } from "@temporalio/client";
import { queue, workflowId } from "../workflows/contracts/ids.ts";
import { objectCreatedSignal, type ObjectCreated } from "../workflows/contracts/messages.ts";
import type { SensorInput } from "../workflows/landing-sensor.ts";

/** Hands objects that an event told of to the landing sensor, starting it when it is not there. Resolves once Temporal holds the event. */
export const landingEvents =
  (client: Client, sensor: SensorInput) =>
  async (object: ObjectCreated): Promise<void> => {
    await client.workflow.signalWithStart("landingSensor", {
      workflowId: workflowId.landingSensor,
      taskQueue: queue.control,
      args: [sensor],
      signal: objectCreatedSignal,
      signalArgs: [{ key: object.key, etag: object.etag }],
    });
  };
