import { sql, type SQL } from "drizzle-orm";
import type { DialectName } from "../../core/ports/database.ts";

/** A list of people's pseudonyms as one parameter, each as its columns have it: compared with another type, each row's would be converted. */
export function pseudonyms(dialect: DialectName, pids: readonly string[]): SQL {
  const list = JSON.stringify(pids);
  return dialect === "mssql"
    ? sql`(select cast([value] as char(36)) collate Latin1_General_100_BIN2 from openjson(${list}))`
    : sql`(select p::uuid from json_array_elements_text(cast(${list} as json)) as p)`;
}
