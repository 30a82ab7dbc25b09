import type { BackfillPort } from "./backfills.ts";
import type { DriftPort } from "./drift.ts";
import type { SensorPort } from "./sensors.ts";

/** What operating the graph keeps in our own tables. */
export type OperatingPort = BackfillPort & DriftPort & SensorPort;
