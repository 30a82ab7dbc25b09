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

/** Rows that the listing (pass, begun at an instant) could know and does not have. A load's rows were read at the source before the ledger opened it: only those of a load opened since may be newer than the listing. */
function isGone(table: TableSpec): string {
  const key = keyColumns(table)
    .map((column) => keyText(column))
    .join(" + N':' + ");
  return `${isLive(table)} and not exists (select 1 from [sillage].[load] l where l.[load_id] = t.[_load] and l.[opened_at] > cast(@p2 as datetime2(3))) and not exists (select 1 from [sillage].[reconcile_key] k where k.[pass] = @p1 and k.[key] = (${key}) ${byCode})`;
}

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
  const keys = keyColumns(table).map((column) => bracketed(column.physical));
  const joined = `from ${target(table)} t join #gone g on ${keys.map((key) => `t.${key} = g.${key}`).join(" and ")}`;
  const soft = softDelete(table);
  const change =
    soft === undefined
      ? `delete t ${joined};`
      : `update t set ${bracketed(soft.physical)} = cast(@p3 as datetime2(3)), [_hash] = N'' ${joined};`;
  return `set nocount on;
select ${keys.map((key) => `t.${key}`).join(", ")}, t.[business_day] as [_day] into #gone from ${target(table)} t where ${isGone(table)};
${change}
select (select count(*) from #gone) as [rows], (select ${listOfDays} from (select distinct [_day] as [day] from #gone where [_day] is not null) d) as [days];`;
}

/** A listing (pass) is forgotten. */
export const forgetStatement = "delete from [sillage].[reconcile_key] where [pass] = @p1;";
