import type { TableSpec } from "../../../core/spec/asset.ts";
import { bracketed } from "../names.ts";

/** Whether a load has ended. */
export const loadEnded =
  "select count(*) as [ended] from [sillage].[load] where [load_id] = @p1 and [state] <> N'open';";

/** Lines of a slice (load, part, first, last) that did not fit. */
export const misfitsInSlice =
  "select count(*) as [rows] from [sillage].[quarantine] where [load_id] = @p1 and [part] = @p2 and [line] between @p3 and @p4;";

/** Lines from the first (`@p4`) to the last (`@p3`), where they have no gap. */
const range = (column: string): string => `${column} between @p4 and @p3`;
/** Lines of a JSON list. */
const each = (column: string): string => `${column} in (select cast([value] as int) from openjson(@p4))`;

/** What fills, counts and empties the staging table of a table. Load and part are `@p1` and `@p2`. */
export function stagingStatements(table: TableSpec) {
  const staged = `[staging].${bracketed(table.key)}`;
  /** Lines that are about to be staged go first; the part is staged through `@p3`. */
  const replace = (those: (column: string) => string): string =>
    `delete from ${staged} where [_load] = @p1 and [_part] = @p2 and ${those("[_line]")};
delete from [sillage].[quarantine] where [load_id] = @p1 and [part] = @p2 and ${those("[line]")};
update [sillage].[load_part] set [through] = case when [through] > @p3 then [through] else @p3 end where [load_id] = @p1 and [part] = @p2;
if @@rowcount = 0 insert into [sillage].[load_part] ([load_id], [part], [through]) values (@p1, @p2, @p3);`;
  return {
    replaceRange: replace(range),
    replaceEach: replace(each),
    /** What a bulk load fills. */
    rows: staged,
    /** Rows (table `@p3`, `@p4` a JSON list of {line, column, rule, sealed, pid}) that do not fit; what was staged of them goes. */
    quarantine: `delete from ${staged} where [_load] = @p1 and [_part] = @p2 and [_line] in (select [line] from openjson(@p4) with ([line] int));
insert into [sillage].[quarantine] ([load_id], [part], [line], [table_key], [column_name], [rule], [sealed], [pid])
select @p1, @p2, u.[line], @p3, u.[column], u.[rule], u.[sealed], u.[pid]
from openjson(@p4) with ([line] int, [column] nvarchar(128), [rule] nvarchar(100), [sealed] nvarchar(max), [pid] char(36)) u
where not exists (select 1 from [sillage].[quarantine] q where q.[load_id] = @p1 and q.[part] = @p2 and q.[line] = u.[line]);`,
    /** The greatest line up to which every line lies in a span: staged, quarantined, or of a merged slice. */
    through: `with spans as (
  select [_line] as [first], [_line] as [last] from ${staged} where [_load] = @p1 and [_part] = @p2
  union all select [line], [line] from [sillage].[quarantine] where [load_id] = @p1 and [part] = @p2
  union all select [from_line], [to_line] from [sillage].[load_slice] where [load_id] = @p1 and [part] = @p2),
reached as (
  select [first], [last], coalesce(max([last]) over (order by [first], [last] rows between unbounded preceding and 1 preceding), 0) as [before] from spans)
select coalesce(min(case when [first] > [before] + 1 then [before] end), max([last]), 0) as [through] from reached;`,
    clear: clearStaging(table.key),
  } as const;
}

/** Empties a load's staging, of a table by its key. */
export const clearStaging = (key: string): string => `delete from [staging].${bracketed(key)} where [_load] = @p1;`;
