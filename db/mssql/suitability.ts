import type { Suitability } from "../../core/ports/suitability.ts";

/** What a server says of itself. Its version is the major one: 15 is SQL Server 2019. */
export type ServerFacts = {
  readonly version: number;
  /** As SERVERPROPERTY('EngineEdition') numbers them: 5 is Azure SQL Database, 8 a managed instance. */
  readonly edition: number;
  readonly database: string;
  readonly compatibility: number;
  /** Whether readers see the last committed row instead of waiting for its writer. */
  readonly readCommittedSnapshot: boolean;
  readonly collation: string;
};

/** The oldest that the statements are written for. */
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

/** Whether a server can be worked on, and whether its readers would wait for loads. */
export function suitability(facts: ServerFacts): Suitability {
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

function ofReaders({
  version,
  edition,
  compatibility,
  database,
  readCommittedSnapshot,
  collation,
}: ServerFacts): Suitability {
  const what = `${services[edition] ?? `SQL Server ${version}`}, compatibility level ${compatibility}, collation ${collation}`;
  if (readCommittedSnapshot) return { state: "ok", detail: `${what}, readers see the last committed rows` };
  return {
    state: "warning",
    detail: `${what}; read_committed_snapshot is off: the API waits for loads and marts, and a mart may read rows twice`,
    fix: `\`alter database ${bracketed(database)} set read_committed_snapshot on with rollback immediate;\` (it ends what others are doing there).`,
  };
}

const bracketed = (name: string): string => `[${name.replaceAll("]", "]]")}]`;
