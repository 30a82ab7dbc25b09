import type { Command } from "commander";
import { SillageError } from "../../core/errors.ts";
import type { SensorRun } from "../../core/ports/sensors.ts";
import { shortDuration } from "../../workflows/logic/short-duration.ts";
import type { LandingFigures } from "../../workflows/contracts/sensor-messages.ts";
import { byOf, byOptions, type ByOptions } from "../operate/by-options.ts";
import { orderSensor } from "../operate/order-workflow.ts";
import { loadDeployment } from "../load-deployment.ts";
import { toTable } from "../output.ts";
import { withDatabase, withTemporal } from "../reach.ts";
import { readSensors, withRuns, type SensorStanding } from "../sensors/read-sensors.ts";
import { outputOf, settingsOf } from "../settings.ts";
import { examples } from "./examples.ts";

/** `sillage sensors`. */
export function sensorsCommands(program: Command): void {
  const sensors = program
    .command("sensors")
    .description("What starts runs and ingestions by itself: polling sensors, and the landing sensor.")
    .addHelpText("after", examples("sillage sensors list", "sillage sensors show communes_file"));
  sensors
    .command("list")
    .description("Every polling sensor with its cursor and its last look; what came of the bucket's events.")
    .addHelpText("after", examples("sillage sensors list", "sillage sensors list --json"))
    .action(list);
  sensors
    .command("show <name>")
    .description("One sensor, with the last 20 runs that it started.")
    .addHelpText("after", examples("sillage sensors show communes_file", "sillage sensors show communes_file --json"))
    .action(show);
  changing(sensors, {
    usage: "pause <name>",
    update: "pauseSensor",
    says: "Look no more until it is resumed.",
    example: "sillage sensors pause communes_file --reason 'the publisher is moving'",
  });
  changing(sensors, {
    usage: "resume <name>",
    update: "resumeSensor",
    says: "Look again, at once.",
    example: "sillage sensors resume communes_file --reason 'it has moved'",
  });
  changing(sensors, {
    usage: "reset <name>",
    update: "resetSensor",
    says: "Go on from another cursor, at once: the one given, or from none. Runs that were started stay started.",
    example: "sillage sensors reset communes_file --cursor 'Thu, 01 Jan 2026 00:00:00 GMT' --reason 'look again'",
  });
}

async function standings(command: Command) {
  const settings = settingsOf(command);
  const deployed = await loadDeployment(settings.graph);
  const declared = [...deployed.sensors.values()];
  return withTemporal(settings.dataDir, (client) =>
    withDatabase(settings, deployed, (database) => readSensors(declared, database, client)),
  );
}

async function list(_: unknown, command: Command): Promise<void> {
  const told = await standings(command);
  outputOf(command).answer(told, () => [...landingLines(told.landing), "", ...sensorsTable(told.sensors)]);
}

async function show(name: string, _: unknown, command: Command): Promise<void> {
  const { sensors } = await standings(command);
  const sensor = sensors.find((candidate) => candidate.name === name);
  if (sensor === undefined) throw unknownSensor(name, sensors);
  const settings = settingsOf(command);
  const deployed = await loadDeployment(settings.graph);
  const told = await withDatabase(settings, deployed, (database) => withRuns(sensor, database));
  outputOf(command).answer(told, () => [
    ...sensorsTable([told]),
    "",
    told.doc,
    ...whyLines(told),
    ...runLines(told.runs),
  ]);
}

type Changing = { readonly usage: string; readonly update: string; readonly says: string; readonly example: string };

function changing(sensors: Command, { usage, update, says, example }: Changing): void {
  const made = sensors.command(usage).description(says).addHelpText("after", examples(example));
  const resets = update === "resetSensor";
  if (resets) made.option("--cursor <text>", "the cursor to go on from (default: none, as before the first look)");
  byOptions(made).action(async (name: string) => {
    const options: ByOptions & { readonly cursor?: string } = made.opts();
    const by = byOf(options);
    const settings = settingsOf(made);
    const { sensors: declared } = await loadDeployment(settings.graph);
    if (!declared.has(name)) throw unknownSensor(name, [...declared.values()]);
    const argument = { ...by, ...(resets && { cursor: options.cursor ?? null }) };
    const changed = await withTemporal(settings.dataDir, (client) => orderSensor(client, name, { update, argument }));
    outputOf(made).answer({ sensor: name, ...changed }, () => [`${name}: ${changed.oldValue} → ${changed.newValue}`]);
  });
}

const landingLines = (figures: LandingFigures | null): readonly string[] =>
  figures === null
    ? ["landing: not running"]
    : [
        `landing: ${figures.started} loads started; ${figures.events} events, ${figures.duplicates} told again, ${figures.foreign} foreign, ${figures.known} of loads that had ended, ${figures.gone} of objects gone`,
      ];

const sensorsTable = (sensors: readonly SensorStanding[]): readonly string[] =>
  sensors.length === 0
    ? ["The deployment declares no polling sensor."]
    : toTable(
        ["sensor", "state", "every", "cursor", "polled", "next"],
        sensors.map(({ name, state, everyMs, cursor, polledAt, nextAt }) => [
          name,
          state,
          shortDuration(everyMs),
          cursor === null ? null : cursor.slice(0, 60),
          polledAt,
          nextAt,
        ]),
      );

const whyLines = ({ failure, pause }: SensorStanding): readonly string[] => [
  ...(pause === null ? [] : [`paused by ${pause.who} since ${pause.at}: ${pause.why}`]),
  ...(failure === null ? [] : [`✘ ${failure}`]),
];

const runLines = (runs: readonly SensorRun[]): readonly string[] =>
  runs.length === 0
    ? ["It has started no run."]
    : [
        "",
        ...toTable(
          ["at", "run", "for"],
          runs.map(({ at, run, key }) => [at, run, key]),
        ),
      ];

const unknownSensor = (name: string, known: readonly { readonly name: string }[]): SillageError =>
  new SillageError({
    code: "sensor.unknown",
    message: `There is no sensor "${name}".`,
    fix:
      known.length === 0
        ? "The deployment declares none."
        : `Choose among ${known.map((sensor) => sensor.name).join(", ")}.`,
  });
