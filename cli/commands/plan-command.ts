import { Option, type Command } from "commander";
import { compareGraphs } from "../../core/deploy/compare-graphs.ts";
import { declaredGraph } from "../../core/deploy/declared-graph.ts";
import { SillageError } from "../../core/errors.ts";
import type { DeployedGraph } from "../../db/declare/graph.ts";
import { deployLines } from "../plan/deploy-lines.ts";
import { nothingDeployed } from "../plan/nothing-deployed.ts";
import { planDeploy, type DeployedFacts, type DeployPlan } from "../plan/plan-deploy.ts";
import { readDeployed } from "../plan/read-deployed.ts";
import { runLines, runPlan } from "../plan/run-plan.ts";
import { usualRate } from "../plan/usual-rate.ts";
import { loadDeployment } from "../load-deployment.ts";
import { withDatabase } from "../reach.ts";
import { outputOf, settingsOf, type Settings } from "../settings.ts";
import { examples } from "./examples.ts";
import { rateOption } from "./rate-option.ts";

type Options = { readonly rate?: number; readonly detailedExitCode?: true };
const help = `
Without a selection: what deploying this code changes, compared with the graph that a worker started with last
(sillage.deployed_graph); where there is no database, everything is new, and that is said.
With a selection or a job: what a run of it would walk.

Exit code: 0, 1 for an error, 2 for a command line that is not understood. With --detailed-exit-code 0 when nothing
changes, 2 when something does, 1 for an error, also of a command line that is not understood.`;

/** `sillage plan`. */
export function planCommand(program: Command): void {
  program
    .command("plan [selection]")
    .description("Show what deploying this code changes; with a selection (or job), what a run of it would walk.")
    .option("--rate <bytes>", "bytes a second to plan with (default: the running stack's, else 1,000,000)", rateOption)
    .addOption(new Option("--detailed-exit-code", "2 when something changes, 0 when nothing does, 1 for an error"))
    .addHelpText(
      "after",
      help +
        examples(
          "sillage plan",
          "sillage plan --json --detailed-exit-code",
          "sillage plan +revenue_daily",
          "sillage plan 'source:ponton and not clients' --rate 250000 --json",
        ),
    )
    .action(plan);
}

async function plan(selection: string | undefined, options: Options, command: Command): Promise<void> {
  const settings = settingsOf(command);
  const deployed = await loadDeployment(settings.graph);
  if (selection === undefined) return showDeploy(deployed, options, command);
  if (options.detailedExitCode === true)
    throw new SillageError({
      code: "plan.no-deployment",
      message: "--detailed-exit-code tells whether a deployment changes something, not what a run walks.",
      fix: "Leave the selection out, or the option.",
    });
  const told = await runPlan(deployed.graph, selection, settings.dataDir, options.rate);
  outputOf(command).answer(told, () => runLines(told));
}

async function showDeploy(deployed: DeployedGraph, options: Options, command: Command): Promise<void> {
  const told = await deployPlan(settingsOf(command), deployed, options.rate);
  outputOf(command).answer(told, () => deployLines(told));
  if (options.detailedExitCode === true && told.changed) process.exitCode = 2;
}

const noFacts = {
  deployed: undefined,
  tables: [],
  migrations: [],
  rows: new Map(),
  rowBytes: new Map(),
  buildMs: new Map(),
};

/** The plan against the database; without one, against nothing. */
async function deployPlan(settings: Settings, deployed: DeployedGraph, rate: number | undefined): Promise<DeployPlan> {
  const code = declaredGraph(deployed.graph.spec);
  const facts = await withDatabase(settings, deployed, (database) => readDeployed(database, code, rate)).catch(
    (error: unknown): DeployedFacts & { readonly why: string } => {
      if (error instanceof SillageError && error.code === "stack.absent")
        return {
          ...noFacts,
          changes: compareGraphs(nothingDeployed, code),
          rate: rate ?? usualRate,
          why: error.message,
        };
      throw error;
    },
  );
  const why = "why" in facts ? facts.why : "no worker of this database has written down yet what it started with.";
  return planDeploy(deployed.graph, facts, why);
}
