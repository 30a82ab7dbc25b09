import { sql } from "drizzle-orm";
import type { Statement } from "../../core/ports/database.ts";
import type { TableSpec } from "../../core/spec/asset.ts";
import { mergedColumn, ownColumn } from "../person-columns.ts";
import { dialects } from "./dialects.ts";
import { inDialects } from "./in-dialects.ts";
import { pseudonyms } from "./pseudonyms.ts";

const stored = sql.identifier("stored");

/** Records that the source merged, of these people or into them: whose row it is as `record`, into whom as `into`, by pseudonym. Undefined where no column of the table says so. */
export function mergedRecords(table: TableSpec, pids: readonly string[]): Statement | undefined {
  const [own, merged] = [ownColumn(table), mergedColumn(table)];
  if (own === undefined || merged === undefined) return undefined;
  const [record, into] = [own, merged].map(({ physical }) => sql`${stored}.${sql.identifier(physical)}`);
  return inDialects((dialect) => {
    const given = pseudonyms(dialect, pids);
    const columns = [
      { name: "record", type: own.type },
      { name: "into", type: merged.type },
    ];
    const rows = sql`select ${record} as ${sql.identifier("record")}, ${into} as ${sql.identifier("into")} from ${sql.identifier("open")}.${sql.identifier(table.key)} as ${stored} where ${into} is not null and (${record} in ${given} or ${into} in ${given})`;
    return dialects[dialect].render(
      sql`select ${dialects[dialect].shown(columns, sql.identifier("answer"))} from (${rows}) as ${sql.identifier("answer")}`,
    );
  });
}
