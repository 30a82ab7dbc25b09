import type { Command } from "commander";
import { SillageError } from "../../core/errors.ts";
import { workflowId } from "../../workflows/contracts/ids.ts";
import type {
  IndexRotationResult,
  KekRotationResult,
  RotationInput,
  RotationResult,
} from "../../workflows/contracts/runs.ts";
import { byOptions, type ByOptions } from "../operate/by-options.ts";
import { kekLines } from "../pii/kek-lines.ts";
import { rotatePerson } from "../pii/rotate-person.ts";
import { runRotation } from "../pii/run-rotation.ts";
import { withTemporal } from "../reach.ts";
import { outputOf, settingsOf } from "../settings.ts";
import { examples } from "./examples.ts";

type What = "epoch" | "kek" | "index";
type Options = ByOptions & { readonly [Rotated in What]?: boolean } & {
  readonly person?: string;
  readonly dryRun?: boolean;
};

/** What is rotated, by its workflow and what its page says. */
const rotations = {
  epoch: { type: "rotateEpoch", says: "Move everybody's key to a new epoch" },
  kek: { type: "rotateKek", says: "Wrap the root keys anew" },
  index: { type: "rotateIndex", says: "Index everybody's values under a new version" },
} as const;

/** `sillage pii rotate`. */
export function piiRotate(pii: Command): void {
  const command = pii
    .command("rotate")
    .description(
      "Rotate keys: of the epoch, which makes older copies of people's keys useless, of the vault, of the blind indexes, or of one person.",
    )
    .option("--epoch", "move everybody's key to a new epoch, then destroy the old one")
    .option("--kek", "have the vault renew its key, and wrap the root keys anew")
    .option(
      "--index",
      "index everybody's values under a new version, then drop the old one; loads on their way are waited for, a day and a half at most",
    )
    .option("--person <request>", "give whom a request names another key, and seal what is stored of them under it")
    .option("--dry-run", "only count who or what would be moved")
    .addHelpText(
      "after",
      examples(
        "sillage pii rotate --epoch",
        "sillage pii rotate --kek --dry-run",
        "sillage pii rotate --index --dry-run",
        "sillage pii rotate --person 01KB0000000000000000000000 --reason 'their key was on a stolen laptop'",
      ),
    );
  byOptions(command).action(rotate);
}

async function rotate(options: Options, command: Command): Promise<void> {
  const what = whatOf(options);
  if (what === "person") return rotatePerson(options.person ?? "", options, command);
  const { dataDir } = settingsOf(command);
  const output = outputOf(command);
  const input: RotationInput = { dryRun: options.dryRun === true };
  const asked = <Result>(rotated: What): Promise<Result> =>
    withTemporal(dataDir, (client) =>
      runRotation<Result>(client, { ...rotations[rotated], id: workflowId.rotation(rotated), args: [input] }, output),
    );
  switch (what) {
    case "kek": {
      const done = await asked<KekRotationResult>(what);
      return output.answer(done, () => kekLines(done));
    }
    case "epoch": {
      const done = await asked<RotationResult>(what);
      return output.answer(done, () => [
        done.effectiveAt === null
          ? `${done.people} people would be moved from epoch ${done.from} to ${done.to}.`
          : `${done.people} people moved to epoch ${done.to}, ${done.verified} seen to open; epoch ${done.from} is destroyed, for good from ${done.effectiveAt}.`,
      ]);
    }
    case "index": {
      const done = await asked<IndexRotationResult>(what);
      return output.answer(done, () => [
        done.dropped
          ? `${done.values} values indexed anew in version ${done.to}, ${done.lagging} not as new as they were; version ${done.from} is dropped.`
          : `${done.values} values would be indexed anew, from version ${done.from} of the blind indexes to ${done.to}.`,
      ]);
    }
  }
}

function whatOf(options: Options): What | "person" {
  const said = (["epoch", "kek", "index", "person"] as const).filter((what) => options[what] !== undefined);
  const [what] = said;
  if (what !== undefined && said.length === 1) return what;
  throw new SillageError({
    code: "usage.rotate",
    message: `Of --epoch, --kek, --index and --person ${said.length === 0 ? "none was" : `${said.length} were`} given.`,
    fix: "Say one of them; `--dry-run` counts what would be moved to another epoch or version.",
  });
}
