import type { TableSpec } from "../../core/spec/asset.ts";
import type { Family } from "../family.ts";
import type { ColumnSpec } from "../../core/spec/column.ts";
import { mssqlType } from "../declare/mssql-type.ts";
import { listOfDays } from "./json-list.ts";
import { keyColumns, openColumns, sealedColumns } from "../postgres/names.ts";
import { bracketed } from "./names.ts";

/**
 * The statements that merge one slice of staging (load, part, first and last line as `@p1`–`@p4`), sent as one: per key
 * the greatest (ordered_at, load, part, line); an update only when it is not older than what is stored and its hash differs
 * (of a later version that says the same only the order is kept, uncounted); the sealed twin in step; the slice row with
 * its counts and touched days, old and new; the staging slice deleted. Rows of children whose parent changed take its
 * day. Answers the slice's staged lines as `rows` of no asset, then per child `asset`, `rows` moved and their `days` (a
 * JSON list), old and new. Nobody else writes the table meanwhile.
 *
 * No MERGE: its races and open defects are not worth its brevity.
 */
export function mergeStatement(table: TableSpec, { parent, children }: Family): string {
  const keys = keyColumns(table).map(physical);
  const open = openColumns(table).map(physical);
  const sealed = sealedColumns(table).map(physical);
  const stored = [...open, "[_hash]", "[_ordered_at]", "[_load]", "[_part]", "[_line]", "[business_day]"];
  return [
    "set nocount on;",
    compared(table, parent, keys),
    `delete from [staging].${bracketed(table.key)} where [_load] = @p1 and [_part] = @p2 and [_line] between @p3 and @p4;`,
    "declare @lines int = @@rowcount;",
    upsert(`[open].${bracketed(table.key)}`, keys, stored),
    confirmed(table, keys),
    ...(sealed.length === 0 ? [] : [upsert(`[sealed].${bracketed(table.key)}`, keys, [...keys, ...sealed])]),
    ...children.map((child, at) => movedChildren(child, at, keys)),
    ledger,
    [stagedLines, ...children.map(movedSummary)].join("\nunion all\n"),
  ].join("\n");
}

const physical = (column: ColumnSpec): string => bracketed(column.physical);

const same = (keys: readonly string[], left: string, right: string): string =>
  keys.map((key) => `${left}.${key} = ${right}.${key}`).join(" and ");

/** The column that refers to the row whose day is taken. */
function referring(table: TableSpec): string {
  const column = table.columns.find((candidate) => candidate.name === table.dayOf?.column);
  return bracketed(column?.physical ?? "");
}

const keyOf = (table: TableSpec): string => bracketed(keyColumns(table)[0]?.physical ?? "");

/** Decimals are text in staging, since they travelled as text. */
function landed(column: ColumnSpec): string {
  const name = physical(column);
  return column.type.kind === "decimal" ? `cast(s.${name} as ${mssqlType(column.type)}) as ${name}` : `s.${name}`;
}

