import { drizzleKit, type PgSnapshot } from "./drizzle-kit.ts";
import { migrationDialect } from "./migration-dialect.ts";
import { postgresLayout } from "./postgres-layout.ts";

/** PostgreSQL's migrations. */
export const postgresMigrations = migrationDialect<PgSnapshot>({
  kit: drizzleKit.postgres,
  layout: postgresLayout,
  mended: (statements) => statements.map(mend),
});

/** Staging is unlogged, which drizzle-kit does not know: a crash may empty it, and a load stages again what is missing. A schema may be there already. */
const mend = (statement: string): string =>
  statement
    .replace(/^CREATE TABLE "staging"\./, 'CREATE UNLOGGED TABLE "staging".')
    .replace(/^CREATE SCHEMA /, "CREATE SCHEMA IF NOT EXISTS ");
