import type { TableSpec } from "../../../core/spec/asset.ts";
import { quoted, stagedColumns } from "../names.ts";

/** Held until the transaction ends, so that an attempt that was given up and the next one never collide. */
export const stagingLock = "select pg_advisory_xact_lock(hashtextextended($1, $2))";
/** A row when a load is merged or refused. */
export const loadEnded = "select 1 from sillage.load where load_id = $1 and state <> 'open'";

/** Memory a merge may sort and keep its slice in, above which it goes by way of files: a slice of 20,000 rows and room. Until the transaction ends. */
export const mergeMemory = "set local work_mem = '32MB'";

/** Lines of a slice that did not fit. */
export const misfitsInSlice =
  "select count(*) as rows from sillage.quarantine where load_id = $1 and part = $2 and line between $3 and $4";

/** Lines `$4` in their order: a range where they have no gap, since looked up one by one thousands of them cost as much as their COPY. */
const range = (column: string): string => `${column} between ($4::int[])[1] and ($4::int[])[2]`;
const each = (column: string): string => `${column} = any($4::int[])`;

/** What fills, counts and empties the staging table of a table. Load and part are `$1` and `$2`. */
export function stagingStatements(table: TableSpec) {
  const staged = `staging.${quoted(table.key)}`;
  const columns = [
    "_load",
    "_part",
    "_line",
    "_hash",
    "_ordered_at",
    "business_day",
    ...stagedColumns(table).map((column) => column.physical),
  ];
  /** Lines that are about to be staged go first. Those behind where the part was staged were never there, and are not looked for. */
  const replace = (those: (column: string) => string): string =>
    `with reached as (select coalesce(max(through), 0) as line from sillage.load_part where load_id = $1 and part = $2),
       staged as (delete from ${staged} where _load = $1 and _part = $2 and ${those("_line")} and ($4::int[])[1] <= (select line from reached)),
       misfits as (delete from sillage.quarantine where load_id = $1 and part = $2 and ${those("line")})
       insert into sillage.load_part as p (load_id, part, through) values ($1, $2, $3)
       on conflict (load_id, part) do update set through = greatest(p.through, excluded.through)`;
  return {
    replaceRange: replace(range),
    replaceEach: replace(each),
    copy: `copy ${staged} (${columns.map(quoted).join(", ")}) from stdin (format binary)`,
    quarantine: `with staged as (delete from ${staged} where _load = $1 and _part = $2 and _line = any($4::int[]))
       insert into sillage.quarantine (load_id, part, line, table_key, column_name, rule, sealed, pid)
       select $1, $2, u.line, $3, u.col, u.rule, u.sealed, u.pid from unnest($4::int[], $5::text[], $6::text[], $7::text[], $8::uuid[]) as u(line, col, rule, sealed, pid)
       on conflict (load_id, part, line) do nothing`,
    /** A line that is there more than once is a hole too: no key keeps it out, and staged again both copies go. */
    through: `with lines as (
       select _line as line from ${staged} where _load = $1 and _part = $2 group by _line having count(*) = 1
       union select line from sillage.quarantine where load_id = $1 and part = $2
       union select generate_series(from_line, to_line) from sillage.load_slice where load_id = $1 and part = $2)
     select coalesce(max(line), 0) as through from (select line, row_number() over (order by line) as place from lines) as placed where line = place`,
  } as const;
}

/** What empties a load's staging, of a table by its key. Who stages another load waits, so that nothing comes between the look and the emptying. */
export function clearingStatements(key: string) {
  const staged = `staging.${quoted(key)}`;
  return {
    hold: `lock table ${staged} in access exclusive mode`,
    others: `select 1 from ${staged} where _load < $1 or _load > $1 limit 1`,
    emptied: `truncate ${staged}`,
    cleared: `delete from ${staged} where _load = $1`,
  } as const;
}
