import type { TableSpec } from "../../core/spec/asset.ts";
import type { Family } from "../family.ts";
import { keyColumns, openColumns, quoted, sealedColumns } from "./names.ts";

/**
 * The statement that merges one slice of staging (load, part, first and last line as `$1`–`$4`): per key the greatest
 * (ordered_at, load, part, line); an update only when it is not older than what is stored and its hash differs (of a later
 * version that says the same only the order is kept, uncounted); the sealed twin in step; the slice row with its
 * counts and touched days, old and new. Rows of children whose parent changed take its day.
 * Returns the slice's staged lines as `rows` of no asset, then per child `asset`, `rows` moved and their `days`, old and
 * new. Nobody else writes the table meanwhile.
 *
 * Staging is never analysed, so the planner expects one row of a slice: each is compared once with what is stored, by
 * the key's index, and no two parts of the statement are joined, which would compare every row with every other. What is
 * new is inserted and what is known is updated where it lies (`ctid`), since nobody moves it meanwhile: an upsert looks
 * each key up again, and marks each row twice. A slice none of whose keys is stored (`fresh`, which the first stored one
 * disproves) is inserted as it is read: rows kept aside to be compared cost as much as their insert. Where keys are one
 * number or instant that grows, the least of the slice and the greatest stored one prove it without looking any up.
 */
export function mergeStatement(table: TableSpec, { parent, children }: Family): string {
  const name = quoted(table.key);
  const keys = keyColumns(table).map((column) => quoted(column.physical));
  const open = openColumns(table).map((column) => quoted(column.physical));
  const stored = [...open, '"_hash"', ...order, '"business_day"'];
  return `
with slice as not materialized (
  select * from staging.${name} where _load = $1 and _part = $2 and _line between $3 and $4),
dayed as (${dayedSlice(table, parent)}),
winners as not materialized (select distinct on (${keys.join(", ")}) * from dayed order by ${keys.join(", ")}, _ordered_at desc, _line desc),
told as materialized (select count(*) as lines${isCounted(table) ? `, min(${keys[0]}) as least` : ""} from slice),
fresh as materialized (select ${isCounted(table) ? `coalesce((select least from told) > (select max(${keys[0]}) from "open".${name}), false) or ` : ""}not exists (select from slice w join "open".${name} o on ${same(keys, "o", "w")}) as yes),
compared as materialized (
  select w.*, o.ctid as _at, o."business_day" as _was_day, w."_hash" = o."_hash" as _same,
    w."_ordered_at" > o."_ordered_at" or (w."_ordered_at" = o."_ordered_at" and w."_load" = o."_load" and (w."_part", w."_line") > (o."_part", o."_line")) as _later,
    (w."_ordered_at", w."_load", w."_part", w."_line") >= (o."_ordered_at", o."_load", o."_part", o."_line") as _not_older
  from winners w left join "open".${name} o on ${same(keys, "o", "w")} where not ${isFresh}),
added as (insert into "open".${name} (${stored.join(", ")}) select ${stored.join(", ")} from winners where ${isFresh} returning ${keys.join(", ")}, "business_day"),
changed as not materialized (
  select ${keys.join(", ")}, "business_day", _was_day from compared where ${isChanged} union all select ${keys.join(", ")}, "business_day", null from added),
inserted as (insert into "open".${name} (${stored.join(", ")}) select ${stored.join(", ")} from compared where _at is null),
updated as (update "open".${name} t set ${assigned(stored, keys)} from compared c where t.ctid = c._at and not c._same and c._not_older),
confirmed as (update "open".${name} t set ${assigned(order, [])} from compared c where t.ctid = c._at and c._same and c._later),
${sealedMerge(table, keys)}
${children.map((child, at) => movedChildren(child, at, keys)).join("\n")}
counts as (
  select (select lines from told) as lines, (select count(*) from added) + count(*) filter (where ${isChanged}) as merged, count(*) filter (where _same) as unchanged from compared),
touched as (select "business_day" as day from changed union select _was_day from changed),
ledger as (
  insert into sillage.load_slice (load_id, part, from_line, to_line, merged, unchanged, superseded, days)
  select $1, $2, $3, $4, merged, unchanged, lines - merged - unchanged, coalesce((select array_agg(day order by day) from touched where day is not null), '{}') from counts)
select null as asset, lines as rows, null as days from counts${children.map(movedSummary).join("")}`;
}

