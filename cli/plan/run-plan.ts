import type { AssetGraph } from "../../core/graph/asset-graph.ts";
import { planOf } from "../../core/graph/plan.ts";
import { refuseLongRun } from "../../core/run/refuse-long-run.ts";
import { estimatedRowBytes } from "../../core/graph/row-bytes.ts";
import type { AssetSpec, TablePart, TriggerSpec } from "../../core/spec/asset.ts";
import { controlClient, remoteDatabase } from "../../worker/control-client.ts";
import { toTable } from "../output.ts";
import { policyText } from "../status/schedule-line.ts";
import { usualRate } from "./usual-rate.ts";

/** A rate to plan with, bytes a second, and where it is from. */
type PlanRate = { readonly rate: number; readonly rateFrom: "--rate" | "the running stack" | "the usual rate" };

/** What a run of a selection or a job would walk, and what the rate means for it. Throws as `planOf` and `refuseLongRun`. */
export async function runPlan(graph: AssetGraph, selection: string, dataDir: string, told: number | undefined) {
  const job = graph.spec.jobs.find((candidate) => candidate.name === selection);
  const plan = planOf(graph, selection, job?.select ?? selection);
  refuseLongRun(plan);
  const rate: PlanRate = told === undefined ? await liveRate(dataDir) : { rate: told, rateFrom: "--rate" };
  const steps = plan.steps.map((step) => ({ ...step, ...paceOf(graph.asset(step.asset), rate.rate) }));
  return { ...plan, ...(job && { trigger: job.trigger }), ...(job?.parts && { parts: job.parts }), ...rate, steps };
}

/** The same for people. */
export const runLines = ({
  steps,
  trigger,
  parts,
  rate,
  rateFrom,
}: Awaited<ReturnType<typeof runPlan>>): readonly string[] => [
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
  ...(trigger === undefined ? [] : [triggerLine(trigger)]),
  ...(parts === undefined ? [] : [partsLine(parts)]),
  `Bytes of a row are estimated from its declaration; ${rate} bytes a second (${rateFrom}) are shared by all tables.`,
];

const triggerLine = (trigger: TriggerSpec): string =>
  trigger.kind === "command"
    ? "Started by a command."
    : `Started at ${trigger.cron} ${trigger.zone}; ${policyText(trigger.policy)}.`;

const partTexts: Readonly<Record<TablePart, string>> = {
  new: "read what is new",
  ids: "compare ids with the source's",
  history: "read a share of history again",
};
const partsLine = (parts: readonly TablePart[]): string =>
  `Of its tables: ${parts.map((part) => partTexts[part]).join(", ")}.`;

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
    ? { rate: usualRate, rateFrom: "the usual rate" }
    : { rate: state.bytesPerSecond, rateFrom: "the running stack" };
}
