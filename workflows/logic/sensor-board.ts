import type { StrayObject } from "../contracts/messages.ts";

/** What the sensor's page shows. */
export type SensorState = {
  readonly started: number;
  readonly waiting: number;
  readonly strays: readonly StrayObject[];
  readonly failure: string | undefined;
};

/** The sensor's page in the Web UI. */
export const sensorBoard = ({ started, waiting, strays, failure }: SensorState): string =>
  [
    `Loads started: ${started}; ${waiting} events left to their runs.`,
    ...(failure === undefined ? [] : [`**The last look failed, and is made again:** ${failure}`]),
    ...(strays.length === 0 ? [] : ["Objects that are for no table (the folder below `inbox/` is a table's key):"]),
    ...strays.map(({ key }) => `- \`${key}\``),
  ].join("\n\n");
