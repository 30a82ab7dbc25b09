import type { TableSpec } from "../core/spec/asset.ts";

/** The data model as a Mermaid entity diagram: keys, references, and what is sealed. */
export function erdOf(tables: readonly TableSpec[]): string {
  const lines = ["erDiagram"];
  for (const table of tables) {
    lines.push(`  ${table.key} {`);
    for (const column of table.columns) {
      const marks = [column.key > 0 ? "PK" : "", column.ref === undefined ? "" : "FK"]
        .filter((mark) => mark !== "")
        .join(", ");
      const note =
        column.personal === undefined ? "" : ` "${column.personal.action === "seal" ? "sealed" : "never stored"}"`;
      lines.push(`    ${column.type.kind} ${column.physical}${marks === "" ? "" : ` ${marks}`}${note}`);
    }
    lines.push("  }");
  }
  for (const table of tables)
    for (const column of table.columns)
      if (column.ref !== undefined) lines.push(`  ${column.ref} ||--o{ ${table.key} : "${column.physical}"`);
  return lines.join("\n");
}
