import type { TableSpec } from "../../../core/spec/asset.ts";
import type { BulkColumn } from "../session.ts";
import { keyColumns } from "../../postgres/names.ts";
import { bracketed, bulkColumn, byCode } from "../names.ts";

const record = "[id], [asset], [at], [kind], [since], [until], [found], [state], [load_id] as [load]";

/** What is told and asked of re-readings and reconciliations; `found` is JSON. */
export const drift = {
  /** One of them (id, asset, instant, kind, since, until, found, state, load); told again it replaces itself. */
  record: `update [sillage].[drift] with (updlock, holdlock) set [at] = cast(@p3 as datetime2(3)), [found] = @p7, [state] = @p8 where [id] = @p1;
if @@rowcount = 0 insert into [sillage].[drift] ([id], [asset], [at], [kind], [since], [until], [found], [state], [load_id])
values (@p1, @p2, cast(@p3 as datetime2(3)), @p4, cast(@p5 as datetime2(3)), cast(@p6 as datetime2(3)), @p7, @p8, @p9);`,
  /** Where a table's re-readings are. */
  last: "select top (1) [at], [until] from [sillage].[drift] where [asset] = @p1 and [kind] <> N'ids' and [state] <> N'refused' order by [at] desc, [id] desc;",
  /** The last ones of an asset, or of all. */
  list: `select top (200) ${record} from [sillage].[drift] where (@p1 is null or [asset] = @p1) and [kind] <> N'begin' order by [at] desc, [id] desc;`,
} as const;

const jsonType = ({ type, length }: BulkColumn): string =>
  type === "instant" ? "datetime2(3)" : length === undefined ? type : `${type}(${length})`;

const isText = ({ type }: BulkColumn): boolean => type === "nvarchar" || type === "char";

/** How rows (`@p1`, a JSON list of keys by column, hash and order) stand to the stored ones of their keys. */
export function compareStatement(table: TableSpec): string {
  const keys = keyColumns(table).map(bulkColumn);
  const columns = keys.map((column) => `${bracketed(column.name)} ${jsonType(column)}`);
  const same = keys.map((column) => {
    const name = bracketed(column.name);
    return `t.${name} = l.${name}${isText(column) ? ` ${byCode}` : ""}`;
  });
  return `select coalesce(sum(case when t.[_hash] <> l.[_hash] ${byCode} and l.[_ordered_at] >= t.[_ordered_at] then 1 else 0 end), 0) as [differing], coalesce(sum(case when t.[_hash] is null then 1 else 0 end), 0) as [missing]
from openjson(@p1) with (${columns.join(", ")}, [_hash] nvarchar(64), [_ordered_at] datetime2(3)) l left join [open].${bracketed(table.key)} t on ${same.join(" and ")};`;
}
