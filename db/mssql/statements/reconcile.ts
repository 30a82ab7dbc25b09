import type { TableSpec } from "../../../core/spec/asset.ts";
import type { ColumnSpec } from "../../../core/spec/column.ts";
import { keyColumns } from "../../postgres/names.ts";
import { listOfDays } from "../json-list.ts";
import { bracketed, byCode } from "../names.ts";
import type { BulkColumn } from "../session.ts";

/** How listed keys travel, each under its pass. */
const columns: readonly BulkColumn[] = [
  { name: "pass", type: "nvarchar", length: 40, nullable: false },
  { name: "key", type: "nvarchar", length: 400, nullable: false },
];

const chunk = 4_000;

/** Listed keys of one pass, until it ends; one that is listed again is kept once. */
export const listing = {
  /** What a bulk load of these columns fills. */
  keys: "[sillage].[reconcile_key]",
  columns,
  /** The database's own instant, as precise as the ledger's openings; where the rows of the load `@p1` are the listing, when it was opened or read (`@p2`), whichever was first. */
  begun:
    "select coalesce((select case when [opened_at] < cast(@p2 as datetime2(3)) then [opened_at] else cast(@p2 as datetime2(3)) end from [sillage].[load] where [load_id] = @p1), cast(sysutcdatetime() as datetime2(3))) as [at];",
  /** Lets go of a chunk of a pass's keys and tells how many: more at once would take one lock on the whole table, where another pass lists. */
  forget: `set nocount on;
delete top (${chunk}) from [sillage].[reconcile_key] where [pass] = @p1;
select @@rowcount as [rows];`,
  chunk,
} as const;

/**
 * Keys of asset `@p1` that are listed and not stored. `new` may have come to the source since its pass; still absent
 * after a later load (`@p2`) they were `missed`, and after one that read everything (`@p3`) they are `left`: nothing brings them.
 */
export const absent = {
  age: "update [sillage].[listed_absent] set [load_id] = @p2, [state] = case when @p3 = 1 then N'left' when [state] = N'new' then N'missed' else [state] end where [asset] = @p1 and [load_id] <> @p2;",
  count:
    "select count(*) as [absent], coalesce(sum(case when [state] = N'missed' then 1 else 0 end), 0) as [missed] from [sillage].[listed_absent] where [asset] = @p1;",
} as const;

/**
 * What compares a table with the keys that a pass `@p1` lists: `flag` and `restore` its rows (`restore` only with a
 * soft-delete column), `forget` and `note` keys of asset `@p2` that are absent. `count` and `flag` take `@p2`, when the
 * pass began, and `flag` with a soft-delete column the instant of flagging, `@p3`; `note` takes the load before, `@p3`.
 * `flag` and `restore` answer how many rows and their days, a JSON list.
 */
export function reconcileStatements(table: TableSpec) {
  const soft = table.columns.find((column) => column.softDelete);
  const deleted = soft && bracketed(soft.physical);
  const target = targetOf(table);
  const key = keyOf(table);
  const live = deleted === undefined ? "1 = 1" : `t.${deleted} is null`;
  const listed = `exists (select 1 from [sillage].[reconcile_key] k where k.[pass] = @p1 and k.[key] = ${key})`;
  // A load's rows were read at the source before the ledger opened it: only those of a load opened since the listing began to be read may be newer than it.
  const gone = `${live} and not exists (select 1 from [sillage].[load] l where l.[load_id] = t.[_load] and l.[opened_at] > cast(@p2 as datetime2(3))) and not ${listed}`;
  return {
    count: `select count(*) as [total], coalesce(sum(f.[gone]), 0) as [gone], cast(case when exists (select 1 from [sillage].[reconcile_key] where [pass] = @p1) then 1 else 0 end as bit) as [listed]
from (select case when ${gone} then 1 else 0 end as [gone] from ${target} t where ${live}) f;`,
    flag: changing(table, "#gone", gone, deleted && `${deleted} = cast(@p3 as datetime2(3)), [_hash] = N''`),
    // Only a flag of ours stands beside an empty hash: what the source deleted has the hash of its row.
    ...(deleted !== undefined && {
      restore: changing(
        table,
        "#back",
        `t.${deleted} is not null and t.[_hash] = N'' and ${listed}`,
        `${deleted} = null`,
      ),
    }),
    forget: `delete from [sillage].[listed_absent] where [asset] = @p2
  and ([key] in (select ${key} from ${target} t) or [key] not in (select k.[key] from [sillage].[reconcile_key] k where k.[pass] = @p1));`,
    note: `insert into [sillage].[listed_absent] ([asset], [key], [load_id], [state]) select distinct @p2, k.[key], @p3, N'new' from [sillage].[reconcile_key] k
where k.[pass] = @p1 and not exists (select 1 from ${target} t where ${key} = k.[key])
  and not exists (select 1 from [sillage].[listed_absent] a where a.[asset] = @p2 and a.[key] = k.[key]);`,
  } as const;
}

const targetOf = (table: TableSpec): string => `[open].${bracketed(table.key)}`;

/** A row's key as the source's listing writes it. */
const keyOf = (table: TableSpec): string =>
  `(${keyColumns(table)
    .map((column) => keyText(column))
    .join(" + N':' + ")}) ${byCode}`;

function keyText(column: ColumnSpec): string {
  const name = `t.${bracketed(column.physical)}`;
  return column.type.kind === "date" ? `convert(nvarchar(10), ${name}, 23)` : `cast(${name} as nvarchar(400))`;
}

/** Set a change on some rows of a table, kept aside meanwhile, or delete them without one. */
function changing(table: TableSpec, aside: string, which: string, change: string | undefined): string {
  const keys = keyColumns(table).map((column) => bracketed(column.physical));
  const target = targetOf(table);
  const joined = `from ${target} t join ${aside} g on ${keys.map((key) => `t.${key} = g.${key}`).join(" and ")}`;
  return `set nocount on;
select ${keys.map((key) => `t.${key}`).join(", ")}, t.[business_day] as [_day] into ${aside} from ${target} t where ${which};
${change === undefined ? `delete t ${joined};` : `update t set ${change} ${joined};`}
select (select count(*) from ${aside}) as [rows], (select ${listOfDays} from (select distinct [_day] as [day] from ${aside} where [_day] is not null) d) as [days];`;
}
