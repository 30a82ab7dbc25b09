const subjects = `select lookup, pid::text as pid, dek_wrapped as "wrappedKey", epoch, restricted_at as "restrictedAt" from identity.subject`;
/** People who were in the epoch `e`: made in it or before, and moved from each to the next until now, or until they were erased. Of who was made before that was kept, the epoch is told by the clock. */
const exposed = `s.epoch >= e.epoch and coalesce(s.first_epoch, (select max(b.epoch) from identity.epoch b where b.created_at <= s.created_at), 1) <= e.epoch`;
const keyring = `select purpose, epoch, wrapped, check_value as "check" from identity.keyring`;

/** What the identity store on PGlite and PostgreSQL is asked and told. */
export const identityStatements = {
  /** One at a time, each for as long as it takes, also where somebody waits for whatever else this session asks. */
  beginMigration: `set local statement_timeout = 0; select pg_advisory_xact_lock(hashtext('sillage/identity'))`,
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
  /** 0002: epochs, and people by epoch. A store that was used before has people in epoch 1. */
  epochs0002: `do $$ begin
  if to_regclass('identity.epoch') is null then
    create table if not exists identity.epoch (
      epoch integer primary key, state text not null, effective_at timestamptz(3), created_at timestamptz(3) not null default now());
    create index if not exists subject_epoch on identity.subject (epoch, lookup) where dek_wrapped is not null;
    insert into identity.epoch (epoch, state) select 1, 'active' where exists (select 1 from identity.subject) on conflict do nothing;
  end if;
end $$`,
  /** 0008: blocks of people have room for what an epoch's rotation makes of them, and no index has to be told: it asks for none, reading people where they stand. */
  room0008: `do $$ begin
  if to_regclass('identity.subject_epoch') is not null then
    drop index if exists identity.subject_epoch;
    alter table identity.subject set (fillfactor = 45);
  end if;
end $$`,
  /** 0009: the epoch that somebody was made in. It stays when they are moved on: whom an epoch's key concerns is asked after it leaked. */
  first0009: `do $$ begin
  if not exists (select 1 from pg_attribute where attrelid = 'identity.subject'::regclass and attname = 'first_epoch' and not attisdropped) then
    alter table identity.subject add column first_epoch integer;
  end if;
end $$`,
  subjects: `${subjects} where lookup = any($1::text[])`,
  subjectByPid: `${subjects} where pid = $1::uuid`,
  /** New people (lookups, pids, wrapped keys and key ids in hexadecimal, epochs); who is known stays. Their epoch is held active meanwhile. */
  createSubjects: `insert into identity.subject (lookup, pid, dek_wrapped, kid, epoch, first_epoch)
select u.lookup, u.pid, decode(u.dek, 'hex'), decode(u.kid, 'hex'), u.epoch, u.epoch
from unnest($1::text[], $2::uuid[], $3::text[], $4::text[], $5::int[]) as u(lookup, pid, dek, kid, epoch)
where u.epoch in (select e.epoch from identity.epoch e where e.state = 'active' for share)
on conflict (lookup) do nothing`,
  /** Blind indexes (fields, indexes, values in hexadecimal, pids, instants) of a version, which is held active meanwhile; the newest of a field of a person stays. */
  saveBlindIndexes: `with held as (select 1 from identity.index_version where version = $6 and state = 'active' for share),
saved as (insert into identity.blind_index as b (field, index, value, pid, updated_at)
select u.field, u.index, decode(u.value, 'hex'), u.pid, u.updated_at
from unnest($1::text[], $2::text[], $3::text[], $4::uuid[], $5::timestamptz[]) as u(field, index, value, pid, updated_at)
where exists (select 1 from held) and exists (select 1 from identity.subject s where s.pid = u.pid)
on conflict (field, index, pid) do update set value = excluded.value, updated_at = excluded.updated_at
where excluded.updated_at > b.updated_at)
select count(*)::int as held from held`,
  /** What former indexes (fields, indexes, pids, instants) hold of people, and is no newer, finds nobody any more. */
  blankFormerIndexes: `update identity.blind_index b set value = '' from unnest($1::text[], $2::text[], $3::uuid[], $4::timestamptz[]) as u(field, index, pid, updated_at)
where b.field = u.field and b.index = u.index and b.pid = u.pid and b.updated_at <= u.updated_at and b.value <> ''`,
  rootKeys: keyring,
  rootKey: `${keyring} where purpose = $1 and epoch = $2`,
  /** A root key (purpose, epoch, wrapped and check in hexadecimal); the first of an epoch stays. */
  saveRootKey: `insert into identity.keyring (purpose, epoch, wrapped, check_value) values ($1, $2, decode($3, 'hex'), decode($4, 'hex')) on conflict do nothing`,
  replaceRootKey: `update identity.keyring set wrapped = decode($3, 'hex') where purpose = $1 and epoch = $2 and wrapped = decode($4, 'hex')`,
  dropRootKey: `delete from identity.keyring where purpose = $1 and epoch = $2`,
  epochs: `select epoch, state, effective_at as "effectiveAt" from identity.epoch order by epoch`,
  drainEpochs: `update identity.epoch set state = 'draining' where state = 'active' and epoch < $1`,
  addEpoch: `insert into identity.epoch (epoch, state) values ($1, 'active') on conflict do nothing`,
  endEpoch: `update identity.epoch set state = 'destroyed', effective_at = $2::timestamptz where epoch = $1`,
  /** People as one text, `lookup key kid` each, in hexadecimal, joined by commas: thousands of rows of their own cost more than all else that is done with them. */
  subjectsOfEpoch: `select coalesce(string_agg(lookup || ' ' || encode(dek_wrapped, 'hex') || ' ' || coalesce(encode(kid, 'hex'), ''), ','), '') as packed,
  (pg_relation_size('identity.subject') / current_setting('block_size')::int)::int as blocks
from identity.subject where ctid >= $2::text::tid and ctid < $3::text::tid and epoch = $1 and dek_wrapped is not null`,
  /** People (lookups, wrapped keys in hexadecimal) who stand between two places, still in the first epoch, go to the second. */
  moveSubjects: `update identity.subject s set dek_wrapped = decode(u.dek, 'hex'), epoch = $2
from unnest($3::text[], $4::text[]) as u(lookup, dek) where s.lookup = u.lookup and s.epoch = $1 and s.dek_wrapped is not null and s.ctid >= $5::text::tid and s.ctid < $6::text::tid`,
  countSubjects: `select count(*)::int as people from identity.subject where epoch = $1 and dek_wrapped is not null`,
  epochExposure: `select e.epoch, e.state, e.effective_at as "effectiveAt", e.created_at as since,
  (select count(*)::int from identity.subject s where s.dek_wrapped is not null and ${exposed}) as living,
  (select count(*)::int from identity.subject s where s.dek_wrapped is null and ${exposed}) as erased
from identity.epoch e where e.epoch = $1`,
  /** Living people who were in an epoch, after a pseudonym, so many. */
  exposedPeople: `select s.pid::text as pid, greatest(s.created_at, e.created_at) as since from identity.subject s join identity.epoch e on e.epoch = $1
where s.pid > $2::uuid and s.dek_wrapped is not null and ${exposed} order by s.pid limit $3`,
} as const;
