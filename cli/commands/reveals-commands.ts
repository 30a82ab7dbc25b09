import type { Command } from "commander";
import { SillageError } from "../../core/errors.ts";
import type { RevealFilter, RevealLine } from "../../core/ports/reveals.ts";
import { byOf, byOptions, type ByOptions } from "../operate/by-options.ts";
import { toTable } from "../output.ts";
import { withRevealAudit } from "../reveals-reach.ts";
import { outputOf, settingsOf } from "../settings.ts";
import { examples } from "./examples.ts";
import { instantOption } from "./instant-option.ts";

type ListOptions = {
  readonly caller?: string;
  readonly pid?: string;
  readonly since?: string;
  readonly reasons?: boolean;
};

const aPid = "0190f0e2-0000-4000-8000-00000000000a";

/** `sillage reveals`. */
export function revealsCommands(program: Command): void {
  const reveals = program
    .command("reveals")
    .description("What sealed values were opened for people, and decoys whose reveal raises the alarm.")
    .addHelpText("after", examples("sillage reveals list --since 7d"));
  reveals
    .command("list")
    .description(
      "The audit of reveals: who opened what of whom, for what, and what was refused or did not open; never a value.",
    )
    .option("--caller <id>", "of one caller")
    .option("--pid <pid>", "of one person", pidOption)
    .option("--since <when>", "since a day, an instant, or so long ago (12h, 7d)", instantOption("since"))
    .option("--reasons", "open the reasons that were given")
    .addHelpText(
      "after",
      examples("sillage reveals list --since 7d", `sillage reveals list --pid ${aPid} --reasons --json`),
    )
    .action(list);
  byOptions(
    reveals
      .command("decoy <pid>")
      .description("Mark a person of nobody, made up at the source: a reveal of it raises the alarm."),
  )
    .addHelpText("after", examples(`sillage reveals decoy ${aPid} --reason "made up at the source"`))
    .action(decoy);
}

async function list({ caller, pid, since, reasons = false }: ListOptions, command: Command): Promise<void> {
  const filter: RevealFilter = {
    ...(caller !== undefined && { caller }),
    ...(pid !== undefined && { pid }),
    ...(since !== undefined && { from: since }),
  };
  const lines = await withRevealAudit(settingsOf(command), (audit) => audit.list(filter, reasons));
  outputOf(command).answer(lines, () => (lines.length === 0 ? ["Nothing was revealed."] : shown(lines, reasons)));
}

async function decoy(given: string, options: ByOptions, command: Command): Promise<void> {
  const pid = pidOption(given);
  const { who } = byOf(options);
  await withRevealAudit(settingsOf(command), (audit) => audit.markDecoy({ id: who, consumer: who }, pid));
  outputOf(command).answer({ pid, decoy: true }, () => [`A reveal of ${pid} raises the alarm from now on.`]);
}

const shown = (lines: readonly RevealLine[], reasons: boolean): readonly string[] =>
  toTable(
    ["line", "at", "what", "caller", "person", "fields", "purpose", "ticket", "because", ...(reasons ? ["why"] : [])],
    lines.map((line) => [
      String(line.seq),
      line.at,
      line.what,
      line.caller,
      line.pid ?? "",
      line.fields.join(" "),
      line.purpose ?? "",
      line.ticket ?? "",
      line.code ?? "",
      ...(reasons ? [line.reason ?? ""] : []),
    ]),
  );

/** Reads a pseudonym. Throws `usage.pid`. */
function pidOption(text: string): string {
  const pid = text.trim().toLowerCase();
  if (/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(pid)) return pid;
  throw new SillageError({
    code: "usage.pid",
    message: "That is no pseudonym.",
    fix: `Give one as tables hold it, for instance ${aPid}.`,
  });
}
