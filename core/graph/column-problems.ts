import type { TableSpec } from "../spec/asset.ts";
import { isOpen, isSealed, type ColumnSpec } from "../spec/column.ts";
import { ruleProblems } from "./rule-problems.ts";

/** Letters that need no quoting anywhere, and room for what the engine appends to a name (63 bytes in PostgreSQL). */
const namePattern = /^[a-z][a-z0-9_]{0,47}$/;

/** True for a name that every dialect takes as it is. */
export const isName = (name: string): boolean => namePattern.test(name);

/** What a name that is none should be. */
export const nameRule = "use small letters, digits and underscores, a letter first, 48 at most.";

/** Problems of one column, as the end of a sentence that names table and column. */
export function columnProblems(column: ColumnSpec, table: TableSpec, keys: ReadonlySet<string>): readonly string[] {
  return [
    ...(isName(column.physical) ? [] : [`is stored as "${column.physical}": ${nameRule}`]),
    ...(column.physical === "business_day"
      ? ["is stored as business_day, which is the engine's own column: mark it .businessDay() under another name."]
      : []),
    ...(column.cursor && column.nullable
      ? ["is the cursor and nullable: a cursor must always be there, drop .nullable()."]
      : []),
    ...(column.cursor && !isOpen(column) ? ["is the cursor and personal: a cursor must be open."] : []),
    ...(column.cursor && !fitsFilter(column, table)
      ? [`is the cursor and ${column.type.kind}: a version cursor is int() or bigint(), any other an instant.`]
      : []),
    ...(column.key > 0 && column.nullable ? ["is the key and nullable: drop .nullable()."] : []),
    ...(column.key > 0 && !isOpen(column)
      ? ["is the key and personal: use subjectRef() so that it is stored as a pseudonym."]
      : []),
    ...(column.derive?.kind === "birth-year" && column.type.kind !== "int"
      ? ["keeps a birth year: declare it int()."]
      : []),
    ...(column.ref !== undefined && !keys.has(column.ref)
      ? [`refers to "${column.ref}", which is not in the graph.`]
      : []),
    ...(column.businessDay && !["instant", "date"].includes(column.type.kind)
      ? [`is the business day and ${column.type.kind}: a day comes from an instant or a date.`]
      : []),
    ...(column.indexed === true && !isOpen(column)
      ? ["is indexed and personal: nothing is looked up by a value that is not stored in clear, drop .indexed()."]
      : []),
    ...(isSealed(column) && column.businessDay ? ["is sealed and the business day: a day must be open."] : []),
    ...ruleProblems(column),
  ];
}

const fitsFilter = (column: ColumnSpec, table: TableSpec): boolean =>
  table.read.filter.kind === "version"
    ? ["int", "bigint"].includes(column.type.kind)
    : column.type.kind === "instant" || table.read.filter.kind === "none";
