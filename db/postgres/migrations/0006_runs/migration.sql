alter table sillage.run
  add column request text not null default '{}', add column started_by text not null default 'command', add column who text,
  add column logical_at timestamptz(3), add column logical_day date, add column assets text not null default '',
  add column failures integer not null default 0, add column code text;
update sillage.run set logical_at = started_at, logical_day = (started_at at time zone 'UTC')::date;
alter table sillage.run alter column logical_at set not null, alter column logical_day set not null;
create index run_time on sillage.run (started_at);
create table sillage.run_step (
  run_id text not null, asset text not null, ended_at timestamptz(3) not null, rows bigint not null, bytes bigint, ms bigint not null,
  state text not null, code text, load_id text, detail text not null, primary key (run_id, asset));
create table sillage.run_day (
  asset text not null, day date not null, summed_at timestamptz(3) not null, runs bigint not null, failed bigint not null, rows bigint not null, bytes bigint not null,
  ms bigint not null, primary key (asset, day, summed_at));
create table sillage.housekeeping (task text primary key, at timestamptz(3) not null);
insert into sillage.housekeeping (task, at) values ('runs', '2000-01-01T00:00:00Z');
drop index sillage.materialisation_asset;
