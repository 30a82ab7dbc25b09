import type { Client } from "@temporalio/client";
import type { Command } from "commander";
import { SillageError } from "../../core/errors.ts";
import { queue, workflowId } from "../../workflows/contracts/ids.ts";
import type { RetentionInput, RetentionResult } from "../../workflows/contracts/runs.ts";
import { rootMessage } from "../../workflows/logic/root-message.ts";
import { retentionLines } from "../pii/retention-lines.ts";
import { retentionReports } from "../pii/retention-reports.ts";
import { withTemporal } from "../reach.ts";
import { outputOf, settingsOf } from "../settings.ts";
import { examples } from "./examples.ts";

/** `sillage pii retention`. */
export function piiRetention(pii: Command): void {
  pii
    .command("retention")
    .description("How long people are kept, who is due to be erased and for how many days, counted; erases nobody.")
    .option("--enforce", "ask for the erasure of everybody who is due, as the schedule does")
    .addHelpText("after", examples("sillage pii retention", "sillage pii retention --enforce --json"))
    .action(async ({ enforce }: { enforce?: true }, command: Command) => {
      const settings = settingsOf(command);
      if (enforce === undefined) {
        const retentions = await retentionReports(settings);
        outputOf(command).answer({ retentions }, () => retentionLines(retentions));
        return;
      }
      const done = await withTemporal(settings.dataDir, enforced);
      outputOf(command).answer(done, () => [
        ...retentionLines(done.retentions),
        `Erasures asked for: ${done.requested}.`,
        ...(done.unknown === 0 ? [] : [`Unknown to the identity store, or erased already: ${done.unknown}.`]),
      ]);
    });
}

const enforced = (client: Client): Promise<RetentionResult> =>
  client.workflow
    .execute<(input: RetentionInput) => Promise<RetentionResult>>("enforceRetention", {
      workflowId: workflowId.retention,
      taskQueue: queue.control,
      args: [{ dryRun: false }],
      staticSummary: "Erase who was kept for as long as is declared",
    })
    .catch((error: unknown) => {
      throw new SillageError({
        code: "pii.retention-failed",
        message: `The retention was not enforced: ${rootMessage(error)}`,
        fix: `Look at ${workflowId.retention} in the Temporal Web UI; started again it asks for nobody twice.`,
        cause: error,
      });
    });
