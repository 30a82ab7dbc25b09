import { isName, nameRule } from "../../core/graph/column-problems.ts";
import type { PollAnswer, PollContext, SensorDeclaration } from "../../core/spec/sensor.ts";
import { durationMs, type Duration } from "./source.ts";

/** Milliseconds between two polls at least. */
const shortestMs = 1_000;

/** What a sensor is declared with. `poll` is given the cursor that it gave last, null before. */
export type SensorOptions = {
  readonly doc: string;
  readonly every: Duration;
  readonly poll: (context: PollContext, cursor: string | null) => Promise<PollAnswer>;
};

/**
 * Declare a sensor: `poll` is called every so often with the cursor that it gave last, and asks for runs of selections,
 * one for each key that it names. The cursor outlives workers and Temporal. A poll that throws is made again, ever later.
 */
export const pollingSensor = (name: string, { doc, every, poll }: SensorOptions): SensorDeclaration => ({
  name,
  doc,
  everyMs: durationMs(every),
  poll,
});

/** What is wrong with some sensors, a sentence each. */
export function sensorProblems(sensors: readonly SensorDeclaration[]): readonly string[] {
  const names = sensors.map(({ name }) => name);
  return sensors.flatMap(({ name, everyMs }, at) => [
    ...(isName(name) ? [] : [`No sensor can be called "${name}": ${nameRule}`]),
    ...(name === "landing" ? ['No sensor can be called "landing": the engine\'s own is.'] : []),
    ...(names.indexOf(name) === at ? [] : [`Two sensors are called "${name}": give each a name of its own.`]),
    ...(everyMs >= shortestMs
      ? []
      : [`Sensor ${name}: it polls every ${everyMs} ms: set \`every\` to a second or more.`]),
  ]);
}
