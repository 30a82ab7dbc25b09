import type { Command } from "commander";
import { parseConfig, processEnvironment } from "../../config.ts";
import { concurrencyBounds } from "../../workflows/contracts/backfills.ts";
import { listLines, statusLines, trackLines } from "../backfill/backfill-lines.ts";
import { backfillStatus } from "../backfill/backfill-status.ts";
import { followBackfill } from "../backfill/follow-backfill.ts";
import { readBackfills } from "../backfill/read-backfills.ts";
import { retryBackfill } from "../backfill/retry-backfill.ts";
import { backfillId, steerBackfill, type Steering } from "../backfill/steer-backfill.ts";
import { byOf, byOptions, type ByOptions } from "../operate/by-options.ts";
import { interruptedRun } from "../interrupted-run.ts";
import { loadDeployment } from "../load-deployment.ts";
import { withDatabase, withTemporal } from "../reach.ts";
import { withTemporalIfAny } from "../runs/with-temporal-if-any.ts";
import { outputOf, settingsOf, type Settings } from "../settings.ts";
import { examples } from "./examples.ts";
import { integerOption } from "./integer-option.ts";
import { retryConcurrency } from "./retry-concurrency.ts";

const anId = "01JBC3Q0Z9X8Y7W6V5T4S3R2Q1";
const aReason = "the source is slow tonight";
const { least, most } = concurrencyBounds;
const windows = integerOption("concurrency", { min: least, max: most });

/** What is told a backfill that takes nothing but who and why. */
const told = [
  ["pause", "Start no more windows until it is resumed; those in work end."],
  ["resume", "Let a paused backfill go on."],
  ["cancel", "Start no more windows: what is being read is dropped, what is landed is loaded whole."],
] as const;

/** `sillage backfill pause|resume|cancel|concurrency|status|list|retry`. */
export function backfillSteering(backfill: Command): void {
  for (const [update, description] of told)
    byOptions(backfill.command(`${update} <id>`))
      .description(description)
      .addHelpText("after", examples(`sillage backfill ${update} ${anId} --reason '${aReason}'`))
      .action((id: string, by: ByOptions, command: Command) => steer(command, id, { update, argument: byOf(by) }));
  byOptions(backfill.command("concurrency <id> <windows>"))
    .description(`How many windows may be in work at once, ${least} to ${most}.`)
    .addHelpText("after", examples(`sillage backfill concurrency ${anId} 8 --reason '${aReason}'`))
    .action((id: string, count: string, by: ByOptions, command: Command) =>
      steer(command, id, {
        update: "setConcurrency",
        argument: { concurrency: windows(count), ...byOf(by) },
      }),
    );
  backfill
    .command("status <id>")
    .description("Windows done, in work, failed, skipped and cancelled of each asset; time left at the current rate.")
    .addHelpText("after", examples(`sillage backfill status ${anId}`))
    .action(status);
  backfill
    .command("list")
    .description("The last 100 backfills and how they ended. Those that were terminated or lost are told as `cut`.")
    .addHelpText("after", examples("sillage backfill list", "sillage backfill list --json"))
    .action(list);
  backfill
    .command("retry <id>")
    .description("Do the windows that failed or were skipped again, and the marts after them.")
    .option("--concurrency <windows>", "windows in work at once (default: as many as it had at last)", windows)
    .addHelpText("after", examples(`sillage backfill retry ${anId}`, `sillage backfill retry ${anId} --concurrency 2`))
    .action(retry);
}

async function steer(command: Command, id: string, steering: Steering): Promise<void> {
  const progress = await withTemporal(settingsOf(command).dataDir, (client) =>
    steerBackfill(client, backfillId(id), steering),
  );
  outputOf(command).answer(progress, () => statusLines(progress));
}

async function status(id: string, _: unknown, command: Command): Promise<void> {
  const settings = settingsOf(command);
  const progress = await withTemporal(settings.dataDir, (client) =>
    backfillStatus(client, backfillId(id), () => stored(settings, backfillId(id))),
  );
  outputOf(command).answer(progress, () => statusLines(progress));
}

async function list(_: unknown, command: Command): Promise<void> {
  const settings = settingsOf(command);
  const deployed = await loadDeployment(settings.graph);
  const all = await withTemporalIfAny(settings.dataDir, (client) =>
    withDatabase(settings, deployed, (database) => readBackfills(database, client)),
  );
  outputOf(command).answer(all, () => listLines(all));
}

async function retry(text: string, _: unknown, command: Command): Promise<void> {
  const settings = settingsOf(command);
  const output = outputOf(command);
  const id = backfillId(text);
  const known = await stored(settings, id);
  await withTemporal(settings.dataDir, async (client) => {
    const ingestion = parseConfig(processEnvironment()).INGESTION_TRIGGER;
    const concurrency = retryConcurrency(command);
    const how = { queue: false, ingestion, ...(concurrency !== undefined && { concurrency }) };
    await retryBackfill(client, id, known, how);
    const interrupted = interruptedRun(settings.dataDir, id, client.options.namespace);
    const result = await followBackfill(client, id, { output, interrupted });
    output.answer({ id, ...result }, () => [`${id}: ${result.state}`, "", ...trackLines(result.tracks)]);
  });
}

const stored = async (settings: Settings, id: string) =>
  withDatabase(settings, await loadDeployment(settings.graph), (database) => database.backfill(id));
