import { WorkflowNotFoundError, type Client } from "@temporalio/client";
import type { SensorMirror, SensorRun } from "../../core/ports/sensors.ts";
import type { SensorDeclaration } from "../../core/spec/sensor.ts";
import type { RemoteDatabase } from "../../worker/control-client.ts";
import { workflowId } from "../../workflows/contracts/ids.ts";
import type { PollingStateV1 } from "../../workflows/contracts/polling.ts";
import type { LandingFigures } from "../../workflows/contracts/sensor-messages.ts";

/** A declared sensor and how it stands: as its workflow knows it, else as our own tables do. Instants are ISO. */
export type SensorStanding = {
  readonly name: string;
  readonly doc: string;
  readonly everyMs: number;
  readonly state: "polling" | "failing" | "paused" | "not running";
  readonly cursor: string | null;
  readonly polledAt: string | null;
  readonly nextAt: string | null;
  readonly failure: string | null;
  readonly pause: SensorMirror["pause"];
};

/** Every declared sensor, and the landing sensor's figures; null where it does not run. */
export async function readSensors(
  declared: readonly SensorDeclaration[],
  database: Pick<RemoteDatabase, "sensors">,
  client: Client,
): Promise<{ readonly landing: LandingFigures | null; readonly sensors: readonly SensorStanding[] }> {
  const mirrors = new Map((await database.sensors()).map((mirror) => [mirror.name, mirror]));
  const sensors = await Promise.all(
    declared.map(async (sensor) => {
      const live = await asked<PollingStateV1>(client, workflowId.sensor(sensor.name), "sensor");
      return standing(sensor, live, mirrors.get(sensor.name));
    }),
  );
  return { landing: await asked<LandingFigures>(client, workflowId.landingSensor, "figures"), sensors };
}

/** One sensor with the last runs that it started. */
export const withRuns = async (
  sensor: SensorStanding,
  database: Pick<RemoteDatabase, "sensorRuns">,
): Promise<SensorStanding & { readonly runs: readonly SensorRun[] }> => ({
  ...sensor,
  runs: await database.sensorRuns(sensor.name),
});

async function asked<Answer>(client: Client, id: string, query: string): Promise<Answer | null> {
  try {
    return await client.workflow.getHandle(id).query<Answer>(query);
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return null;
    throw error;
  }
}

function standing(
  { name, doc, everyMs }: SensorDeclaration,
  live: PollingStateV1 | null,
  mirror: SensorMirror | undefined,
): SensorStanding {
  const { cursor = null, polledAt = null, failure = null, pause = null } = live ?? mirror ?? {};
  const state = live === null ? "not running" : pause !== null ? "paused" : failure === null ? "polling" : "failing";
  return { name, doc, everyMs, state, cursor, polledAt, nextAt: live?.nextAt ?? null, failure, pause };
}
