import type { Client } from "@temporalio/client";
import type { Command } from "commander";
import { SillageError } from "../../core/errors.ts";
import { queue, workflowId } from "../../workflows/contracts/ids.ts";
import type { IndexRotationResult, RotationInput, RotationResult } from "../../workflows/contracts/runs.ts";
import { rootMessage } from "../../workflows/logic/root-message.ts";
import { withTemporal } from "../reach.ts";
import { outputOf, settingsOf } from "../settings.ts";
import { examples } from "./examples.ts";

type What = "epoch" | "kek" | "index";
type Options = { readonly [Rotated in What]?: boolean } & { readonly dryRun?: boolean };

/** What is rotated, by its workflow and what its page says. */
const rotations = {
  epoch: { type: "rotateEpoch", says: "Move everybody's key to a new epoch" },
  kek: { type: "rotateKek", says: "Wrap the root keys anew" },
  index: { type: "rotateIndex", says: "Index everybody's values under a new version" },
} as const;

/** `sillage pii rotate`. */
export function piiRotate(pii: Command): void {
  pii
    .command("rotate")
    .description(
      "Rotate keys: of the epoch, which makes older copies of people's keys useless, of the vault, or of the blind indexes.",
    )
    .option("--epoch", "move everybody's key to a new epoch, then destroy the old one")
    .option("--kek", "have the vault renew its key, and wrap the root keys anew")
    .option("--index", "index everybody's values under a new version, then drop the old one")
    .option("--dry-run", "of the epoch or the indexes: only count who or what would be moved")
    .addHelpText("after", examples("sillage pii rotate --epoch", "sillage pii rotate --kek", "sillage pii rotate --index --dry-run"))
    .action(rotate);
}

async function rotate(options: Options, command: Command): Promise<void> {
  const what = whatOf(options);
  const { dataDir } = settingsOf(command);
  const output = outputOf(command);
  const input: RotationInput = { dryRun: options.dryRun === true };
  switch (what) {
    case "kek": {
      const roots = await withTemporal(dataDir, (client) => run<number>(client, what, []));
      return output.answer({ roots }, () => [`${roots} root keys are wrapped under the vault's newest version.`]);
    }
    case "epoch": {
      const done = await withTemporal(dataDir, (client) => run<RotationResult>(client, what, [input]));
      return output.answer(done, () => [
        done.effectiveAt === null
          ? `${done.people} people would be moved from epoch ${done.from} to ${done.to}.`
          : `${done.people} people moved to epoch ${done.to}, ${done.verified} seen to open; epoch ${done.from} is destroyed, for good from ${done.effectiveAt}.`,
      ]);
    }
    case "index": {
      const done = await withTemporal(dataDir, (client) => run<IndexRotationResult>(client, what, [input]));
      return output.answer(done, () => [
        done.dropped
          ? `${done.values} values indexed anew in version ${done.to}, ${done.lagging} not as new as they were; version ${done.from} is dropped.`
          : `${done.values} values would be indexed anew, from version ${done.from} of the blind indexes to ${done.to}.`,
      ]);
    }
  }
}

function whatOf(options: Options): What {
  const said = (["epoch", "kek", "index"] as const).filter((what) => options[what] === true);
  const [what] = said;
  const isCounted = options.dryRun === true;
  if (what !== undefined && said.length === 1 && !(what === "kek" && isCounted)) return what;
  throw new SillageError({
    code: "usage.rotate",
    message:
      what === "kek" && said.length === 1
        ? "--dry-run does not go with --kek."
        : `Of --epoch, --kek and --index ${said.length === 0 ? "none was" : `${said.length} were`} given.`,
    fix: "Say one of them; `--dry-run` counts what would be moved to another epoch or version.",
  });
}

function run<Result>(client: Client, what: What, args: readonly RotationInput[]): Promise<Result> {
  const id = workflowId.rotation(what);
  const { type, says } = rotations[what];
  return client.workflow
    .execute<(...args: RotationInput[]) => Promise<Result>>(type, {
      workflowId: id,
      taskQueue: queue.control,
      args: [...args],
      staticSummary: says,
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
