import type { DialectName, InDialects } from "../core/ports/database.ts";
import { answerStatements } from "./declare/answer-statements.ts";
import type { DeployedGraph } from "./declare/graph.ts";
import { grantStatements } from "./grants.ts";
import { namedStatements as mssqlStatements } from "./mssql/named-statements.ts";
import { migrationStatements } from "./migration-statements.ts";
import { namedStatements as postgresStatements, type NamedStatement } from "./postgres/named-statements.ts";

/** What a dialect's own folder sends, for the tables and marts of a deployment. */
const sent: InDialects<typeof postgresStatements> = {
  postgres: postgresStatements,
  mssql: mssqlStatements,
};

/** Every statement that the product sends to one dialect's database for a deployment: migrations, loads, marts, reads; and the grants for those who run it with few rights. Needs no database. */
export async function namedStatements(
  dialect: DialectName,
  deployed: DeployedGraph,
): Promise<readonly NamedStatement[]> {
  return [
    ...(await migrationStatements("engine", new URL(`${dialect}/migrations/`, import.meta.url))),
    ...(await migrationStatements("deployment", new URL(`${dialect}/`, deployed.migrations))),
    ...sent[dialect](deployed.graph.spec, deployed.martText, deployed.checkTexts),
    ...answerStatements(deployed, dialect),
    ...grantStatements(dialect, "database"),
    ...grantStatements(dialect, "identity"),
  ];
}
