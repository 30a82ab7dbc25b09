import { defineQuery, defineSignal, defineUpdate } from "@temporalio/workflow";
import type { Incident } from "../../core/automation/incident.ts";
import type { Notice } from "../../core/ports/alerts.ts";
import type { By } from "../../core/ports/audit.ts";
import type { SensorMirror, SensorRun } from "../../core/ports/sensors.ts";
import type { Changed } from "./control-messages.ts";

/** What a polling sensor is started with. `everyMs`: as it is declared. */
export type PollingInput = {
  readonly name: string;
  readonly everyMs: number;
  readonly ingestion: "run" | "event";
};

/** What a polling sensor carries over continue-as-new. Versioned; well below 32 KiB. Instants are ISO. */
export type PollingStateV1 = Omit<SensorMirror, "name"> & {
  readonly v: 1;
  /** When the next poll is due; null: now. */
  readonly nextAt: string | null;
  readonly polls: number;
  /** Runs started, and requests for keys that had theirs. */
  readonly started: number;
  readonly repeated: number;
  /** The last ones. */
  readonly runs: readonly SensorRun[];
  /** Why the last signal was refused; null when it was not. */
  readonly refused: string | null;
  readonly health: "ok" | "failing" | "paused" | null;
  /** That looks failed one after another, which somebody was told; null or absent while they do not. */
  readonly incident?: Incident | null;
  /** What somebody is still to be told, in order. */
  readonly notices?: readonly Notice[];
};

/** A cursor to go on from; null forgets it. */
export type CursorOrder = By & { readonly cursor: string | null };

/** Poll no more until resumed. Refused with `control.invalid`. */
export const pauseSensorUpdate = defineUpdate<Changed, [By]>("pauseSensor");
/** Poll again, at once. Refused with `control.invalid`. */
export const resumeSensorUpdate = defineUpdate<Changed, [By]>("resumeSensor");
/** Go on from another cursor, at once. Refused with `control.invalid`. */
export const resetSensorUpdate = defineUpdate<Changed, [CursorOrder]>("resetSensor");
/** `pauseSensor` for the Web UI: an argument that is wrong, or names nobody, is ignored and told on the page. */
export const pauseSensorSignal = defineSignal<[unknown?]>("pause");
/** `resumeSensor` for the Web UI. */
export const resumeSensorSignal = defineSignal<[unknown?]>("resume");
/** `resetSensor` for the Web UI. */
export const resetSensorSignal = defineSignal<[unknown?]>("reset");
/** Look now. */
export const pollNowSignal = defineSignal("poll");
/** A worker started that has the sensor declared so. */
export const declaredSignal = defineSignal<[unknown]>("declared");
/** How the sensor stands. */
export const sensorQuery = defineQuery<PollingStateV1>("sensor");
