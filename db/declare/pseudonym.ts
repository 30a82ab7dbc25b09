import { sql, type SQL } from "drizzle-orm";
import type { DialectName } from "../../core/ports/database.ts";

/** A person's pseudonym as its columns have it: compared with another type, each row's would be converted. */
export const pseudonym = (dialect: DialectName, pid: string): SQL =>
  dialect === "mssql" ? sql`cast(${pid} as char(36)) collate Latin1_General_100_BIN2` : sql`cast(${pid} as uuid)`;
