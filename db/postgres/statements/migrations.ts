/** What tells which migrations were applied, under a lock. */
export const migrations = {
  /** Asks for no right to create where it was created before. */
  prepare: `do $$ begin
  if to_regclass('sillage.schema_migration') is null then
    create schema if not exists sillage;
    create table if not exists sillage.schema_migration (name text primary key, sha256 text not null, at timestamptz(3) not null default now());
  end if;
end $$`,
  /** Held until the transaction ends. */
  lock: "select pg_advisory_xact_lock($1::bigint)",
  /** The migrations that were applied. */
  applied: "select name from sillage.schema_migration",
  known: "select sha256 from sillage.schema_migration where name = $1",
  record: "insert into sillage.schema_migration (name, sha256) values ($1, $2)",
} as const;