/** The slice's winners, each once beside what is stored: with its own day, or that of the row it refers to. */
function compared(table: TableSpec, parent: TableSpec | undefined, keys: readonly string[]): string {
  const columns = [...openColumns(table).map(landed), ...sealedColumns(table).map((column) => `s.${physical(column)}`)];
  const from = `[staging].${bracketed(table.key)} s${parent === undefined ? "" : ` left join [open].${bracketed(parent.key)} p on p.${keyOf(parent)} = s.${referring(table)}`}`;
  const place = `row_number() over (partition by ${keys.map((key) => `s.${key}`).join(", ")} order by s.[_ordered_at] desc, s.[_line] desc) as [_place]`;
  const day = `${parent === undefined ? "s" : "p"}.[business_day]`;
  return `select w.*, o.[_hash] as [_was_hash], o.[business_day] as [_was_day],
  case when w.[_hash] = o.[_hash] then 1 else 0 end as [_same], case when w.[_ordered_at] > o.[_ordered_at] or (w.[_ordered_at] = o.[_ordered_at] and w.[_load] = o.[_load]
    and (w.[_part] > o.[_part] or (w.[_part] = o.[_part] and w.[_line] > o.[_line]))) then 1 else 0 end as [_later],
  case when o.[_hash] is null or (w.[_hash] <> o.[_hash] and (w.[_ordered_at] > o.[_ordered_at] or (w.[_ordered_at] = o.[_ordered_at]
    and (w.[_load] > o.[_load] or (w.[_load] = o.[_load] and (w.[_part] > o.[_part] or (w.[_part] = o.[_part] and w.[_line] >= o.[_line]))))))) then 1 else 0 end as [_changed]
into #compared from (
  select ${columns.join(", ")}, s.[_load], s.[_part], s.[_line], s.[_hash], s.[_ordered_at], ${day}, ${place}
  from ${from}
  where s.[_load] = @p1 and s.[_part] = @p2 and s.[_line] between @p3 and @p4) w
left join [open].${bracketed(table.key)} o on ${same(keys, "o", "w")}
where w.[_place] = 1;`;
}

function upsert(target: string, keys: readonly string[], columns: readonly string[]): string {
  const updated = columns.filter((column) => !keys.includes(column)).map((column) => `${column} = c.${column}`);
  return `update t set ${updated.join(", ")} from ${target} t join #compared c on ${same(keys, "t", "c")} where c.[_changed] = 1;
insert into ${target} (${columns.join(", ")}) select ${columns.map((column) => `c.${column}`).join(", ")} from #compared c
where c.[_changed] = 1 and not exists (select 1 from ${target} t where ${same(keys, "t", "c")});`;
}

const confirmed = (table: TableSpec, keys: readonly string[]): string =>
  `update t set [_ordered_at] = c.[_ordered_at], [_load] = c.[_load], [_part] = c.[_part], [_line] = c.[_line] from [open].${bracketed(table.key)} t join #compared c on ${same(keys, "t", "c")} where c.[_same] = 1 and c.[_later] = 1;`;

/** A line landed before its order has no day yet, and an order that moves takes its lines along. */
function movedChildren(child: TableSpec, at: number, [parentKey = ""]: readonly string[]): string {
  const name = `[open].${bracketed(child.key)}`;
  const keys = keyColumns(child).map(physical);
  return `select ${keys.map((key) => `t.${key}`).join(", ")}, t.[business_day] as [_was], c.[business_day] as [_becomes] into #moved_${at}
from ${name} t join #compared c on t.${referring(child)} = c.${parentKey}
where c.[_changed] = 1 and (t.[business_day] <> c.[business_day] or (t.[business_day] is null and c.[business_day] is not null) or (t.[business_day] is not null and c.[business_day] is null));
update t set [business_day] = m.[_becomes] from ${name} t join #moved_${at} m on ${same(keys, "t", "m")};`;
}

const ledger = `insert into [sillage].[load_slice] ([load_id], [part], [from_line], [to_line], [merged], [unchanged], [superseded], [days])
select @p1, @p2, @p3, @p4, k.[merged], k.[unchanged], @lines - k.[merged] - k.[unchanged], coalesce((select ${listOfDays} from (
  select [business_day] as [day] from #compared where [_changed] = 1 and [business_day] is not null
  union select [_was_day] from #compared where [_changed] = 1 and [_was_day] is not null) touched), N'[]')
from (select coalesce(sum([_changed]), 0) as [merged], coalesce(sum([_same]), 0) as [unchanged] from #compared) k;`;

const stagedLines =
  "select cast(null as nvarchar(128)) as [asset], @lines as [rows], cast(null as nvarchar(max)) as [days]";

const movedSummary = (child: TableSpec, at: number): string =>
  `select N'${child.key}' as [asset], (select count(*) from #moved_${at}) as [rows], (select ${listOfDays} from (
  select [_was] as [day] from #moved_${at} where [_was] is not null union select [_becomes] from #moved_${at} where [_becomes] is not null) d) as [days]`;
