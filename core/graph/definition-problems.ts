import { isOpen, isSealed, type ColumnSpec } from "../spec/column.ts";
import type { AssetSpec, MartSpec, TableSpec } from "../spec/asset.ts";
import type { GraphSpec } from "../spec/graph.ts";
import { findCycle } from "./find-cycle.ts";
import { parseSelection } from "./selection.ts";

/** Every problem of the declarations as one sentence each, naming the asset, the column, and what to write instead. */
export function definitionProblems(spec: GraphSpec): readonly string[] {
  const keys = new Set([...spec.tables, ...spec.marts].map((asset) => asset.key));
  const sources = new Set(spec.sources.map((source) => source.name));
  return [
    ...duplicates(
      "asset",
      [...spec.tables, ...spec.marts].map((asset) => asset.key),
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
    ...spec.tables.flatMap((table) => tableProblems(table, keys, sources)),
    ...spec.marts.flatMap((mart) => martProblems(mart, keys)),
    ...spec.kpis.flatMap((kpi) =>
      kpi.deps
        .filter((dep) => !keys.has(dep))
        .map((dep) => `KPI ${kpi.key} reads "${dep}", which is not in the graph: add it to defineGraph.`),
    ),
    ...spec.jobs.flatMap((job) => selectionProblems(job.name, job.select)),
    ...cycleProblems([...spec.tables, ...spec.marts]),
  ];
}

const duplicates = (what: string, names: readonly string[]): readonly string[] =>
  [...new Set(names.filter((name, at) => names.indexOf(name) !== at))].map(
    (name) => `Two ${what}s are called "${name}": rename one.`,
  );

function tableProblems(table: TableSpec, keys: ReadonlySet<string>, sources: ReadonlySet<string>): readonly string[] {
  const say = (sentence: string) => `Table ${table.key}: ${sentence}`;
  const cursors = table.columns.filter((column) => column.cursor);
  const needsCursor = table.read.filter.kind !== "none";
  return [
    ...(sources.has(table.source)
      ? []
      : [say(`its source "${table.source}" is not in the graph: add it to defineGraph.`)]),
    ...(table.columns.some((column) => column.key > 0)
      ? []
      : [say("no column is the key: add .key() to the one that names a row.")]),
    ...(needsCursor && cursors.length !== 1
      ? [say(`${cursors.length} columns are the cursor: add .cursor() to exactly one.`)]
      : []),
    ...duplicates(
      "column",
      table.columns.map((column) => column.name),
    ).map(say),
    ...table.columns.flatMap((column) =>
      columnProblems(column, keys).map((problem) => say(`column ${column.name} ${problem}`)),
    ),
    ...table.lookups
      .filter((key) => !keys.has(key))
      .map((key) => say(`it looks values up in "${key}", which is not in the graph.`)),
  ];
}

function columnProblems(column: ColumnSpec, keys: ReadonlySet<string>): readonly string[] {
  return [
    ...(column.cursor && column.nullable
      ? ["is the cursor and nullable: a cursor must always be there, drop .nullable()."]
      : []),
    ...(column.key > 0 && column.nullable ? ["is the key and nullable: drop .nullable()."] : []),
    ...(column.key > 0 && !isOpen(column)
      ? ["is the key and personal: use .subjectId() so that it is stored as a pseudonym."]
      : []),
    ...(column.derive?.kind === "birth-year" && column.type.kind !== "int"
      ? ["keeps a birth year: declare it int()."]
      : []),
    ...(column.ref !== undefined && !keys.has(column.ref)
      ? [`refers to "${column.ref}", which is not in the graph.`]
      : []),
    ...(isSealed(column) && column.businessDay ? ["is sealed and the business day: a day must be open."] : []),
  ];
}

function martProblems(mart: MartSpec, keys: ReadonlySet<string>): readonly string[] {
  const say = (sentence: string) => `Mart ${mart.key}: ${sentence}`;
  return [
    ...mart.deps
      .filter((dep) => !keys.has(dep.key))
      .map((dep) => say(`it depends on "${dep.key}", which is not in the graph: add it to defineGraph.`)),
    ...(mart.columns.some((column) => column.key > 0) ? [] : [say("no column is the key: add .key() to its grain.")]),
    ...(mart.columns.some((column) => column.name === "day" && column.type.kind === "date")
      ? []
      : [say("it is partitioned by day and has no column day: add `day: date().key()`.")]),
    ...mart.columns
      .filter((column) => !isOpen(column))
      .map((column) => say(`column ${column.name} is personal: a mart holds no personal value.`)),
  ];
}

function selectionProblems(name: string, select: string): readonly string[] {
  const parsed = parseSelection(select);
  return parsed.ok ? [] : [`Job ${name}: its selection "${select}" does not parse: ${parsed.problem}`];
}

function cycleProblems(assets: readonly AssetSpec[]): readonly string[] {
  const cycle = findCycle(assets);
  return cycle === undefined
    ? []
    : [`These assets depend on each other in a circle: ${cycle.join(" → ")}. Take one dependency out.`];
}