const growing: ReadonlySet<string> = new Set(["int", "bigint", "instant", "date"]);

/** Whether the key is one column of which a greater value is a later row, as a rule, and cheap to compare. */
function isCounted(table: TableSpec): boolean {
  const [key, ...others] = keyColumns(table);
  return key !== undefined && others.length === 0 && growing.has(key.type.kind);
}

/** Whether a compared row changes what is stored. */
const isChanged = "_at is null or (not _same and _not_older)";

/** Whether nothing of the slice is stored. */
const isFresh = "(select yes from fresh)";

/** What places a version among all of its row, greatest last. */
const order = ['"_ordered_at"', '"_load"', '"_part"', '"_line"'];

const assigned = (columns: readonly string[], keys: readonly string[], from = "c"): string =>
  columns
    .filter((column) => !keys.includes(column))
    .map((column) => `${column} = ${from}.${column}`)
    .join(", ");

const same = (keys: readonly string[], left: string, right: string): string =>
  keys.map((key) => `${left}.${key} = ${right}.${key}`).join(" and ");

/** The column that refers to the row whose day is taken. */
function referring(table: TableSpec): string {
  const column = table.columns.find((candidate) => candidate.name === table.dayOf?.column);
  return quoted(column?.physical ?? "");
}

const keyOf = (table: TableSpec): string => quoted(keyColumns(table)[0]?.physical ?? "");

/** The slice with each row's business day: its own, or that of the row it refers to. */
function dayedSlice(table: TableSpec, parent: TableSpec | undefined): string {
  if (parent === undefined) return "select * from slice";
  const others = [
    "_load",
    "_part",
    "_line",
    "_hash",
    "_ordered_at",
    ...openColumns(table).map((open) => open.physical),
    ...sealedColumns(table).map((sealed) => sealed.physical),
  ];
  return `select ${others.map((other) => `s.${quoted(other)}`).join(", ")}, p."business_day" from slice s left join "open".${quoted(parent.key)} p on p.${keyOf(parent)} = s.${referring(table)}`;
}

function sealedMerge(table: TableSpec, keys: readonly string[]): string {
  const sealed = sealedColumns(table).map((column) => quoted(column.physical));
  if (sealed.length === 0) return "";
  const columns = [...keys, ...sealed].join(", ");
  return `twin as (insert into "sealed".${quoted(table.key)} (${columns}) select ${columns} from compared where ${isChanged} union all select ${columns} from winners where ${isFresh} on conflict (${keys.join(", ")}) do update set ${assigned(sealed, [], "excluded")}),`;
}

/** A line landed before its order has no day yet, and an order that moves takes its lines along. */
function movedChildren(child: TableSpec, at: number, [parentKey = ""]: readonly string[]): string {
  const name = quoted(child.key);
  const keys = keyColumns(child).map((column) => quoted(column.physical));
  return `moved_${at} as (
  select ${keys.map((key) => `c.${key}`).join(", ")}, c."business_day" as _was, p."business_day" as _becomes from "open".${name} c join changed p on c.${referring(child)} = p.${parentKey}
  where c."business_day" is distinct from p."business_day"),
moving_${at} as (
  update "open".${name} c set "business_day" = m._becomes from moved_${at} m where ${same(keys, "c", "m")}),`;
}

const movedSummary = (child: TableSpec, at: number): string =>
  ` union all select '${child.key}' as asset, (select count(*) from moved_${at}) as rows, (select array_agg(distinct day order by day) from (select _was as day from moved_${at} union select _becomes from moved_${at}) d where day is not null) as days`;
