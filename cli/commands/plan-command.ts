import type { Command } from "commander";
import type { AssetSpec, TriggerSpec } from "../../core/spec/asset.ts";
import { planOf } from "../../core/graph/plan.ts";
import { estimatedRowBytes } from "../../core/graph/row-bytes.ts";
import { controlClient, remoteDatabase } from "../../worker/control-client.ts";
import { loadDeployment } from "../load-deployment.ts";
import { toTable } from "../output.ts";
import { policyText } from "../status/schedule-line.ts";
import { outputOf, settingsOf } from "../settings.ts";
import { examples } from "./examples.ts";
import { rateOption } from "./rate-option.ts";

/** A rate to plan with, bytes a second, and where it is from. */
type PlanRate = { readonly rate: number; readonly from: "--rate" | "the running stack" | "the usual rate" };

/** The throttle's rate unless told, bytes a second. */
const usualRate = 1_000_000;

/** `sillage plan`. */
export function planCommand(program: Command): void {
  program
    .command("plan <selection>")
    .description("Show what a run of a selection (or job) would walk, and what the rate means for it.")
    .option("--rate <bytes>", "bytes a second to plan with (default: the running stack's, else 1,000,000)", rateOption)
    .addHelpText(
      "after",
      examples("sillage plan +revenue_daily", "sillage plan 'source:ponton and not clients' --rate 250000 --json"),
    )
    .action(showPlan);
}

async function showPlan(selection: string, options: { readonly rate?: number }, command: Command): Promise<void> {
  const settings = settingsOf(command);
  const { graph } = await loadDeployment(settings.graph);
  const job = graph.spec.jobs.find((candidate) => candidate.name === selection);
  const plan = planOf(graph, selection, job?.select ?? selection);
  const { rate, from }: PlanRate =
    options.rate === undefined ? await liveRate(settings.dataDir) : { rate: options.rate, from: "--rate" };
  const steps = plan.steps.map((step) => ({ ...step, ...paceOf(graph.asset(step.asset), rate) }));
  outputOf(command).answer({ ...plan, ...(job && { trigger: job.trigger }), rate, rateFrom: from, steps }, () => [
    ...toTable(
      ["asset", "kind", "source", "bytes/row", "rows/s", "min/100k rows", "after"],
      steps.map((step) => [
        step.asset,
        step.kind,
        step.source,
        step.rowBytes,
        step.rowsPerSecond,
        step.minutesPer100k,
        step.after.join(", "),
      ]),
    ),
    "",
    ...(job === undefined ? [] : [triggerLine(job.trigger)]),
    `Bytes of a row are estimated from its declaration; ${rate} bytes a second (${from}) are shared by all tables.`,
  ]);
}

const triggerLine = (trigger: TriggerSpec): string =>
  trigger.kind === "command"
    ? "Started by a command."
    : `Started at ${trigger.cron} ${trigger.zone}; ${policyText(trigger.policy)}.`;

/** What the rate means for one asset: null where nothing is loaded from outside. */
function paceOf(asset: AssetSpec, rate: number) {
  if (asset.kind === "mart") return { rowBytes: null, rowsPerSecond: null, minutesPer100k: null };
  const rowBytes = estimatedRowBytes(asset);
  const rowsPerSecond = Math.max(1, Math.floor(rate / rowBytes));
  return { rowBytes, rowsPerSecond, minutesPer100k: Number((100_000 / rowsPerSecond / 60).toFixed(1)) };
}

async function liveRate(dataDir: string): Promise<PlanRate> {
  const call = await controlClient(dataDir);
  const state = await (call &&
    remoteDatabase(call)
      .throttleState("default")
      .catch(() => undefined));
  return state === undefined
    ? { rate: usualRate, from: "the usual rate" }
    : { rate: state.bytesPerSecond, from: "the running stack" };
}
