import type { LandingFigures, StrayObject } from "../contracts/sensor-messages.ts";

/** What the sensor's page shows; `refused` is the last signal whose argument was not understood. */
export type SensorState = LandingFigures & {
  readonly waiting: number;
  readonly strays: readonly StrayObject[];
  readonly refused: string | null;
  readonly failure: string | undefined;
};

/** The sensor's page in the Web UI. */
export const sensorBoard = (state: SensorState): string =>
  [
    `Loads started: ${state.started}; ${state.waiting} objects left to their runs or to the next look.`,
    `Events: ${state.events}; ${state.duplicates} told of an object again, ${state.foreign} were of keys that are not ours, ${state.known} of loads that had ended, ${state.gone} of objects that are gone.`,
    ...(state.histories === 0
      ? []
      : [`Went on under an empty history ${state.histories} times; the longest had ${state.longestHistory} events.`]),
    ...(state.refused === null
      ? []
      : [`**The last \`${state.refused}\` was refused:** its argument is not as its description says.`]),
    ...(state.failure === undefined ? [] : [`**The last look failed, and is made again:** ${state.failure}`]),
    ...(state.strays.length === 0
      ? []
      : ["Objects that are for no table (the folder below `inbox/` is a table's key):"]),
    ...state.strays.map(({ key }) => `- \`${key}\``),
  ].join("\n\n");
