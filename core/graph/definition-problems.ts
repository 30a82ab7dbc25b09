import { isOpen } from "../spec/column.ts";
import type { AssetSpec, JobSpec, KpiSpec, MartSpec } from "../spec/asset.ts";
import type { GraphSpec } from "../spec/graph.ts";
import { automationProblems } from "./automation-problems.ts";
import { checkProblems } from "./check-problems.ts";
import { cronProblems } from "./cron-problems.ts";
import { findCycle } from "./find-cycle.ts";
import { isName, nameRule } from "./column-problems.ts";
import { isRuled } from "./rule-problems.ts";
import { keysNamedIn, parseSelection } from "./selection.ts";
import { registerProblems } from "./register-problems.ts";
import { duplicates, keyProblems, tableProblems } from "./table-problems.ts";

/** Every problem of the declarations as one sentence each, naming the asset, the column, and what to write instead. */
export function definitionProblems(spec: GraphSpec): readonly string[] {
  const assets: readonly AssetSpec[] = [...spec.tables, ...spec.marts];
  const keys = new Set(assets.map((asset) => asset.key));
  const byKey = new Map(assets.map((asset) => [asset.key, asset]));
  const tables = new Map(spec.tables.map((table) => [table.key, table]));
  const sources = new Set(spec.sources.map((source) => source.name));
  return [
    ...duplicates(
      "asset",
      assets.map((asset) => asset.key),
    ),
    ...duplicates(
      "KPI",
      spec.kpis.map((kpi) => kpi.key),
    ),
    ...duplicates(
      "job",
      spec.jobs.map((job) => job.name),
    ),
    ...duplicates(
      "source",
      spec.sources.map((source) => source.name),
    ),
    ...assets
      .filter((asset) => !isName(asset.key))
      .map((asset) => `No ${asset.kind} can be called "${asset.key}": ${nameRule}`),
    ...spec.tables.flatMap((table) => tableProblems(table, tables, keys, sources)),
    ...spec.marts.flatMap((mart) => martProblems(mart, keys)),
    ...assets.flatMap((asset) => automationProblems(asset, keys)),
    ...assets.flatMap((asset) => checkProblems(asset, byKey)),
    ...spec.kpis.flatMap((kpi) => kpiProblems(kpi, keys)),
    ...spec.jobs.flatMap((job) => jobProblems(job, keys)),
    ...registerProblems(spec),
    ...cycleProblems(assets),
  ];
}

function martProblems(mart: MartSpec, keys: ReadonlySet<string>): readonly string[] {
  const say = (sentence: string) => `Mart ${mart.key}: ${sentence}`;
  const isDay = mart.columns.some((column) => column.name === "day" && column.type.kind === "date" && column.key > 0);
  return [
    ...mart.deps
      .filter((dep) => !keys.has(dep.key))
      .map((dep) => say(`it depends on "${dep.key}", which is not in the graph: add it to defineGraph.`)),
    ...keyProblems(mart.columns, "its grain").map(say),
    ...(isDay ? [] : [say("it is partitioned by day and no key column is day: add `day: date().key()`.")]),
    ...mart.columns
      .filter((column) => !isName(column.physical))
      .map((column) => say(`column ${column.name} is stored as "${column.physical}": ${nameRule}`)),
    ...mart.columns
      .filter((column) => !isOpen(column))
      .map((column) => say(`column ${column.name} is personal: a mart holds no personal value.`)),
    ...mart.columns
      .filter(isRuled)
      .map((column) => say(`column ${column.name} has a rule of rows, and a mart refuses no row: give it a check.`)),
  ];
}

const kpiProblems = (kpi: KpiSpec, keys: ReadonlySet<string>): readonly string[] =>
  kpi.deps
    .filter((dep) => !keys.has(dep))
    .map((dep) => `KPI ${kpi.key} reads "${dep}", which is not in the graph: add it to defineGraph.`);

const jobProblems = (job: JobSpec, keys: ReadonlySet<string>): readonly string[] => [
  ...scheduleProblems(job),
  ...selectionProblems(job, keys),
];

/** Temporal's own least, in milliseconds. */
const leastCatchUpMs = 10_000;

function scheduleProblems({ name, trigger }: JobSpec): readonly string[] {
  if (trigger.kind !== "cron") return [];
  const { catchUpMs } = trigger.policy;
  return [
    ...cronProblems(trigger.cron, trigger.zone).map((problem) => `Job ${name} ${problem}`),
    ...(catchUpMs < leastCatchUpMs
      ? [`Job ${name}: it makes up for starts of the last ${catchUpMs} ms only: 10 seconds is the least.`]
      : []),
  ];
}

function selectionProblems(job: JobSpec, keys: ReadonlySet<string>): readonly string[] {
  const parsed = parseSelection(job.select);
  if (!parsed.ok) return [`Job ${job.name}: its selection "${job.select}" does not parse: ${parsed.problem}`];
  return keysNamedIn(parsed.selection)
    .filter((key) => !keys.has(key))
    .map((key) => `Job ${job.name}: its selection names "${key}", which is not in the graph.`);
}

function cycleProblems(assets: readonly AssetSpec[]): readonly string[] {
  const cycle = findCycle(assets);
  return cycle === undefined
    ? []
    : [`These assets depend on each other in a circle: ${cycle.join(" → ")}. Take one dependency out.`];
}
