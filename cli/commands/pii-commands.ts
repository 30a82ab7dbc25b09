import type { Client } from "@temporalio/client";
import type { Command } from "commander";
import { SillageError } from "../../core/errors.ts";
import { queue, workflowId } from "../../workflows/contracts/ids.ts";
import type { RotationInput, RotationResult } from "../../workflows/contracts/runs.ts";
import { rootMessage } from "../../workflows/logic/root-message.ts";
import { withTemporal } from "../reach.ts";
import { outputOf, settingsOf } from "../settings.ts";
import { exposureCommand } from "./exposure-command.ts";
import { examples } from "./examples.ts";
import { piiDoctor } from "./pii-doctor.ts";
import { piiDocuments } from "./pii-documents.ts";
import { piiRetention } from "./pii-retention.ts";

type Options = { readonly epoch?: boolean; readonly kek?: boolean; readonly dryRun?: boolean };

/** Commands on personal data. */
export function piiCommands(program: Command): void {
  const pii = program
    .command("pii")
    .description("Personal data and the keys that it is sealed under.")
    .addHelpText("after", examples("sillage pii rotate --epoch --dry-run"));
  piiDocuments(pii);
  piiRetention(pii);
  piiDoctor(pii);
  exposureCommand(pii);
  pii
    .command("rotate")
    .description("Rotate keys: of the epoch, which makes older copies of people's keys useless, or of the vault.")
    .option("--epoch", "move everybody's key to a new epoch, then destroy the old one")
    .option("--kek", "have the vault renew its key, and wrap the root keys anew")
    .option("--dry-run", "of the epoch: only count who would be moved")
    .addHelpText("after", examples("sillage pii rotate --epoch", "sillage pii rotate --kek"))
    .action(rotate);
}

async function rotate(options: Options, command: Command): Promise<void> {
  const what = whatOf(options);
  const { dataDir } = settingsOf(command);
  const output = outputOf(command);
  if (what === "kek") {
    const roots = await withTemporal(dataDir, (client) => run<number>(client, what, []));
    output.answer({ roots }, () => [`${roots} root keys are wrapped under the vault's newest version.`]);
    return;
  }
  const input: RotationInput = { dryRun: options.dryRun === true };
  const done = await withTemporal(dataDir, (client) => run<RotationResult>(client, what, [input]));
  output.answer(done, () => [
    done.effectiveAt === null
      ? `${done.people} people would be moved from epoch ${done.from} to ${done.to}.`
      : `${done.people} people moved to epoch ${done.to}, ${done.verified} seen to open; epoch ${done.from} is destroyed, for good from ${done.effectiveAt}.`,
  ]);
}

function whatOf({ epoch = false, kek = false, dryRun = false }: Options): "epoch" | "kek" {
  if (epoch !== kek && !(kek && dryRun)) return epoch ? "epoch" : "kek";
  throw new SillageError({
    code: "usage.rotate",
    message:
      kek && !epoch
        ? "--dry-run goes with --epoch only."
        : `--epoch and --kek: ${epoch ? "both were" : "neither was"} given.`,
    fix: "Say one of them; `--dry-run` counts who would be moved to another epoch.",
  });
}

function run<Result>(client: Client, what: "epoch" | "kek", args: readonly RotationInput[]): Promise<Result> {
  const id = workflowId.rotation(what);
  return client.workflow
    .execute<(...args: RotationInput[]) => Promise<Result>>(what === "epoch" ? "rotateEpoch" : "rotateKek", {
      workflowId: id,
      taskQueue: queue.control,
      args: [...args],
      staticSummary: what === "epoch" ? "Move everybody's key to a new epoch" : "Wrap the root keys anew",
    })
    .catch((error: unknown) => {
      throw new SillageError({
        code: "pii.rotation-failed",
        message: `The rotation did not end well: ${rootMessage(error)}`,
        fix: `Look at ${id} in the Temporal Web UI; started again it goes on where it was.`,
        cause: error,
      });
    });
}
