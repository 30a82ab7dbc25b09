import type { Command } from "commander";
import { parseConfig, processEnvironment } from "../../config.ts";
import { planBackfill } from "../../core/backfill/plan-backfill.ts";
import { readPartitions } from "../../core/backfill/read-partitions.ts";
import { readingOf } from "../../core/backfill/reading-of.ts";
import type { BackfillRequest } from "../../core/backfill/track.ts";
import { SillageError } from "../../core/errors.ts";
import { controlClient } from "../../worker/control-client.ts";
import { concurrencyBounds } from "../../workflows/contracts/backfills.ts";
import { planLines, readingLines, trackLines } from "../backfill/backfill-lines.ts";
import { followBackfill } from "../backfill/follow-backfill.ts";
import { startBackfill } from "../backfill/start-backfill.ts";
import { interruptedRun } from "../interrupted-run.ts";
import { loadDeployment } from "../load-deployment.ts";
import { withTemporal } from "../reach.ts";
import { outputOf, settingsOf } from "../settings.ts";
import { backfillSteering } from "./backfill-steering.ts";
import { examples } from "./examples.ts";
import { integerOption } from "./integer-option.ts";
import { windowOption } from "./window-option.ts";

type Options = {
  readonly from?: string;
  readonly to?: string;
  readonly partitions?: string;
  readonly window: number;
  readonly concurrency: number;
  readonly queue?: boolean;
  readonly dryRun?: boolean;
  readonly detach?: boolean;
};

const usualWindowMs = 7 * 86_400_000;
const { least, most, usual } = concurrencyBounds;

/** `sillage backfill`, and its commands on backfills that were started. */
export function backfillCommands(program: Command): void {
  const backfill = program
    .command("backfill")
    .argument("[selection]", "assets, as in `run`")
    .description("Read a span of time again, window by window: tables first, then the days of marts. Moves no mark.")
    .option(
      "--from <day or instant>",
      "where it begins (2026-01-01, in the deployment's zone, or 2026-01-01T06:00:00Z)",
    )
    .option(
      "--to <day or instant>",
      "where it ends, itself excluded (default: now); a table whose API takes no upper end is read up to now",
    )
    .option("--partitions <list>", "days of marts in place of a span: days, ISO weeks, months (2026-01..2026-03)")
    .option(
      "--window <duration>",
      "how long a window is (default: 7d); a table whose API takes no upper end is read at once",
      windowOption,
      usualWindowMs,
    )
    .option(
      "--concurrency <windows>",
      `windows in work at once (default: ${usual}); a mart's, and a table's that is read at once, are one`,
      integerOption("concurrency", { min: least, max: most }),
      usual,
    )
    .option("--queue", "wait for other backfills of the same assets instead of being refused")
    .option("--dry-run", "show the windows and start nothing")
    .option("--detach", "start it and return at once")
    .addHelpText(
      "after",
      examples(
        "sillage backfill bookings --from 2026-01-01 --to 2026-03-01",
        "sillage backfill '+revenue_daily' --from 2026-01-01 --window 30d --concurrency 8 --detach",
        "sillage backfill revenue_daily --from 2026-01-01 --dry-run",
        "sillage backfill revenue_daily --partitions 2026-01..2026-03,2026-W20,2026-06-21",
      ),
    )
    .action(run);
  backfillSteering(backfill);
}

async function run(selection: string | undefined, options: Options, command: Command): Promise<void> {
  const settings = settingsOf(command);
  const output = outputOf(command);
  const request = requestOf(selection, options);
  const { graph, zone } = await loadDeployment(settings.graph);
  const tracks = planBackfill(graph, request, { now: await nowOf(settings.dataDir), zone });
  const told = tracks.map((track) => ({ ...track, reading: readingOf(track.cut) }));
  if (options.dryRun === true) return output.answer({ request, tracks: told }, () => planLines(tracks));
  const { concurrency, queue = false } = options;
  const ingestion = parseConfig(processEnvironment()).INGESTION_TRIGGER;
  await withTemporal(settings.dataDir, async (client) => {
    const id = await startBackfill(client, { request, concurrency, queue, retry: false, ingestion });
    for (const line of [`started ${id}`, ...readingLines(tracks)]) output.progress(line);
    const tracksTold = told.map(({ asset, reading }) => ({ asset, reading }));
    if (options.detach === true) return output.answer({ id, tracks: tracksTold }, () => [id]);
    const interrupted = interruptedRun(settings.dataDir, id, client.options.namespace);
    const result = await followBackfill(client, id, { output, interrupted });
    output.answer({ id, ...result }, () => [`${id}: ${result.state}`, "", ...trackLines(result.tracks)]);
  });
}

function requestOf(selection: string | undefined, options: Options): BackfillRequest {
  const { from, to = null, window: windowMs, partitions } = options;
  if (selection === undefined) throw missing("A selection of assets is missing.");
  if (partitions === undefined && from === undefined) throw missing("--from is missing.");
  if (partitions === undefined) return { selection, from: from ?? "", to, windowMs };
  if (from !== undefined || to !== null)
    throw new SillageError({
      code: "usage.two-spans",
      message: "Both --partitions and a span are given.",
      fix: "Give --partitions for days of marts, or --from and --to.",
    });
  const spans = readPartitions(partitions);
  return { selection, from: spans[0]?.from ?? "", to: spans.at(-1)?.to ?? null, windowMs, partitions };
}

const missing = (message: string): SillageError =>
  new SillageError({
    code: "usage.missing-argument",
    message,
    fix: "Write for instance `sillage backfill bookings --from 2026-01-01`, or add --help for the options.",
  });

/** The running stack's clock, which follows the simulator's in a demo; else the machine's. */
async function nowOf(dataDir: string): Promise<Date> {
  const call = await controlClient(dataDir);
  return call === undefined ? new Date() : new Date(await call<string>("now"));
}
