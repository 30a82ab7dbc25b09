import type { TableSpec } from "../../core/spec/asset.ts";
import type { ColumnSpec } from "../../core/spec/column.ts";
import { listOfDays } from "./json-list.ts";
import { keyColumns } from "../postgres/names.ts";
import { bracketed, byCode } from "./names.ts";

const target = (table: TableSpec): string => `[open].${bracketed(table.key)}`;
const softDelete = (table: TableSpec): ColumnSpec | undefined => table.columns.find((column) => column.softDelete);

/** A key column as the source's listing writes it. */
function keyText(column: ColumnSpec): string {
  const name = `t.${bracketed(column.physical)}`;
  return column.type.kind === "date" ? `convert(nvarchar(10), ${name}, 23)` : `cast(${name} as nvarchar(400))`;
}

/** The database's own instant, as precise as the ledger's openings. */
export const begunStatement = "select cast(sysutcdatetime() as datetime2(3)) as [at];";

/** A row's key as the source's listing writes it. */
const keyOf = (table: TableSpec): string =>
  `(${keyColumns(table)
    .map((column) => keyText(column))
    .join(" + N':' + ")}) ${byCode}`;

const isListed = (table: TableSpec): string =>
  `exists (select 1 from [sillage].[reconcile_key] k where k.[pass] = @p1 and k.[key] = ${keyOf(table)})`;

/** Rows that the listing (pass, begun at an instant) could know and does not have. A load's rows were read at the source before the ledger opened it: only those of a load opened since may be newer than the listing. */
const isGone = (table: TableSpec): string =>
  `${isLive(table)} and not exists (select 1 from [sillage].[load] l where l.[load_id] = t.[_load] and l.[opened_at] > cast(@p2 as datetime2(3))) and not ${isListed(table)}`;

function isLive(table: TableSpec): string {
  const soft = softDelete(table);
  return soft === undefined ? "1 = 1" : `t.${bracketed(soft.physical)} is null`;
}

/** Live rows, those of them that are gone, and whether anything was listed (pass, when it began). */
export const vanishedStatement = (table: TableSpec): string =>
  `select count(*) as [total], coalesce(sum(f.[gone]), 0) as [gone], cast(case when exists (select 1 from [sillage].[reconcile_key] where [pass] = @p1) then 1 else 0 end as bit) as [listed]
from (select case when ${isGone(table)} then 1 else 0 end as [gone] from ${target(table)} t where ${isLive(table)}) f;`;

/** Rows that are gone are flagged as of `@p3`, or deleted where the table has no soft delete; answers how many and their days. */
export function vanishStatement(table: TableSpec): string {
  const soft = softDelete(table);
  const change = soft && `${bracketed(soft.physical)} = cast(@p3 as datetime2(3)), [_hash] = N''`;
  return changing(table, "#gone", isGone(table), change);
}

/** Rows that an earlier listing lacked and this one (pass) has are live again; answers how many and their days. None for a table without a soft delete. Only a flag of ours stands beside an empty hash: what the source deleted has the hash of its row. */
export function restoreStatement(table: TableSpec): string | undefined {
  const soft = softDelete(table);
  if (soft === undefined) return undefined;
  const flagged = `t.${bracketed(soft.physical)} is not null and t.[_hash] = N''`;
  return changing(table, "#back", `${flagged} and ${isListed(table)}`, `${bracketed(soft.physical)} = null`);
}

/** Set a change on some rows of a table, kept aside meanwhile, or delete them without one. */
function changing(table: TableSpec, aside: string, which: string, change: string | undefined): string {
  const keys = keyColumns(table).map((column) => bracketed(column.physical));
  const joined = `from ${target(table)} t join ${aside} g on ${keys.map((key) => `t.${key} = g.${key}`).join(" and ")}`;
  return `set nocount on;
select ${keys.map((key) => `t.${key}`).join(", ")}, t.[business_day] as [_day] into ${aside} from ${target(table)} t where ${which};
${change === undefined ? `delete t ${joined};` : `update t set ${change} ${joined};`}
select (select count(*) from ${aside}) as [rows], (select ${listOfDays} from (select distinct [_day] as [day] from ${aside} where [_day] is not null) d) as [days];`;
}

/** Absent keys of a table (pass, asset) that came meanwhile, or are not listed any more, are forgotten. */
export const forgetAbsentStatement = (table: TableSpec): string =>
  `delete from [sillage].[listed_absent] where [asset] = @p2
  and ([key] in (select ${keyOf(table)} from ${target(table)} t) or [key] not in (select k.[key] from [sillage].[reconcile_key] k where k.[pass] = @p1));`;

/** Keys that are listed (pass, asset, load before) and not stored are noted. */
export const noteAbsentStatement = (table: TableSpec): string =>
  `insert into [sillage].[listed_absent] ([asset], [key], [load_id], [state]) select distinct @p2, k.[key], @p3, N'new' from [sillage].[reconcile_key] k
where k.[pass] = @p1 and not exists (select 1 from ${target(table)} t where ${keyOf(table)} = k.[key])
  and not exists (select 1 from [sillage].[listed_absent] a where a.[asset] = @p2 and a.[key] = k.[key]);`;

/** Absent keys (asset, load before, whether it read everything): `new` ones may have come to the source since its pass; still absent after a later load they were `missed`, and after one that read everything they are `left`: nothing brings them. */
export const ageAbsentStatement =
  "update [sillage].[listed_absent] set [load_id] = @p2, [state] = case when @p3 = 1 then N'left' when [state] = N'new' then N'missed' else [state] end where [asset] = @p1 and [load_id] <> @p2;";

/** Absent keys of an asset, and those that were missed. */
export const countAbsentStatement =
  "select count(*) as [absent], coalesce(sum(case when [state] = N'missed' then 1 else 0 end), 0) as [missed] from [sillage].[listed_absent] where [asset] = @p1;";

/** A listing (pass) is forgotten. */
export const forgetStatement = "delete from [sillage].[reconcile_key] where [pass] = @p1;";
