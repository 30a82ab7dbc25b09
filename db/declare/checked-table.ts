import { mssqlTable } from "drizzle-orm/mssql-core";
import { pgTable } from "drizzle-orm/pg-core";
import type { DialectName } from "../../core/ports/database.ts";
import type { ColumnSpec } from "../../core/spec/column.ts";
import { checkedName } from "./check-measures.ts";
import { openBuilders, side } from "./open-builders.ts";
import type { Columns } from "./table.ts";

/** The typed table by which a check's query names the content to be checked, whatever that is: rows of a table, or of a mart that is not published yet. */
export function checkedTable(specs: readonly ColumnSpec[], columns: Columns, dialect: DialectName) {
  const named = openBuilders(specs, columns);
  return dialect === "postgres"
    ? pgTable(checkedName, side(named, "postgres"))
    : mssqlTable(checkedName, side(named, "mssql"));
}
