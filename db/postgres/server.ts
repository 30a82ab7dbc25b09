import type { Database } from "../../core/ports/database.ts";
import type { GraphSpec } from "../../core/spec/graph.ts";
import { alteredColumns, type StoredColumn } from "../altered-columns.ts";
import { postgresType } from "../declare/postgres-type.ts";
import type { SqlSession } from "./session.ts";
import { suitability } from "./suitability.ts";
import { server } from "./statements/server.ts";

/** Whether the server suits, and whether its tables are the declared ones. */
export const serverPort = (sql: SqlSession, spec: GraphSpec): Pick<Database, "suitability" | "alteredColumns"> => ({
  async suitability() {
    const [facts] = await sql.query<{ version: number }>(server.facts);
    return suitability(facts?.version ?? 0);
  },
  async alteredColumns() {
    const stored = await sql.query<StoredColumn>(server.columns);
    return alteredColumns(
      spec,
      ({ type }) => postgresType(type),
      stored.map((column) => ({ ...column, type: shortened(column.type) })),
    );
  },
});

/** The server's long names of types in the words of migrations. */
const shortened = (type: string): string =>
  type.replace("character varying", "varchar").replace(/^timestamp(\(\d\))? with time zone$/, "timestamptz$1");
