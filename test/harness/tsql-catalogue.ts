/** What SQL Server would say of itself and its columns, out of PostgreSQL's catalogue: a server of 2022 that is set as the product asks. */
export const withCatalogue = (text: string): string =>
  text
    .replaceAll("serverproperty('ProductMajorVersion')", "16")
    .replaceAll("db_name()", "current_database()")
    .replaceAll("[sys].[databases]", databases)
    .replaceAll("[sys].[tables]", tables)
    .replaceAll("[sys].[schemas]", schemas)
    .replaceAll("INFORMATION_SCHEMA.COLUMNS", columns);

const collation = "'Latin1_General_100_BIN2'";
const databases = `(select current_database()::text as [name], 160 as [compatibility_level], true as [is_read_committed_snapshot_on], ${collation} as [collation_name]) d`;
const tables =
  "(select relname::text as [name], relnamespace::bigint as [schema_id] from pg_catalog.pg_class where relkind = 'r')";
const schemas = "(select nspname::text as [name], oid::bigint as [schema_id] from pg_catalog.pg_namespace)";
const texts = "('character varying', 'text', 'character')";
const columns = `(select table_schema::text, table_name::text, column_name::text, is_nullable::text,
  case data_type when 'character varying' then 'nvarchar' when 'text' then 'nvarchar' when 'character' then 'char' when 'bytea' then 'varbinary'
    when 'boolean' then 'bit' when 'integer' then 'int' when 'numeric' then 'decimal' when 'timestamp without time zone' then 'datetime2' else data_type::text end as data_type,
  case when data_type in ('text', 'bytea') then -1 else character_maximum_length::int end as character_maximum_length,
  numeric_precision::int, numeric_scale::int, datetime_precision::int, case when data_type in ${texts} then ${collation} end as collation_name
  from information_schema.columns) c`.replaceAll(/\s+/g, " ");
