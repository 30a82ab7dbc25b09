import type { QuarantinedRow, StagedRow } from "../../core/ports/database.ts";
import type { TableSpec } from "../../core/spec/asset.ts";
import { copyField } from "./copy-text.ts";
import { quoted, stagedColumns } from "./names.ts";
import type { SqlSession } from "./session.ts";

const targets = new WeakMap<TableSpec, string>();

function copyTarget(table: TableSpec): string {
  const columns = [
    "_load",
    "_part",
    "_line",
    "_hash",
    "_ordered_at",
    "business_day",
    ...stagedColumns(table).map((column) => column.physical),
  ];
  const target = targets.get(table) ?? `staging.${quoted(table.key)} (${columns.map(quoted).join(", ")})`;
  targets.set(table, target);
  return target;
}

/** Put a batch of lines into staging in one short transaction; lines already there are replaced. */
export async function stageBatch(
  sql: SqlSession,
  table: TableSpec,
  load: string,
  part: number,
  rows: readonly StagedRow[],
): Promise<void> {
  const [first] = rows;
  const last = rows.at(-1);
  if (first === undefined || last === undefined) return;
  const head = `${load}\t${part}\t`;
  let text = "";
  for (const row of rows) {
    text += `${head}${row.line}\t${row.hash}\t${row.orderedAt}\t${row.businessDay ?? "\\N"}`;
    for (const value of row.values) text += `\t${copyField(value)}`;
    text += "\n";
  }
  await sql.transaction(async (scope) => {
    await scope.query(
      `delete from staging.${quoted(table.key)} where _load = $1 and _part = $2 and _line between $3 and $4`,
      [load, part, first.line, last.line],
    );
    await scope.copy(copyTarget(table), Buffer.from(text));
  });
}

/** Keep rows that do not fit, with the column and the rule, the record sealed whole. */
export async function quarantineBatch(
  sql: SqlSession,
  table: TableSpec,
  load: string,
  part: number,
  rows: readonly QuarantinedRow[],
): Promise<void> {
  if (rows.length === 0) return;
  await sql.query(
    `insert into sillage.quarantine (load_id, part, line, table_key, column_name, rule, sealed)
     select $1, $2, u.line, $3, u.col, u.rule, u.sealed from unnest($4::int[], $5::text[], $6::text[], $7::text[]) as u(line, col, rule, sealed)
     on conflict (load_id, part, line) do nothing`,
    [
      load,
      part,
      table.key,
      rows.map((row) => row.line),
      rows.map((row) => row.misfit.column),
      rows.map((row) => row.misfit.rule),
      rows.map((row) => row.sealed),
    ],
  );
}

/** The greatest line up to which a part is staged, merged or quarantined without a hole; 0 when staging was emptied by a crash. */
export async function stagedThrough(sql: SqlSession, table: TableSpec, load: string, part: number): Promise<number> {
  const [row] = await sql.query<{ known: number; last: number }>(
    `with lines as (
       select _line as line from staging.${quoted(table.key)} where _load = $1 and _part = $2
       union select line from sillage.quarantine where load_id = $1 and part = $2
       union select generate_series(from_line, to_line) from sillage.load_slice where load_id = $1 and part = $2)
     select cast(count(*) as integer) as known, coalesce(max(line), 0) as last from lines`,
    [load, part],
  );
  return row !== undefined && row.known === row.last ? row.last : 0;
}
