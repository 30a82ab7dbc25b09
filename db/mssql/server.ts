import { SillageError } from "../../core/errors.ts";
import type { Database } from "../../core/ports/database.ts";
import type { GraphSpec } from "../../core/spec/graph.ts";
import { alteredColumns } from "../altered-columns.ts";
import { mssqlStagedType, mssqlType } from "../declare/mssql-type.ts";
import type { SqlSession } from "./session.ts";
import { suitability, type ServerFacts } from "./suitability.ts";
import { server } from "./statements/server.ts";

/** Whether the server suits, and whether its tables are the declared ones. */
export const serverPort = (sql: SqlSession, spec: GraphSpec): Pick<Database, "suitability" | "alteredColumns"> => ({
  async suitability() {
    const [facts] = await sql.query<ServerFacts>(server.facts);
    if (facts === undefined) throw unlisted();
    return suitability(facts);
  },
  async alteredColumns() {
    const rows = await sql.query<Row>(server.columns);
    const stored = rows.map((row) => ({ ...row, type: typeText(row), nullable: row.nullable === "YES" }));
    return alteredColumns(
      spec,
      (cell, schema) => (schema === "staging" ? mssqlStagedType : mssqlType)(cell.type),
      stored,
    );
  },
});

const unlisted = (): SillageError =>
  new SillageError({
    code: "db.denied",
    message: "The server does not list its own database in sys.databases.",
    fix: "Give the login the right to see it: `grant view any database to …`, or ask its administrator what hides it.",
  });

type Row = {
  readonly schema: string;
  readonly table: string;
  readonly column: string;
  readonly kind: string;
  /** Characters or bytes, -1 for (max). */
  readonly length: number | null;
  readonly precision: number | null;
  readonly scale: number | null;
  readonly fraction: number | null;
  readonly collation: string | null;
  readonly nullable: string;
};

/** A type in the words of migrations. */
function typeText({ kind, length, precision, scale, fraction, collation }: Row): string {
  if (kind === "decimal") return `decimal(${precision},${scale})`;
  if (kind === "datetime2") return `datetime2(${fraction})`;
  const sized = length === null ? kind : `${kind}(${length === -1 ? "max" : length})`;
  return collation === null ? sized : `${sized} collate ${collation}`;
}
