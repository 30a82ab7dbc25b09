import { SillageError } from "../../core/errors.ts";
import type { LogRate } from "../../core/ports/database.ts";
import type { SqlSession } from "./session.ts";

/** Which edition the server is. */
export const editionStatement = "select cast(serverproperty('EngineEdition') as int) as [edition];";
/** Azure SQL Database, single or in a pool: the one edition that has the two views. */
const azureDatabase = 5;

/** Bytes a second that the tier lets the database write of its log. */
export const logRateStatement =
  "select cast([primary_max_log_rate] as bigint) as [bytesPerSecond] from [sys].[dm_user_db_resource_governance] where [database_id] = db_id();";
/** The greatest use of the log within the last hour, which the view keeps in steps of 15 s; per cent of what the tier allows. */
export const logUseStatement =
  "select cast(max([avg_log_write_percent]) as float) as [percent] from [sys].[dm_db_resource_stats];";

/** What the tier of an Azure SQL Database says of its log, as far as the login may read it. */
export async function logRate(sql: SqlSession): Promise<LogRate> {
  const [server] = await sql.query<{ edition: number }>(editionStatement);
  if (server?.edition !== azureDatabase) return { kind: "unlimited" };
  const [tier] = await allowed(sql.query<{ bytesPerSecond: number | null }>(logRateStatement));
  if (tier === undefined || tier.bytesPerSecond === null) return { kind: "denied" };
  const [use] = await allowed(sql.query<{ percent: number | null }>(logUseStatement));
  const percent = use?.percent ?? null;
  return {
    kind: "governed",
    bytesPerSecond: tier.bytesPerSecond,
    recentShare: percent === null ? null : percent / 100,
  };
}

/** Rows that the login may read: none where it may not. */
const allowed = <Row>(rows: Promise<readonly Row[]>): Promise<readonly Row[]> =>
  rows.catch((error: unknown) =>
    error instanceof SillageError && error.code === "db.denied" ? [] : Promise.reject(error),
  );
