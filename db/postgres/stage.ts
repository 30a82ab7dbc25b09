import type { QuarantinedRow, StagedRow } from "../../core/ports/database.ts";
import type { TableSpec } from "../../core/spec/asset.ts";
import { copyField } from "./copy-text.ts";
import { quoted, stagedColumns } from "./names.ts";
import type { SqlScope, SqlSession } from "./session.ts";

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

/** Put a batch of lines into staging in one short transaction; lines already there, or quarantined before, are replaced. Nothing happens once the load has ended: an attempt that was given up may still write. */
export async function stageBatch(
  sql: SqlSession,
  table: TableSpec,
  load: string,
  part: number,
  rows: readonly StagedRow[],
): Promise<void> {
  const last = rows.at(-1);
  if (last === undefined) return;
  const { those, lines } = linesOf(rows);
  const text = copyText(`${load}\t${part}\t`, rows);
  await sql.transaction(async (scope) => {
    if (await hasEnded(scope, load, part)) return;
    await scope.query(
      `with staged as (delete from staging.${quoted(table.key)} where _load = $1 and _part = $2 and ${those("_line")}),
       misfits as (delete from sillage.quarantine where load_id = $1 and part = $2 and ${those("line")})
       insert into sillage.load_part as p (load_id, part, through) values ($1, $2, $3)
       on conflict (load_id, part) do update set through = greatest(p.through, excluded.through)`,
      [load, part, last.line, lines],
    );
    await scope.copy(copyTarget(table), Buffer.from(text));
  });
}

/** A condition for the lines of some rows, which come in order, and its parameter `$4`. Lines without a gap are one range: looked up one by one, thousands of them cost as much as their COPY. */
function linesOf(rows: readonly StagedRow[]): {
  readonly those: (column: string) => string;
  readonly lines: readonly number[];
} {
  const first = rows[0]?.line ?? 0;
  return rows.every((row, at) => row.line === first + at)
    ? {
        those: (column) => `${column} between ($4::int[])[1] and ($4::int[])[2]`,
        lines: [first, first + rows.length - 1],
      }
    : { those: (column) => `${column} = any($4::int[])`, lines: rows.map((row) => row.line) };
}

function copyText(head: string, rows: readonly StagedRow[]): string {
  let text = "";
  for (const row of rows) {
    text += `${head}${row.line}\t${copyField(row.hash)}\t${copyField(row.orderedAt)}\t${row.businessDay ?? "\\N"}`;
    for (const value of row.values) text += `\t${copyField(value)}`;
    text += "\n";
  }
  return text;
}

/** Holds a part until the transaction ends, so that an attempt that was given up and the next one never collide; says whether its load is merged or refused. */
async function hasEnded(scope: SqlScope, load: string, part: number): Promise<boolean> {
  await scope.query("select pg_advisory_xact_lock(hashtextextended($1, $2))", [load, part]);
  const [ended] = await scope.query("select 1 from sillage.load where load_id = $1 and state <> 'open'", [load]);
  return ended !== undefined;
}

/** Keep rows that do not fit, with the column and the rule, the record sealed whole; lines staged before are replaced. */
export async function quarantineBatch(
  sql: SqlSession,
  table: TableSpec,
  load: string,
  part: number,
  rows: readonly QuarantinedRow[],
): Promise<void> {
  if (rows.length === 0) return;
  await sql.transaction(async (scope) => {
    if (await hasEnded(scope, load, part)) return;
    await scope.query(
      `with staged as (delete from staging.${quoted(table.key)} where _load = $1 and _part = $2 and _line = any($4::int[]))
       insert into sillage.quarantine (load_id, part, line, table_key, column_name, rule, sealed)
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
  });
}

/** The greatest line up to which a part is staged, merged or quarantined without a hole; 0 when staging was emptied by a crash before anything was merged. */
export async function stagedThrough(sql: SqlSession, table: TableSpec, load: string, part: number): Promise<number> {
  const [row] = await sql.query<{ through: number }>(
    `with lines as (
       select _line as line from staging.${quoted(table.key)} where _load = $1 and _part = $2
       union select line from sillage.quarantine where load_id = $1 and part = $2
       union select generate_series(from_line, to_line) from sillage.load_slice where load_id = $1 and part = $2)
     select coalesce(max(line), 0) as through from (select line, row_number() over (order by line) as place from lines) as placed where line = place`,
    [load, part],
  );
  return row?.through ?? 0;
}
