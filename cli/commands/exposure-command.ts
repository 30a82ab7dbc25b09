import type { Command } from "commander";
import { SillageError } from "../../core/errors.ts";
import type { RevealFilter, RevealLine } from "../../core/ports/reveals.ts";
import { loadDeployment } from "../load-deployment.ts";
import { toTable } from "../output.ts";
import { exposedByKey, exposedCsv, exposedLines } from "../pii/exposed-by-key.ts";
import { withRevealAudit } from "../reveals-reach.ts";
import { outputOf, settingsOf } from "../settings.ts";
import { examples } from "./examples.ts";
import { instantOption } from "./instant-option.ts";
import { integerOption } from "./integer-option.ts";

type Options = {
  readonly key?: number;
  readonly credential?: string;
  readonly window?: Span;
  readonly csv?: boolean;
};
type Span = { readonly from: string; readonly to: string };

/** `sillage pii exposure`. */
export function exposureCommand(pii: Command): void {
  pii
    .command("exposure")
    .description("Who is concerned when something leaked: what was opened, as the audit of reveals tells it.")
    .option("--credential <id>", "by one caller of the API, as the audit names it: `key:` and the id of its key")
    .option("--window <span>", "within a span of time: 2026-11-01..2026-11-03, or since (12h, 7d)", windowSpan)
    .option(
      "--key <epoch>",
      "with an epoch's key: everybody whose own key it wraps or ever wrapped, every sealed field",
      integerOption("key", { min: 1, max: 1_000_000 }),
    )
    .option("--csv", "with --key: list the living by pseudonym, and from when on they were concerned")
    .addHelpText(
      "after",
      examples(
        "sillage pii exposure --credential key:0123456789ab --window 7d",
        "sillage pii exposure --key 3",
        "sillage pii exposure --key 3 --csv",
        "sillage pii exposure --window 2026-11-01..2026-11-03 --json",
      ),
    )
    .action(exposure);
}

/** What of one person was opened. */
type Exposed = { readonly pid: string; readonly fields: readonly string[]; readonly times: number };

async function exposure({ key, credential, window, csv = false }: Options, command: Command): Promise<void> {
  const isOpened = credential !== undefined || window !== undefined;
  if (key === undefined && !isOpened) throw nothingAsked();
  if (csv && (key === undefined || isOpened)) throw listedAlone();
  const settings = settingsOf(command);
  const { graph } = await loadDeployment(settings.graph);
  const filter: RevealFilter = { ...(credential !== undefined && { caller: credential }), ...window };
  const [lines, ofKey] = await withRevealAudit(settings, async (audit) => [
    isOpened ? await audit.list(filter, false) : [],
    key === undefined
      ? null
      : await exposedByKey(audit, graph.spec.tables, { epoch: key, listed: csv || settings.json }),
  ]);
  if (csv && ofKey !== null) return outputOf(command).answer(ofKey, () => exposedCsv(ofKey));
  const opened = exposedIn(lines);
  outputOf(command).answer({ ...filter, opened, ofKey }, () => [
    ...(ofKey === null ? [] : exposedLines(ofKey)),
    ...(isOpened ? [`${opened.length} people's values were opened.`] : []),
    ...(opened.length === 0
      ? []
      : toTable(
          ["person", "times", "fields"],
          opened.map(({ pid, times, fields: read }) => [pid, String(times), read.join(" ")]),
        )),
  ]);
}

function exposedIn(lines: readonly RevealLine[]): readonly Exposed[] {
  const people = Map.groupBy(
    lines.filter(({ what, pid }) => what === "reveal" && pid !== null),
    ({ pid }) => pid ?? "",
  );
  return [...people].map(([pid, read]) => ({
    pid,
    fields: [...new Set(read.flatMap(({ fields }) => fields))].sort(),
    times: read.length,
  }));
}

/** Reads `--window`: from..to, or since when until now. Throws `usage.window`. */
function windowSpan(text: string): Span {
  const [from = "", to] = text.split("..");
  const read = instantOption("window");
  return { from: read(from), to: to === undefined ? new Date().toISOString() : read(to) };
}

const listedAlone = (): SillageError =>
  new SillageError({
    code: "usage.exposure",
    message: "--csv lists the people of one epoch's key, and was given without --key or with --credential or --window.",
    fix: "Say `sillage pii exposure --key <epoch> --csv`, and ask for the others apart.",
  });

const nothingAsked = (): SillageError =>
  new SillageError({
    code: "usage.exposure",
    message: "--credential, --window and --key: none was given.",
    fix: "Say what leaked: a caller's key, a time in which somebody was inside, an epoch's key.",
  });
