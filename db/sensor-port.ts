import type { SensorMirror, SensorPort, SensorRun } from "../core/ports/sensors.ts";
import type { Session } from "./record-entry.ts";

/** What a dialect says for polling sensors. `instant` is an ISO instant as its parameters take one. */
export type SensorStatements = {
  readonly sensors: Readonly<Record<"all" | "save" | "addRun" | "known" | "runs", string>>;
  readonly instant: (iso: string) => string;
};

/** Polling sensors, one row each, in a dialect's statements. */
export const sensorPort = (sql: Session, { sensors, instant }: SensorStatements): SensorPort => ({
  async sensors() {
    const rows = await sql.query<{ state: string }>(sensors.all, []);
    return rows.map(({ state }): SensorMirror => JSON.parse(state));
  },
  saveSensor: (mirror, runs) =>
    sql.transaction(async (scope) => {
      await scope.query(sensors.save, [mirror.name, mirror.revision, JSON.stringify(mirror)]);
      for (const { key, run, at } of runs) await scope.query(sensors.addRun, [mirror.name, key, run, instant(at)]);
    }),
  async knownRunKeys(sensor, keys) {
    if (keys.length === 0) return new Set();
    const rows = await sql.query<{ key: string }>(sensors.known, [sensor, JSON.stringify(keys)]);
    return new Set(rows.map(({ key }) => key));
  },
  sensorRuns: (sensor) => sql.query<SensorRun>(sensors.runs, [sensor]),
});
