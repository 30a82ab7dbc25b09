import { SillageError } from "../../core/errors.ts";
import type { LogRate } from "../../core/ports/database.ts";
import type { SqlSession } from "./session.ts";
import { governance } from "./statements/governance.ts";

/** Azure SQL Database, single or in a pool: the one edition that tells the use of its log too. */
const azureDatabase = 5;
/**
 * Azure SQL Managed Instance: 4.5 MiB/s per vCore (12 on Business Critical's premium hardware), up to 96 to 192 MiB/s by
 * its tier; General Purpose keeps each database to 22 to 65 MiB/s by the size of its log file besides
 * (learn.microsoft.com/azure/azure-sql/managed-instance/resource-limits, as of August 2026).
 */
const managedInstance = 8;

/** What the tier of an Azure SQL Database, or of a managed instance for all its databases, says of its log, as far as the login may read it. */
export async function logRate(sql: SqlSession): Promise<LogRate> {
  const [server] = await sql.query<{ edition: number }>(governance.edition);
  switch (server?.edition) {
    case azureDatabase:
      return governed(sql, governance.tier, recentShare);
    case managedInstance:
      return governed(sql, governance.instance, async () => null);
    default:
      return { kind: "unlimited" };
  }
}

async function governed(
  sql: SqlSession,
  limit: string,
  shareOf: (sql: SqlSession) => Promise<number | null>,
): Promise<LogRate> {
  const [tier] = await allowed(sql.query<{ bytesPerSecond: number | null }>(limit));
  if (tier === undefined || tier.bytesPerSecond === null) return { kind: "denied" };
  return { kind: "governed", bytesPerSecond: tier.bytesPerSecond, recentShare: await shareOf(sql) };
}

async function recentShare(sql: SqlSession): Promise<number | null> {
  const [use] = await allowed(sql.query<{ percent: number | null }>(governance.use));
  const percent = use?.percent ?? null;
  return percent === null ? null : percent / 100;
}

/** Rows that the login may read: none where it may not. */
const allowed = <Row>(rows: Promise<readonly Row[]>): Promise<readonly Row[]> =>
  rows.catch((error: unknown) =>
    error instanceof SillageError && error.code === "db.denied" ? [] : Promise.reject(error),
  );
