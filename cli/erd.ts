import type { TableSpec } from "../core/spec/asset.ts";
import type { ColumnSpec } from "../core/spec/column.ts";

/** The data model as a Mermaid entity diagram: keys, references, and what is personal, sealed, pseudonymous or derived, else what a column means. */
export const erdOf = (tables: readonly TableSpec[]): string =>
  [
    "erDiagram",
    ...tables.flatMap((table) => [`  ${table.key} {`, ...table.columns.map(columnLine), "  }"]),
    ...tables.flatMap((table) =>
      table.columns.flatMap(({ ref, physical }) =>
        ref === undefined ? [] : [`  ${ref} ||--o{ ${table.key} : "${physical}"`],
      ),
    ),
  ].join("\n");

function columnLine(column: ColumnSpec): string {
  const marks = [...(column.key > 0 ? ["PK"] : []), ...(column.ref === undefined ? [] : ["FK"])].join(", ");
  // A note of Mermaid's holds no double quote.
  const note = noteOf(column) ?? column.doc?.replaceAll('"', "'");
  return `    ${column.type.kind} ${column.physical}${marks === "" ? "" : ` ${marks}`}${note === undefined ? "" : ` "${note}"`}`;
}

function noteOf({ personal, derive }: ColumnSpec): string | undefined {
  if (personal !== undefined)
    return personal.action === "seal"
      ? `personal (${personal.what}): sealed`
      : `personal (${personal.what}): never stored`;
  switch (derive?.kind) {
    case "pid":
      return `pseudonym of a ${derive.entity}`;
    case "birth-year":
      return "derived from a personal date";
    case "lookup":
      return `looked up in ${derive.table}`;
    default:
      return undefined;
  }
}
