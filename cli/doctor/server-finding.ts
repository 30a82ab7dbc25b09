import type { ServerFacts } from "../../core/ports/server-facts.ts";
import type { Finding } from "./check-up.ts";

type Mssql = Extract<ServerFacts, { engine: "mssql" }>;
type Found = string | Omit<Finding, "part">;

/** The oldest of each that the statements are written for. */
const oldestPostgres = 15;
const oldestSqlServer = 15;
/** `openjson` needs it. */
const lowestCompatibility = 130;
/** Synapse's pools, which have neither keys nor row locks. */
const warehouses = [6, 11];
/** The service keeps itself new, and says 12 whatever it is. */
const services: Readonly<Record<number, string>> = {
  5: "Azure SQL Database",
  8: "Azure SQL Managed Instance",
  12: "SQL database in Fabric",
};

/** What `sillage doctor` and `sillage migrate` say of a server: whether it can be worked on, and whether readers would wait for loads. */
export function serverFinding(facts: ServerFacts): Found {
  if (facts.engine === "mssql") return ofMssql(facts);
  if (facts.version >= oldestPostgres) return `PostgreSQL ${facts.version}`;
  return {
    state: "failed",
    detail: `PostgreSQL ${facts.version} is older than ${oldestPostgres}`,
    fix: `Use PostgreSQL ${oldestPostgres} or newer.`,
  };
}

function ofMssql(facts: Mssql): Found {
  const { version, edition, compatibility, database } = facts;
  if (warehouses.includes(edition))
    return {
      state: "failed",
      detail: `the server is a Synapse pool (edition ${edition})`,
      fix: "Use Azure SQL Database, a managed instance, or SQL Server 2019 or newer.",
    };
  if (services[edition] === undefined && version < oldestSqlServer)
    return {
      state: "failed",
      detail: `SQL Server of version ${version} is older than 2019 (${oldestSqlServer})`,
      fix: "Use SQL Server 2019 or newer.",
    };
  if (compatibility < lowestCompatibility)
    return {
      state: "failed",
      detail: `the database's compatibility level is ${compatibility}`,
      fix: `\`alter database ${bracketed(database)} set compatibility_level = 150;\``,
    };
  return ofReaders(facts);
}

function ofReaders({ version, edition, compatibility, database, readCommittedSnapshot, collation }: Mssql): Found {
  const what = `${services[edition] ?? `SQL Server ${version}`}, compatibility level ${compatibility}, collation ${collation}`;
  if (readCommittedSnapshot) return `${what}, readers see the last committed rows`;
  return {
    state: "warning",
    detail: `${what}; read_committed_snapshot is off: the API waits for loads and marts, and a mart may read rows twice`,
    fix: `\`alter database ${bracketed(database)} set read_committed_snapshot on with rollback immediate;\` (it ends what others are doing there).`,
  };
}

const bracketed = (name: string): string => `[${name.replaceAll("]", "]]")}]`;
