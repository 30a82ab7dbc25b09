import type { Pause } from "./audit.ts";

/** A polling sensor as it stands: the greater `revision` is the later one. Instants are ISO. */
export type SensorMirror = {
  readonly name: string;
  readonly revision: number;
  readonly cursor: string | null;
  readonly pause: Pause | null;
  readonly polledAt: string | null;
  /** Polls that failed one after another, and why the last one did. */
  readonly failures: number;
  readonly failure: string | null;
};

/** A run that a sensor started for a run key. */
export type SensorRun = { readonly key: string; readonly run: string; readonly at: string };

/** Polling sensors as our own tables keep them, so that a cursor outlives Temporal. */
export type SensorPort = {
  readonly sensors: () => Promise<readonly SensorMirror[]>;
  /** Keep how a sensor stands, and the runs it started, in one transaction. An older revision changes nothing but that its runs are known. */
  readonly saveSensor: (mirror: SensorMirror, runs: readonly SensorRun[]) => Promise<void>;
  /** Those of some run keys that a sensor started a run for. */
  readonly knownRunKeys: (sensor: string, keys: readonly string[]) => Promise<ReadonlySet<string>>;
  /** The last 20 runs that a sensor started, newest first. */
  readonly sensorRuns: (sensor: string) => Promise<readonly SensorRun[]>;
};
