/** What a server is asked of itself, and of the tables that it has. */
export const server = {
  /** The major version. */
  facts: "select current_setting('server_version_num')::int / 10000 as version",
  /** The columns of the tables that declarations fill, whoever may read them. */
  columns: `select n.nspname as "schema", c.relname as "table", a.attname as "column", format_type(a.atttypid, a.atttypmod) as "type", not a.attnotnull as "nullable"
from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
where n.nspname in ('open', 'sealed', 'staging', 'mart') and c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped`,
} as const;
