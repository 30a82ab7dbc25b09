import type { Command } from "commander";
import { loadDeployment } from "../load-deployment.ts";
import { toTable } from "../output.ts";
import { withDatabase } from "../reach.ts";
import { withRevealAudit } from "../reveals-reach.ts";
import { outputOf, settingsOf } from "../settings.ts";
import { examples } from "./examples.ts";

/** `sillage audit`. */
export function auditCommand(program: Command): void {
  const audit = program
    .command("audit")
    .description(
      "What was changed by hand: who, when, why, from what to what. And whether the audit of reveals is whole.",
    )
    .addHelpText("after", examples("sillage audit list", "sillage audit verify"));
  audit
    .command("verify")
    .description(
      "See that no line of the audit of reveals was altered, removed or put elsewhere; ends with 1 when one was.",
    )
    .addHelpText("after", examples("sillage audit verify", "sillage audit verify --json"))
    .action(verify);
  audit
    .command("list")
    .description("The last 200 changes, newest first.")
    .option("--asset <key>", "one asset only")
    .option("--individual", "the last 200 answers about single people instead: who asked, what for, how many rows")
    .addHelpText(
      "after",
      examples("sillage audit list", "sillage audit list --asset clients --json", "sillage audit list --individual"),
    )
    .action(list);
}

async function verify(_: object, command: Command): Promise<void> {
  const verdict = await withRevealAudit(settingsOf(command), (audit) => audit.verify());
  outputOf(command).answer(verdict, () => [
    ...verdict.problems,
    verdict.rows === 0 && verdict.problems.length === 0
      ? "Nothing was revealed yet."
      : `${verdict.rows} lines, ${verdict.first} to ${verdict.last}, against ${verdict.heads} daily heads: ${verdict.problems.length === 0 ? "whole" : "NOT WHOLE"}.`,
  ]);
  if (verdict.problems.length > 0) process.exitCode = 1;
}

async function list(options: { readonly asset?: string; readonly individual?: true }, command: Command): Promise<void> {
  const settings = settingsOf(command);
  const deployed = await loadDeployment(settings.graph);
  const asset = options.asset === undefined ? null : deployed.graph.asset(options.asset).key;
  const entries = await withDatabase(settings, deployed, (database) =>
    options.individual === true ? database.individualAnswers() : database.audits(asset),
  );
  outputOf(command).answer(entries, () =>
    entries.length === 0
      ? [options.individual === true ? "No answer was about single people." : "Nothing was changed by hand."]
      : toTable(
          ["at", "who", "what", "subject", "from", "to", "why"],
          entries.map((entry) => [
            entry.at,
            entry.who,
            entry.what,
            entry.subject,
            entry.oldValue,
            entry.newValue,
            entry.why,
          ]),
        ),
  );
}
