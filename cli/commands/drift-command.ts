import type { Command } from "commander";
import type { DriftRecord } from "../../core/ports/drift.ts";
import { loadDeployment } from "../load-deployment.ts";
import { toTable } from "../output.ts";
import { withDatabase } from "../reach.ts";
import { outputOf, settingsOf } from "../settings.ts";
import { examples } from "./examples.ts";

/** `sillage drift`. */
export function driftCommand(program: Command): void {
  program
    .command("drift")
    .description("What no pass brought: found by reading history again, and by listings of ids.")
    .addHelpText("after", examples("sillage drift list"))
    .command("list")
    .description("The last 200 re-readings and findings, newest first: rows, never a value.")
    .option("--asset <key>", "one table only")
    .option("--found", "those that found something, or were refused, only")
    .addHelpText("after", examples("sillage drift list --found", "sillage drift list --asset clients --json"))
    .action(list);
}

async function list(options: { readonly asset?: string; readonly found?: true }, command: Command): Promise<void> {
  const settings = settingsOf(command);
  const deployed = await loadDeployment(settings.graph);
  const asset = options.asset === undefined ? null : deployed.graph.asset(options.asset).key;
  const all = await withDatabase(settings, deployed, (database) => database.drifts(asset));
  const told = options.found === true ? all.filter(({ state }) => state !== "equal") : all;
  outputOf(command).answer(told, () => driftLines(told));
}

const driftLines = (told: readonly DriftRecord[]): readonly string[] =>
  told.length === 0
    ? ["There is none."]
    : toTable(
        [
          "at",
          "table",
          "found by",
          "history",
          "rows",
          "differing",
          "missing",
          "vanished",
          "restored",
          "missed",
          "state",
        ],
        told.map((record) => [
          record.at,
          record.asset,
          record.kind,
          historyOf(record),
          record.rows,
          record.differing,
          record.missing,
          record.vanished,
          record.restored,
          record.missed,
          record.state,
        ]),
      );

const historyOf = ({ kind, since, until }: DriftRecord): string =>
  kind === "ids" ? "–" : since === null ? "everything" : `${since.slice(0, 10)} to ${until?.slice(0, 10) ?? "now"}`;
