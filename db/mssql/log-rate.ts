import { SillageError } from "../../core/errors.ts";
import type { LogRate } from "../../core/ports/database.ts";
import type { SqlSession } from "./session.ts";
import { governance } from "./statements/governance.ts";

/** Azure SQL Database, single or in a pool: the one edition that has the two views. */
const azureDatabase = 5;

/** What the tier of an Azure SQL Database says of its log, as far as the login may read it. */
export async function logRate(sql: SqlSession): Promise<LogRate> {
  const [server] = await sql.query<{ edition: number }>(governance.edition);
  if (server?.edition !== azureDatabase) return { kind: "unlimited" };
  const [tier] = await allowed(sql.query<{ bytesPerSecond: number | null }>(governance.tier));
  if (tier === undefined || tier.bytesPerSecond === null) return { kind: "denied" };
  const [use] = await allowed(sql.query<{ percent: number | null }>(governance.use));
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
