import { isCalendarDay } from "../is-calendar-day.ts";
import type { TableSpec } from "../spec/asset.ts";
import type { ColumnSpec } from "../spec/column.ts";
import { columnProblems } from "./column-problems.ts";
import { filterProblems } from "./filter-problems.ts";
import { keyBytesProblems, lookedUpProblems } from "./key-bytes-problems.ts";

/** Problems of one table, a sentence each. */
export function tableProblems(
  table: TableSpec,
  tables: ReadonlyMap<string, TableSpec>,
  keys: ReadonlySet<string>,
  sources: ReadonlySet<string>,
): readonly string[] {
  const say = (sentence: string) => `Table ${table.key}: ${sentence}`;
  const cursors = table.columns.filter((column) => column.cursor).length;
  const days = table.columns.filter((column) => column.businessDay).length;
  return [
    ...(sources.has(table.source) ? [] : [`its source "${table.source}" is not in the graph: add it to defineGraph.`]),
    ...keyProblems(table.columns, "the one that names a row"),
    ...lookedUpProblems(table),
    ...(table.read.filter.kind !== "none" && cursors !== 1
      ? [`${cursors} columns are the cursor: add .cursor() to exactly one.`]
      : []),
    ...filterProblems(table.read),
    ...beginningProblems(table.read.begins),
    ...(days > 1 ? [`${days} columns are the business day: keep .businessDay() on one.`] : []),
    ...subjectProblems(table),
    ...duplicates(
      "stored column",
      table.columns.map((column) => column.physical),
    ),
    ...table.columns.flatMap((column) =>
      columnProblems(column, table, keys).map((problem) => `column ${column.name} ${problem}`),
    ),
    ...table.lookups
      .filter((key) => !keys.has(key))
      .map((key) => `it looks values up in "${key}", which is not in the graph.`),
    ...dayProblems(table, tables),
  ].map(say);
}

const beginningProblems = (begins = "2000-01-01"): readonly string[] =>
  /^\d{4}-\d{2}-\d{2}$/.test(begins) && isCalendarDay(begins)
    ? []
    : [`its list begins on "${begins}", which is no day: write YYYY-MM-DD.`];

/** One sentence for each name that is there twice. */
export function duplicates(what: string, names: readonly string[]): readonly string[] {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const name of names) (seen.has(name) ? twice : seen).add(name);
  return [...twice].map((name) => `Two ${what}s are called "${name}": rename one.`);
}

/** A key needs columns, numbered from 1 without a gap, short enough for every database's index. */
export function keyProblems(columns: readonly ColumnSpec[], what: string): readonly string[] {
  const places = columns
    .map((column) => column.key)
    .filter((place) => place > 0)
    .toSorted((left, right) => left - right);
  if (places.length === 0) return [`no column is the key: add .key() to ${what}.`];
  return places.every((place, at) => place === at + 1)
    ? keyBytesProblems(columns)
    : [`its key columns are numbered ${places.join(", ")}: number them from 1 with .key(1), .key(2).`];
}

function subjectProblems(table: TableSpec): readonly string[] {
  const { subject } = table;
  const named = table.columns.some((column) => column.derive?.kind === "pid" && column.derive.entity === subject);
  const merges = table.columns.flatMap(({ name, derive }) =>
    derive?.kind === "pid" && derive.merged === true && derive.entity !== subject
      ? [
          `${name} merges a ${derive.entity} into another and its rows are about none: use subjectRef("${derive.entity}").`,
        ]
      : [],
  );
  return subject === undefined || named
    ? merges
    : [`every row is about a ${subject} and no column says which: add subjectRef("${subject}").`, ...merges];
}

function dayProblems(table: TableSpec, tables: ReadonlyMap<string, TableSpec>): readonly string[] {
  const { dayOf } = table;
  if (dayOf === undefined) return [];
  const parent = tables.get(dayOf.table);
  return [
    ...(table.columns.some((column) => column.name === dayOf.column)
      ? []
      : [`its day is found through ${dayOf.column}, which is no column.`]),
    ...(parent === undefined ? [`its day is that of "${dayOf.table}", which is no table of the graph.`] : []),
    ...(parent !== undefined && !parent.columns.some((column) => column.businessDay)
      ? [`its day is that of ${dayOf.table}, which has none: mark a column there .businessDay().`]
      : []),
  ];
}
