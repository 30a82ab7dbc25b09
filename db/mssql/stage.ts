import type { CastValue, QuarantinedRow, StagedRow } from "../../core/ports/database.ts";
import type { TableSpec } from "../../core/spec/asset.ts";
import { jsonList } from "./json-list.ts";
import { lockName } from "./lock-tables.ts";
import { stagedColumns } from "../postgres/names.ts";
import { bracketed, bulkColumn } from "./names.ts";
import type { BulkColumn, SqlScope, SqlSession } from "./session.ts";

/** Whether a load has ended. */
export const endedStatement =
  "select count(*) as [ended] from [sillage].[load] where [load_id] = @p1 and [state] <> N'open';";

/** Lines of a part (load, part) that are about to be staged go first, from the first (`@p4`) to the last, or those of a JSON list; the part is staged through `@p3`. */
export const replaceStatement = (table: TableSpec, lines: "range" | "list"): string => {
  const those = (column: string): string =>
    lines === "range"
      ? `${column} between @p4 and @p3`
      : `${column} in (select cast([value] as int) from openjson(@p4))`;
  return `delete from [staging].${bracketed(table.key)} where [_load] = @p1 and [_part] = @p2 and ${those("[_line]")};
delete from [sillage].[quarantine] where [load_id] = @p1 and [part] = @p2 and ${those("[line]")};
update [sillage].[load_part] set [through] = case when [through] > @p3 then [through] else @p3 end where [load_id] = @p1 and [part] = @p2;
if @@rowcount = 0 insert into [sillage].[load_part] ([load_id], [part], [through]) values (@p1, @p2, @p3);`;
};

/** Put a batch of lines into staging in one short transaction; lines already there, or quarantined before, are replaced. Nothing happens once the load has ended: an attempt that was given up may still write. */
export async function stageBatch(
  sql: SqlSession,
  table: TableSpec,
  load: string,
  part: number,
  rows: readonly StagedRow[],
): Promise<void> {
  const [first, last] = [rows[0], rows.at(-1)];
  if (first === undefined || last === undefined) return;
  const inOneRange = rows.every((row, at) => row.line === first.line + at);
  await sql.transaction(async (scope) => {
    if (await hasEnded(scope, load, part)) return;
    await scope.query(replaceStatement(table, inOneRange ? "range" : "list"), [
      load,
      part,
      last.line,
      inOneRange ? first.line : jsonList(rows.map((row) => row.line)),
    ]);
    await scope.bulk(`[staging].${bracketed(table.key)}`, bulkColumns(table), stagedValues(load, part, rows));
  });
}

const ledgered: readonly BulkColumn[] = [
  { name: "_load", type: "nvarchar", length: 64 },
  { name: "_part", type: "int" },
  { name: "_line", type: "int" },
  { name: "_hash", type: "nvarchar", length: 64 },
  { name: "_ordered_at", type: "instant" },
  { name: "business_day", type: "date" },
];

/** The columns of a table's staging, as a bulk load sends them. */
export const bulkColumns = (table: TableSpec): readonly BulkColumn[] => [
  ...ledgered,
  ...stagedColumns(table).map(bulkColumn),
];

function* stagedValues(load: string, part: number, rows: readonly StagedRow[]): Generator<readonly CastValue[]> {
  for (const row of rows) yield [load, part, row.line, row.hash, row.orderedAt, row.businessDay, ...row.values];
}

/** Holds a part until the transaction ends, so that an attempt that was given up and the next one never collide; says whether its load is merged or refused. */
async function hasEnded(scope: SqlScope, load: string, part: number): Promise<boolean> {
  await lockName(scope, `sillage/stage/${load}/${part}`);
  const [found] = await scope.query<{ ended: number }>(endedStatement, [load]);
  return (found?.ended ?? 0) > 0;
}

/** Rows of a part (load, part, table) that do not fit, a JSON list of {line, column, rule, sealed}; what was staged of them goes. */
export const quarantineStatement = (table: TableSpec): string =>
  `delete from [staging].${bracketed(table.key)} where [_load] = @p1 and [_part] = @p2 and [_line] in (select [line] from openjson(@p4) with ([line] int));
insert into [sillage].[quarantine] ([load_id], [part], [line], [table_key], [column_name], [rule], [sealed])
select @p1, @p2, u.[line], @p3, u.[column], u.[rule], u.[sealed]
from openjson(@p4) with ([line] int, [column] nvarchar(128), [rule] nvarchar(100), [sealed] nvarchar(max)) u
where not exists (select 1 from [sillage].[quarantine] q where q.[load_id] = @p1 and q.[part] = @p2 and q.[line] = u.[line]);`;

/** Keep rows that do not fit, with the column and the rule, the record sealed whole; lines staged before are replaced. */
export async function quarantineBatch(
  sql: SqlSession,
  table: TableSpec,
  load: string,
  part: number,
  rows: readonly QuarantinedRow[],
): Promise<void> {
  if (rows.length === 0) return;
  const told = new Map(rows.map(({ line, misfit, sealed }) => [line, { line, ...misfit, sealed }]));
  await sql.transaction(async (scope) => {
    if (await hasEnded(scope, load, part)) return;
    await scope.query(quarantineStatement(table), [load, part, table.key, JSON.stringify([...told.values()])]);
  });
}
