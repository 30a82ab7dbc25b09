import type { TableSpec } from "../../core/spec/asset.ts";
import { keyColumns, openColumns, quoted, sealedColumns } from "./names.ts";

const kept = new WeakMap<TableSpec, string>();

/**
 * The statement that merges one slice of staging (load, part, first and last line as `$1`–`$4`): per key the greatest
 * (ordered_at, load, line); an update only when it is not older than what is stored and its hash differs; the sealed
 * twin in step; the slice row with its counts and touched days, old and new; the staging slice deleted.
 */
export function mergeStatement(table: TableSpec): string {
  const known = kept.get(table) ?? build(table);
  kept.set(table, known);
  return known;
}

function build(table: TableSpec): string {
  const name = quoted(table.key);
  const keys = keyColumns(table).map((column) => quoted(column.physical));
  const same = (left: string, right: string) => keys.map((key) => `${left}.${key} = ${right}.${key}`).join(" and ");
  const open = openColumns(table).map((column) => quoted(column.physical));
  const stored = [...open, '"_hash"', '"_ordered_at"', '"_load"', '"_line"', '"business_day"'];
  const updated = stored.filter((column) => !keys.includes(column));
  return `
with slice as (
  delete from staging.${name} where _load = $1 and _part = $2 and _line between $3 and $4 returning *),
dayed as (${dayedSlice(table)}),
winners as (select distinct on (${keys.join(", ")}) * from dayed order by ${keys.join(", ")}, _ordered_at desc, _line desc),
old as (select ${keys.map((key) => `o.${key}`).join(", ")}, o."_hash", o."business_day" from "open".${name} o join winners w on ${same("o", "w")}),
changed as (
  insert into "open".${name} as t (${stored.join(", ")}) select ${stored.join(", ")} from winners
  on conflict (${keys.join(", ")}) do update set ${updated.map((column) => `${column} = excluded.${column}`).join(", ")}
  where excluded."_hash" <> t."_hash" and (excluded."_ordered_at", excluded."_load", excluded."_line") >= (t."_ordered_at", t."_load", t."_line")
  returning ${keys.map((key) => `t.${key}`).join(", ")}, t."business_day"),
${sealedMerge(table, keys, same)}
counts as (
  select (select count(*) from slice) as lines, (select count(*) from changed) as merged,
    (select count(*) from winners w join old o on ${same("o", "w")} where o."_hash" = w."_hash") as unchanged),
touched as (
  select "business_day" as day from changed
  union select o."business_day" from old o join changed c on ${same("o", "c")})
insert into sillage.load_slice (load_id, part, from_line, to_line, merged, unchanged, superseded, days)
select $1, $2, $3, $4, merged, unchanged, lines - merged - unchanged, coalesce((select array_agg(day order by day) from touched where day is not null), '{}') from counts`;
}

/** The slice with each row's business day: its own, or that of the row it refers to. */
function dayedSlice(table: TableSpec): string {
  const { dayOf } = table;
  if (dayOf === undefined) return "select * from slice";
  const column = table.columns.find((candidate) => candidate.name === dayOf.column)?.physical ?? dayOf.column;
  const others = [
    "_load",
    "_part",
    "_line",
    "_hash",
    "_ordered_at",
    ...openColumns(table).map((open) => open.physical),
    ...sealedColumns(table).map((sealed) => sealed.physical),
  ];
  return `select ${others.map((other) => `s.${quoted(other)}`).join(", ")}, p."business_day" from slice s left join "open".${quoted(dayOf.table)} p on p."id" = s.${quoted(column)}`;
}

function sealedMerge(table: TableSpec, keys: readonly string[], same: (left: string, right: string) => string): string {
  const sealed = sealedColumns(table).map((column) => quoted(column.physical));
  if (sealed.length === 0) return "";
  const columns = [...keys, ...sealed];
  return `twin as (
  insert into "sealed".${quoted(table.key)} (${columns.join(", ")}) select ${columns.map((column) => `w.${column}`).join(", ")} from winners w join changed c on ${same("w", "c")}
  on conflict (${keys.join(", ")}) do update set ${sealed.map((column) => `${column} = excluded.${column}`).join(", ")}),`;
}
