const subjects = `select lookup, pid::text as pid, dek_wrapped as "wrappedKey", epoch from identity.subject`;
const keyring = `select purpose, epoch, wrapped, check_value as "check" from identity.keyring`;

/** What the identity store on PGlite and PostgreSQL is asked and told. */
export const identityStatements = {
  /** The store's own schema; asks for no right to create where its last table is there. */
  schema: `do $$ begin
  if to_regclass('identity.keyring') is null then
    create schema if not exists identity;
    create table if not exists identity.subject (
      lookup text primary key, pid uuid unique, dek_wrapped bytea, epoch integer not null, kid bytea,
      created_at timestamptz(3) not null default now(), restricted_at timestamptz(3), erased_at timestamptz(3), request_id text);
    create table if not exists identity.blind_index (
      field text not null, index text not null, value bytea not null, pid uuid not null, updated_at timestamptz(3) not null,
      primary key (field, index, pid));
    create index if not exists blind_index_value on identity.blind_index (field, index, value);
    create table if not exists identity.keyring (
      purpose text not null, epoch integer not null, wrapped bytea not null, check_value bytea not null, primary key (purpose, epoch));
  end if;
end $$`,
  subjects: `${subjects} where lookup = any($1::text[])`,
  subjectByPid: `${subjects} where pid = $1::uuid`,
  /** New people (lookups, pids, wrapped keys and key ids in hexadecimal, epochs); who is known stays. */
  createSubjects: `insert into identity.subject (lookup, pid, dek_wrapped, kid, epoch)
select u.lookup, u.pid, decode(u.dek, 'hex'), decode(u.kid, 'hex'), u.epoch
from unnest($1::text[], $2::uuid[], $3::text[], $4::text[], $5::int[]) as u(lookup, pid, dek, kid, epoch)
on conflict (lookup) do nothing`,
  /** Blind indexes (fields, indexes, values in hexadecimal, pids, instants); the newest of a field of a person stays. */
  saveBlindIndexes: `insert into identity.blind_index as b (field, index, value, pid, updated_at)
select u.field, u.index, decode(u.value, 'hex'), u.pid, u.updated_at
from unnest($1::text[], $2::text[], $3::text[], $4::uuid[], $5::timestamptz[]) as u(field, index, value, pid, updated_at)
on conflict (field, index, pid) do update set value = excluded.value, updated_at = excluded.updated_at
where excluded.updated_at > b.updated_at`,
  rootKeys: keyring,
  rootKey: `${keyring} where purpose = $1 and epoch = $2`,
  /** A root key (purpose, epoch, wrapped and check in hexadecimal); the first of an epoch stays. */
  saveRootKey: `insert into identity.keyring (purpose, epoch, wrapped, check_value) values ($1, $2, decode($3, 'hex'), decode($4, 'hex')) on conflict do nothing`,
} as const;
