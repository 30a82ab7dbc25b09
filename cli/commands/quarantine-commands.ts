import type { Command } from "commander";
import type { Client } from "@temporalio/client";
import { ulid } from "ulid";
import { SillageError } from "../../core/errors.ts";
import { queue, workflowId } from "../../workflows/contracts/ids.ts";
import type { ReplayInput, ReplayResult } from "../../workflows/contracts/runs.ts";
import { rootMessage } from "../../workflows/logic/root-message.ts";
import { loadDeployment } from "../load-deployment.ts";
import { replayInput } from "../replay-input.ts";
import { toTable } from "../output.ts";
import { withDatabase, withTemporal } from "../reach.ts";
import { outputOf, settingsOf } from "../settings.ts";

/** Commands on rows that did not fit their declaration. */
export function quarantineCommands(program: Command): void {
  const quarantine = program.command("quarantine").description("Rows that did not fit their declaration.");
  quarantine.addHelpText("after", "\nExample:\n  $ sillage quarantine list");
  quarantine
    .command("list")
    .description("List them: load, line, column and rule, never the value.")
    .option("--table <key>", "one table only")
    .addHelpText("after", "\nExample:\n  $ sillage quarantine list --table payments")
    .action(async (options: { table?: string }, command: Command) => {
      const settings = settingsOf(command);
      const rows = await withDatabase(settings, await loadDeployment(settings.graph), (database) =>
        database.quarantined(options.table),
      );
      outputOf(command).answer(rows, () =>
        rows.length === 0
          ? ["Nothing is in quarantine."]
          : toTable(
              ["table", "load", "part", "line", "column", "rule"],
              rows.map((row) => [row.table, row.loadId, row.part, row.line, row.column, row.rule]),
            ),
      );
    });
  quarantine
    .command("replay")
    .description(
      "Bring quarantined rows in under today's declaration: a table's, or those of one load, which may have been refused.",
    )
    .option("--table <key>", "every row of a table that waits")
    .option("--load <id>", "one load: when it was refused it is opened again and ingested from its manifest")
    .addHelpText(
      "after",
      "\nExamples:\n  $ sillage quarantine replay --table payments\n  $ sillage quarantine replay --load 01JBC3Q0Z9X8Y7W6V5T4S3R2Q1",
    )
    .action(async (options: { table?: string; load?: string }, command: Command) => {
      const settings = settingsOf(command);
      const { graph } = await loadDeployment(settings.graph);
      const what = replayInput(options);
      if (what.table !== undefined) graph.asset(what.table);
      const done = await withTemporal(settings.dataDir, (client) => replay(client, what));
      outputOf(command).answer(done, () => [
        done === null
          ? `Nothing of ${nameOf(what)} waits in quarantine.`
          : `${done.merged} merged, ${done.unchanged + done.superseded} known already, ${done.quarantined} in quarantine again.`,
      ]);
    });
}

const nameOf = ({ table, loadId }: ReplayInput): string => table ?? `the load ${loadId ?? ""}`;

async function replay(client: Client, what: ReplayInput): Promise<ReplayResult | null> {
  const id = workflowId.replay(what.table ?? what.loadId ?? "", ulid());
  return client.workflow
    .execute<(input: ReplayInput) => Promise<ReplayResult | null>>("replayQuarantine", {
      workflowId: id,
      taskQueue: queue.control,
      args: [what],
      staticSummary: `Replay quarantined rows of ${nameOf(what)}`,
      staticDetails: "Started by `sillage quarantine replay`: rows that did not fit are judged by today's declaration.",
    })
    .catch((error: unknown) => {
      throw new SillageError({
        code: "quarantine.replay-failed",
        message: `The quarantined rows of ${nameOf(what)} were not replayed: ${rootMessage(error)}`,
        fix: `Look at ${id} in the Temporal Web UI.`,
        cause: error,
      });
    });
}
