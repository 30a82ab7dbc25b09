import type { Database } from "../../core/ports/database.ts";

/** True for a database that speaks T-SQL. */
export const speaksTsql = (database: Pick<Database, "describe">): boolean =>
  database.describe().startsWith("SQL Server");

/** Rows of a statement that every dialect takes but for the marks of its parameters, which are written as PostgreSQL's. */
export const ask = (database: Database, text: string, params: readonly unknown[] = []) =>
  database.query(speaksTsql(database) ? text.replaceAll(/\$(\d)/g, "@p$1") : text, params);

/** Empty some tables. */
export async function empty(database: Database, ...tables: readonly string[]): Promise<void> {
  for (const table of tables) await database.query(`delete from ${table}`);
}

/** Days out of an answer: an array where the engine has them, else a JSON list. */
export const daysOf = (value: unknown): unknown => (typeof value === "string" ? JSON.parse(value) : value);
