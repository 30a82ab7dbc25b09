import type { Command } from "commander";
import { SillageError } from "../../core/errors.ts";
import { nearNames } from "../../core/near-names.ts";
import type { TypeReplay } from "../../worker/replay-histories.ts";
import { toTable } from "../output.ts";
import { withTemporal } from "../reach.ts";
import { outputOf, settingsOf } from "../settings.ts";
import { examples } from "./examples.ts";
import { integerOption } from "./integer-option.ts";

type Options = { readonly last: number; readonly workflow?: string };

/** `sillage replay`. */
export function replayCommand(program: Command): void {
  program
    .command("replay")
    .description("Before a deploy: replay real histories of the Temporal server against this code's workflows.")
    .option(
      "--last <count>",
      "histories of each workflow type, running ones first, then the latest",
      integerOption("last", { min: 1, max: 10_000 }),
      50,
    )
    .option("--workflow <type>", "of one workflow type only, for instance assetState")
    .addHelpText(
      "after",
      "\nExit code: 0 when all of them replay, 1 when one does not (it would stop where it is) or there is none." +
        examples("sillage replay --last 50", "sillage replay --workflow assetState --json"),
    )
    .action(replay);
}

async function replay({ last, workflow }: Options, command: Command): Promise<void> {
  const output = outputOf(command);
  const [{ replayHistories, strayTypes }, { workflowBundle }, { silentRuntime }, { workflowTypes }] = await Promise.all(
    [
      import("../../worker/replay-histories.ts"),
      import("../../worker/bundle.ts"),
      import("../../worker/silent-runtime.ts"),
      import("../../worker/workflow-types.ts"),
    ],
  );
  if (workflow !== undefined && !workflowTypes.includes(workflow)) throw unknownType(workflow, workflowTypes);
  silentRuntime();
  const told = await withTemporal(settingsOf(command).dataDir, async (client) => {
    const types = workflow === undefined ? workflowTypes : [workflow];
    const order = { bundle: await workflowBundle(), types, last, report: output.progress };
    const strays = workflow === undefined ? await strayTypes(client, workflowTypes) : [];
    return [...(await replayHistories(client, order)), ...strays];
  });
  if (told.every(({ replayed, failed }) => replayed + failed === 0)) throw nothingReplayed();
  output.answer({ ok: told.every(isOk), types: told }, () => replayLines(told));
  if (!told.every(isOk)) process.exitCode = 1;
}

const isOk = ({ failed }: TypeReplay): boolean => failed === 0;

const replayLines = (told: readonly TypeReplay[]): readonly string[] => [
  ...toTable(
    ["workflow", "histories", "failed"],
    told.map(({ type, replayed, failed }) => [type, replayed, failed]),
  ),
  ...told.flatMap(({ type, first }) =>
    first === null ? [] : ["", `✘ ${type}: ${first.workflowId} (run ${first.runId})`, `  ${first.message}`],
  ),
  "",
  told.every(isOk)
    ? "This code takes the steps that were recorded."
    : "This code takes other steps than were recorded: docs/deploying.md says how to change a workflow.",
];

function unknownType(workflow: string, known: readonly string[]): SillageError {
  const near = nearNames(workflow, known);
  return new SillageError({
    code: "replay.unknown-type",
    message: `There is no workflow type "${workflow}".`,
    fix: near.length > 0 ? `Did you mean ${near.join(" or ")}?` : `Choose among ${known.join(", ")}.`,
  });
}

const nothingReplayed = (): SillageError =>
  new SillageError({
    code: "replay.nothing",
    message: "The server holds no history of these workflows: nothing was proven.",
    fix: "Look whether TEMPORAL_ADDRESS and TEMPORAL_NAMESPACE are those of production; a namespace that is new needs no replay.",
  });
