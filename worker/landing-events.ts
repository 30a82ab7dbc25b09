import type { Client } from "@temporalio/client";
import { queue, workflowId } from "../workflows/contracts/ids.ts";
import type { ObjectsTold } from "../core/objects-told.ts";
import { objectsCreatedSignal } from "../workflows/contracts/sensor-messages.ts";
import type { SensorInput } from "../workflows/landing-sensor.ts";

/** Hands objects that events told of to the landing sensor, starting it when it is not there: one signal for all of them. Resolves once Temporal holds it. */
export const landingEvents =
  (client: Client, sensor: SensorInput) =>
  async (told: ObjectsTold): Promise<void> => {
    await client.workflow.signalWithStart("landingSensor", {
      workflowId: workflowId.landingSensor,
      taskQueue: queue.control,
      args: [sensor],
      signal: objectsCreatedSignal,
      signalArgs: [told],
    });
  };
