import { drizzleKit, type MsSqlSnapshot } from "./drizzle-kit.ts";
import { migrationDialect } from "./migration-dialect.ts";
import { aroundIndexes } from "./mssql-indexes.ts";
import { mssqlLayout } from "./mssql-layout.ts";

/** SQL Server's migrations. */
export const mssqlMigrations = migrationDialect<MsSqlSnapshot>({
  kit: drizzleKit.mssql,
  layout: mssqlLayout,
  mended: (statements, known, wanted) => aroundIndexes(statements, known, wanted).map(mend).flatMap(keptApart),
});

const keyLine = /CONSTRAINT \[\w+\] PRIMARY KEY ?\(([^)]+)\)/;
/** Zones whose rows stay: open tables and marts hold much that repeats, sealed bytes are noise, staging is emptied. */
const compressed = /^(?:CREATE|ALTER) TABLE \[(?:open|mart)\]\./;

/**
 * What drizzle-kit leaves to the session or does not know: whether a column may be null is written out, a schema may be
 * there already and is created alone in its batch, and rows that stay are stored compressed.
 */
function mend(statement: string): string {
  const schema = /^CREATE SCHEMA (\[(\w+)\]);?$/.exec(statement);
  if (schema !== null) return `IF SCHEMA_ID(N'${schema[2] ?? ""}') IS NULL EXEC(N'CREATE SCHEMA ${schema[1] ?? ""}');`;
  const key = new Set(keyLine.exec(statement)?.[1]?.split(/,\s*/));
  return statement
    .replaceAll(/^\t(\[\w+\]) (.*?)(?: NOT NULL)?(,?)$/gm, (line, name: string, type: string, comma: string) =>
      line.includes(" NOT NULL") || key.has(name)
        ? `\t${name} ${type} NOT NULL${comma}`
        : `\t${name} ${type} NULL${comma}`,
    )
    .replace(/^(ALTER TABLE \S+ (?:ALTER COLUMN|ADD) \[(?:(?! NOT NULL;).)*);$/, "$1 NULL;")
    .replace(keyLine, (line) => (compressed.test(statement) ? `${line} WITH (DATA_COMPRESSION = PAGE)` : line));
}

/**
 * A staging table is never locked as a whole: a merge deletes up to 5,000 of its rows, which is where SQL Server would
 * take one lock in place of many, while the next part is staged beside it.
 */
function keptApart(statement: string): readonly string[] {
  const staged = /^CREATE TABLE (\[staging\]\.\[\w+\])/.exec(statement)?.[1];
  return staged === undefined ? [statement] : [statement, `ALTER TABLE ${staged} SET (LOCK_ESCALATION = DISABLE);`];
}
