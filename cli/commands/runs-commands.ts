import type { Command } from "commander";
import { parseConfig, processEnvironment } from "../../config.ts";
import type { RunState } from "../../core/ports/runs.ts";
import { liveStack } from "../../dev/stack/stack-owner.ts";
import { loadDeployment } from "../load-deployment.ts";
import { systemUser } from "../operate/by-options.ts";
import { withDatabase, withTemporal } from "../reach.ts";
import { readRun, readRuns } from "../runs/read-runs.ts";
import { rerunOf } from "../runs/rerun-of.ts";
import { daysTable, runLines, runsTable } from "../runs/run-lines.ts";
import { runPages } from "../runs/run-pages.ts";
import { runToItsEnd } from "../runs/run-to-its-end.ts";
import { withTemporalIfAny } from "../runs/with-temporal-if-any.ts";
import { startRun } from "../run-job.ts";
import { outputOf, settingsOf } from "../settings.ts";
import { choiceOption } from "./choice-option.ts";
import { examples } from "./examples.ts";
import { instantOption } from "./instant-option.ts";
import { integerOption } from "./integer-option.ts";

const states: readonly RunState[] = ["running", "succeeded", "failed", "cancelled", "cut"];
const usualLimit = 50;

type ListOptions = {
  readonly job?: string;
  readonly state?: RunState;
  readonly since?: string;
  readonly asset?: string;
  readonly limit: number;
};
type RerunOptions = { readonly fromFailure?: boolean; readonly detach?: boolean };

/** `sillage runs`. */
export function runsCommands(program: Command): void {
  const runs = program
    .command("runs")
    .description("Runs as our own tables keep them, with how each step ended; and a run done again.")
    .addHelpText(
      "after",
      examples("sillage runs list --state failed", "sillage runs show run/nightly-2026-11-25T02:15:00Z"),
    );
  runs
    .command("list")
    .description("The last runs, latest first. Runs that were terminated or lost are told as `cut`.")
    .option("--job <name>", "of one job only")
    .option("--state <state>", states.join(", "), choiceOption("state", states))
    .option(
      "--since <day or duration>",
      "started since then: 2026-11-01, 2026-11-01T02:00:00Z, 7d",
      instantOption("since"),
    )
    .option("--asset <key>", "in which this asset came to an end")
    .option(
      "--limit <runs>",
      `at most so many (default: ${usualLimit})`,
      integerOption("limit", { min: 1, max: 1_000 }),
      usualLimit,
    )
    .addHelpText(
      "after",
      examples("sillage runs list", "sillage runs list --job nightly --state failed --since 7d --json"),
    )
    .action(list);
  runs
    .command("show <run>")
    .description("One run: its steps, why they failed and what to do about it, its pages in the Web UI.")
    .addHelpText("after", examples("sillage runs show run/nightly-2026-11-25T02:15:00Z"))
    .action(show);
  runs
    .command("rerun <run>")
    .description("Do an ended run again under a new id, for the same logical date, and wait for its end.")
    .option("--from-failure", "only what failed, was skipped or never ended, and what comes after it")
    .option("--detach", "start it and return at once")
    .addHelpText("after", examples("sillage runs rerun run/nightly-2026-11-25T02:15:00Z --from-failure"))
    .action(rerun);
  runs
    .command("days <asset>")
    .description("Runs, failures, rows and bytes of an asset by day, also of days whose steps are kept no longer.")
    .addHelpText("after", examples("sillage runs days clients"))
    .action(days);
}

async function list(options: ListOptions, command: Command): Promise<void> {
  const settings = settingsOf(command);
  const deployed = await loadDeployment(settings.graph);
  const { job = null, state = null, since = null, asset = null, limit } = options;
  const told = await withTemporalIfAny(settings.dataDir, (client) =>
    withDatabase(settings, deployed, (database) => readRuns(database, client, { job, state, since, asset, limit })),
  );
  outputOf(command).answer(told, () => runsTable(told));
}

async function show(id: string, _: unknown, command: Command): Promise<void> {
  const settings = settingsOf(command);
  const deployed = await loadDeployment(settings.graph);
  const detail = await withTemporalIfAny(settings.dataDir, (client) =>
    withDatabase(settings, deployed, (database) => readRun(database, client, id)),
  );
  const { TEMPORAL_UI_URL, TEMPORAL_NAMESPACE: namespace } = parseConfig(processEnvironment());
  const base = (await liveStack(settings.dataDir))?.temporal?.uiUrl ?? TEMPORAL_UI_URL;
  const paged = runPages(detail, deployed.graph.assets, { base, namespace });
  outputOf(command).answer(paged, () => runLines(paged));
}

async function rerun(id: string, options: RerunOptions, command: Command): Promise<void> {
  const settings = settingsOf(command);
  const output = outputOf(command);
  const deployed = await loadDeployment(settings.graph);
  const from = options.fromFailure === true ? "failure" : "beginning";
  await withTemporal(settings.dataDir, async (client) => {
    const detail = await withDatabase(settings, deployed, (database) => readRun(database, client, id));
    const { request, removed } = rerunOf(deployed.graph, detail, from);
    const ingestion = parseConfig(processEnvironment()).INGESTION_TRIGGER;
    const started = await startRun(client, { ...request, ingestion, who: systemUser() });
    if (removed.length > 0) output.progress(`left out, in the graph no longer: ${removed.join(", ")}`);
    const says = `started ${started}, rerun of ${id}: ${request.selection}`;
    await runToItsEnd(client, started, { settings, deployed, output, detach: options.detach ?? false, says });
  });
}

async function days(key: string, _: unknown, command: Command): Promise<void> {
  const settings = settingsOf(command);
  const deployed = await loadDeployment(settings.graph);
  const told = await withDatabase(settings, deployed, (database) => database.assetDays(key));
  outputOf(command).answer(told, () => daysTable(told));
}
