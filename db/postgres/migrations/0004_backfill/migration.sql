create table sillage.backfill (
  id text primary key, state text not null, request text not null, tracks text not null,
  started_at timestamptz(3) not null, ended_at timestamptz(3));
create index backfill_running on sillage.backfill (id) where state = 'running';
