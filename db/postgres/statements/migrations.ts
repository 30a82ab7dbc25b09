/** What tells which migrations were applied, under a lock. */
export const migrations = {
  prepare:
    "create schema if not exists sillage; create table if not exists sillage.schema_migration (name text primary key, sha256 text not null, at timestamptz(3) not null default now())",
  /** Held until the transaction ends. */
  lock: "select pg_advisory_xact_lock($1::bigint)",
  known: "select sha256 from sillage.schema_migration where name = $1",
  record: "insert into sillage.schema_migration (name, sha256) values ($1, $2)",
} as const;
