import { Dialect, init, transpile } from "@polyglot-sql/sdk";

await init();

/** T-SQL functions that the transpiler drops or leaves: they keep their names, and `tsqlFunctions` gives PostgreSQL functions of these names with the meaning that SQL Server's documentation states. */
const kept: readonly (readonly [RegExp, string])[] = [
  [/\bdateadd\(day, /gi, "dateadd_day("],
  [/\bdatediff\(day, /gi, "datediff_day("],
  [/\bdatepart\(iso_week, /gi, "datepart_iso_week("],
  [/\bopenjson\((@p\d+)\) with \(\[day\] date '\$'\)/gi, "openjson_days($1)"],
  [/\bconvert\(nchar\(10\), (\[\w+\]), 23\)/gi, "day_text($1)"],
];
/** Texts that are joined, and updates that read a second table: the transpiler leaves both as T-SQL has them. */
const shaped: readonly (readonly [RegExp, string])[] = [
  [/('[^']*') \+ /g, "$1 || "],
  [/ \+ ('[^']*')/g, " || $1"],
  [
    /^UPDATE (\w+) SET (.*) FROM (\S+) AS \1 JOIN ((?:\(.*\)|\S+) AS \w+) ON (.*?)$/gis,
    "UPDATE $3 AS $1 SET $2 FROM $4 WHERE $5",
  ],
  [/^(UPDATE .* FROM \S+ AS \w+ WHERE .*?) WHERE (.*)$/gis, "$1 AND ($2)"],
];
/** Types, the order that BIN2 collations have, and what only concerns how rows are stored. */
const stored: readonly (readonly [RegExp, string])[] = [
  [/ OPTION\(RECOMPILE\)/gi, ""],
  [/ WITH \(DATA_COMPRESSION ?= ?PAGE\)/gi, ""],
  [/(@p\d+) IS NULL/gi, "cast($1 as text) is null"],
  [/" BIT\b/g, '" boolean'],
  [/VARCHAR\(MAX\)/gi, "text"],
  [/VARBINARY(?:\(MAX\))?/gi, "bytea"],
  [/'Romance Standard Time'/g, "'Europe/Paris'"],
  [/COLLATE Latin1_General_100_BIN2/gi, 'COLLATE "C"'],
];

/** PostgreSQL functions for T-SQL's. */
export const tsqlFunctions = `
create function dateadd_day(days integer, day date) returns date immutable language sql as 'select day + days';
create function datediff_day(earlier date, later date) returns integer immutable language sql as 'select later - earlier';
create function year(day date) returns integer immutable language sql as 'select extract(year from day)::integer';
create function month(day date) returns integer immutable language sql as 'select extract(month from day)::integer';
create function day_text(day date) returns text immutable language sql as $$ select to_char(day, 'YYYY-MM-DD') $$;
create function datepart_iso_week(day date) returns integer immutable language sql as 'select extract(week from day)::integer';
create function openjson_days(list text) returns table (day date) immutable language sql as 'select value::date from json_array_elements_text(list::json)';`;

/** A T-SQL statement as PostgreSQL's, `@p1` as `$1`; nulls come first as they do there. Throws when it is not understood. */
export function tsqlAsPostgres(text: string): string {
  const schema = /^IF SCHEMA_ID\(N'(\w+)'\)/.exec(text);
  if (schema !== null) return `create schema if not exists "${schema[1] ?? ""}"`;
  if (text.endsWith("SET (LOCK_ESCALATION = DISABLE);")) return "select 1";
  const renamed = kept.reduce((sql, [from, to]) => sql.replaceAll(from, to), text);
  const { success, sql, error } = transpile(renamed, Dialect.TSQL, Dialect.PostgreSQL);
  const [postgres, ...more] = sql ?? [];
  if (!success || postgres === undefined || more.length > 0)
    throw new Error(`${error ?? "not one statement"}: ${text}`);
  return [...stored, ...shaped]
    .reduce((sql, [from, to]) => sql.replaceAll(from, to), postgres)
    .replaceAll(/@p(\d+)/gi, "$$$1");
}
