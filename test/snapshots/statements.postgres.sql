-- migration/engine/0001_engine/1
create schema if not exists sillage;
create table sillage.throttle (
  lane text primary key, bytes_per_second bigint not null, paused boolean not null default false,
  enabled boolean not null default true, last_start timestamptz(6) not null default '-infinity', last_bytes bigint not null default 0);
insert into sillage.throttle (lane, bytes_per_second) values ('default', 1000000), ('merge', 4000000);
create table sillage.load (
  load_id text primary key, table_key text not null, origin text not null, manifest_key text not null unique,
  manifest_etag text not null, state text not null, expected bigint not null, erased bigint not null default 0, code text,
  materialisation_id text, opened_at timestamptz(3) not null default now(), ended_at timestamptz(3), claim text);
create index load_table on sillage.load (table_key, opened_at);
create table sillage.load_slice (
  load_id text not null, part integer not null, from_line integer not null, to_line integer not null,
  merged integer not null, unchanged integer not null, superseded integer not null, days date[] not null,
  primary key (load_id, part, from_line));
create table sillage.quarantine (
  load_id text not null, part integer not null, line integer not null, table_key text not null,
  column_name text not null, rule text not null, sealed text, at timestamptz(3) not null default now(),
  primary key (load_id, part, line));
create table sillage.asset_state (
  asset text primary key, landed_through text, loaded_through text, loaded_mark text, fence bigint not null default 0,
  materialisation_id text, materialised_at timestamptz(3), rows bigint not null default 0);
create table sillage.materialisation (
  id text primary key, asset text not null, load_id text, rows bigint not null, at timestamptz(3) not null default now());
create index materialisation_asset on sillage.materialisation (asset, id);
create table sillage.run (
  id text primary key, job text not null, state text not null, started_at timestamptz(3) not null,
  ended_at timestamptz(3), detail text not null default '');
create table sillage.api_key (
  id text primary key, sha256 text not null, label text not null, scopes text[] not null, expires_at timestamptz(3) not null,
  created_at timestamptz(3) not null default now());
create unlogged table sillage.reconcile_key (pass text not null, key text not null);
create table sillage.listed_absent (
  asset text not null, key text not null, load_id text not null, state text not null, primary key (asset, key));

-- migration/engine/0002_operating/1
alter table sillage.quarantine add column replayed_load text;
create index quarantine_waiting on sillage.quarantine (table_key) where replayed_load is null;
alter table sillage.load add column bytes bigint not null default 0;
create table sillage.load_part (load_id text not null, part integer not null, through integer not null, primary key (load_id, part));
create index load_open on sillage.load (opened_at) where state = 'open';
alter table sillage.materialisation add column days date[] not null default '{}';
alter table sillage.asset_state add column built_at timestamptz(3);
alter table sillage.asset_state add column built_version text;
create index materialisation_time on sillage.materialisation (asset, at);

-- migration/engine/0003_audit/1
create table sillage.audit (
  id text primary key, at timestamptz(3) not null, what text not null, subject text not null, who text not null, why text not null,
  old_value text, new_value text);
create index audit_time on sillage.audit (at);
create index audit_subject on sillage.audit (subject, at);
alter table sillage.asset_state add column control text;
alter table sillage.asset_state add column control_revision bigint not null default 0;
create table sillage.source_rate (source text primary key, requests_per_second double precision);

-- migration/engine/0004_backfill/1
create table sillage.backfill (
  id text primary key, state text not null, request text not null, tracks text not null,
  started_at timestamptz(3) not null, ended_at timestamptz(3));
create index backfill_running on sillage.backfill (id) where state = 'running';

-- migration/engine/0005_checks/1
create table sillage.check_result (
  asset text not null, check_name text not null, cause text not null, kind text not null, at timestamptz(6) not null default clock_timestamp(),
  severity text not null, state text not null, figure double precision, bound text not null, failing bigint, materialisation text,
  primary key (asset, check_name, cause));
create index check_result_time on sillage.check_result (asset, check_name, at);

-- migration/engine/0006_runs/1
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

-- migration/engine/0007_automation/1
create table sillage.evaluation (
  asset text not null, at timestamptz(3) not null, run text, tree text not null, primary key (asset, at));
create table sillage.incident (
  id text primary key, asset text not null, health text not null, why text not null,
  opened_at timestamptz(3) not null, closed_at timestamptz(3), told_at timestamptz(3));
create index incident_asset on sillage.incident (asset, opened_at);

-- migration/engine/0008_drift/1
create table sillage.drift (
  id text primary key, asset text not null, at timestamptz(3) not null, kind text not null, since timestamptz(3), until timestamptz(3),
  found text not null, state text not null, load_id text);
create index drift_asset on sillage.drift (asset, at);
create table sillage.sensor (name text primary key, revision bigint not null, state text not null);
create table sillage.sensor_run (
  sensor text not null, run_key text not null, run_id text not null, at timestamptz(3) not null, primary key (sensor, run_key));

-- migration/engine/0009_deployed/1
create table sillage.deployed_graph (
  hash text primary key, graph text not null, deployed_at timestamptz(6) not null default clock_timestamp());

-- migration/engine/0011_requests/1
create table sillage.erased_person (pid uuid primary key, seq integer not null);

-- migration/engine/0011_requests/2
create table sillage.restricted_person (pid uuid primary key);

-- migration/engine/0012_http/1
alter table sillage.api_key add cidrs text[] not null default '{}', add consumer text;

-- migration/engine/0013_ledger/1
create table sillage.erasure_entry (seq integer primary key, mac text not null);

-- migration/engine/0014_quarantined/1
alter table sillage.quarantine add column pid uuid;
create index quarantine_pid on sillage.quarantine (pid) where pid is not null;

-- migration/engine/0015_less_kept/1
alter table sillage.load add column merged bigint, add column unchanged bigint, add column superseded bigint;
drop index sillage.load_table;
create index load_claim on sillage.load (table_key) where claim is not null;
alter table sillage.load drop constraint load_manifest_key_key;
alter table sillage.load add constraint load_manifest exclude using hash (manifest_key with =);
drop index sillage.check_result_time;

-- migration/engine/0016_partitions/1
create table sillage.partition_state (asset text primary key, failed text not null);

-- migration/engine/0017_source_pauses/1
create table sillage.source_pause (source text primary key, paused_until timestamptz(3) not null);

-- migration/engine/0018_failed_steps/1
create index run_step_asset on sillage.run_step (asset, ended_at, run_id);
create index run_step_failed on sillage.run_step (asset, ended_at) where state = 'failed';

-- migration/deployment/0001_initial/1
CREATE SCHEMA IF NOT EXISTS "open";

-- migration/deployment/0001_initial/2
CREATE SCHEMA IF NOT EXISTS "sealed";

-- migration/deployment/0001_initial/3
CREATE SCHEMA IF NOT EXISTS "staging";

-- migration/deployment/0001_initial/4
CREATE SCHEMA IF NOT EXISTS "mart";

-- migration/deployment/0001_initial/5
CREATE TABLE "open"."places" (
	"code" varchar(5) PRIMARY KEY,
	"name" varchar(40) NOT NULL,
	"_hash" text NOT NULL,
	"_ordered_at" timestamptz(3) NOT NULL,
	"_load" text NOT NULL,
	"_part" integer NOT NULL,
	"_line" integer NOT NULL,
	"business_day" date
);

-- migration/deployment/0001_initial/6
CREATE UNLOGGED TABLE "staging"."places" (
	"_load" text NOT NULL,
	"_part" integer NOT NULL,
	"_line" integer NOT NULL,
	"_hash" text NOT NULL,
	"_ordered_at" timestamptz(3) NOT NULL,
	"business_day" date,
	"code" varchar(5),
	"name" varchar(40)
);

-- migration/deployment/0001_initial/7
CREATE TABLE "open"."people" (
	"id" uuid PRIMARY KEY,
	"birth_year" integer,
	"place_code" varchar(5),
	"points" integer NOT NULL,
	"updated_at" timestamptz(3) NOT NULL,
	"_hash" text NOT NULL,
	"_ordered_at" timestamptz(3) NOT NULL,
	"_load" text NOT NULL,
	"_part" integer NOT NULL,
	"_line" integer NOT NULL,
	"business_day" date
);

-- migration/deployment/0001_initial/8
CREATE TABLE "sealed"."people" (
	"id" uuid PRIMARY KEY,
	"last_name" bytea,
	"email" bytea,
	"birth_date" bytea,
	"street" bytea
);

-- migration/deployment/0001_initial/9
CREATE UNLOGGED TABLE "staging"."people" (
	"_load" text NOT NULL,
	"_part" integer NOT NULL,
	"_line" integer NOT NULL,
	"_hash" text NOT NULL,
	"_ordered_at" timestamptz(3) NOT NULL,
	"business_day" date,
	"id" uuid,
	"last_name" bytea,
	"email" bytea,
	"birth_date" bytea,
	"birth_year" integer,
	"street" bytea,
	"place_code" varchar(5),
	"points" integer,
	"updated_at" timestamptz(3)
);

-- migration/deployment/0001_initial/10
CREATE TABLE "open"."orders" (
	"id" bigint PRIMARY KEY,
	"person_id" uuid,
	"total" numeric(18,2) NOT NULL,
	"ordered_at" timestamptz(3) NOT NULL,
	"updated_at" timestamptz(3) NOT NULL,
	"_hash" text NOT NULL,
	"_ordered_at" timestamptz(3) NOT NULL,
	"_load" text NOT NULL,
	"_part" integer NOT NULL,
	"_line" integer NOT NULL,
	"business_day" date
);

-- migration/deployment/0001_initial/11
CREATE TABLE "sealed"."orders" (
	"id" bigint PRIMARY KEY,
	"comment" bytea
);

-- migration/deployment/0001_initial/12
CREATE UNLOGGED TABLE "staging"."orders" (
	"_load" text NOT NULL,
	"_part" integer NOT NULL,
	"_line" integer NOT NULL,
	"_hash" text NOT NULL,
	"_ordered_at" timestamptz(3) NOT NULL,
	"business_day" date,
	"id" bigint,
	"person_id" uuid,
	"comment" bytea,
	"total" numeric(18,2),
	"ordered_at" timestamptz(3),
	"updated_at" timestamptz(3)
);

-- migration/deployment/0001_initial/13
CREATE TABLE "open"."lines" (
	"id" bigint PRIMARY KEY,
	"order_id" bigint NOT NULL,
	"total" numeric(18,2) NOT NULL,
	"updated_at" timestamptz(3) NOT NULL,
	"deleted_at" timestamptz(3),
	"_hash" text NOT NULL,
	"_ordered_at" timestamptz(3) NOT NULL,
	"_load" text NOT NULL,
	"_part" integer NOT NULL,
	"_line" integer NOT NULL,
	"business_day" date
);

-- migration/deployment/0001_initial/14
CREATE UNLOGGED TABLE "staging"."lines" (
	"_load" text NOT NULL,
	"_part" integer NOT NULL,
	"_line" integer NOT NULL,
	"_hash" text NOT NULL,
	"_ordered_at" timestamptz(3) NOT NULL,
	"business_day" date,
	"id" bigint,
	"order_id" bigint,
	"total" numeric(18,2),
	"updated_at" timestamptz(3),
	"deleted_at" timestamptz(3)
);

-- migration/deployment/0001_initial/15
CREATE TABLE "open"."members" (
	"id" uuid PRIMARY KEY,
	"merged_into_id" uuid,
	"updated_at" timestamptz(3) NOT NULL,
	"_hash" text NOT NULL,
	"_ordered_at" timestamptz(3) NOT NULL,
	"_load" text NOT NULL,
	"_part" integer NOT NULL,
	"_line" integer NOT NULL,
	"business_day" date
);

-- migration/deployment/0001_initial/16
CREATE UNLOGGED TABLE "staging"."members" (
	"_load" text NOT NULL,
	"_part" integer NOT NULL,
	"_line" integer NOT NULL,
	"_hash" text NOT NULL,
	"_ordered_at" timestamptz(3) NOT NULL,
	"business_day" date,
	"id" uuid,
	"merged_into_id" uuid,
	"updated_at" timestamptz(3)
);

-- migration/deployment/0001_initial/17
CREATE TABLE "mart"."orders_daily" (
	"day" date PRIMARY KEY,
	"orders" integer NOT NULL,
	"total" numeric(18,2) NOT NULL
);

-- migration/deployment/0001_initial/18
CREATE TABLE "mart"."lines_daily" (
	"day" date PRIMARY KEY,
	"lines" integer NOT NULL,
	"total" numeric(18,2) NOT NULL
);

-- migration/deployment/0001_initial/19
CREATE TABLE "mart"."buyers_daily" (
	"day" date,
	"person" uuid,
	"orders" integer NOT NULL,
	CONSTRAINT "buyers_daily_pkey" PRIMARY KEY("day","person")
);

-- migration/deployment/0001_initial/20
CREATE INDEX "places__part__line" ON "staging"."places" ("_part","_line");

-- migration/deployment/0001_initial/21
CREATE INDEX "people__part__line" ON "staging"."people" ("_part","_line");

-- migration/deployment/0001_initial/22
CREATE INDEX "orders_business_day" ON "open"."orders" ("business_day");

-- migration/deployment/0001_initial/23
CREATE INDEX "orders__part__line" ON "staging"."orders" ("_part","_line");

-- migration/deployment/0001_initial/24
CREATE INDEX "lines_business_day" ON "open"."lines" ("business_day");

-- migration/deployment/0001_initial/25
CREATE INDEX "lines_order_id" ON "open"."lines" ("order_id");

-- migration/deployment/0001_initial/26
CREATE INDEX "lines__part__line" ON "staging"."lines" ("_part","_line");

-- migration/deployment/0001_initial/27
CREATE INDEX "members__part__line" ON "staging"."members" ("_part","_line");

-- lock
select pg_advisory_xact_lock(number) from (select distinct hashtext(key) as number from unnest($1::text[]) as key order by number) as numbers

-- migrate/ledger
do $$ begin
  if to_regclass('sillage.schema_migration') is null then
    create schema if not exists sillage;
    create table if not exists sillage.schema_migration (name text primary key, sha256 text not null, at timestamptz(3) not null default now());
  end if;
end $$

-- migrate/lock
select pg_advisory_xact_lock($1::bigint)

-- server/facts
select current_setting('server_version_num')::int / 10000 as version

-- server/columns
select n.nspname as "schema", c.relname as "table", a.attname as "column", format_type(a.atttypid, a.atttypmod) as "type", not a.attnotnull as "nullable"
from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
where n.nspname in ('open', 'sealed', 'staging', 'mart') and c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped

-- migrate/names
select name from sillage.schema_migration

-- migrate/applied
select sha256 from sillage.schema_migration where name = $1

-- migrate/write-down
insert into sillage.schema_migration (name, sha256) values ($1, $2)

-- load/open
with counted as (update sillage.load set manifest_etag = $5, expected = $6, bytes = $7, erased = $8 where load_id = $1 and expected = 0 and bytes = 0 and state = 'open')
         insert into sillage.load (load_id, table_key, origin, manifest_key, manifest_etag, state, expected, bytes, erased) values ($1, $2, $3, $4, $5, 'open', $6, $7, $8) on conflict do nothing

-- load/manifest
select load_id, manifest_etag from sillage.load where manifest_key = $1

-- load/state
select l.load_id as "loadId", l.table_key as "table", l.origin, l.state, l.expected, l.erased, l.manifest_key as "manifestKey", l.code, l.materialisation_id as "materialisationId",
       coalesce(s.merged, l.merged, 0) as merged, coalesce(s.unchanged, l.unchanged, 0) as unchanged, coalesce(s.superseded, l.superseded, 0) as superseded,
       (select count(*) from sillage.quarantine q where q.load_id = l.load_id) as quarantined, coalesce(d.days, m.days, '{}') as days
     from sillage.load l left join sillage.materialisation m on m.id = l.materialisation_id
     left join lateral (select sum(merged) as merged, sum(unchanged) as unchanged, sum(superseded) as superseded from sillage.load_slice where load_id = l.load_id) s on true
     left join lateral (select array_agg(distinct day order by day) as days from sillage.load_slice, unnest(days) as day where load_id = l.load_id) d on true
     where l.load_id = $1

-- load/on-their-way
select load_id as "loadId", table_key as "table", expected, coalesce(p.staged, 0) as staged, bytes, opened_at as "openedAt" from sillage.load l
         left join lateral (select sum(through) as staged from sillage.load_part where load_id = l.load_id) p on true
         where state = 'open' order by load_id

-- load/known
select load_id as "loadId", state from sillage.load where load_id = any($1::text[])

-- load/finish
with parts as (delete from sillage.load_part where load_id = $1)
         update sillage.load set state = 'merged', materialisation_id = $2, ended_at = now(), claim = $3 where load_id = $1

-- load/refuse
update sillage.load set state = 'refused', code = $2, ended_at = now() where load_id = $1 and state = 'open' returning table_key as "table"

-- load/before-refused
select loaded_mark as mark, (select max(load_id) from sillage.load where table_key = $1 and origin = 'run' and state = 'refused' and code <> 'load.over-budget') as refused
         from sillage.asset_state where asset = $1

-- load/reopen
with reopened as (update sillage.load set state = 'open', code = null, ended_at = null where load_id = $1 and state = 'refused' returning load_id)
         delete from sillage.load_part p using reopened r where p.load_id = r.load_id

-- load/ended
select 1 from sillage.load where load_id = $1 and state <> 'open'

-- load/merged-through
select coalesce(max(to_line), 0) as through from sillage.load_slice where load_id = $1 and part = $2

-- load/misfits-in-slice
select count(*) as rows from sillage.quarantine where load_id = $1 and part = $2 and line between $3 and $4

-- merge/memory
set local work_mem = '32MB'

-- load/claims
select load_id as "loadId", claim from sillage.load where table_key = $1 and state = 'merged' and claim is not null

-- load/joined
update sillage.load set claim = null where load_id = any($1::text[])

-- load/loaded
select loaded_through as through, loaded_mark as mark from sillage.asset_state where asset = $1

-- load/move-loaded
insert into sillage.asset_state (asset, loaded_through, loaded_mark) values ($1, $2, $3)
     on conflict (asset) do update set loaded_through = excluded.loaded_through, loaded_mark = excluded.loaded_mark

-- stage/lock
select pg_advisory_xact_lock(hashtextextended($1, $2))

-- materialisation
insert into sillage.materialisation (id, asset, load_id, rows, days) values ($1, $2, $3, $4, $5)

-- materialisation/last
insert into sillage.asset_state as a (asset, materialisation_id, materialised_at, rows) values ($1, $2, now(), $3)
     on conflict (asset) do update set materialisation_id = excluded.materialisation_id, materialised_at = excluded.materialised_at, rows = excluded.rows

-- quarantine/waiting
select q.load_id as "loadId", q.table_key as "table", q.part, q.line, q.column_name as "column", q.rule, l.manifest_key as "manifestKey" from sillage.quarantine q join sillage.load l on l.load_id = q.load_id
       where (q.replayed_load is null or not exists (select 1 from sillage.load r where r.load_id = q.replayed_load and r.state = 'merged')) and ($1::text is null or q.table_key = $1) order by q.load_id, q.part, q.line limit 10000

-- quarantine/next
select q.load_id as "loadId" from sillage.quarantine q join sillage.load l on l.load_id = q.load_id and l.state = 'merged'
       where (q.replayed_load is null or not exists (select 1 from sillage.load r where r.load_id = q.replayed_load and r.state = 'merged')) and not exists (select 1 from sillage.restricted_person p where p.pid = q.pid) and q.table_key = $1 and ($2::text is null or q.load_id = $2) and ($3::text is null or q.load_id > $3) order by q.load_id limit 1

-- quarantine/claim
with chosen as (
         select q.load_id as "loadId", q.table_key as "table", q.part, q.line, q.column_name as "column", q.rule, l.manifest_key as "manifestKey" from sillage.quarantine q join sillage.load l on l.load_id = q.load_id and l.state = 'merged'
         where (q.replayed_load is null or not exists (select 1 from sillage.load r where r.load_id = q.replayed_load and r.state = 'merged')) and not exists (select 1 from sillage.restricted_person p where p.pid = q.pid) and q.load_id = $1 order by q.load_id, q.part, q.line limit 10000),
       claimed as (
         update sillage.quarantine q set replayed_load = $2 from chosen c
         where q.load_id = c."loadId" and q.part = c.part and q.line = c.line returning q.load_id)
       select c.* from chosen c where exists (select 1 from claimed) order by c.part, c.line

-- backfill/others
select id, tracks from sillage.backfill where state = 'running' and id <> $1 order by id

-- backfill/begin
insert into sillage.backfill (id, state, request, tracks, started_at) values ($1, 'running', $2, $3, $4)
     on conflict (id) do update set state = excluded.state, request = excluded.request, tracks = excluded.tracks, ended_at = null

-- backfill/save
update sillage.backfill set state = $2, tracks = $3, ended_at = $4, request = coalesce($5, request) where id = $1

-- backfill/one
select id, state, request, tracks, started_at as "startedAt", ended_at as "endedAt" from sillage.backfill where id = $1

-- backfill/last
select id, state, request, tracks, started_at as "startedAt", ended_at as "endedAt" from sillage.backfill order by id desc limit 100

-- run/begin
insert into sillage.run (id, job, request, started_by, who, logical_at, logical_day, state, started_at, assets)
     values ($1, $2, $3, $4, $5, $6, $7, 'running', $8, $9) on conflict (id) do nothing

-- run/step
insert into sillage.run_step (run_id, asset, ended_at, rows, bytes, ms, state, code, load_id, detail) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     on conflict (run_id, asset) do nothing

-- run/end
update sillage.run set state = $2, ended_at = $3, failures = $4, code = $5, detail = $6 where id = $1 and state = 'running'

-- run/list
select id, job, request, started_by as "trigger", who, logical_at as "logicalAt", logical_day as "logicalDay", state, started_at as "startedAt",
  ended_at as "endedAt", assets, failures, code, detail from sillage.run as r where ($1::text is null or job = $1) and ($2::text is null or state = $2) and ($3::timestamptz is null or started_at >= $3)
     and ($4::text is null or exists (select 1 from sillage.run_step s where s.run_id = r.id and s.asset = $4)) order by started_at desc, id desc limit $5

-- run/one
select id, job, request, started_by as "trigger", who, logical_at as "logicalAt", logical_day as "logicalDay", state, started_at as "startedAt",
  ended_at as "endedAt", assets, failures, code, detail from sillage.run where id = $1

-- run/steps
select asset, state, rows, bytes, code, load_id as "load", ended_at as "endedAt", ms, detail from sillage.run_step where run_id = $1 order by ended_at, asset

-- run/days
select day, cast(sum(runs) as bigint) as runs, cast(sum(failed) as bigint) as failed, cast(sum(rows) as bigint) as rows, cast(sum(bytes) as bigint) as bytes, cast(sum(ms) as bigint) as ms
     from (select day, runs, failed, rows, bytes, ms from sillage.run_day where asset = $1
       union all select r.logical_day, cast(count(*) as bigint) as runs, cast(count(*) filter (where s.state = 'failed') as bigint) as failed, cast(sum(s.rows) as bigint) as rows,
  cast(sum(coalesce(s.bytes, 0)) as bigint) as bytes, cast(sum(s.ms) as bigint) as ms from sillage.run_step s join sillage.run r on r.id = s.run_id where s.asset = $1 group by r.logical_day) as told
     group by day order by day desc limit 400

-- run/claim-housekeeping
update sillage.housekeeping set at = $2 where task = $1 and at <= $3 returning task

-- run/count-old
select (select count(*) from sillage.run_step s join sillage.run r on r.id = s.run_id and r.state <> 'running' and (r.started_at < $1 or (r.started_at < $2 and r.state = 'succeeded' and s.state = 'unchanged'))) as steps, (select count(*) from sillage.run where started_at < $3 and state <> 'running') as runs,
     (select count(*) from sillage.drift d where d.at < $2 and d.state = 'equal' and exists (select 1 from sillage.drift n where n.asset = d.asset and n.kind = d.kind and n.state <> 'refused' and n.at > d.at)) as drifts, (select count(*) from sillage.load_slice where load_id in (select l.load_id from sillage.load l where l.state = 'merged' and l.ended_at < $2)) as slices, (select count(*) from sillage.evaluation e where e.at < $1 and exists (select 1 from sillage.evaluation n where n.asset = e.asset and n.at > e.at)) as evaluations, (select count(*) from sillage.sensor_run where at < $3) as "sensorRuns",
     (select count(*) from sillage.backfill where ended_at < $3 and state <> 'running') as backfills, (select count(*) from sillage.quarantine where sealed is not null and (at < $4 or exists (select 1 from sillage.load r where r.load_id = replayed_load and r.state = 'merged'))) as misfits, (select count(*) from sillage.audit where at < $5) as audits

-- run/sum-up
insert into sillage.run_day (asset, day, summed_at, runs, failed, rows, bytes, ms)
     select asset, day, $3::timestamptz, cast(sum(runs) as bigint), cast(sum(failed) as bigint), cast(sum(rows) as bigint), cast(sum(bytes) as bigint), cast(sum(ms) as bigint)
     from (select s.asset, r.logical_day as day, cast(count(*) as bigint) as runs, cast(count(*) filter (where s.state = 'failed') as bigint) as failed, cast(sum(s.rows) as bigint) as rows,
  cast(sum(coalesce(s.bytes, 0)) as bigint) as bytes, cast(sum(s.ms) as bigint) as ms from sillage.run_step s join sillage.run r on r.id = s.run_id and r.state <> 'running' and (r.started_at < $1 or (r.started_at < $2 and r.state = 'succeeded' and s.state = 'unchanged')) group by s.asset, r.logical_day
       union all select d.asset, d.day, d.runs, d.failed, d.rows, d.bytes, d.ms from sillage.run_day d where exists (select 1 from sillage.run_step s join sillage.run r on r.id = s.run_id and r.state <> 'running' and (r.started_at < $1 or (r.started_at < $2 and r.state = 'succeeded' and s.state = 'unchanged')) where s.asset = d.asset and r.logical_day = d.day)) as told
     group by asset, day

-- run/forget-summed
delete from sillage.run_day d where d.summed_at < $1 and exists (select 1 from sillage.run_day n where n.asset = d.asset and n.day = d.day and n.summed_at = $1)

-- run/forget-steps
delete from sillage.run_step s using sillage.run r where r.id = s.run_id and r.state <> 'running' and (r.started_at < $1 or (r.started_at < $2 and r.state = 'succeeded' and s.state = 'unchanged'))

-- run/forget
delete from sillage.run where started_at < $1 and state <> 'running'

-- run/forget-days
delete from sillage.run_day where day < $1::date

-- load/fold-slices
update sillage.load l set merged = s.merged, unchanged = s.unchanged, superseded = s.superseded
     from (select load_id, sum(merged) as merged, sum(unchanged) as unchanged, sum(superseded) as superseded from sillage.load_slice group by load_id) s
     where s.load_id = l.load_id and l.state = 'merged' and l.ended_at < $1

-- load/forget-slices
delete from sillage.load_slice where load_id in (select l.load_id from sillage.load l where l.state = 'merged' and l.ended_at < $1)

-- drift/forget
delete from sillage.drift d where d.at < $1 and d.state = 'equal' and exists (select 1 from sillage.drift n where n.asset = d.asset and n.kind = d.kind and n.state <> 'refused' and n.at > d.at)

-- evaluation/forget
delete from sillage.evaluation e where e.at < $1 and exists (select 1 from sillage.evaluation n where n.asset = e.asset and n.at > e.at)

-- sensor/forget-runs
delete from sillage.sensor_run where at < $1

-- backfill/forget
delete from sillage.backfill where ended_at < $1 and state <> 'running'

-- quarantine/forget
update sillage.quarantine set sealed = null, pid = null where sealed is not null and (at < $1 or exists (select 1 from sillage.load r where r.load_id = replayed_load and r.state = 'merged'))

-- audit/forget
delete from sillage.audit where at < $1

-- drift/record
insert into sillage.drift (id, asset, at, kind, since, until, found, state, load_id) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     on conflict (id) do update set at = excluded.at, found = excluded.found, state = excluded.state

-- drift/last
select at, until from sillage.drift where asset = $1 and kind <> 'ids' and state <> 'refused' order by at desc, id desc limit 1

-- drift/list
select id, asset, at, kind, since, until, found, state, load_id as "load" from sillage.drift where ($1::text is null or asset = $1) and kind <> 'begin' order by at desc, id desc limit 200

-- sensor/all
select state from sillage.sensor order by name

-- sensor/save
insert into sillage.sensor as s (name, revision, state) values ($1, $2, $3)
     on conflict (name) do update set revision = excluded.revision, state = excluded.state where s.revision < excluded.revision

-- sensor/add-run
insert into sillage.sensor_run (sensor, run_key, run_id, at) values ($1, $2, $3, $4) on conflict (sensor, run_key) do nothing

-- sensor/known-keys
select run_key as key from sillage.sensor_run where sensor = $1 and run_key in (select json_array_elements_text($2::json))

-- sensor/runs
select run_key as "key", run_id as "run", at from sillage.sensor_run where sensor = $1 order by at desc, run_key desc limit 20

-- throttle/reserve
with clock as materialized (select coalesce($2::timestamptz, clock_timestamp()) as now)
update sillage.throttle t set last_start = greatest((t.last_start + make_interval(secs => ceil(t.last_bytes * 1e6::float8 / t.bytes_per_second) / 1e6)), clock.now), last_bytes = $3
from clock where t.lane = $1 and t.enabled and not t.paused and (t.last_start + make_interval(secs => ceil(t.last_bytes * 1e6::float8 / t.bytes_per_second) / 1e6)) <= clock.now + make_interval(secs => 0.9)
returning (extract(epoch from coalesce($2::timestamptz, clock_timestamp())) * 1000)::float8 as "at", (extract(epoch from t.last_start - coalesce($2::timestamptz, clock_timestamp())) * 1000)::float8 as "waitMs"

-- throttle/refused
with clock as materialized (select coalesce($2::timestamptz, clock_timestamp()) as now)
select t.enabled, case when t.paused then 1000 else
  greatest(100, least(1000, extract(epoch from greatest((t.last_start + make_interval(secs => ceil(t.last_bytes * 1e6::float8 / t.bytes_per_second) / 1e6)), clock.now) - make_interval(secs => 0.9) - clock.now) * 1000)) end::float8 as "waitMs"
from sillage.throttle t, clock where t.lane = $1

-- throttle/state
select lane, bytes_per_second as "bytesPerSecond", paused, enabled from sillage.throttle where lane = $1

-- throttle/set
update sillage.throttle set bytes_per_second = coalesce($2, bytes_per_second), paused = coalesce($3, paused), enabled = coalesce($4, enabled) where lane = $1

-- state/mirror
select asset, landed_through as "landedThrough", loaded_through as "loadedThrough", fence, materialisation_id as "materialisationId", materialised_at as "materialisedAt", rows from sillage.asset_state where asset = $1

-- state/mirrors
select asset, landed_through as "landedThrough", loaded_through as "loadedThrough", fence, materialisation_id as "materialisationId", materialised_at as "materialisedAt", rows from sillage.asset_state order by asset

-- state/save-mirror
insert into sillage.asset_state as a (asset, landed_through, fence) values ($1, $2, $3)
         on conflict (asset) do update set landed_through = excluded.landed_through, fence = excluded.fence where excluded.fence >= a.fence

-- audit/record
insert into sillage.audit (id, at, what, subject, who, why, old_value, new_value) values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (id) do nothing

-- audit/list
select id, at, what, subject, who, why, old_value as "oldValue", new_value as "newValue" from sillage.audit where what <> 'kpi.individual' and ($1::text is null or (subject = $1 and what like 'asset.%')) order by at desc, id desc limit 200

-- audit/individual
select id, at, what, subject, who, why, old_value as "oldValue", new_value as "newValue" from sillage.audit where what = 'kpi.individual' order by at desc, id desc limit 200

-- audit/save-control
insert into sillage.asset_state as a (asset, landed_through, fence, control, control_revision) values ($1, $2, $3, $4, $5)
     on conflict (asset) do update set landed_through = case when excluded.fence >= a.fence then excluded.landed_through else a.landed_through end,
       fence = greatest(a.fence, excluded.fence), control = excluded.control, control_revision = excluded.control_revision
     where a.control_revision < excluded.control_revision

-- audit/control
select control from sillage.asset_state where asset = $1

-- audit/materialisations
select id, at, rows, load_id as "load" from sillage.materialisation where asset = $1 order by at desc, id desc limit 20

-- audit/source-rates
select source, requests_per_second as "requestsPerSecond" from sillage.source_rate order by source

-- audit/set-source-rate
insert into sillage.source_rate (source, requests_per_second) values ($1, $2)
     on conflict (source) do update set requests_per_second = excluded.requests_per_second

-- source/pause
insert into sillage.source_pause as p (source, paused_until) values ($1, clock_timestamp() + make_interval(secs => $2::float8 / 1000))
     on conflict (source) do update set paused_until = greatest(p.paused_until, excluded.paused_until)

-- source/pauses
select source, (extract(epoch from paused_until - clock_timestamp()) * 1000)::float8 as ms from sillage.source_pause where paused_until > clock_timestamp() order by source

-- automation/keep-evaluation
insert into sillage.evaluation (asset, at, run, tree) values ($1, $2, $3, $4)
     on conflict (asset, at) do update set run = excluded.run, tree = excluded.tree

-- automation/compact-evaluations
delete from sillage.evaluation where asset = $1 and at < (
       select at from sillage.evaluation where asset = $1 order by at desc offset 499 rows fetch next 1 rows only)

-- automation/evaluation-at
select asset, at, run, tree from sillage.evaluation where asset = $1 and at <= $2 order by at desc limit 1

-- automation/keep-incident
insert into sillage.incident as i (id, asset, health, why, opened_at, closed_at, told_at) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (id) do update set closed_at = coalesce(i.closed_at, excluded.closed_at), told_at = coalesce(i.told_at, excluded.told_at)

-- automation/compact-incidents
delete from sillage.incident where asset = $1 and opened_at < (
       select opened_at from sillage.incident where asset = $1 order by opened_at desc offset 99 rows fetch next 1 rows only)

-- automation/incidents
select id, asset, health, why, opened_at as "openedAt", closed_at as "closedAt", told_at as "toldAt"
     from sillage.incident where $1::text is null or asset = $1 order by opened_at desc, id desc limit 100

-- check/materialisation
select materialisation_id as id from sillage.asset_state where asset = $1

-- check/earlier
select figure from (
       select figure, at, row_number() over (partition by materialisation order by at desc) as place from sillage.check_result
       where asset = $1 and check_name = $2 and figure is not null and materialisation is not null and ($3::text is null or materialisation <> $3)) as told
     where place = 1 order by at desc

-- check/last
select check_name as "check", kind, severity, state, figure, bound, failing from (
       select *, row_number() over (partition by check_name order by at desc) as place from sillage.check_result where asset = $1) as told
     where place = 1 order by check_name

-- check/keep
with same as (update sillage.check_result c set cause = $3, at = clock_timestamp()
       where c.asset = $1 and c.check_name = $2 and c.kind = $4 and c.severity = $5 and c.state = $6 and c.figure is not distinct from $7::double precision and c.bound = $8
       and c.failing is not distinct from $9::bigint and c.materialisation = $10 and c.cause = (select cause from sillage.check_result where asset = $1 and check_name = $2 order by at desc, cause desc fetch next 1 rows only)
       and not exists (select 1 from sillage.check_result o where o.asset = $1 and o.check_name = $2 and o.cause = $3) returning c.cause)
     insert into sillage.check_result (asset, check_name, cause, kind, severity, state, figure, bound, failing, materialisation)
     select $1, $2, $3, $4, $5, $6, $7::double precision, $8, $9::bigint, $10 where not exists (select 1 from same)
     on conflict (asset, check_name, cause) do update set at = clock_timestamp(), severity = excluded.severity, state = excluded.state,
       figure = excluded.figure, bound = excluded.bound, failing = excluded.failing, materialisation = excluded.materialisation

-- check/compact
delete from sillage.check_result where asset = $1 and check_name = $2 and at < (
       select at from sillage.check_result where asset = $1 and check_name = $2 order by at desc offset 49 rows fetch next 1 rows only)

-- deployed/save
insert into sillage.deployed_graph (hash, graph) values ($1, $2)
     on conflict (hash) do update set deployed_at = clock_timestamp()

-- deployed/forget
delete from sillage.deployed_graph where deployed_at < (
     select deployed_at from sillage.deployed_graph order by deployed_at desc offset 19 rows fetch next 1 rows only)

-- deployed/last
select graph, deployed_at as "deployedAt" from sillage.deployed_graph order by deployed_at desc limit 1

-- erasure/record
insert into sillage.erased_person (pid, seq) select p::uuid, $1::int from json_array_elements_text($2::json) as p
on conflict (pid) do update set seq = greatest(erased_person.seq, excluded.seq)

-- erasure/through
select coalesce(max(seq), 0)::int as seq from sillage.erased_person

-- erasure/restrict
insert into sillage.restricted_person (pid) select p::uuid from json_array_elements_text($1::json) as p on conflict do nothing

-- erasure/lift
with lifted as (delete from sillage.restricted_person where pid in (select p::uuid from json_array_elements_text($1::json) as p) returning pid)
select count(*)::int as people from lifted

-- erasure/make-stale
update sillage.asset_state set built_version = '' where asset = $1 and built_version is not null

-- erasure/is-anybody-kept-out
select (exists (select 1 from sillage.erased_person) or exists (select 1 from sillage.restricted_person)) as some

-- erasure/is-anybody-erased
select exists (select 1 from sillage.erased_person) as some

-- erasure/empty-quarantined
with gone as (update sillage.quarantine set sealed = null, pid = null where pid in (select p::uuid from json_array_elements_text($1::json) as p) returning table_key)
select table_key as "table", count(*)::int as quarantined from gone group by table_key order by table_key

-- erasure/purge-quarantined
update sillage.quarantine set sealed = null, pid = null where table_key = $1 and pid in (select pid from sillage.erased_person)

-- erasure/count-quarantined
select table_key as "table", count(*)::int as quarantined from sillage.quarantine where pid in (select p::uuid from json_array_elements_text($1::json) as p) group by table_key order by table_key

-- erasure/keep-entry
insert into sillage.erasure_entry (seq, mac) values ($1, $2) on conflict do nothing

-- reseal/misfits
update sillage.quarantine q set sealed = u.now
from json_to_recordset($1::json) as u(load_id text, part int, line int, was text, now text)
where q.load_id = u.load_id and q.part = u.part and q.line = u.line and q.sealed = u.was

-- erasure/last-entry
select seq, mac from sillage.erasure_entry order by seq desc limit 1

-- api-key/add
insert into sillage.api_key (id, sha256, label, scopes, cidrs, consumer, expires_at) values ($1, $2, $3, $4, $5, $6, $7)

-- api-key/find
select sha256, scopes, cidrs, coalesce(consumer, id) as consumer, expires_at as "expiresAt" from sillage.api_key where id = $1

-- api-key/list
select id, label, scopes, cidrs, coalesce(consumer, id) as consumer, expires_at as "expiresAt", created_at as "createdAt" from sillage.api_key order by created_at desc, id

-- api-key/end
update sillage.api_key set expires_at = least(expires_at, $2) where id = $1

-- reconcile/begun
select coalesce((select least(opened_at, $2::timestamptz) from sillage.load where load_id = $1::text), now()::timestamptz(3))::text as at

-- reconcile/keys
copy sillage.reconcile_key (pass, key) from stdin (format binary)

-- reconcile/forget
delete from sillage.reconcile_key where pass = $1

-- reconcile/age-absent
update sillage.listed_absent set load_id = $2, state = case when $3 then 'left' when state = 'new' then 'missed' else state end
where asset = $1 and load_id <> $2

-- reconcile/count-absent
select count(*) as absent, count(*) filter (where state = 'missed') as missed from sillage.listed_absent where asset = $1

-- mart/built
select built_at as built, built_version as version from sillage.asset_state where asset = $1 and materialisation_id is not null

-- mart/changed
select count(*) as n from sillage.materialisation where asset = any($1) and at >= $2::timestamptz - interval '1 hour'

-- mart/changed-days
select distinct day from sillage.materialisation, unnest(days) as day
     where asset = any($1) and at >= $2::timestamptz - interval '1 hour' order by day

-- mart/last
select materialisation_id as id from sillage.asset_state where asset = $1 and materialisation_id is not null

-- mart/marks
select asset, loaded_through as "loadedThrough" from sillage.asset_state where asset = any($1)

-- mart/mark-built
update sillage.asset_state set built_at = now(), built_version = $2, loaded_through = $3 where asset = $1

-- mart/failed-days
select failed from sillage.partition_state where asset = $1

-- mart/keep-failed-days
insert into sillage.partition_state (asset, failed) values ($1, $2)
     on conflict (asset) do update set failed = excluded.failed

-- identity/begin-migration
set local statement_timeout = 0; select pg_advisory_xact_lock(hashtext('sillage/identity'))

-- identity/schema
do $$ begin
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
end $$

-- identity/0002-epochs
do $$ begin
  if to_regclass('identity.epoch') is null then
    create table if not exists identity.epoch (
      epoch integer primary key, state text not null, effective_at timestamptz(3), created_at timestamptz(3) not null default now());
    create index if not exists subject_epoch on identity.subject (epoch, lookup) where dek_wrapped is not null;
    insert into identity.epoch (epoch, state) select 1, 'active' where exists (select 1 from identity.subject) on conflict do nothing;
  end if;
end $$

-- identity/0008-room
do $$ begin
  if to_regclass('identity.subject_epoch') is not null then
    drop index if exists identity.subject_epoch;
    alter table identity.subject set (fillfactor = 45);
  end if;
end $$

-- identity/0009-first
do $$ begin
  if not exists (select 1 from pg_attribute where attrelid = 'identity.subject'::regclass and attname = 'first_epoch' and not attisdropped) then
    alter table identity.subject add column first_epoch integer;
  end if;
end $$

-- identity/subjects
select lookup, pid::text as pid, dek_wrapped as "wrappedKey", epoch, restricted_at as "restrictedAt" from identity.subject where lookup = any($1::text[])

-- identity/subject
select lookup, pid::text as pid, dek_wrapped as "wrappedKey", epoch, restricted_at as "restrictedAt" from identity.subject where pid = $1::uuid

-- identity/create-subjects
insert into identity.subject (lookup, pid, dek_wrapped, kid, epoch, first_epoch)
select u.lookup, u.pid, decode(u.dek, 'hex'), decode(u.kid, 'hex'), u.epoch, u.epoch
from unnest($1::text[], $2::uuid[], $3::text[], $4::text[], $5::int[]) as u(lookup, pid, dek, kid, epoch)
where u.epoch in (select e.epoch from identity.epoch e where e.state = 'active' for share)
on conflict (lookup) do nothing

-- identity/save-blind-indexes
with held as (select 1 from identity.index_version where version = $6 and state = 'active' for share),
saved as (insert into identity.blind_index as b (field, index, value, pid, updated_at)
select u.field, u.index, decode(u.value, 'hex'), u.pid, u.updated_at
from unnest($1::text[], $2::text[], $3::text[], $4::uuid[], $5::timestamptz[]) as u(field, index, value, pid, updated_at)
where exists (select 1 from held) and exists (select 1 from identity.subject s where s.pid = u.pid)
on conflict (field, index, pid) do update set value = excluded.value, updated_at = excluded.updated_at
where excluded.updated_at > b.updated_at)
select count(*)::int as held from held

-- identity/blank-former-indexes
update identity.blind_index b set value = '' from unnest($1::text[], $2::text[], $3::uuid[], $4::timestamptz[]) as u(field, index, pid, updated_at)
where b.field = u.field and b.index = u.index and b.pid = u.pid and b.updated_at <= u.updated_at and b.value <> ''

-- identity/root-keys
select purpose, epoch, wrapped, check_value as "check" from identity.keyring

-- identity/root-key
select purpose, epoch, wrapped, check_value as "check" from identity.keyring where purpose = $1 and epoch = $2

-- identity/save-root-key
insert into identity.keyring (purpose, epoch, wrapped, check_value) values ($1, $2, decode($3, 'hex'), decode($4, 'hex')) on conflict do nothing

-- identity/replace-root-key
update identity.keyring set wrapped = decode($3, 'hex') where purpose = $1 and epoch = $2 and wrapped = decode($4, 'hex')

-- identity/drop-root-key
delete from identity.keyring where purpose = $1 and epoch = $2

-- identity/epochs
select epoch, state, effective_at as "effectiveAt" from identity.epoch order by epoch

-- identity/drain-epochs
update identity.epoch set state = 'draining' where state = 'active' and epoch < $1

-- identity/add-epoch
insert into identity.epoch (epoch, state) values ($1, 'active') on conflict do nothing

-- identity/end-epoch
update identity.epoch set state = 'destroyed', effective_at = $2::timestamptz where epoch = $1

-- identity/subjects-of-epoch
select coalesce(string_agg(lookup || ' ' || encode(dek_wrapped, 'hex') || ' ' || coalesce(encode(kid, 'hex'), ''), ','), '') as packed,
  (pg_relation_size('identity.subject') / current_setting('block_size')::int)::int as blocks
from identity.subject where ctid >= $2::text::tid and ctid < $3::text::tid and epoch = $1 and dek_wrapped is not null

-- identity/move-subjects
update identity.subject s set dek_wrapped = decode(u.dek, 'hex'), epoch = $2
from unnest($3::text[], $4::text[]) as u(lookup, dek) where s.lookup = u.lookup and s.epoch = $1 and s.dek_wrapped is not null and s.ctid >= $5::text::tid and s.ctid < $6::text::tid

-- identity/count-subjects
select count(*)::int as people from identity.subject where epoch = $1 and dek_wrapped is not null

-- identity/epoch-exposure
select e.epoch, e.state, e.effective_at as "effectiveAt", e.created_at as since,
  (select count(*)::int from identity.subject s where s.dek_wrapped is not null and s.epoch >= e.epoch and coalesce(s.first_epoch, (select max(b.epoch) from identity.epoch b where b.created_at <= s.created_at), 1) <= e.epoch) as living,
  (select count(*)::int from identity.subject s where s.dek_wrapped is null and s.epoch >= e.epoch and coalesce(s.first_epoch, (select max(b.epoch) from identity.epoch b where b.created_at <= s.created_at), 1) <= e.epoch) as erased
from identity.epoch e where e.epoch = $1

-- identity/exposed-people
select s.pid::text as pid, greatest(s.created_at, e.created_at) as since from identity.subject s join identity.epoch e on e.epoch = $1
where s.pid > $2::uuid and s.dek_wrapped is not null and s.epoch >= e.epoch and coalesce(s.first_epoch, (select max(b.epoch) from identity.epoch b where b.created_at <= s.created_at), 1) <= e.epoch order by s.pid limit $3

-- identity/requests0003
do $$ begin
  if to_regclass('identity.request') is null then
    create table if not exists identity.erased_pid (pid uuid primary key, seq integer);
    create table if not exists identity.request_person (request_id text not null, lookup text not null, pid uuid, epoch integer, primary key (request_id, lookup));
    create table if not exists identity.request (
      id text primary key, opened_at timestamptz(3) not null, people integer not null, restricted_at timestamptz(3), erased_at timestamptz(3), certificate text);
  end if;
end $$

-- identity/trials0007
do $$ begin
  if to_regclass('identity.trial') is null then
    create table if not exists identity.trial (request_id text not null, lookup text not null, trial text not null, primary key (request_id, lookup));
  end if;
end $$

-- identity/lookups-by-index
select distinct s.lookup from identity.blind_index b join identity.subject s on s.pid = b.pid where b.field = $1 and b.index = $2 and b.value = decode($3, 'hex') order by s.lookup

-- identity/file-request
insert into identity.request (id, opened_at, people) select $1, $2::timestamptz, count(*) from identity.subject where lookup in (select json_array_elements_text($3::json)) on conflict (id) do nothing

-- identity/file-request-people
insert into identity.request_person (request_id, lookup) select $1, lookup from identity.subject where lookup in (select json_array_elements_text($2::json)) on conflict do nothing

-- identity/count-request-people
update identity.request set people = (select count(*) from identity.request_person where request_id = $1) where id = $1

-- identity/open-request-about
select r.id from identity.request r join identity.request_person p on p.request_id = r.id where p.lookup = $1 and r.people = 1 and r.certificate is null order by r.id limit 1

-- identity/request
select id, opened_at as "openedAt", people, restricted_at as "restrictedAt", erased_at as "erasedAt", certificate from identity.request where id = $1

-- identity/requests
select id, opened_at as "openedAt", people, restricted_at as "restrictedAt", erased_at as "erasedAt", certificate from identity.request order by opened_at desc, id desc limit 200

-- identity/request-people
select p.lookup, coalesce(s.pid, p.pid)::text as pid, coalesce(p.epoch, s.epoch) as epoch from identity.request_person p join identity.subject s on s.lookup = p.lookup where p.request_id = $1 order by p.lookup

-- identity/restrict-people
update identity.subject set restricted_at = $2::timestamptz where erased_at is null and lookup in (select p.lookup from identity.request_person p where p.request_id = $1)

-- identity/restrict-request
update identity.request set restricted_at = $2::timestamptz where id = $1

-- identity/note-erased
with held as (select s.lookup, s.pid, s.epoch from identity.subject s where s.pid is not null and s.lookup in (select p.lookup from identity.request_person p where p.request_id = $1) for update)
update identity.request_person p set pid = held.pid, epoch = held.epoch from held where p.request_id = $1 and p.lookup = held.lookup

-- identity/add-erased-of
insert into identity.erased_pid (pid) select pid from identity.request_person where request_id = $1 and pid is not null on conflict do nothing

-- identity/drop-indexes-of
delete from identity.blind_index where pid in (select pid from identity.request_person where request_id = $1)

-- identity/blank-people-of
update identity.subject set pid = null, dek_wrapped = null, kid = null, restricted_at = null, request_id = null, erased_at = $2::timestamptz where erased_at is null and lookup in (select p.lookup from identity.request_person p where p.request_id = $1)

-- identity/keep-trial
insert into identity.trial (request_id, lookup, trial) values ($1, $2, $3) on conflict do nothing

-- identity/trials-of
select lookup, trial from identity.trial where request_id = $1 order by lookup

-- identity/forget-trials-of
delete from identity.trial where request_id = $1

-- identity/blank-former-of
update identity.former_key set wrapped = null where wrapped is not null and lookup in (select p.lookup from identity.request_person p where p.request_id = $1)

-- identity/close-request
update identity.request set erased_at = $2::timestamptz, certificate = $3 where id = $1 and certificate is null

-- identity/forget-people-of
delete from identity.request_person where request_id = $1

-- identity/add-erased
insert into identity.erased_pid as e (pid, seq) select p, $1::int from unnest(array(select p::uuid from json_array_elements_text($2::json) as p)) as p on conflict (pid) do update set seq = greatest(coalesce(e.seq, 0), excluded.seq)

-- identity/drop-indexes
delete from identity.blind_index where pid in (select p::uuid from json_array_elements_text($1::json) as p)

-- identity/blank-former
update identity.former_key set wrapped = null where wrapped is not null and lookup in (select s.lookup from identity.subject s where s.pid in (select p::uuid from json_array_elements_text($1::json) as p))

-- identity/blank-people
with gone as (update identity.subject set pid = null, dek_wrapped = null, kid = null, restricted_at = null, request_id = null, erased_at = $2::timestamptz where pid in (select p::uuid from json_array_elements_text($1::json) as p) returning lookup) select count(*)::int as n from gone

-- identity/note-sent
update identity.subject set erased_at = $2::timestamptz where erased_at < $2::timestamptz and lookup in (select json_array_elements_text($1::json))

-- identity/forget-former
update identity.former_key set lookup = null where lookup in (select s.lookup from identity.subject s where s.erased_at < $1::timestamptz)

-- identity/forget-erased
with gone as (delete from identity.subject where erased_at < $1::timestamptz returning lookup) select count(*)::int as n from gone

-- identity/entry-of
select coalesce(max(seq), 0)::int as n from identity.erased_pid where pid in (select p::uuid from json_array_elements_text($1::json) as p)

-- identity/erased-through
select coalesce(max(seq), 0)::int as n from identity.erased_pid

-- identity/count-erased
select count(*)::int as n from identity.erased_pid

-- identity/is-erased
select count(*)::int as n from identity.erased_pid where pid = $1::uuid

-- identity/count-indexes
select count(*)::int as n from identity.blind_index where pid in (select p::uuid from json_array_elements_text($1::json) as p)

-- identity/0004-reveals
do $$ begin
  if to_regclass('identity.decoy') is null then
    create table if not exists identity.reveal (
      seq integer primary key, at timestamptz(3) not null, what text not null, caller text not null, pid uuid, request text, detail text not null, mac bytea not null);
    create index if not exists reveal_at on identity.reveal (at);
    create index if not exists reveal_request on identity.reveal (request) where request is not null;
    create or replace function identity.keep_reveal() returns trigger language plpgsql as $keep$ begin
      if tg_op = 'DELETE' and old.at < now() - interval '12 months' then return old; end if;
      raise exception 'the audit of reveals is only added to' using errcode = '42501';
    end $keep$;
    create or replace trigger keep_reveal before update or delete on identity.reveal for each row execute function identity.keep_reveal();
    create or replace trigger keep_reveals before truncate on identity.reveal for each statement execute function identity.keep_reveal();
    create table if not exists identity.decoy (pid uuid primary key, created_at timestamptz(3) not null default now());
  end if;
end $$

-- identity/lock-reveals
select pg_advisory_xact_lock(hashtext('sillage/reveals'))

-- identity/last-reveal
select seq, mac from identity.reveal order by seq desc limit 1

-- identity/count-reveals
select count(*) filter (where caller = $2 and what <> 'unopened')::int as "byCaller", count(*) filter (where pid = $3::uuid and what = 'reveal')::int as "ofPerson", count(*) filter (where caller = $2 and what = 'unopened')::int as "unopened"
from identity.reveal where at > $1::timestamptz and request is null
  and (what in ('reveal', 'unopened') or (what = 'refused' and detail not like '%"code":"reveal.budget"%'))

-- identity/add-reveals
insert into identity.reveal (seq, at, what, caller, pid, request, detail, mac)
select u.seq, u.at, u.what, u.caller, u.pid, u.request, u.detail, decode(u.mac, 'hex')
from unnest($1::int[], $2::timestamptz[], $3::text[], $4::text[], $5::uuid[], $6::text[], $7::text[], $8::text[]) as u(seq, at, what, caller, pid, request, detail, mac)

-- identity/reveals
select seq, at, what, caller, pid::text as pid, request, detail, mac from identity.reveal where seq > $1 order by seq limit $2

-- identity/reveals-of
select seq, at, what, caller, pid::text as pid, request, detail, mac from identity.reveal where request = $1 order by seq

-- identity/forget-reveals
delete from identity.reveal where seq <= $1

-- identity/standing
select exists (select 1 from identity.subject where pid = $1::uuid and restricted_at is not null) as restricted,
  exists (select 1 from identity.decoy where pid = $1::uuid) as decoy

-- identity/add-decoy
insert into identity.decoy (pid) values ($1::uuid) on conflict do nothing

-- identity/living-pids
select pid::text as pid from identity.subject where pid > $1::uuid and dek_wrapped is not null order by pid limit $2

-- identity/indexes0005
do $$ begin
  if to_regclass('identity.index_version') is null then
    create table if not exists identity.index_version (
      version integer primary key, state text not null, created_at timestamptz(3) not null default now());
    insert into identity.index_version (version, state) values (1, 'active') on conflict do nothing;
  end if;
end $$

-- identity/index-versions
select version, state from identity.index_version order by version

-- identity/drain-indexes
update identity.index_version set state = 'draining' where state = 'active' and version < $1

-- identity/add-index-version
insert into identity.index_version (version, state) values ($1, 'active') on conflict do nothing

-- identity/end-index-version
update identity.index_version set state = 'destroyed' where version = $1 and state = 'draining'

-- identity/drop-index-version
delete from identity.blind_index where (($1::int = 1 and index not like '%/%') or index like concat('%/', $1::int))
and exists (select 1 from identity.index_version where version = $1::int and state = 'draining')

-- identity/lagging-indexes
select o.pid::text as pid, o.updated_at as "updatedAt" from identity.blind_index o where o.field = $1 and o.index = $2 and not exists
(select 1 from identity.blind_index n where n.field = $1 and n.index = $3 and n.pid = o.pid and n.updated_at >= o.updated_at) and o.pid > $4::uuid order by o.pid limit $5

-- identity/count-lagging
select count(*)::int as n from identity.blind_index o where o.field = $1 and o.index = $2 and not exists
(select 1 from identity.blind_index n where n.field = $1 and n.index = $3 and n.pid = o.pid and n.updated_at >= o.updated_at)

-- identity/count-draining
select count(*)::int as n from identity.index_version o where o.state = 'draining'
and exists (select 1 from identity.index_version n where n.version > o.version and n.created_at < $1::timestamptz)

-- identity/renewed0006
do $$ begin
  if to_regclass('identity.former_key') is null then
    create table if not exists identity.former_key (
      seq integer primary key, lookup text, wrapped bytea, kid bytea not null, renewed_at timestamptz(3) not null default now());
    create index if not exists former_key_lookup on identity.former_key (lookup);
  end if;
end $$

-- identity/renew-key
with renewed as (update identity.subject set dek_wrapped = decode($4, 'hex'), kid = decode($5, 'hex')
where lookup = $1 and epoch = $2 and kid = decode($3, 'hex') and dek_wrapped is not null
and epoch in (select e.epoch from identity.epoch e where e.state = 'active' for share) returning lookup)
insert into identity.former_key (seq, lookup, wrapped, kid)
select coalesce((select max(seq) from identity.former_key), 0) + 1, lookup, decode($6, 'hex'), decode($3, 'hex') from renewed returning seq

-- identity/former-keys
select seq, wrapped as "wrappedKey", kid, renewed_at as "renewedAt" from identity.former_key where lookup = $1 and wrapped is not null order by seq desc

-- identity/end-former-key
update identity.former_key set wrapped = null where lookup = $1 and kid = decode($2, 'hex')

-- identity/count-former-keys
select count(*)::int as n from identity.former_key where wrapped is not null and renewed_at < $1::timestamptz

-- identity/count-renewed
select coalesce(max(seq), 0)::int as n from identity.former_key

-- stage/places/replace-range
with reached as (select coalesce(max(through), 0) as line from sillage.load_part where load_id = $1 and part = $2),
       staged as (delete from staging."places" where _load = $1 and _part = $2 and _line between ($4::int[])[1] and ($4::int[])[2] and ($4::int[])[1] <= (select line from reached)),
       misfits as (delete from sillage.quarantine where load_id = $1 and part = $2 and line between ($4::int[])[1] and ($4::int[])[2])
       insert into sillage.load_part as p (load_id, part, through) values ($1, $2, $3)
       on conflict (load_id, part) do update set through = greatest(p.through, excluded.through)

-- stage/places/replace-list
with reached as (select coalesce(max(through), 0) as line from sillage.load_part where load_id = $1 and part = $2),
       staged as (delete from staging."places" where _load = $1 and _part = $2 and _line = any($4::int[]) and ($4::int[])[1] <= (select line from reached)),
       misfits as (delete from sillage.quarantine where load_id = $1 and part = $2 and line = any($4::int[]))
       insert into sillage.load_part as p (load_id, part, through) values ($1, $2, $3)
       on conflict (load_id, part) do update set through = greatest(p.through, excluded.through)

-- stage/places/rows
copy staging."places" ("_load", "_part", "_line", "_hash", "_ordered_at", "business_day", "code", "name") from stdin (format binary)

-- stage/places/quarantine
with staged as (delete from staging."places" where _load = $1 and _part = $2 and _line = any($4::int[]))
       insert into sillage.quarantine (load_id, part, line, table_key, column_name, rule, sealed, pid)
       select $1, $2, u.line, $3, u.col, u.rule, u.sealed, u.pid from unnest($4::int[], $5::text[], $6::text[], $7::text[], $8::uuid[]) as u(line, col, rule, sealed, pid)
       on conflict (load_id, part, line) do nothing

-- stage/places/through
with lines as (
       select _line as line from staging."places" where _load = $1 and _part = $2 group by _line having count(*) = 1
       union select line from sillage.quarantine where load_id = $1 and part = $2
       union select generate_series(from_line, to_line) from sillage.load_slice where load_id = $1 and part = $2)
     select coalesce(max(line), 0) as through from (select line, row_number() over (order by line) as place from lines) as placed where line = place

-- stage/places/hold
lock table staging."places" in access exclusive mode

-- stage/places/others
select 1 from staging."places" where _load < $1 or _load > $1 limit 1

-- stage/places/empty
truncate staging."places"

-- stage/places/drop
delete from staging."places" where _load = $1

-- merge/places/slice
with slice as not materialized (
  select * from staging."places" where _load = $1 and _part = $2 and _line between $3 and $4),
dayed as (select * from slice),
winners as not materialized (select distinct on ("code") * from dayed order by "code", _ordered_at desc, _line desc),
told as materialized (select count(*) as lines from slice),
fresh as materialized (select not exists (select from slice w join "open"."places" o on o."code" = w."code") as yes),
compared as materialized (
  select w.*, o.ctid as _at, o."business_day" as _was_day, w."_hash" = o."_hash" as _same,
    w."_ordered_at" > o."_ordered_at" or (w."_ordered_at" = o."_ordered_at" and w."_load" = o."_load" and (w."_part", w."_line") > (o."_part", o."_line")) as _later,
    (w."_ordered_at", w."_load", w."_part", w."_line") >= (o."_ordered_at", o."_load", o."_part", o."_line") as _not_older
  from winners w left join "open"."places" o on o."code" = w."code" where not (select yes from fresh)),
added as (insert into "open"."places" ("code", "name", "_hash", "_ordered_at", "_load", "_part", "_line", "business_day") select "code", "name", "_hash", "_ordered_at", "_load", "_part", "_line", "business_day" from winners where (select yes from fresh) returning "code", "business_day"),
changed as not materialized (
  select "code", "business_day", _was_day from compared where _at is null or (not _same and _not_older) union all select "code", "business_day", null from added),
inserted as (insert into "open"."places" ("code", "name", "_hash", "_ordered_at", "_load", "_part", "_line", "business_day") select "code", "name", "_hash", "_ordered_at", "_load", "_part", "_line", "business_day" from compared where _at is null),
updated as (update "open"."places" t set "name" = c."name", "_hash" = c."_hash", "_ordered_at" = c."_ordered_at", "_load" = c."_load", "_part" = c."_part", "_line" = c."_line", "business_day" = c."business_day" from compared c where t.ctid = c._at and not c._same and c._not_older),
confirmed as (update "open"."places" t set "_ordered_at" = c."_ordered_at", "_load" = c."_load", "_part" = c."_part", "_line" = c."_line" from compared c where t.ctid = c._at and c._same and c._later),


counts as (
  select (select lines from told) as lines, (select count(*) from added) + count(*) filter (where _at is null or (not _same and _not_older)) as merged, count(*) filter (where _same) as unchanged from compared),
touched as (select "business_day" as day from changed union select _was_day from changed),
ledger as (
  insert into sillage.load_slice (load_id, part, from_line, to_line, merged, unchanged, superseded, days)
  select $1, $2, $3, $4, merged, unchanged, lines - merged - unchanged, coalesce((select array_agg(day order by day) from touched where day is not null), '{}') from counts)
select null as asset, lines as rows, null as days from counts

-- drift/places/compare
select count(*) filter (where t."_hash" <> l._hash and l._ordered_at >= t."_ordered_at") as differing, count(*) filter (where t."_hash" is null) as missing
from json_to_recordset($1::json) as l("code" varchar(5), _hash text, _ordered_at timestamptz) left join "open"."places" t on t."code" = l."code"

-- reconcile/places/count
select count(*) as total, count(*) filter (where true and not exists (select 1 from sillage.load l where l.load_id = t."_load" and l.opened_at > $2::timestamptz) and not exists (select 1 from sillage.reconcile_key k where k.pass = $1 and k.key = t."code"::text)) as gone, exists(select 1 from sillage.reconcile_key where pass = $1) as listed from "open"."places" t where true

-- reconcile/places/flag
delete from "open"."places" t where true and not exists (select 1 from sillage.load l where l.load_id = t."_load" and l.opened_at > $2::timestamptz) and not exists (select 1 from sillage.reconcile_key k where k.pass = $1 and k.key = t."code"::text) returning t."business_day" as day

-- reconcile/places/forget-absent
delete from sillage.listed_absent a where a.asset = $2 and (exists (select 1 from "open"."places" t where t."code"::text = a.key)
  or not exists (select 1 from sillage.reconcile_key k where k.pass = $1 and k.key = a.key))

-- reconcile/places/note-absent
insert into sillage.listed_absent (asset, key, load_id, state) select distinct $2, k.key, $3, 'new' from sillage.reconcile_key k
where k.pass = $1 and not exists (select 1 from "open"."places" t where t."code"::text = k.key)
  and not exists (select 1 from sillage.listed_absent a where a.asset = $2 and a.key = k.key)

-- stage/people/replace-range
with reached as (select coalesce(max(through), 0) as line from sillage.load_part where load_id = $1 and part = $2),
       staged as (delete from staging."people" where _load = $1 and _part = $2 and _line between ($4::int[])[1] and ($4::int[])[2] and ($4::int[])[1] <= (select line from reached)),
       misfits as (delete from sillage.quarantine where load_id = $1 and part = $2 and line between ($4::int[])[1] and ($4::int[])[2])
       insert into sillage.load_part as p (load_id, part, through) values ($1, $2, $3)
       on conflict (load_id, part) do update set through = greatest(p.through, excluded.through)

-- stage/people/replace-list
with reached as (select coalesce(max(through), 0) as line from sillage.load_part where load_id = $1 and part = $2),
       staged as (delete from staging."people" where _load = $1 and _part = $2 and _line = any($4::int[]) and ($4::int[])[1] <= (select line from reached)),
       misfits as (delete from sillage.quarantine where load_id = $1 and part = $2 and line = any($4::int[]))
       insert into sillage.load_part as p (load_id, part, through) values ($1, $2, $3)
       on conflict (load_id, part) do update set through = greatest(p.through, excluded.through)

-- stage/people/rows
copy staging."people" ("_load", "_part", "_line", "_hash", "_ordered_at", "business_day", "id", "last_name", "email", "birth_date", "birth_year", "street", "place_code", "points", "updated_at") from stdin (format binary)

-- stage/people/quarantine
with staged as (delete from staging."people" where _load = $1 and _part = $2 and _line = any($4::int[]))
       insert into sillage.quarantine (load_id, part, line, table_key, column_name, rule, sealed, pid)
       select $1, $2, u.line, $3, u.col, u.rule, u.sealed, u.pid from unnest($4::int[], $5::text[], $6::text[], $7::text[], $8::uuid[]) as u(line, col, rule, sealed, pid)
       on conflict (load_id, part, line) do nothing

-- stage/people/through
with lines as (
       select _line as line from staging."people" where _load = $1 and _part = $2 group by _line having count(*) = 1
       union select line from sillage.quarantine where load_id = $1 and part = $2
       union select generate_series(from_line, to_line) from sillage.load_slice where load_id = $1 and part = $2)
     select coalesce(max(line), 0) as through from (select line, row_number() over (order by line) as place from lines) as placed where line = place

-- stage/people/hold
lock table staging."people" in access exclusive mode

-- stage/people/others
select 1 from staging."people" where _load < $1 or _load > $1 limit 1

-- stage/people/empty
truncate staging."people"

-- stage/people/drop
delete from staging."people" where _load = $1

-- merge/people/slice
with slice as not materialized (
  select * from staging."people" where _load = $1 and _part = $2 and _line between $3 and $4),
dayed as (select * from slice),
winners as not materialized (select distinct on ("id") * from dayed order by "id", _ordered_at desc, _line desc),
told as materialized (select count(*) as lines from slice),
fresh as materialized (select not exists (select from slice w join "open"."people" o on o."id" = w."id") as yes),
compared as materialized (
  select w.*, o.ctid as _at, o."business_day" as _was_day, w."_hash" = o."_hash" as _same,
    w."_ordered_at" > o."_ordered_at" or (w."_ordered_at" = o."_ordered_at" and w."_load" = o."_load" and (w."_part", w."_line") > (o."_part", o."_line")) as _later,
    (w."_ordered_at", w."_load", w."_part", w."_line") >= (o."_ordered_at", o."_load", o."_part", o."_line") as _not_older
  from winners w left join "open"."people" o on o."id" = w."id" where not (select yes from fresh)),
added as (insert into "open"."people" ("id", "birth_year", "place_code", "points", "updated_at", "_hash", "_ordered_at", "_load", "_part", "_line", "business_day") select "id", "birth_year", "place_code", "points", "updated_at", "_hash", "_ordered_at", "_load", "_part", "_line", "business_day" from winners where (select yes from fresh) returning "id", "business_day"),
changed as not materialized (
  select "id", "business_day", _was_day from compared where _at is null or (not _same and _not_older) union all select "id", "business_day", null from added),
inserted as (insert into "open"."people" ("id", "birth_year", "place_code", "points", "updated_at", "_hash", "_ordered_at", "_load", "_part", "_line", "business_day") select "id", "birth_year", "place_code", "points", "updated_at", "_hash", "_ordered_at", "_load", "_part", "_line", "business_day" from compared where _at is null),
updated as (update "open"."people" t set "birth_year" = c."birth_year", "place_code" = c."place_code", "points" = c."points", "updated_at" = c."updated_at", "_hash" = c."_hash", "_ordered_at" = c."_ordered_at", "_load" = c."_load", "_part" = c."_part", "_line" = c."_line", "business_day" = c."business_day" from compared c where t.ctid = c._at and not c._same and c._not_older),
confirmed as (update "open"."people" t set "_ordered_at" = c."_ordered_at", "_load" = c."_load", "_part" = c."_part", "_line" = c."_line" from compared c where t.ctid = c._at and c._same and c._later),
twin as (insert into "sealed"."people" ("id", "last_name", "email", "birth_date", "street") select "id", "last_name", "email", "birth_date", "street" from compared where _at is null or (not _same and _not_older) union all select "id", "last_name", "email", "birth_date", "street" from winners where (select yes from fresh) on conflict ("id") do update set "last_name" = excluded."last_name", "email" = excluded."email", "birth_date" = excluded."birth_date", "street" = excluded."street"),

counts as (
  select (select lines from told) as lines, (select count(*) from added) + count(*) filter (where _at is null or (not _same and _not_older)) as merged, count(*) filter (where _same) as unchanged from compared),
touched as (select "business_day" as day from changed union select _was_day from changed),
ledger as (
  insert into sillage.load_slice (load_id, part, from_line, to_line, merged, unchanged, superseded, days)
  select $1, $2, $3, $4, merged, unchanged, lines - merged - unchanged, coalesce((select array_agg(day order by day) from touched where day is not null), '{}') from counts)
select null as asset, lines as rows, null as days from counts

-- drift/people/compare
select count(*) filter (where t."_hash" <> l._hash and l._ordered_at >= t."_ordered_at") as differing, count(*) filter (where t."_hash" is null) as missing
from json_to_recordset($1::json) as l("id" uuid, _hash text, _ordered_at timestamptz) left join "open"."people" t on t."id" = l."id"

-- erasure/people/open
with gone as (delete from "open"."people" t where t."id" in (select p::uuid from json_array_elements_text($1::json) as p) returning t."business_day" as day)
select count(*)::int as rows, coalesce(json_agg(distinct day::text) filter (where day is not null), '[]')::text as days from gone

-- erasure/people/sealed
with gone as (delete from "sealed"."people" s where s."id" in (select p::uuid from json_array_elements_text($1::json) as p) returning null::date as day)
select count(*)::int as rows, coalesce(json_agg(distinct day::text) filter (where day is not null), '[]')::text as days from gone

-- erasure/people/purgeOpen
with gone as (delete from "open"."people" t where t."id" in (select pid from sillage.erased_person union all select pid from sillage.restricted_person) returning t."business_day" as day)
select count(*)::int as rows, coalesce(json_agg(distinct day::text) filter (where day is not null), '[]')::text as days from gone

-- erasure/people/purgeSealed
with gone as (delete from "sealed"."people" s where s."id" in (select pid from sillage.erased_person) returning null::date as day)
select count(*)::int as rows, coalesce(json_agg(distinct day::text) filter (where day is not null), '[]')::text as days from gone

-- erasure/people/count
select (select count(*) from "open"."people" t where t."id" in (select p::uuid from json_array_elements_text($1::json) as p))::int as open, (select count(*) from "sealed"."people" s where s."id" in (select p::uuid from json_array_elements_text($1::json) as p))::int as sealed

-- reseal/people/last_name
update "sealed"."people" s set "last_name" = decode(u._now, 'hex')
from json_to_recordset($1::json) as u("id" uuid, _was text, _now text)
where s."id" = u."id" and s."last_name" = decode(u._was, 'hex')

-- reseal/people/email
update "sealed"."people" s set "email" = decode(u._now, 'hex')
from json_to_recordset($1::json) as u("id" uuid, _was text, _now text)
where s."id" = u."id" and s."email" = decode(u._was, 'hex')

-- reseal/people/birth_date
update "sealed"."people" s set "birth_date" = decode(u._now, 'hex')
from json_to_recordset($1::json) as u("id" uuid, _was text, _now text)
where s."id" = u."id" and s."birth_date" = decode(u._was, 'hex')

-- reseal/people/street
update "sealed"."people" s set "street" = decode(u._now, 'hex')
from json_to_recordset($1::json) as u("id" uuid, _was text, _now text)
where s."id" = u."id" and s."street" = decode(u._was, 'hex')

-- reconcile/people/count
select count(*) as total, count(*) filter (where true and not exists (select 1 from sillage.load l where l.load_id = t."_load" and l.opened_at > $2::timestamptz) and not exists (select 1 from sillage.reconcile_key k where k.pass = $1 and k.key = t."id"::text)) as gone, exists(select 1 from sillage.reconcile_key where pass = $1) as listed from "open"."people" t where true

-- reconcile/people/flag
delete from "open"."people" t where true and not exists (select 1 from sillage.load l where l.load_id = t."_load" and l.opened_at > $2::timestamptz) and not exists (select 1 from sillage.reconcile_key k where k.pass = $1 and k.key = t."id"::text) returning t."business_day" as day

-- reconcile/people/forget-absent
delete from sillage.listed_absent a where a.asset = $2 and (exists (select 1 from "open"."people" t where t."id"::text = a.key)
  or not exists (select 1 from sillage.reconcile_key k where k.pass = $1 and k.key = a.key))

-- reconcile/people/note-absent
insert into sillage.listed_absent (asset, key, load_id, state) select distinct $2, k.key, $3, 'new' from sillage.reconcile_key k
where k.pass = $1 and not exists (select 1 from "open"."people" t where t."id"::text = k.key)
  and not exists (select 1 from sillage.listed_absent a where a.asset = $2 and a.key = k.key)

-- stage/orders/replace-range
with reached as (select coalesce(max(through), 0) as line from sillage.load_part where load_id = $1 and part = $2),
       staged as (delete from staging."orders" where _load = $1 and _part = $2 and _line between ($4::int[])[1] and ($4::int[])[2] and ($4::int[])[1] <= (select line from reached)),
       misfits as (delete from sillage.quarantine where load_id = $1 and part = $2 and line between ($4::int[])[1] and ($4::int[])[2])
       insert into sillage.load_part as p (load_id, part, through) values ($1, $2, $3)
       on conflict (load_id, part) do update set through = greatest(p.through, excluded.through)

-- stage/orders/replace-list
with reached as (select coalesce(max(through), 0) as line from sillage.load_part where load_id = $1 and part = $2),
       staged as (delete from staging."orders" where _load = $1 and _part = $2 and _line = any($4::int[]) and ($4::int[])[1] <= (select line from reached)),
       misfits as (delete from sillage.quarantine where load_id = $1 and part = $2 and line = any($4::int[]))
       insert into sillage.load_part as p (load_id, part, through) values ($1, $2, $3)
       on conflict (load_id, part) do update set through = greatest(p.through, excluded.through)

-- stage/orders/rows
copy staging."orders" ("_load", "_part", "_line", "_hash", "_ordered_at", "business_day", "id", "person_id", "comment", "total", "ordered_at", "updated_at") from stdin (format binary)

-- stage/orders/quarantine
with staged as (delete from staging."orders" where _load = $1 and _part = $2 and _line = any($4::int[]))
       insert into sillage.quarantine (load_id, part, line, table_key, column_name, rule, sealed, pid)
       select $1, $2, u.line, $3, u.col, u.rule, u.sealed, u.pid from unnest($4::int[], $5::text[], $6::text[], $7::text[], $8::uuid[]) as u(line, col, rule, sealed, pid)
       on conflict (load_id, part, line) do nothing

-- stage/orders/through
with lines as (
       select _line as line from staging."orders" where _load = $1 and _part = $2 group by _line having count(*) = 1
       union select line from sillage.quarantine where load_id = $1 and part = $2
       union select generate_series(from_line, to_line) from sillage.load_slice where load_id = $1 and part = $2)
     select coalesce(max(line), 0) as through from (select line, row_number() over (order by line) as place from lines) as placed where line = place

-- stage/orders/hold
lock table staging."orders" in access exclusive mode

-- stage/orders/others
select 1 from staging."orders" where _load < $1 or _load > $1 limit 1

-- stage/orders/empty
truncate staging."orders"

-- stage/orders/drop
delete from staging."orders" where _load = $1

-- merge/orders/slice
with slice as not materialized (
  select * from staging."orders" where _load = $1 and _part = $2 and _line between $3 and $4),
dayed as (select * from slice),
winners as not materialized (select distinct on ("id") * from dayed order by "id", _ordered_at desc, _line desc),
told as materialized (select count(*) as lines, min("id") as least from slice),
fresh as materialized (select coalesce((select least from told) > (select max("id") from "open"."orders"), false) or not exists (select from slice w join "open"."orders" o on o."id" = w."id") as yes),
compared as materialized (
  select w.*, o.ctid as _at, o."business_day" as _was_day, w."_hash" = o."_hash" as _same,
    w."_ordered_at" > o."_ordered_at" or (w."_ordered_at" = o."_ordered_at" and w."_load" = o."_load" and (w."_part", w."_line") > (o."_part", o."_line")) as _later,
    (w."_ordered_at", w."_load", w."_part", w."_line") >= (o."_ordered_at", o."_load", o."_part", o."_line") as _not_older
  from winners w left join "open"."orders" o on o."id" = w."id" where not (select yes from fresh)),
added as (insert into "open"."orders" ("id", "person_id", "total", "ordered_at", "updated_at", "_hash", "_ordered_at", "_load", "_part", "_line", "business_day") select "id", "person_id", "total", "ordered_at", "updated_at", "_hash", "_ordered_at", "_load", "_part", "_line", "business_day" from winners where (select yes from fresh) returning "id", "business_day"),
changed as not materialized (
  select "id", "business_day", _was_day from compared where _at is null or (not _same and _not_older) union all select "id", "business_day", null from added),
inserted as (insert into "open"."orders" ("id", "person_id", "total", "ordered_at", "updated_at", "_hash", "_ordered_at", "_load", "_part", "_line", "business_day") select "id", "person_id", "total", "ordered_at", "updated_at", "_hash", "_ordered_at", "_load", "_part", "_line", "business_day" from compared where _at is null),
updated as (update "open"."orders" t set "person_id" = c."person_id", "total" = c."total", "ordered_at" = c."ordered_at", "updated_at" = c."updated_at", "_hash" = c."_hash", "_ordered_at" = c."_ordered_at", "_load" = c."_load", "_part" = c."_part", "_line" = c."_line", "business_day" = c."business_day" from compared c where t.ctid = c._at and not c._same and c._not_older),
confirmed as (update "open"."orders" t set "_ordered_at" = c."_ordered_at", "_load" = c."_load", "_part" = c."_part", "_line" = c."_line" from compared c where t.ctid = c._at and c._same and c._later),
twin as (insert into "sealed"."orders" ("id", "comment") select "id", "comment" from compared where _at is null or (not _same and _not_older) union all select "id", "comment" from winners where (select yes from fresh) on conflict ("id") do update set "comment" = excluded."comment"),
moved_0 as (
  select c."id", c."business_day" as _was, p."business_day" as _becomes from "open"."lines" c join changed p on c."order_id" = p."id"
  where c."business_day" is distinct from p."business_day"),
moving_0 as (
  update "open"."lines" c set "business_day" = m._becomes from moved_0 m where c."id" = m."id"),
counts as (
  select (select lines from told) as lines, (select count(*) from added) + count(*) filter (where _at is null or (not _same and _not_older)) as merged, count(*) filter (where _same) as unchanged from compared),
touched as (select "business_day" as day from changed union select _was_day from changed),
ledger as (
  insert into sillage.load_slice (load_id, part, from_line, to_line, merged, unchanged, superseded, days)
  select $1, $2, $3, $4, merged, unchanged, lines - merged - unchanged, coalesce((select array_agg(day order by day) from touched where day is not null), '{}') from counts)
select null as asset, lines as rows, null as days from counts union all select 'lines' as asset, (select count(*) from moved_0) as rows, (select array_agg(distinct day order by day) from (select _was as day from moved_0 union select _becomes from moved_0) d where day is not null) as days

-- drift/orders/compare
select count(*) filter (where t."_hash" <> l._hash and l._ordered_at >= t."_ordered_at") as differing, count(*) filter (where t."_hash" is null) as missing
from json_to_recordset($1::json) as l("id" bigint, _hash text, _ordered_at timestamptz) left join "open"."orders" t on t."id" = l."id"

-- erasure/orders/sealed
with gone as (delete from "sealed"."orders" s where exists (select 1 from "open"."orders" t where t."id" = s."id" and t."person_id" in (select p::uuid from json_array_elements_text($1::json) as p)) returning null::date as day)
select count(*)::int as rows, coalesce(json_agg(distinct day::text) filter (where day is not null), '[]')::text as days from gone

-- erasure/orders/purgeSealed
with gone as (delete from "sealed"."orders" s where exists (select 1 from "open"."orders" t where t."id" = s."id" and t."person_id" in (select pid from sillage.erased_person)) returning null::date as day)
select count(*)::int as rows, coalesce(json_agg(distinct day::text) filter (where day is not null), '[]')::text as days from gone

-- erasure/orders/count
select 0 as open, (select count(*) from "sealed"."orders" s where exists (select 1 from "open"."orders" t where t."id" = s."id" and t."person_id" in (select p::uuid from json_array_elements_text($1::json) as p)))::int as sealed

-- part/orders/person_id/given
with chosen as (select "id" from "open"."orders" where "person_id" in (select p::uuid from json_array_elements_text($1::json) as p) limit 5000), parted as (
update "open"."orders" t set "person_id" = gen_random_uuid() from chosen where t."id" = chosen."id" returning t."business_day" as day)
select count(*)::int as rows, coalesce(json_agg(distinct day::text) filter (where day is not null), '[]')::text as days from parted

-- part/orders/person_id/loaded
with chosen as (select "id" from "open"."orders" where "person_id" in (select pid from sillage.erased_person union all select '00000000-0000-0000-0000-000000000000'::uuid) limit 5000), parted as (
update "open"."orders" t set "person_id" = gen_random_uuid() from chosen where t."id" = chosen."id" returning t."business_day" as day)
select count(*)::int as rows, coalesce(json_agg(distinct day::text) filter (where day is not null), '[]')::text as days from parted

-- part/orders/person_id/count
select count(*)::int as facts from "open"."orders" t where t."person_id" in (select p::uuid from json_array_elements_text($1::json) as p)

-- reseal/orders/comment
update "sealed"."orders" s set "comment" = decode(u._now, 'hex')
from json_to_recordset($1::json) as u("id" bigint, _was text, _now text)
where s."id" = u."id" and s."comment" = decode(u._was, 'hex')

-- reconcile/orders/count
select count(*) as total, count(*) filter (where true and not exists (select 1 from sillage.load l where l.load_id = t."_load" and l.opened_at > $2::timestamptz) and not exists (select 1 from sillage.reconcile_key k where k.pass = $1 and k.key = t."id"::text)) as gone, exists(select 1 from sillage.reconcile_key where pass = $1) as listed from "open"."orders" t where true

-- reconcile/orders/flag
delete from "open"."orders" t where true and not exists (select 1 from sillage.load l where l.load_id = t."_load" and l.opened_at > $2::timestamptz) and not exists (select 1 from sillage.reconcile_key k where k.pass = $1 and k.key = t."id"::text) returning t."business_day" as day

-- reconcile/orders/forget-absent
delete from sillage.listed_absent a where a.asset = $2 and (exists (select 1 from "open"."orders" t where t."id"::text = a.key)
  or not exists (select 1 from sillage.reconcile_key k where k.pass = $1 and k.key = a.key))

-- reconcile/orders/note-absent
insert into sillage.listed_absent (asset, key, load_id, state) select distinct $2, k.key, $3, 'new' from sillage.reconcile_key k
where k.pass = $1 and not exists (select 1 from "open"."orders" t where t."id"::text = k.key)
  and not exists (select 1 from sillage.listed_absent a where a.asset = $2 and a.key = k.key)

-- stage/lines/replace-range
with reached as (select coalesce(max(through), 0) as line from sillage.load_part where load_id = $1 and part = $2),
       staged as (delete from staging."lines" where _load = $1 and _part = $2 and _line between ($4::int[])[1] and ($4::int[])[2] and ($4::int[])[1] <= (select line from reached)),
       misfits as (delete from sillage.quarantine where load_id = $1 and part = $2 and line between ($4::int[])[1] and ($4::int[])[2])
       insert into sillage.load_part as p (load_id, part, through) values ($1, $2, $3)
       on conflict (load_id, part) do update set through = greatest(p.through, excluded.through)

-- stage/lines/replace-list
with reached as (select coalesce(max(through), 0) as line from sillage.load_part where load_id = $1 and part = $2),
       staged as (delete from staging."lines" where _load = $1 and _part = $2 and _line = any($4::int[]) and ($4::int[])[1] <= (select line from reached)),
       misfits as (delete from sillage.quarantine where load_id = $1 and part = $2 and line = any($4::int[]))
       insert into sillage.load_part as p (load_id, part, through) values ($1, $2, $3)
       on conflict (load_id, part) do update set through = greatest(p.through, excluded.through)

-- stage/lines/rows
copy staging."lines" ("_load", "_part", "_line", "_hash", "_ordered_at", "business_day", "id", "order_id", "total", "updated_at", "deleted_at") from stdin (format binary)

-- stage/lines/quarantine
with staged as (delete from staging."lines" where _load = $1 and _part = $2 and _line = any($4::int[]))
       insert into sillage.quarantine (load_id, part, line, table_key, column_name, rule, sealed, pid)
       select $1, $2, u.line, $3, u.col, u.rule, u.sealed, u.pid from unnest($4::int[], $5::text[], $6::text[], $7::text[], $8::uuid[]) as u(line, col, rule, sealed, pid)
       on conflict (load_id, part, line) do nothing

-- stage/lines/through
with lines as (
       select _line as line from staging."lines" where _load = $1 and _part = $2 group by _line having count(*) = 1
       union select line from sillage.quarantine where load_id = $1 and part = $2
       union select generate_series(from_line, to_line) from sillage.load_slice where load_id = $1 and part = $2)
     select coalesce(max(line), 0) as through from (select line, row_number() over (order by line) as place from lines) as placed where line = place

-- stage/lines/hold
lock table staging."lines" in access exclusive mode

-- stage/lines/others
select 1 from staging."lines" where _load < $1 or _load > $1 limit 1

-- stage/lines/empty
truncate staging."lines"

-- stage/lines/drop
delete from staging."lines" where _load = $1

-- merge/lines/slice
with slice as not materialized (
  select * from staging."lines" where _load = $1 and _part = $2 and _line between $3 and $4),
dayed as (select s."_load", s."_part", s."_line", s."_hash", s."_ordered_at", s."id", s."order_id", s."total", s."updated_at", s."deleted_at", p."business_day" from slice s left join "open"."orders" p on p."id" = s."order_id"),
winners as not materialized (select distinct on ("id") * from dayed order by "id", _ordered_at desc, _line desc),
told as materialized (select count(*) as lines, min("id") as least from slice),
fresh as materialized (select coalesce((select least from told) > (select max("id") from "open"."lines"), false) or not exists (select from slice w join "open"."lines" o on o."id" = w."id") as yes),
compared as materialized (
  select w.*, o.ctid as _at, o."business_day" as _was_day, w."_hash" = o."_hash" as _same,
    w."_ordered_at" > o."_ordered_at" or (w."_ordered_at" = o."_ordered_at" and w."_load" = o."_load" and (w."_part", w."_line") > (o."_part", o."_line")) as _later,
    (w."_ordered_at", w."_load", w."_part", w."_line") >= (o."_ordered_at", o."_load", o."_part", o."_line") as _not_older
  from winners w left join "open"."lines" o on o."id" = w."id" where not (select yes from fresh)),
added as (insert into "open"."lines" ("id", "order_id", "total", "updated_at", "deleted_at", "_hash", "_ordered_at", "_load", "_part", "_line", "business_day") select "id", "order_id", "total", "updated_at", "deleted_at", "_hash", "_ordered_at", "_load", "_part", "_line", "business_day" from winners where (select yes from fresh) returning "id", "business_day"),
changed as not materialized (
  select "id", "business_day", _was_day from compared where _at is null or (not _same and _not_older) union all select "id", "business_day", null from added),
inserted as (insert into "open"."lines" ("id", "order_id", "total", "updated_at", "deleted_at", "_hash", "_ordered_at", "_load", "_part", "_line", "business_day") select "id", "order_id", "total", "updated_at", "deleted_at", "_hash", "_ordered_at", "_load", "_part", "_line", "business_day" from compared where _at is null),
updated as (update "open"."lines" t set "order_id" = c."order_id", "total" = c."total", "updated_at" = c."updated_at", "deleted_at" = c."deleted_at", "_hash" = c."_hash", "_ordered_at" = c."_ordered_at", "_load" = c."_load", "_part" = c."_part", "_line" = c."_line", "business_day" = c."business_day" from compared c where t.ctid = c._at and not c._same and c._not_older),
confirmed as (update "open"."lines" t set "_ordered_at" = c."_ordered_at", "_load" = c."_load", "_part" = c."_part", "_line" = c."_line" from compared c where t.ctid = c._at and c._same and c._later),


counts as (
  select (select lines from told) as lines, (select count(*) from added) + count(*) filter (where _at is null or (not _same and _not_older)) as merged, count(*) filter (where _same) as unchanged from compared),
touched as (select "business_day" as day from changed union select _was_day from changed),
ledger as (
  insert into sillage.load_slice (load_id, part, from_line, to_line, merged, unchanged, superseded, days)
  select $1, $2, $3, $4, merged, unchanged, lines - merged - unchanged, coalesce((select array_agg(day order by day) from touched where day is not null), '{}') from counts)
select null as asset, lines as rows, null as days from counts

-- drift/lines/compare
select count(*) filter (where t."_hash" <> l._hash and l._ordered_at >= t."_ordered_at") as differing, count(*) filter (where t."_hash" is null) as missing
from json_to_recordset($1::json) as l("id" bigint, _hash text, _ordered_at timestamptz) left join "open"."lines" t on t."id" = l."id"

-- reconcile/lines/count
select count(*) as total, count(*) filter (where t."deleted_at" is null and not exists (select 1 from sillage.load l where l.load_id = t."_load" and l.opened_at > $2::timestamptz) and not exists (select 1 from sillage.reconcile_key k where k.pass = $1 and k.key = t."id"::text)) as gone, exists(select 1 from sillage.reconcile_key where pass = $1) as listed from "open"."lines" t where t."deleted_at" is null

-- reconcile/lines/flag
update "open"."lines" t set "deleted_at" = $3, "_hash" = '' where t."deleted_at" is null and not exists (select 1 from sillage.load l where l.load_id = t."_load" and l.opened_at > $2::timestamptz) and not exists (select 1 from sillage.reconcile_key k where k.pass = $1 and k.key = t."id"::text) returning t."business_day" as day

-- reconcile/lines/restore
update "open"."lines" t set "deleted_at" = null where not (t."deleted_at" is null) and t."_hash" = '' and exists (select 1 from sillage.reconcile_key k where k.pass = $1 and k.key = t."id"::text) returning t."business_day" as day

-- reconcile/lines/forget-absent
delete from sillage.listed_absent a where a.asset = $2 and (exists (select 1 from "open"."lines" t where t."id"::text = a.key)
  or not exists (select 1 from sillage.reconcile_key k where k.pass = $1 and k.key = a.key))

-- reconcile/lines/note-absent
insert into sillage.listed_absent (asset, key, load_id, state) select distinct $2, k.key, $3, 'new' from sillage.reconcile_key k
where k.pass = $1 and not exists (select 1 from "open"."lines" t where t."id"::text = k.key)
  and not exists (select 1 from sillage.listed_absent a where a.asset = $2 and a.key = k.key)

-- stage/members/replace-range
with reached as (select coalesce(max(through), 0) as line from sillage.load_part where load_id = $1 and part = $2),
       staged as (delete from staging."members" where _load = $1 and _part = $2 and _line between ($4::int[])[1] and ($4::int[])[2] and ($4::int[])[1] <= (select line from reached)),
       misfits as (delete from sillage.quarantine where load_id = $1 and part = $2 and line between ($4::int[])[1] and ($4::int[])[2])
       insert into sillage.load_part as p (load_id, part, through) values ($1, $2, $3)
       on conflict (load_id, part) do update set through = greatest(p.through, excluded.through)

-- stage/members/replace-list
with reached as (select coalesce(max(through), 0) as line from sillage.load_part where load_id = $1 and part = $2),
       staged as (delete from staging."members" where _load = $1 and _part = $2 and _line = any($4::int[]) and ($4::int[])[1] <= (select line from reached)),
       misfits as (delete from sillage.quarantine where load_id = $1 and part = $2 and line = any($4::int[]))
       insert into sillage.load_part as p (load_id, part, through) values ($1, $2, $3)
       on conflict (load_id, part) do update set through = greatest(p.through, excluded.through)

-- stage/members/rows
copy staging."members" ("_load", "_part", "_line", "_hash", "_ordered_at", "business_day", "id", "merged_into_id", "updated_at") from stdin (format binary)

-- stage/members/quarantine
with staged as (delete from staging."members" where _load = $1 and _part = $2 and _line = any($4::int[]))
       insert into sillage.quarantine (load_id, part, line, table_key, column_name, rule, sealed, pid)
       select $1, $2, u.line, $3, u.col, u.rule, u.sealed, u.pid from unnest($4::int[], $5::text[], $6::text[], $7::text[], $8::uuid[]) as u(line, col, rule, sealed, pid)
       on conflict (load_id, part, line) do nothing

-- stage/members/through
with lines as (
       select _line as line from staging."members" where _load = $1 and _part = $2 group by _line having count(*) = 1
       union select line from sillage.quarantine where load_id = $1 and part = $2
       union select generate_series(from_line, to_line) from sillage.load_slice where load_id = $1 and part = $2)
     select coalesce(max(line), 0) as through from (select line, row_number() over (order by line) as place from lines) as placed where line = place

-- stage/members/hold
lock table staging."members" in access exclusive mode

-- stage/members/others
select 1 from staging."members" where _load < $1 or _load > $1 limit 1

-- stage/members/empty
truncate staging."members"

-- stage/members/drop
delete from staging."members" where _load = $1

-- merge/members/slice
with slice as not materialized (
  select * from staging."members" where _load = $1 and _part = $2 and _line between $3 and $4),
dayed as (select * from slice),
winners as not materialized (select distinct on ("id") * from dayed order by "id", _ordered_at desc, _line desc),
told as materialized (select count(*) as lines from slice),
fresh as materialized (select not exists (select from slice w join "open"."members" o on o."id" = w."id") as yes),
compared as materialized (
  select w.*, o.ctid as _at, o."business_day" as _was_day, w."_hash" = o."_hash" as _same,
    w."_ordered_at" > o."_ordered_at" or (w."_ordered_at" = o."_ordered_at" and w."_load" = o."_load" and (w."_part", w."_line") > (o."_part", o."_line")) as _later,
    (w."_ordered_at", w."_load", w."_part", w."_line") >= (o."_ordered_at", o."_load", o."_part", o."_line") as _not_older
  from winners w left join "open"."members" o on o."id" = w."id" where not (select yes from fresh)),
added as (insert into "open"."members" ("id", "merged_into_id", "updated_at", "_hash", "_ordered_at", "_load", "_part", "_line", "business_day") select "id", "merged_into_id", "updated_at", "_hash", "_ordered_at", "_load", "_part", "_line", "business_day" from winners where (select yes from fresh) returning "id", "business_day"),
changed as not materialized (
  select "id", "business_day", _was_day from compared where _at is null or (not _same and _not_older) union all select "id", "business_day", null from added),
inserted as (insert into "open"."members" ("id", "merged_into_id", "updated_at", "_hash", "_ordered_at", "_load", "_part", "_line", "business_day") select "id", "merged_into_id", "updated_at", "_hash", "_ordered_at", "_load", "_part", "_line", "business_day" from compared where _at is null),
updated as (update "open"."members" t set "merged_into_id" = c."merged_into_id", "updated_at" = c."updated_at", "_hash" = c."_hash", "_ordered_at" = c."_ordered_at", "_load" = c."_load", "_part" = c."_part", "_line" = c."_line", "business_day" = c."business_day" from compared c where t.ctid = c._at and not c._same and c._not_older),
confirmed as (update "open"."members" t set "_ordered_at" = c."_ordered_at", "_load" = c."_load", "_part" = c."_part", "_line" = c."_line" from compared c where t.ctid = c._at and c._same and c._later),


counts as (
  select (select lines from told) as lines, (select count(*) from added) + count(*) filter (where _at is null or (not _same and _not_older)) as merged, count(*) filter (where _same) as unchanged from compared),
touched as (select "business_day" as day from changed union select _was_day from changed),
ledger as (
  insert into sillage.load_slice (load_id, part, from_line, to_line, merged, unchanged, superseded, days)
  select $1, $2, $3, $4, merged, unchanged, lines - merged - unchanged, coalesce((select array_agg(day order by day) from touched where day is not null), '{}') from counts)
select null as asset, lines as rows, null as days from counts

-- drift/members/compare
select count(*) filter (where t."_hash" <> l._hash and l._ordered_at >= t."_ordered_at") as differing, count(*) filter (where t."_hash" is null) as missing
from json_to_recordset($1::json) as l("id" uuid, _hash text, _ordered_at timestamptz) left join "open"."members" t on t."id" = l."id"

-- erasure/members/open
with gone as (delete from "open"."members" t where t."id" in (select p::uuid from json_array_elements_text($1::json) as p) returning t."business_day" as day)
select count(*)::int as rows, coalesce(json_agg(distinct day::text) filter (where day is not null), '[]')::text as days from gone

-- erasure/members/purgeOpen
with gone as (delete from "open"."members" t where t."id" in (select pid from sillage.erased_person union all select pid from sillage.restricted_person) returning t."business_day" as day)
select count(*)::int as rows, coalesce(json_agg(distinct day::text) filter (where day is not null), '[]')::text as days from gone

-- erasure/members/count
select (select count(*) from "open"."members" t where t."id" in (select p::uuid from json_array_elements_text($1::json) as p))::int as open, 0 as sealed

-- part/members/merged_into_id/given
with chosen as (select "id" from "open"."members" where "merged_into_id" in (select p::uuid from json_array_elements_text($1::json) as p) limit 5000), parted as (
update "open"."members" t set "merged_into_id" = gen_random_uuid() from chosen where t."id" = chosen."id" returning t."business_day" as day)
select count(*)::int as rows, coalesce(json_agg(distinct day::text) filter (where day is not null), '[]')::text as days from parted

-- part/members/merged_into_id/loaded
with chosen as (select "id" from "open"."members" where "merged_into_id" in (select pid from sillage.erased_person union all select '00000000-0000-0000-0000-000000000000'::uuid) limit 5000), parted as (
update "open"."members" t set "merged_into_id" = gen_random_uuid() from chosen where t."id" = chosen."id" returning t."business_day" as day)
select count(*)::int as rows, coalesce(json_agg(distinct day::text) filter (where day is not null), '[]')::text as days from parted

-- part/members/merged_into_id/count
select count(*)::int as facts from "open"."members" t where t."merged_into_id" in (select p::uuid from json_array_elements_text($1::json) as p)

-- reconcile/members/count
select count(*) as total, count(*) filter (where true and not exists (select 1 from sillage.load l where l.load_id = t."_load" and l.opened_at > $2::timestamptz) and not exists (select 1 from sillage.reconcile_key k where k.pass = $1 and k.key = t."id"::text)) as gone, exists(select 1 from sillage.reconcile_key where pass = $1) as listed from "open"."members" t where true

-- reconcile/members/flag
delete from "open"."members" t where true and not exists (select 1 from sillage.load l where l.load_id = t."_load" and l.opened_at > $2::timestamptz) and not exists (select 1 from sillage.reconcile_key k where k.pass = $1 and k.key = t."id"::text) returning t."business_day" as day

-- reconcile/members/forget-absent
delete from sillage.listed_absent a where a.asset = $2 and (exists (select 1 from "open"."members" t where t."id"::text = a.key)
  or not exists (select 1 from sillage.reconcile_key k where k.pass = $1 and k.key = a.key))

-- reconcile/members/note-absent
insert into sillage.listed_absent (asset, key, load_id, state) select distinct $2, k.key, $3, 'new' from sillage.reconcile_key k
where k.pass = $1 and not exists (select 1 from "open"."members" t where t."id"::text = k.key)
  and not exists (select 1 from sillage.listed_absent a where a.asset = $2 and a.key = k.key)

-- check/lines/unique(orderId,total)
with "checked" as (select "id", "order_id", "total", "updated_at", "deleted_at", "_ordered_at", "business_day" from "open"."lines" where "deleted_at" is null) select * from (select cast(null as decimal(38,6)) as figure, cast(coalesce(sum(n - 1), 0) as integer) as failing, cast(null as decimal(38,6)) as compared, cast(null as timestamptz(3)) as latest from (select count(*) as n from "checked" where "checked"."order_id" is not null and "checked"."total" is not null group by "checked"."order_id", "checked"."total" having count(*) > 1) as repeated) as "answer"

-- check/lines/null_share(deletedAt)
with "checked" as (select "id", "order_id", "total", "updated_at", "deleted_at", "_ordered_at", "business_day" from "open"."lines" where "deleted_at" is null) select * from (select cast(coalesce(coalesce(sum(case when "checked"."deleted_at" is null then 1 else 0 end), 0) * 1.000000 / nullif(count(*), 0), 0) as decimal(38,6)) as figure, cast(coalesce(sum(case when "checked"."deleted_at" is null then 1 else 0 end), 0) as integer) as failing, cast(null as decimal(38,6)) as compared, cast(null as timestamptz(3)) as latest from "checked") as "answer"

-- check/lines/reidentification_risk
with "checked" as (select "id", "order_id", "total", "updated_at", "deleted_at", "_ordered_at", "business_day" from "open"."lines" where "deleted_at" is null) select * from (select cast(coalesce(coalesce(sum(case when n = 1 then 1 else 0 end), 0) * 1.000000 / nullif(sum(n), 0), 0) as decimal(38,6)) as figure, cast(coalesce(sum(case when n = 1 then 1 else 0 end), 0) as integer) as failing, cast(null as decimal(38,6)) as compared, cast(null as timestamptz(3)) as latest from (select count(*) as n from "checked" group by "checked"."total", "checked"."deleted_at") as shared) as "answer"

-- check/lines/row_count
with "checked" as (select "id", "order_id", "total", "updated_at", "deleted_at", "_ordered_at", "business_day" from "open"."lines" where "deleted_at" is null) select * from (select cast(count(*) as decimal(38,6)) as figure, cast(null as integer) as failing, cast(null as decimal(38,6)) as compared, cast(null as timestamptz(3)) as latest from "checked") as "answer"

-- check/lines/row_change
with "checked" as (select "id", "order_id", "total", "updated_at", "deleted_at", "_ordered_at", "business_day" from "open"."lines" where "deleted_at" is null) select * from (select cast(count(*) as decimal(38,6)) as figure, cast(null as integer) as failing, cast(null as decimal(38,6)) as compared, cast(null as timestamptz(3)) as latest from "checked") as "answer"

-- check/lines/references(orderId)
with "checked" as (select "id", "order_id", "total", "updated_at", "deleted_at", "_ordered_at", "business_day" from "open"."lines" where "deleted_at" is null) select * from (select cast(null as decimal(38,6)) as figure, cast(count(*) as integer) as failing, cast(null as decimal(38,6)) as compared, cast(null as timestamptz(3)) as latest from "checked" where "checked"."order_id" is not null and not exists (select 1 from "open"."orders" as referred where referred."id" = "checked"."order_id") and "checked"."_ordered_at" <= cast((select loaded_through from "sillage"."asset_state" where asset = 'orders') as timestamptz(3))) as "answer"

-- check/lines/accepted_values(orderId)
with "checked" as (select "id", "order_id", "total", "updated_at", "deleted_at", "_ordered_at", "business_day" from "open"."lines" where "deleted_at" is null) select * from (select cast(null as decimal(38,6)) as figure, cast(count(*) as integer) as failing, cast(null as decimal(38,6)) as compared, cast(null as timestamptz(3)) as latest from "checked" where "checked"."order_id" not in (7, 8, 9)) as "answer"

-- check/lines/between(total)
with "checked" as (select "id", "order_id", "total", "updated_at", "deleted_at", "_ordered_at", "business_day" from "open"."lines" where "deleted_at" is null) select * from (select cast(null as decimal(38,6)) as figure, cast(count(*) as integer) as failing, cast(null as decimal(38,6)) as compared, cast(null as timestamptz(3)) as latest from "checked" where ("checked"."total" < 0 or "checked"."total" > '99.50')) as "answer"

-- check/lines/sum(total)
with "checked" as (select "id", "order_id", "total", "updated_at", "deleted_at", "_ordered_at", "business_day" from "open"."lines" where "deleted_at" is null) select * from (select cast(own_sum - other_sum as decimal(38,6)) as figure, cast(null as integer) as failing, cast(other_sum as decimal(38,6)) as compared, cast(null as timestamptz(3)) as latest from (select cast(coalesce(sum(cast("checked"."total" as decimal(28,6))), 0) as decimal(28,6)) as own_sum from "checked") as mine cross join (select cast(coalesce(sum(cast("open"."orders"."total" as decimal(28,6))), 0) as decimal(28,6)) as other_sum from "open"."orders" where 1 = 1) as theirs) as "answer"

-- check/lines/source_fresh
with "checked" as (select "id", "order_id", "total", "updated_at", "deleted_at", "_ordered_at", "business_day" from "open"."lines" where "deleted_at" is null) select * from (select cast(null as decimal(38,6)) as figure, cast(null as integer) as failing, cast(null as decimal(38,6)) as compared, cast(max("checked"."updated_at") as timestamptz(3)) as latest from "checked") as "answer"

-- check/lines/worth more than its order
with "checked" as (select "id", "order_id", "total", "updated_at", "deleted_at", "_ordered_at", "business_day" from "open"."lines" where "deleted_at" is null) select * from (select cast(null as decimal(38,6)) as figure, cast(count(*) as integer) as failing, cast(null as decimal(38,6)) as compared, cast(null as timestamptz(3)) as latest from (select "checked"."id" as "id" from "checked" inner join "open"."orders" on "open"."orders"."id" = "checked"."order_id" where "checked"."total" > "open"."orders"."total") as failing_rows) as "answer"

-- mart/orders_daily/aside
create temp table "rebuilt" on commit drop as select "day", "orders", "total" from "mart"."orders_daily" limit 0

-- mart/orders_daily/compute
insert into "rebuilt" ("day", "orders", "total") select m."day" as "day", m."orders" as "orders", m."total" as "total" from (select "open"."orders"."business_day" as "day", cast(count(*) as integer) as "orders", cast(coalesce(sum("open"."orders"."total"), 0) as decimal(18,2)) as "total" from "open"."orders" where ($1::date[] is null or "open"."orders"."business_day" = any($1::date[])) group by "open"."orders"."business_day") as m

-- mart/orders_daily/difference
select (select coalesce(array_agg(distinct day order by day), '{}') from ((table "rebuilt" except (select "day", "orders", "total" from "mart"."orders_daily" where ($1::date[] is null or day = any($1::date[])))) union all ((select "day", "orders", "total" from "mart"."orders_daily" where ($1::date[] is null or day = any($1::date[]))) except table "rebuilt")) as differing) as days,
       (select count(*) from "rebuilt") as rows

-- mart/orders_daily/clear
delete from "mart"."orders_daily" where ($1::date[] is null or day = any($1::date[]))

-- mart/orders_daily/swap
insert into "mart"."orders_daily" ("day", "orders", "total") select "day", "orders", "total" from "rebuilt" order by "day"

-- mart/lines_daily/aside
create temp table "rebuilt" on commit drop as select "day", "lines", "total" from "mart"."lines_daily" limit 0

-- mart/lines_daily/compute
insert into "rebuilt" ("day", "lines", "total") select m."day" as "day", m."lines" as "lines", m."total" as "total" from (select "open"."lines"."business_day" as "day", cast(count(*) as integer) as "lines", cast(coalesce(sum("open"."lines"."total"), 0) as decimal(18,2)) as "total" from "open"."lines" where ((($1::date[] is null or "open"."lines"."business_day" = any($1::date[]))) and ("open"."lines"."business_day" is not null)) group by "open"."lines"."business_day") as m

-- mart/lines_daily/difference
select (select coalesce(array_agg(distinct day order by day), '{}') from ((table "rebuilt" except (select "day", "lines", "total" from "mart"."lines_daily" where ($1::date[] is null or day = any($1::date[])))) union all ((select "day", "lines", "total" from "mart"."lines_daily" where ($1::date[] is null or day = any($1::date[]))) except table "rebuilt")) as differing) as days,
       (select count(*) from "rebuilt") as rows

-- mart/lines_daily/clear
delete from "mart"."lines_daily" where ($1::date[] is null or day = any($1::date[]))

-- mart/lines_daily/swap
insert into "mart"."lines_daily" ("day", "lines", "total") select "day", "lines", "total" from "rebuilt" order by "day"

-- mart/buyers_daily/aside
create temp table "rebuilt" on commit drop as select "day", "person", "orders" from "mart"."buyers_daily" limit 0

-- mart/buyers_daily/compute
insert into "rebuilt" ("day", "person", "orders") select m."day" as "day", m."person" as "person", m."orders" as "orders" from (select "open"."orders"."business_day" as "day", "open"."orders"."person_id" as "person", cast(count(*) as integer) as "orders" from "open"."orders" where ((($1::date[] is null or "open"."orders"."business_day" = any($1::date[]))) and (("open"."orders"."person_id" is not null))) group by "open"."orders"."business_day", "open"."orders"."person_id") as m

-- mart/buyers_daily/leave-out
delete from "rebuilt" where "person" in (select pid from sillage.erased_person)

-- mart/buyers_daily/difference
select (select coalesce(array_agg(distinct day order by day), '{}') from ((table "rebuilt" except (select "day", "person", "orders" from "mart"."buyers_daily" where ($1::date[] is null or day = any($1::date[])))) union all ((select "day", "person", "orders" from "mart"."buyers_daily" where ($1::date[] is null or day = any($1::date[]))) except table "rebuilt")) as differing) as days,
       (select count(*) from "rebuilt") as rows

-- mart/buyers_daily/clear
delete from "mart"."buyers_daily" where ($1::date[] is null or day = any($1::date[]))

-- mart/buyers_daily/swap
insert into "mart"."buyers_daily" ("day", "person", "orders") select "day", "person", "orders" from "rebuilt" order by "day", "person"

-- erasure/buyers_daily/rows
with gone as (delete from "mart"."buyers_daily" t where t."person" in (select p::uuid from json_array_elements_text($1::json) as p) returning t."day" as day)
select count(*)::int as rows, coalesce(json_agg(distinct day::text) filter (where day is not null), '[]')::text as days from gone

-- erasure/buyers_daily/count
select count(*)::int as mart from "mart"."buyers_daily" t where t."person" in (select p::uuid from json_array_elements_text($1::json) as p)

-- check/lines_daily/unique(day)
with "checked" as (select "day", "lines", "total" from "rebuilt" union all select "day", "lines", "total" from "mart"."lines_daily" where not ($1::date[] is null or day = any($1::date[]))) select * from (select cast(null as decimal(38,6)) as figure, cast(coalesce(sum(n - 1), 0) as integer) as failing, cast(null as decimal(38,6)) as compared, cast(null as timestamptz(3)) as latest from (select count(*) as n from "checked" where "checked"."day" is not null group by "checked"."day" having count(*) > 1) as repeated) as "answer"

-- check/lines_daily/between(total)
with "checked" as (select "day", "lines", "total" from "rebuilt" union all select "day", "lines", "total" from "mart"."lines_daily" where not ($1::date[] is null or day = any($1::date[]))) select * from (select cast(null as decimal(38,6)) as figure, cast(count(*) as integer) as failing, cast(null as decimal(38,6)) as compared, cast(null as timestamptz(3)) as latest from "checked" where ("checked"."total" > 999)) as "answer"

-- check/lines_daily/sum(total)
with "checked" as (select "day", "lines", "total" from "rebuilt" union all select "day", "lines", "total" from "mart"."lines_daily" where not ($1::date[] is null or day = any($1::date[]))) select * from (select cast(own_sum - other_sum as decimal(38,6)) as figure, cast(null as integer) as failing, cast(other_sum as decimal(38,6)) as compared, cast(null as timestamptz(3)) as latest from (select cast(coalesce(sum(cast("checked"."total" as decimal(28,6))), 0) as decimal(28,6)) as own_sum from "checked") as mine cross join (select cast(coalesce(sum(cast("open"."lines"."total" as decimal(28,6))), 0) as decimal(28,6)) as other_sum from "open"."lines" where ((("open"."lines"."deleted_at" is null)) and (("open"."lines"."business_day" is not null)))) as theirs) as "answer"

-- check/lines_daily/row_change
with "checked" as (select "day", "lines", "total" from "rebuilt" union all select "day", "lines", "total" from "mart"."lines_daily" where not ($1::date[] is null or day = any($1::date[]))) select * from (select cast(count(*) as decimal(38,6)) as figure, cast(null as integer) as failing, cast(null as decimal(38,6)) as compared, cast(null as timestamptz(3)) as latest from "checked") as "answer"

-- read/stored
select 'places' as asset, cast(count(*) as integer) as "rows" from "open"."places" as "stored" where "stored"."_hash" <> '' union all select 'people' as asset, cast(count(*) as integer) as "rows" from "open"."people" as "stored" where "stored"."_hash" <> '' union all select 'orders' as asset, cast(count(*) as integer) as "rows" from "open"."orders" as "stored" where "stored"."_hash" <> '' union all select 'lines' as asset, cast(count(*) as integer) as "rows" from "open"."lines" as "stored" where "stored"."_hash" <> '' union all select 'members' as asset, cast(count(*) as integer) as "rows" from "open"."members" as "stored" where "stored"."_hash" <> '' union all select 'orders_daily' as asset, cast(count(*) as integer) as "rows" from "mart"."orders_daily" union all select 'lines_daily' as asset, cast(count(*) as integer) as "rows" from "mart"."lines_daily" union all select 'buyers_daily' as asset, cast(count(*) as integer) as "rows" from "mart"."buyers_daily"

-- read/checks
select * from (select asset, check_name, kind, at, severity, state, figure, bound, failing, cause, row_number() over (partition by asset, check_name order by at desc) as place from "sillage"."check_result") as "told" where place = 1 order by asset, check_name

-- read/checks/trend
select * from (select asset, check_name, kind, at, severity, state, figure, bound, failing, cause, row_number() over (partition by asset, check_name order by at desc) as place from "sillage"."check_result" where asset = $1) as "told" where place <= 20 order by check_name, at desc

-- read/controls
select asset, control from "sillage"."asset_state" where control is not null

-- read/incidents
select * from (select asset, health, why, opened_at from "sillage"."incident" where closed_at is null) as "told"

-- read/failed-steps
select "failed".asset, "failed".run_id from "sillage"."run_step" as "failed" where "failed"."state" = 'failed' and "failed".run_id = (select "step".run_id from "sillage"."run_step" as "step" where "step".asset = "failed".asset and "step"."state" in ('done', 'unchanged', 'failed') order by "step".ended_at desc, "step".run_id desc offset 0 rows fetch next 1 rows only)

-- read/refused
select load_id, table_key, code from "sillage"."load" where state = 'refused' order by load_id desc offset 0 rows fetch next 100 rows only

-- read/landed-sizes
select table_key as asset, cast(sum(bytes) as bigint) as bytes, cast(sum(expected) as bigint) as "rows" from "sillage"."load" where state = 'merged' group by table_key

-- read/quarantine
select "waits".table_key, "waits".column_name, "waits"."rule", cast(count(*) as integer) as "rows" from "sillage"."quarantine" as "waits" where "waits".replayed_load is null or not exists (select 1 from "sillage"."load" as "replay" where "replay".load_id = "waits".replayed_load and "replay".state = 'merged') group by "waits".table_key, "waits".column_name, "waits"."rule" order by "waits".table_key, "waits".column_name, "waits"."rule"

-- read/quarantine/person
select load_id, "part", "line", table_key, column_name, "rule", sealed from "sillage"."quarantine" where pid = cast($1 as uuid) order by load_id, "part", "line"

-- read/recent-loads
select * from (select bytes, opened_at, ended_at from "sillage"."load" where state = 'merged' and ended_at >= cast($1 as timestamptz(3))) as "told"

-- read/stored-tables
select n.nspname as "schema", c.relname as "table" from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname in ('open', 'sealed', 'mart') and c.relkind in ('r', 'p')

-- read/failed-days
select failed from "sillage"."partition_state" where asset = $1

-- read/last-builds
select asset, "ms" from (select asset, "ms", row_number() over (partition by asset order by ended_at desc) as "place" from "sillage"."run_step" where state = 'done' and asset in ('orders_daily', 'lines_daily', 'buyers_daily')) as "told" where "place" <= 10

-- read/orders_daily/days
select * from (select min("day") as "first", max("day") as "last" from "mart"."orders_daily") as "partitions"

-- read/orders_daily/page
select *, "partitions"."rows" from (select "day", cast(count(*) as integer) as "rows" from "mart"."orders_daily" where "day" between $1 and $2 group by "day") as "partitions"

-- read/orders_daily/stale
select * from (select cast(null as date) as "day" from "sillage"."asset_state" as "built" where "built"."asset" = $1 and "built"."built_version" <> $2 union select "told"."day" as "day" from "sillage"."materialisation" as "changed" cross join unnest("changed"."days") as "told"("day") where "changed"."asset" in ($3) and "changed"."at" > (select "built"."built_at" from "sillage"."asset_state" as "built" where "built"."asset" = $4) and "told"."day" between $5 and $6) as "partitions"

-- read/lines_daily/days
select * from (select min("day") as "first", max("day") as "last" from "mart"."lines_daily") as "partitions"

-- read/lines_daily/page
select *, "partitions"."rows" from (select "day", cast(count(*) as integer) as "rows" from "mart"."lines_daily" where "day" between $1 and $2 group by "day") as "partitions"

-- read/lines_daily/stale
select * from (select cast(null as date) as "day" from "sillage"."asset_state" as "built" where "built"."asset" = $1 and "built"."built_version" <> $2 union select "told"."day" as "day" from "sillage"."materialisation" as "changed" cross join unnest("changed"."days") as "told"("day") where "changed"."asset" in ($3) and "changed"."at" > (select "built"."built_at" from "sillage"."asset_state" as "built" where "built"."asset" = $4) and "told"."day" between $5 and $6) as "partitions"

-- read/buyers_daily/days
select * from (select min("day") as "first", max("day") as "last" from "mart"."buyers_daily") as "partitions"

-- read/buyers_daily/page
select *, "partitions"."rows" from (select "day", cast(count(*) as integer) as "rows" from "mart"."buyers_daily" where "day" between $1 and $2 group by "day") as "partitions"

-- read/buyers_daily/stale
select * from (select cast(null as date) as "day" from "sillage"."asset_state" as "built" where "built"."asset" = $1 and "built"."built_version" <> $2 union select "told"."day" as "day" from "sillage"."materialisation" as "changed" cross join unnest("changed"."days") as "told"("day") where "changed"."asset" in ($3) and "changed"."at" > (select "built"."built_at" from "sillage"."asset_state" as "built" where "built"."asset" = $4) and "told"."day" between $5 and $6) as "partitions"

-- retention/person/counts
select * from (select cast(count(*) as integer) as people, cast(coalesce(sum(case when last_day <= cast($1 as date) then 1 else 0 end), 0) as integer) as due, min(last_day) as oldest from (select owner."id" as pid, max(done.done_on) as last_day from "open"."people" as owner join (select "id" as who, cast("updated_at" at time zone 'UTC' as date) as done_on from "open"."people" union all select "person_id" as who, cast("ordered_at" at time zone 'UTC' as date) as done_on from "open"."orders") as done on done.who = owner."id" where owner."id" <> $2 group by owner."id") as "kept") as "answer"

-- retention/person/due
select * from (select pid from (select owner."id" as pid, max(done.done_on) as last_day from "open"."people" as owner join (select "id" as who, cast("updated_at" at time zone 'UTC' as date) as done_on from "open"."people" union all select "person_id" as who, cast("ordered_at" at time zone 'UTC' as date) as done_on from "open"."orders") as done on done.who = owner."id" where owner."id" <> $1 group by owner."id") as seen where last_day <= cast($2 as date) and pid > $3) as "kept" order by pid offset 0 rows fetch next 1000 rows only

-- read/places
select * from "open"."places" as "stored" where "stored"."_hash" <> ''

-- read/people
select * from "open"."people" as "stored" where "stored"."_hash" <> ''

-- read/orders
select * from "open"."orders" as "stored" where "stored"."_hash" <> ''

-- read/lines
select * from "open"."lines" as "stored" where "stored"."_hash" <> ''

-- read/members
select * from "open"."members" as "stored" where "stored"."_hash" <> ''

-- read/people/person
select * from "open"."people" as "stored" where "stored"."id" = cast($1 as uuid)

-- read/people/person/sealed
select "sealed_row".* from "sealed"."people" as "sealed_row" where "sealed_row"."id" = cast($1 as uuid)

-- read/people/indexed
select * from (select "twin"."id", "stored"."updated_at", "twin"."last_name", "twin"."email" from "sealed"."people" as "twin" left join "open"."people" as "stored" on "stored"."id" = "twin"."id" where "twin"."id" in (select p::uuid from json_array_elements_text(cast($1 as json)) as p)) as "answer"

-- read/orders/person
select * from "open"."orders" as "stored" where "stored"."person_id" = cast($1 as uuid)

-- read/orders/person/sealed
select "sealed_row".* from "sealed"."orders" as "sealed_row" where exists (select 1 from "open"."orders" as "stored" where "stored"."id" = "sealed_row"."id" and "stored"."person_id" = cast($1 as uuid))

-- read/members/person
select * from "open"."members" as "stored" where "stored"."id" = cast($1 as uuid) or "stored"."merged_into_id" = cast($2 as uuid)

-- read/members/merged
select * from (select "stored"."id" as "record", "stored"."merged_into_id" as "into" from "open"."members" as "stored" where "stored"."merged_into_id" is not null and ("stored"."id" in (select p::uuid from json_array_elements_text(cast($1 as json)) as p) or "stored"."merged_into_id" in (select p::uuid from json_array_elements_text(cast($2 as json)) as p))) as "answer"

-- grant/database/writer/role
do $$ begin
  if to_regrole('sillage_writer') is null then create role sillage_writer; end if;
end $$;

-- grant/database/writer/sillage
grant usage on schema "sillage" to sillage_writer;

-- grant/database/writer/sillage/2
grant select, insert, update, delete on all tables in schema "sillage" to sillage_writer;

-- grant/database/writer/sillage/3
alter default privileges in schema "sillage" grant select, insert, update, delete on tables to sillage_writer;

-- grant/database/writer/open
grant usage on schema "open" to sillage_writer;

-- grant/database/writer/open/2
grant select, insert, update, delete on all tables in schema "open" to sillage_writer;

-- grant/database/writer/open/3
alter default privileges in schema "open" grant select, insert, update, delete on tables to sillage_writer;

-- grant/database/writer/sealed
grant usage on schema "sealed" to sillage_writer;

-- grant/database/writer/sealed/2
grant select, insert, update, delete on all tables in schema "sealed" to sillage_writer;

-- grant/database/writer/sealed/3
alter default privileges in schema "sealed" grant select, insert, update, delete on tables to sillage_writer;

-- grant/database/writer/staging
grant usage on schema "staging" to sillage_writer;

-- grant/database/writer/staging/2
grant select, insert, update, delete, truncate on all tables in schema "staging" to sillage_writer;

-- grant/database/writer/staging/3
alter default privileges in schema "staging" grant select, insert, update, delete, truncate on tables to sillage_writer;

-- grant/database/writer/mart
grant usage on schema "mart" to sillage_writer;

-- grant/database/writer/mart/2
grant select, insert, update, delete on all tables in schema "mart" to sillage_writer;

-- grant/database/writer/mart/3
alter default privileges in schema "mart" grant select, insert, update, delete on tables to sillage_writer;

-- grant/database/reader/role
do $$ begin
  if to_regrole('sillage_reader') is null then create role sillage_reader; end if;
end $$;

-- grant/database/reader/sillage/asset_state
grant usage on schema "sillage" to sillage_reader;

-- grant/database/reader/sillage/asset_state/2
grant select on "sillage".asset_state to sillage_reader;

-- grant/database/reader/sillage/check_result
grant usage on schema "sillage" to sillage_reader;

-- grant/database/reader/sillage/check_result/2
grant select on "sillage".check_result to sillage_reader;

-- grant/database/reader/sillage/erased_person
grant usage on schema "sillage" to sillage_reader;

-- grant/database/reader/sillage/erased_person/2
grant select on "sillage".erased_person to sillage_reader;

-- grant/database/reader/sillage/evaluation
grant usage on schema "sillage" to sillage_reader;

-- grant/database/reader/sillage/evaluation/2
grant select on "sillage".evaluation to sillage_reader;

-- grant/database/reader/sillage/incident
grant usage on schema "sillage" to sillage_reader;

-- grant/database/reader/sillage/incident/2
grant select on "sillage".incident to sillage_reader;

-- grant/database/reader/sillage/load
grant usage on schema "sillage" to sillage_reader;

-- grant/database/reader/sillage/load/2
grant select on "sillage".load to sillage_reader;

-- grant/database/reader/sillage/materialisation
grant usage on schema "sillage" to sillage_reader;

-- grant/database/reader/sillage/materialisation/2
grant select on "sillage".materialisation to sillage_reader;

-- grant/database/reader/sillage/partition_state
grant usage on schema "sillage" to sillage_reader;

-- grant/database/reader/sillage/partition_state/2
grant select on "sillage".partition_state to sillage_reader;

-- grant/database/reader/sillage/restricted_person
grant usage on schema "sillage" to sillage_reader;

-- grant/database/reader/sillage/restricted_person/2
grant select on "sillage".restricted_person to sillage_reader;

-- grant/database/reader/sillage/run
grant usage on schema "sillage" to sillage_reader;

-- grant/database/reader/sillage/run/2
grant select on "sillage".run to sillage_reader;

-- grant/database/reader/sillage/run_day
grant usage on schema "sillage" to sillage_reader;

-- grant/database/reader/sillage/run_day/2
grant select on "sillage".run_day to sillage_reader;

-- grant/database/reader/sillage/run_step
grant usage on schema "sillage" to sillage_reader;

-- grant/database/reader/sillage/run_step/2
grant select on "sillage".run_step to sillage_reader;

-- grant/database/reader/sillage/schema_migration
grant usage on schema "sillage" to sillage_reader;

-- grant/database/reader/sillage/schema_migration/2
grant select on "sillage".schema_migration to sillage_reader;

-- grant/database/reader/open
grant usage on schema "open" to sillage_reader;

-- grant/database/reader/open/2
grant select on all tables in schema "open" to sillage_reader;

-- grant/database/reader/open/3
alter default privileges in schema "open" grant select on tables to sillage_reader;

-- grant/database/reader/mart
grant usage on schema "mart" to sillage_reader;

-- grant/database/reader/mart/2
grant select on all tables in schema "mart" to sillage_reader;

-- grant/database/reader/mart/3
alter default privileges in schema "mart" grant select on tables to sillage_reader;

-- grant/database/api/role
do $$ begin
  if to_regrole('sillage_api') is null then create role sillage_api; end if;
end $$;

-- grant/database/api/reader
do $$ begin
  if not pg_has_role('sillage_api', 'sillage_reader', 'member') then grant sillage_reader to sillage_api; end if;
end $$;

-- grant/database/api/sillage/api_key/columns
grant usage on schema "sillage" to sillage_api;

-- grant/database/api/sillage/api_key/columns/2
grant select (id, sha256, scopes, cidrs, consumer, expires_at) on "sillage".api_key to sillage_api;

-- grant/database/api/sillage/erasure_entry
grant usage on schema "sillage" to sillage_api;

-- grant/database/api/sillage/erasure_entry/2
grant select on "sillage".erasure_entry to sillage_api;

-- grant/database/api/sillage/audit/columns
grant usage on schema "sillage" to sillage_api;

-- grant/database/api/sillage/audit/columns/2
grant select (id) on "sillage".audit to sillage_api;

-- grant/database/api/sillage/audit
grant usage on schema "sillage" to sillage_api;

-- grant/database/api/sillage/audit/2
grant insert on "sillage".audit to sillage_api;

-- grant/database/operator/role
do $$ begin
  if to_regrole('sillage_operator') is null then create role sillage_operator; end if;
end $$;

-- grant/database/operator/api
do $$ begin
  if not pg_has_role('sillage_operator', 'sillage_api', 'member') then grant sillage_api to sillage_operator; end if;
end $$;

-- grant/database/operator/sillage/audit
grant usage on schema "sillage" to sillage_operator;

-- grant/database/operator/sillage/audit/2
grant select, insert on "sillage".audit to sillage_operator;

-- grant/database/operator/sillage/throttle
grant usage on schema "sillage" to sillage_operator;

-- grant/database/operator/sillage/throttle/2
grant select, update on "sillage".throttle to sillage_operator;

-- grant/database/operator/sillage/source_rate
grant usage on schema "sillage" to sillage_operator;

-- grant/database/operator/sillage/source_rate/2
grant select, insert, update on "sillage".source_rate to sillage_operator;

-- grant/database/operator/sillage/backfill
grant usage on schema "sillage" to sillage_operator;

-- grant/database/operator/sillage/backfill/2
grant select, update on "sillage".backfill to sillage_operator;

-- grant/database/operator/sillage/run
grant usage on schema "sillage" to sillage_operator;

-- grant/database/operator/sillage/run/2
grant select, update on "sillage".run to sillage_operator;

-- grant/database/operator/sillage/run_step
grant usage on schema "sillage" to sillage_operator;

-- grant/database/operator/sillage/run_step/2
grant select, insert on "sillage".run_step to sillage_operator;

-- grant/database/operator/sillage/load_part
grant usage on schema "sillage" to sillage_operator;

-- grant/database/operator/sillage/load_part/2
grant select on "sillage".load_part to sillage_operator;

-- grant/database/operator/sillage/quarantine/columns
grant usage on schema "sillage" to sillage_operator;

-- grant/database/operator/sillage/quarantine/columns/2
grant select (load_id, part, line, table_key, column_name, rule, replayed_load) on "sillage".quarantine to sillage_operator;

-- grant/database/reveal/role
do $$ begin
  if to_regrole('sillage_reveal') is null then create role sillage_reveal; end if;
end $$;

-- grant/database/reveal/api
do $$ begin
  if not pg_has_role('sillage_reveal', 'sillage_api', 'member') then grant sillage_api to sillage_reveal; end if;
end $$;

-- grant/database/reveal/sealed
grant usage on schema "sealed" to sillage_reveal;

-- grant/database/reveal/sealed/2
grant select on all tables in schema "sealed" to sillage_reveal;

-- grant/database/reveal/sealed/3
alter default privileges in schema "sealed" grant select on tables to sillage_reveal;

-- grant/identity/identity/role
do $$ begin
  if to_regrole('sillage_identity') is null then create role sillage_identity; end if;
end $$;

-- grant/identity/identity/identity
grant usage on schema "identity" to sillage_identity;

-- grant/identity/identity/identity/2
grant select, insert, update on all tables in schema "identity" to sillage_identity;

-- grant/identity/identity/identity/3
alter default privileges in schema "identity" grant select, insert, update on tables to sillage_identity;

-- grant/identity/pii/role
do $$ begin
  if to_regrole('sillage_pii') is null then create role sillage_pii; end if;
end $$;

-- grant/identity/pii/identity
grant usage on schema "identity" to sillage_pii;

-- grant/identity/pii/identity/2
grant select, insert, update, delete on all tables in schema "identity" to sillage_pii;

-- grant/identity/pii/identity/3
alter default privileges in schema "identity" grant select, insert, update, delete on tables to sillage_pii;

-- grant/identity/reveal/role
do $$ begin
  if to_regrole('sillage_reveal') is null then create role sillage_reveal; end if;
end $$;

-- grant/identity/reveal/identity
grant usage on schema "identity" to sillage_reveal;

-- grant/identity/reveal/identity/2
grant select on all tables in schema "identity" to sillage_reveal;

-- grant/identity/reveal/identity/3
alter default privileges in schema "identity" grant select on tables to sillage_reveal;

-- grant/identity/reveal/identity/keyring
grant usage on schema "identity" to sillage_reveal;

-- grant/identity/reveal/identity/keyring/2
grant insert on "identity".keyring to sillage_reveal;

-- grant/identity/reveal/identity/reveal
grant usage on schema "identity" to sillage_reveal;

-- grant/identity/reveal/identity/reveal/2
grant insert, delete on "identity".reveal to sillage_reveal;

-- grant/identity/reveal/identity/decoy
grant usage on schema "identity" to sillage_reveal;

-- grant/identity/reveal/identity/decoy/2
grant insert on "identity".decoy to sillage_reveal;

-- grant/identity/alias/role
do $$ begin
  if to_regrole('sillage_alias') is null then create role sillage_alias; end if;
end $$;

-- grant/identity/alias/identity/keyring
grant usage on schema "identity" to sillage_alias;

-- grant/identity/alias/identity/keyring/2
grant select, insert on "identity".keyring to sillage_alias;

-- mart/revenue_daily/compute
insert into "rebuilt" ("day", "site_id", "product_id", "activity_id", "gross", "net", "quantity") select m."day" as "day", m."siteId" as "site_id", m."productId" as "product_id", m."activityId" as "activity_id", m."gross" as "gross", m."net" as "net", m."quantity" as "quantity" from (select "open"."order_lines"."business_day" as "day", "open"."orders"."site_id" as "siteId", "open"."order_lines"."product_id" as "productId", "open"."products"."activity_id" as "activityId", cast(coalesce(sum("open"."order_lines"."total"), 0) as decimal(18,2)) as "gross", cast(coalesce(sum(cast("open"."order_lines"."total" * 100 / (100 + "open"."order_lines"."vat_rate") as decimal(18,2))), 0) as decimal(18,2)) as "net", cast(coalesce(sum("open"."order_lines"."qty"), 0) as decimal(12,3)) as "quantity" from "open"."order_lines" inner join "open"."orders" on "open"."orders"."id" = "open"."order_lines"."order_id" left join "open"."products" on "open"."products"."id" = "open"."order_lines"."product_id" where ((($1::date[] is null or "open"."order_lines"."business_day" = any($1::date[]))) and ("open"."order_lines"."business_day" is not null) and (((("open"."order_lines"."deleted_at" is null)) and (("open"."orders"."deleted_at" is null)) and ("open"."orders"."status" <> 'cancelled')))) group by "open"."order_lines"."business_day", "open"."orders"."site_id", "open"."order_lines"."product_id", "open"."products"."activity_id") as m

-- mart/orders_daily/compute
insert into "rebuilt" ("kind", "day", "site_id", "orders", "gross", "net") select m."kind" as "kind", m."day" as "day", m."siteId" as "site_id", m."orders" as "orders", m."gross" as "gross", m."net" as "net" from (select "both"."day" as "day", "both"."siteId" as "siteId", "both"."kind" as "kind", "both"."orders" as "orders", "both"."gross" as "gross", "both"."net" as "net" from ((select "lines"."day" as "day", "lines"."site_id" as "siteId", "lines"."kind" as "kind", cast(count(distinct "lines"."order_id") as integer) as "orders", cast(coalesce(sum("lines"."gross"), 0) as decimal(18,2)) as "gross", cast(coalesce(sum("lines"."net"), 0) as decimal(18,2)) as "net" from (select "open"."order_lines"."business_day" as "day", "open"."orders"."site_id" as "site_id", "open"."orders"."id" as "order_id", coalesce("open"."products"."kind", 'unknown') as "kind", "open"."order_lines"."total" as "gross", cast("open"."order_lines"."total" * 100 / (100 + "open"."order_lines"."vat_rate") as decimal(18,2)) as "net" from "open"."order_lines" inner join "open"."orders" on "open"."orders"."id" = "open"."order_lines"."order_id" left join "open"."products" on "open"."products"."id" = "open"."order_lines"."product_id" where ((($1::date[] is null or "open"."order_lines"."business_day" = any($1::date[]))) and ("open"."order_lines"."business_day" is not null) and (((("open"."order_lines"."deleted_at" is null)) and (("open"."orders"."deleted_at" is null)) and ("open"."orders"."status" <> 'cancelled'))))) "lines" group by "lines"."day", "lines"."site_id", "lines"."kind") union all (select "lines"."day" as "day", "lines"."site_id" as "siteId", 'all' as "kind", cast(count(distinct "lines"."order_id") as integer) as "orders", cast(coalesce(sum("lines"."gross"), 0) as decimal(18,2)) as "gross", cast(coalesce(sum("lines"."net"), 0) as decimal(18,2)) as "net" from (select "open"."order_lines"."business_day" as "day", "open"."orders"."site_id" as "site_id", "open"."orders"."id" as "order_id", coalesce("open"."products"."kind", 'unknown') as "kind", "open"."order_lines"."total" as "gross", cast("open"."order_lines"."total" * 100 / (100 + "open"."order_lines"."vat_rate") as decimal(18,2)) as "net" from "open"."order_lines" inner join "open"."orders" on "open"."orders"."id" = "open"."order_lines"."order_id" left join "open"."products" on "open"."products"."id" = "open"."order_lines"."product_id" where ((($1::date[] is null or "open"."order_lines"."business_day" = any($1::date[]))) and ("open"."order_lines"."business_day" is not null) and (((("open"."order_lines"."deleted_at" is null)) and (("open"."orders"."deleted_at" is null)) and ("open"."orders"."status" <> 'cancelled'))))) "lines" group by "lines"."day", "lines"."site_id")) "both") as m

-- mart/refunds_daily/compute
insert into "rebuilt" ("product_id", "day", "site_id", "amount", "net") select m."productId" as "product_id", m."day" as "day", m."siteId" as "site_id", m."amount" as "amount", m."net" as "net" from (select "open"."refunds"."business_day" as "day", "open"."orders"."site_id" as "siteId", case when grouping("sums"."productId") = 1 then 0 else "sums"."productId" end as "productId", cast(coalesce(sum((cast(coalesce(cast("open"."refunds"."amount" as decimal(12,2)) * cast("sums"."gross_up_to" as decimal(12,2)) / nullif(cast("sums"."whole" as decimal(12,2)), 0), 0) as decimal(18,2)) - cast(coalesce(cast("open"."refunds"."amount" as decimal(12,2)) * cast(("sums"."gross_up_to" - "sums"."gross") as decimal(12,2)) / nullif(cast("sums"."whole" as decimal(12,2)), 0), 0) as decimal(18,2)))), 0) as decimal(18,2)) as "amount", cast(coalesce(sum((cast(coalesce(cast("open"."refunds"."amount" as decimal(12,2)) * cast("sums"."net_up_to" as decimal(12,2)) / nullif(cast("sums"."whole" as decimal(12,2)), 0), 0) as decimal(18,2)) - cast(coalesce(cast("open"."refunds"."amount" as decimal(12,2)) * cast(("sums"."net_up_to" - "sums"."net") as decimal(12,2)) / nullif(cast("sums"."whole" as decimal(12,2)), 0), 0) as decimal(18,2)))), 0) as decimal(18,2)) as "net" from "open"."refunds" inner join "open"."orders" on "open"."orders"."id" = "open"."refunds"."order_id" inner join (select "parts"."orderId" as "orderId", "parts"."productId" as "productId", "parts"."gross" as "gross", "parts"."net" as "net", sum("parts"."gross") over (partition by "parts"."orderId") as "whole", sum("parts"."gross") over (partition by "parts"."orderId" order by "parts"."productId" rows unbounded preceding) as "gross_up_to", sum("parts"."net") over (partition by "parts"."orderId" order by "parts"."productId" rows unbounded preceding) as "net_up_to" from (select "order_id" as "orderId", "product_id" as "productId", sum("total") as "gross", sum(cast("open"."order_lines"."total" * 100 / (100 + "open"."order_lines"."vat_rate") as decimal(18,2))) as "net" from "open"."order_lines" where ((("open"."order_lines"."deleted_at" is null)) and ("open"."order_lines"."order_id" in (select "order_id" as "orderId" from "open"."refunds" where ((("open"."refunds"."deleted_at" is null)) and (($1::date[] is null or "open"."refunds"."business_day" = any($1::date[]))) and ("open"."refunds"."business_day" is not null))))) group by "open"."order_lines"."order_id", "open"."order_lines"."product_id") "parts") "sums" on "sums"."orderId" = "open"."refunds"."order_id" where ((((("open"."refunds"."deleted_at" is null)) and (($1::date[] is null or "open"."refunds"."business_day" = any($1::date[]))) and ("open"."refunds"."business_day" is not null))) and (("open"."orders"."deleted_at" is null)) and ("open"."orders"."status" <> 'cancelled')) group by grouping sets (("open"."refunds"."business_day", "open"."orders"."site_id", "sums"."productId"), ("open"."refunds"."business_day", "open"."orders"."site_id"))) as m

-- mart/occupancy_daily/compute
insert into "rebuilt" ("day", "site_id", "activity_id", "slots", "offered", "booked", "weather_closed") select m."day" as "day", m."siteId" as "site_id", m."activityId" as "activity_id", m."slots" as "slots", m."offered" as "offered", m."booked" as "booked", m."weatherClosed" as "weather_closed" from (select "open"."sessions"."business_day" as "day", "site_id" as "siteId", "activity_id" as "activityId", cast(coalesce(sum(case when "open"."sessions"."status" = 'closed_weather' then 0 else 1 end), 0) as integer) as "slots", cast(coalesce(sum(case when "open"."sessions"."status" = 'closed_weather' then 0 else "open"."sessions"."capacity" end), 0) as integer) as "offered", cast(coalesce(sum(case when "open"."sessions"."status" = 'closed_weather' then 0 else "open"."sessions"."booked_count" end), 0) as integer) as "booked", cast(coalesce(sum(case when "open"."sessions"."status" = 'closed_weather' then 1 else 0 end), 0) as integer) as "weatherClosed" from "open"."sessions" where ((($1::date[] is null or "open"."sessions"."business_day" = any($1::date[]))) and ("open"."sessions"."business_day" is not null) and (("open"."sessions"."deleted_at" is null)) and ("open"."sessions"."status" <> 'cancelled')) group by "open"."sessions"."business_day", "open"."sessions"."site_id", "open"."sessions"."activity_id") as m

-- mart/visits_daily/compute
insert into "rebuilt" ("day", "site_id", "visits", "people") select m."day" as "day", m."siteId" as "site_id", m."visits" as "visits", m."people" as "people" from (select "open"."visits"."business_day" as "day", "open"."visits"."site_id" as "siteId", cast(count(*) as integer) as "visits", cast(count(distinct "people"."person") as integer) as "people" from "open"."visits" left join (select "merged"."client" as "id", "living"."id" as "person", "living"."communeCode" as "communeCode" from (select "open"."clients"."id" as "client", coalesce("hop8"."into", "hop7"."into", "hop6"."into", "hop5"."into", "hop4"."into", "hop3"."into", "hop2"."into", "hop1"."into", "open"."clients"."id") as "person" from "open"."clients" left join (select "id" as "client", "merged_into_id" as "into" from "open"."clients" where ("open"."clients"."merged_into_id" is not null)) "hop1" on "hop1"."client" = "open"."clients"."id" left join (select "id" as "client", "merged_into_id" as "into" from "open"."clients" where ("open"."clients"."merged_into_id" is not null)) "hop2" on "hop2"."client" = "hop1"."into" left join (select "id" as "client", "merged_into_id" as "into" from "open"."clients" where ("open"."clients"."merged_into_id" is not null)) "hop3" on "hop3"."client" = "hop2"."into" left join (select "id" as "client", "merged_into_id" as "into" from "open"."clients" where ("open"."clients"."merged_into_id" is not null)) "hop4" on "hop4"."client" = "hop3"."into" left join (select "id" as "client", "merged_into_id" as "into" from "open"."clients" where ("open"."clients"."merged_into_id" is not null)) "hop5" on "hop5"."client" = "hop4"."into" left join (select "id" as "client", "merged_into_id" as "into" from "open"."clients" where ("open"."clients"."merged_into_id" is not null)) "hop6" on "hop6"."client" = "hop5"."into" left join (select "id" as "client", "merged_into_id" as "into" from "open"."clients" where ("open"."clients"."merged_into_id" is not null)) "hop7" on "hop7"."client" = "hop6"."into" left join (select "id" as "client", "merged_into_id" as "into" from "open"."clients" where ("open"."clients"."merged_into_id" is not null)) "hop8" on "hop8"."client" = "hop7"."into") "merged" inner join (select "id" as "id", "commune_code" as "communeCode" from "open"."clients" where ((("open"."clients"."deleted_at" is null)) and ("open"."clients"."id" <> '00000000-0000-0000-0000-000000000000'))) "living" on "living"."id" = "merged"."person") "people" on "people"."id" = "open"."visits"."client_id" where ((($1::date[] is null or "open"."visits"."business_day" = any($1::date[]))) and ("open"."visits"."business_day" is not null)) group by "open"."visits"."business_day", "open"."visits"."site_id") as m

-- mart/payments_daily/compute
insert into "rebuilt" ("day", "site_id", "method", "amount", "refunds") select m."day" as "day", m."siteId" as "site_id", m."method" as "method", m."amount" as "amount", m."refunds" as "refunds" from (select "all"."day" as "day", "all"."siteId" as "siteId", "all"."method" as "method", cast(coalesce(sum("all"."amount"), 0) as decimal(18,2)) as "amount", cast(coalesce(sum("all"."refunds"), 0) as decimal(18,2)) as "refunds" from ((select "open"."payments"."business_day" as "day", "open"."orders"."site_id" as "siteId", "open"."payments"."method" as "method", "open"."payments"."amount" as "amount", cast(0 as decimal(18,2)) as "refunds" from "open"."payments" inner join "open"."orders" on "open"."orders"."id" = "open"."payments"."order_id" where ((($1::date[] is null or "open"."payments"."business_day" = any($1::date[]))) and (("open"."payments"."deleted_at" is null)) and ("open"."payments"."status" in ('captured', 'settled', 'refunded')) and (((("open"."orders"."deleted_at" is null)) and ("open"."orders"."status" <> 'cancelled'))))) union all (select "open"."refunds"."business_day" as "day", "open"."orders"."site_id" as "siteId", coalesce("open"."payments"."method", 'unknown') as "method", cast(0 as decimal(18,2)) as "amount", "open"."refunds"."amount" as "refunds" from "open"."refunds" inner join "open"."orders" on "open"."orders"."id" = "open"."refunds"."order_id" left join "open"."payments" on "open"."payments"."id" = "open"."refunds"."payment_id" where ((($1::date[] is null or "open"."refunds"."business_day" = any($1::date[]))) and (("open"."refunds"."deleted_at" is null)) and (((("open"."orders"."deleted_at" is null)) and ("open"."orders"."status" <> 'cancelled')))))) "all" where "all"."day" is not null group by "all"."day", "all"."siteId", "all"."method") as m

-- mart/baskets_daily/compute
insert into "rebuilt" ("day", "site_id", "channel", "basket", "orders", "lines") select m."day" as "day", m."siteId" as "site_id", m."channel" as "channel", m."basket" as "basket", m."orders" as "orders", m."lines" as "lines" from (select "placed"."day" as "day", "placed"."siteId" as "siteId", "placed"."channel" as "channel", "placed"."basket" as "basket", cast(count(*) as integer) as "orders", cast(coalesce(sum("placed"."lines"), 0) as integer) as "lines" from (select "baskets"."day" as "day", "baskets"."siteId" as "siteId", coalesce("open"."bookings"."channel", 'walk_in') as "channel", "baskets"."basket" as "basket", "baskets"."lines" as "lines" from (select "open"."order_lines"."business_day" as "day", "open"."orders"."id" as "orderId", "open"."orders"."site_id" as "siteId", "open"."orders"."booking_id" as "bookingId", cast(coalesce(sum("open"."order_lines"."total"), 0) as decimal(18,2)) as "basket", cast(count(*) as integer) as "lines" from "open"."order_lines" inner join "open"."orders" on "open"."orders"."id" = "open"."order_lines"."order_id" where ((($1::date[] is null or "open"."order_lines"."business_day" = any($1::date[]))) and ("open"."order_lines"."business_day" is not null) and (((("open"."order_lines"."deleted_at" is null)) and (("open"."orders"."deleted_at" is null)) and ("open"."orders"."status" <> 'cancelled')))) group by "open"."order_lines"."business_day", "open"."orders"."id", "open"."orders"."site_id", "open"."orders"."booking_id") "baskets" left join "open"."bookings" on "open"."bookings"."id" = "baskets"."bookingId") "placed" group by "placed"."day", "placed"."siteId", "placed"."channel", "placed"."basket") as m

-- mart/bookings_daily/compute
insert into "rebuilt" ("day", "site_id", "activity_id", "channel", "reason", "bookings", "no_shows", "checked_in", "refunded") select m."day" as "day", m."siteId" as "site_id", m."activityId" as "activity_id", m."channel" as "channel", m."reason" as "reason", m."bookings" as "bookings", m."noShows" as "no_shows", m."checkedIn" as "checked_in", m."refunded" as "refunded" from (select "booked"."day" as "day", "booked"."siteId" as "siteId", "booked"."activityId" as "activityId", "booked"."channel" as "channel", "booked"."reason" as "reason", cast(count(*) as integer) as "bookings", cast(coalesce(sum(case when "booked"."reason" = 'kept' and "booked"."status" = 'no_show' then 1 else 0 end), 0) as integer) as "noShows", cast(coalesce(sum(case when "booked"."reason" = 'kept' and "booked"."status" = 'checked_in' then "booked"."people" else 0 end), 0) as integer) as "checkedIn", cast(coalesce(sum("back"."amount"), 0) as decimal(18,2)) as "refunded" from (select "open"."bookings"."id" as "id", "open"."sessions"."business_day" as "day", "open"."sessions"."site_id" as "siteId", "open"."sessions"."activity_id" as "activityId", "open"."bookings"."channel" as "channel", "open"."bookings"."party_size" as "people", "open"."bookings"."status" as "status", case
  when "open"."sessions"."status" = 'closed_weather' then 'weather'
  when "open"."bookings"."status" = 'cancelled' and "open"."bookings"."cancel_reason" = 'weather' then 'weather'
  when "open"."sessions"."status" = 'cancelled' then 'session'
  when "open"."bookings"."status" = 'cancelled' and "open"."bookings"."cancel_reason" = 'client' then 'client'
  when "open"."bookings"."status" = 'cancelled' then 'other'
  else 'kept' end as "reason", case when "open"."bookings"."business_day" < "open"."sessions"."business_day" then cast(cast("open"."sessions"."business_day" as date) - "open"."bookings"."business_day" as integer) else 0 end as "lead_days" from "open"."bookings" inner join "open"."sessions" on "open"."sessions"."id" = "open"."bookings"."session_id" where ((($1::date[] is null or "open"."sessions"."business_day" = any($1::date[]))) and ("open"."sessions"."business_day" is not null) and (("open"."bookings"."deleted_at" is null)) and (("open"."sessions"."deleted_at" is null)))) "booked" left join (select "open"."orders"."booking_id" as "bookingId", cast(coalesce(sum("open"."refunds"."amount"), 0) as decimal(18,2)) as "amount" from "open"."refunds" inner join "open"."orders" on "open"."orders"."id" = "open"."refunds"."order_id" where ((("open"."refunds"."deleted_at" is null)) and (("open"."orders"."deleted_at" is null)) and (("open"."orders"."booking_id" is not null))) group by "open"."orders"."booking_id") "back" on "back"."bookingId" = "booked"."id" group by "booked"."day", "booked"."siteId", "booked"."activityId", "booked"."channel", "booked"."reason") as m

-- mart/lead_times_daily/compute
insert into "rebuilt" ("day", "site_id", "channel", "lead_days", "bookings") select m."day" as "day", m."siteId" as "site_id", m."channel" as "channel", m."leadDays" as "lead_days", m."bookings" as "bookings" from (select "booked"."day" as "day", "booked"."siteId" as "siteId", "booked"."channel" as "channel", "booked"."lead_days" as "leadDays", cast(count(*) as integer) as "bookings" from (select "open"."bookings"."id" as "id", "open"."sessions"."business_day" as "day", "open"."sessions"."site_id" as "siteId", "open"."sessions"."activity_id" as "activityId", "open"."bookings"."channel" as "channel", "open"."bookings"."party_size" as "people", "open"."bookings"."status" as "status", case
  when "open"."sessions"."status" = 'closed_weather' then 'weather'
  when "open"."bookings"."status" = 'cancelled' and "open"."bookings"."cancel_reason" = 'weather' then 'weather'
  when "open"."sessions"."status" = 'cancelled' then 'session'
  when "open"."bookings"."status" = 'cancelled' and "open"."bookings"."cancel_reason" = 'client' then 'client'
  when "open"."bookings"."status" = 'cancelled' then 'other'
  else 'kept' end as "reason", case when "open"."bookings"."business_day" < "open"."sessions"."business_day" then cast(cast("open"."sessions"."business_day" as date) - "open"."bookings"."business_day" as integer) else 0 end as "lead_days" from "open"."bookings" inner join "open"."sessions" on "open"."sessions"."id" = "open"."bookings"."session_id" where ((($1::date[] is null or "open"."sessions"."business_day" = any($1::date[]))) and ("open"."sessions"."business_day" is not null) and (("open"."bookings"."deleted_at" is null)) and (("open"."sessions"."deleted_at" is null)))) "booked" where "booked"."reason" = 'kept' group by "booked"."day", "booked"."siteId", "booked"."channel", "booked"."lead_days") as m

-- mart/slots_hourly/compute
insert into "rebuilt" ("day", "site_id", "activity_id", "hour", "offered", "booked") select m."day" as "day", m."siteId" as "site_id", m."activityId" as "activity_id", m."hour" as "hour", m."offered" as "offered", m."booked" as "booked" from (select "slots"."day" as "day", "slots"."siteId" as "siteId", "slots"."activityId" as "activityId", "slots"."hour" as "hour", cast(coalesce(sum("slots"."capacity"), 0) as integer) as "offered", cast(coalesce(sum("slots"."booked"), 0) as integer) as "booked" from (select "business_day" as "day", "site_id" as "siteId", "activity_id" as "activityId", cast(extract(hour from "starts_at" at time zone 'Europe/Paris') as integer) as "hour", "capacity" as "capacity", "booked_count" as "booked" from "open"."sessions" where ((((($1::date[] is null or "open"."sessions"."business_day" = any($1::date[]))) and ("open"."sessions"."business_day" is not null) and (("open"."sessions"."deleted_at" is null)) and ("open"."sessions"."status" <> 'cancelled'))) and ("open"."sessions"."status" <> 'closed_weather'))) "slots" group by "slots"."day", "slots"."siteId", "slots"."activityId", "slots"."hour") as m

-- mart/visits_hourly/compute
insert into "rebuilt" ("day", "site_id", "activity_id", "hour", "visits") select m."day" as "day", m."siteId" as "site_id", m."activityId" as "activity_id", m."hour" as "hour", m."visits" as "visits" from (select "passages"."day" as "day", "passages"."site_id" as "siteId", "passages"."activity_id" as "activityId", "passages"."hour" as "hour", cast(count(*) as integer) as "visits" from (select "open"."visits"."business_day" as "day", "open"."visits"."site_id" as "site_id", coalesce("open"."sessions"."activity_id", 0) as "activity_id", cast(extract(hour from "open"."visits"."entered_at" at time zone 'Europe/Paris') as integer) as "hour" from "open"."visits" left join "open"."bookings" on "open"."bookings"."id" = "open"."visits"."booking_id" left join "open"."sessions" on "open"."sessions"."id" = "open"."bookings"."session_id" where ((($1::date[] is null or "open"."visits"."business_day" = any($1::date[]))) and ("open"."visits"."business_day" is not null))) "passages" group by "passages"."day", "passages"."site_id", "passages"."activity_id", "passages"."hour") as m

-- mart/people_daily/compute
insert into "rebuilt" ("day", "site_id", "person", "commune_code", "visits", "gross", "net", "purchases", "refunds", "first_day", "first_day_here", "previous_day", "previous_day_here") select m."day" as "day", m."siteId" as "site_id", m."person" as "person", m."communeCode" as "commune_code", m."visits" as "visits", m."gross" as "gross", m."net" as "net", m."purchases" as "purchases", m."refunds" as "refunds", m."firstDay" as "first_day", m."firstDayHere" as "first_day_here", m."previousDay" as "previous_day", m."previousDayHere" as "previous_day_here" from (select "placed"."day" as "day", "placed"."siteId" as "siteId", "placed"."person" as "person", "placed"."commune_code" as "communeCode", cast(coalesce(sum("placed"."visits"), 0) as integer) as "visits", cast(coalesce(sum("placed"."gross"), 0) as decimal(18,2)) as "gross", cast(coalesce(sum("placed"."net"), 0) as decimal(18,2)) as "net", cast(coalesce(sum("placed"."purchases"), 0) as integer) as "purchases", cast(coalesce(sum("placed"."refunds"), 0) as integer) as "refunds", "ever"."first_ever" as "firstDay", "here"."first_here" as "firstDayHere", "comings"."previous_day" as "previousDay", "comings"."previous_day_here" as "previousDayHere" from (select "facts"."day" as "day", "facts"."site_id" as "siteId", coalesce("people"."person", '00000000-0000-0000-0000-000000000000') as "person", "people"."communeCode" as "commune_code", "facts"."visits" as "visits", "facts"."purchases" as "purchases", "facts"."refunds" as "refunds", "facts"."gross" as "gross", "facts"."net" as "net" from (((select "sold"."clientId" as "client", "sold"."day" as "day", "sold"."siteId" as "site_id", cast(0 as integer) as "visits", cast(1 as integer) as "purchases", cast(0 as integer) as "refunds", "sold"."gross" as "gross", "sold"."net" as "net" from (select "open"."orders"."id" as "orderId", "open"."order_lines"."business_day" as "day", "open"."orders"."client_id" as "clientId", "open"."orders"."site_id" as "siteId", "open"."order_lines"."total" as "gross", cast("open"."order_lines"."total" * 100 / (100 + "open"."order_lines"."vat_rate") as decimal(18,2)) as "net" from "open"."order_lines" inner join "open"."orders" on "open"."orders"."id" = "open"."order_lines"."order_id" left join "open"."products" on "open"."products"."id" = "open"."order_lines"."product_id" where ((((("open"."order_lines"."deleted_at" is null)) and (("open"."orders"."deleted_at" is null)) and ("open"."orders"."status" <> 'cancelled'))) and (($1::date[] is null or "open"."order_lines"."business_day" = any($1::date[]))))) "sold") union all (select "refunded"."clientId" as "client", "refunded"."day" as "day", "refunded"."siteId" as "site_id", cast(0 as integer) as "visits", cast(0 as integer) as "purchases", cast(1 as integer) as "refunds", cast(0 as decimal(18,2)) as "gross", -"refunded"."net" as "net" from (select "open"."refunds"."business_day" as "day", "open"."orders"."client_id" as "clientId", "open"."orders"."site_id" as "siteId", cast(coalesce(cast("open"."refunds"."amount" as decimal(12,2)) * cast("shares"."gross" as decimal(12,2)) / nullif(cast("shares"."whole" as decimal(12,2)), 0), 0) as decimal(18,2)) as "amount", cast(coalesce(cast("open"."refunds"."amount" as decimal(12,2)) * cast("shares"."net" as decimal(12,2)) / nullif(cast("shares"."whole" as decimal(12,2)), 0), 0) as decimal(18,2)) as "net" from "open"."refunds" inner join "open"."orders" on "open"."orders"."id" = "open"."refunds"."order_id" inner join (select "open"."order_lines"."order_id" as "orderId", sum("open"."order_lines"."total") as "whole", sum("open"."order_lines"."total") as "gross", sum(cast("open"."order_lines"."total" * 100 / (100 + "open"."order_lines"."vat_rate") as decimal(18,2))) as "net" from "open"."order_lines" left join "open"."products" on "open"."products"."id" = "open"."order_lines"."product_id" where ((("open"."order_lines"."deleted_at" is null)) and ("open"."order_lines"."order_id" in (select "order_id" as "orderId" from "open"."refunds" where ((("open"."refunds"."deleted_at" is null)) and (($1::date[] is null or "open"."refunds"."business_day" = any($1::date[]))))))) group by "open"."order_lines"."order_id") "shares" on "shares"."orderId" = "open"."refunds"."order_id" where ((((("open"."refunds"."deleted_at" is null)) and (($1::date[] is null or "open"."refunds"."business_day" = any($1::date[]))))) and (("open"."orders"."deleted_at" is null)) and ("open"."orders"."status" <> 'cancelled'))) "refunded")) union all (select "client_id" as "client", "business_day" as "day", "site_id" as "site_id", cast(1 as integer) as "visits", cast(0 as integer) as "purchases", cast(0 as integer) as "refunds", cast(0 as decimal(18,2)) as "gross", cast(0 as decimal(18,2)) as "net" from "open"."visits" where ($1::date[] is null or "open"."visits"."business_day" = any($1::date[])))) "facts" left join (select "merged"."client" as "id", "living"."id" as "person", "living"."communeCode" as "communeCode" from (select "open"."clients"."id" as "client", coalesce("hop8"."into", "hop7"."into", "hop6"."into", "hop5"."into", "hop4"."into", "hop3"."into", "hop2"."into", "hop1"."into", "open"."clients"."id") as "person" from "open"."clients" left join (select "id" as "client", "merged_into_id" as "into" from "open"."clients" where ("open"."clients"."merged_into_id" is not null)) "hop1" on "hop1"."client" = "open"."clients"."id" left join (select "id" as "client", "merged_into_id" as "into" from "open"."clients" where ("open"."clients"."merged_into_id" is not null)) "hop2" on "hop2"."client" = "hop1"."into" left join (select "id" as "client", "merged_into_id" as "into" from "open"."clients" where ("open"."clients"."merged_into_id" is not null)) "hop3" on "hop3"."client" = "hop2"."into" left join (select "id" as "client", "merged_into_id" as "into" from "open"."clients" where ("open"."clients"."merged_into_id" is not null)) "hop4" on "hop4"."client" = "hop3"."into" left join (select "id" as "client", "merged_into_id" as "into" from "open"."clients" where ("open"."clients"."merged_into_id" is not null)) "hop5" on "hop5"."client" = "hop4"."into" left join (select "id" as "client", "merged_into_id" as "into" from "open"."clients" where ("open"."clients"."merged_into_id" is not null)) "hop6" on "hop6"."client" = "hop5"."into" left join (select "id" as "client", "merged_into_id" as "into" from "open"."clients" where ("open"."clients"."merged_into_id" is not null)) "hop7" on "hop7"."client" = "hop6"."into" left join (select "id" as "client", "merged_into_id" as "into" from "open"."clients" where ("open"."clients"."merged_into_id" is not null)) "hop8" on "hop8"."client" = "hop7"."into") "merged" inner join (select "id" as "id", "commune_code" as "communeCode" from "open"."clients" where ((("open"."clients"."deleted_at" is null)) and ("open"."clients"."id" <> '00000000-0000-0000-0000-000000000000'))) "living" on "living"."id" = "merged"."person") "people" on "people"."id" = "facts"."client" where "facts"."day" is not null) "placed" left join (select "anywhere"."person" as "person", min("anywhere"."day") as "first_ever" from (select "anywhere_people"."person" as "person", "open"."visits"."business_day" as "day", "open"."visits"."site_id" as "site_id" from "open"."visits" inner join (select "merged"."client" as "id", "living"."id" as "person", "living"."communeCode" as "communeCode" from (select "open"."clients"."id" as "client", coalesce("hop8"."into", "hop7"."into", "hop6"."into", "hop5"."into", "hop4"."into", "hop3"."into", "hop2"."into", "hop1"."into", "open"."clients"."id") as "person" from "open"."clients" left join (select "id" as "client", "merged_into_id" as "into" from "open"."clients" where ("open"."clients"."merged_into_id" is not null)) "hop1" on "hop1"."client" = "open"."clients"."id" left join (select "id" as "client", "merged_into_id" as "into" from "open"."clients" where ("open"."clients"."merged_into_id" is not null)) "hop2" on "hop2"."client" = "hop1"."into" left join (select "id" as "client", "merged_into_id" as "into" from "open"."clients" where ("open"."clients"."merged_into_id" is not null)) "hop3" on "hop3"."client" = "hop2"."into" left join (select "id" as "client", "merged_into_id" as "into" from "open"."clients" where ("open"."clients"."merged_into_id" is not null)) "hop4" on "hop4"."client" = "hop3"."into" left join (select "id" as "client", "merged_into_id" as "into" from "open"."clients" where ("open"."clients"."merged_into_id" is not null)) "hop5" on "hop5"."client" = "hop4"."into" left join (select "id" as "client", "merged_into_id" as "into" from "open"."clients" where ("open"."clients"."merged_into_id" is not null)) "hop6" on "hop6"."client" = "hop5"."into" left join (select "id" as "client", "merged_into_id" as "into" from "open"."clients" where ("open"."clients"."merged_into_id" is not null)) "hop7" on "hop7"."client" = "hop6"."into" left join (select "id" as "client", "merged_into_id" as "into" from "open"."clients" where ("open"."clients"."merged_into_id" is not null)) "hop8" on "hop8"."client" = "hop7"."into") "merged" inner join (select "id" as "id", "commune_code" as "communeCode" from "open"."clients" where ((("open"."clients"."deleted_at" is null)) and ("open"."clients"."id" <> '00000000-0000-0000-0000-000000000000'))) "living" on "living"."id" = "merged"."person") "anywhere_people" on "anywhere_people"."id" = "open"."visits"."client_id" where "open"."visits"."business_day" is not null) "anywhere" group by "anywhere"."person") "ever" on "ever"."person" = "placed"."person" left join (select "there"."person" as "person", "there"."site_id" as "siteId", min("there"."day") as "first_here" from (select "there_people"."person" as "person", "open"."visits"."business_day" as "day", "open"."visits"."site_id" as "site_id" from "open"."visits" inner join (select "merged"."client" as "id", "living"."id" as "person", "living"."communeCode" as "communeCode" from (select "open"."clients"."id" as "client", coalesce("hop8"."into", "hop7"."into", "hop6"."into", "hop5"."into", "hop4"."into", "hop3"."into", "hop2"."into", "hop1"."into", "open"."clients"."id") as "person" from "open"."clients" left join (select "id" as "client", "merged_into_id" as "into" from "open"."clients" where ("open"."clients"."merged_into_id" is not null)) "hop1" on "hop1"."client" = "open"."clients"."id" left join (select "id" as "client", "merged_into_id" as "into" from "open"."clients" where ("open"."clients"."merged_into_id" is not null)) "hop2" on "hop2"."client" = "hop1"."into" left join (select "id" as "client", "merged_into_id" as "into" from "open"."clients" where ("open"."clients"."merged_into_id" is not null)) "hop3" on "hop3"."client" = "hop2"."into" left join (select "id" as "client", "merged_into_id" as "into" from "open"."clients" where ("open"."clients"."merged_into_id" is not null)) "hop4" on "hop4"."client" = "hop3"."into" left join (select "id" as "client", "merged_into_id" as "into" from "open"."clients" where ("open"."clients"."merged_into_id" is not null)) "hop5" on "hop5"."client" = "hop4"."into" left join (select "id" as "client", "merged_into_id" as "into" from "open"."clients" where ("open"."clients"."merged_into_id" is not null)) "hop6" on "hop6"."client" = "hop5"."into" left join (select "id" as "client", "merged_into_id" as "into" from "open"."clients" where ("open"."clients"."merged_into_id" is not null)) "hop7" on "hop7"."client" = "hop6"."into" left join (select "id" as "client", "merged_into_id" as "into" from "open"."clients" where ("open"."clients"."merged_into_id" is not null)) "hop8" on "hop8"."client" = "hop7"."into") "merged" inner join (select "id" as "id", "commune_code" as "communeCode" from "open"."clients" where ((("open"."clients"."deleted_at" is null)) and ("open"."clients"."id" <> '00000000-0000-0000-0000-000000000000'))) "living" on "living"."id" = "merged"."person") "there_people" on "there_people"."id" = "open"."visits"."client_id" where "open"."visits"."business_day" is not null) "there" group by "there"."person", "there"."site_id") "here" on (("here"."person" = "placed"."person") and ("here"."siteId" = "placed"."siteId")) left join (select "days"."person" as "person", "days"."siteId" as "siteId", "days"."day" as "day", lag("days"."day") over (partition by "days"."person" order by "days"."day", "days"."siteId") as "previous_day", lag("days"."day") over (partition by "days"."person", "days"."siteId" order by "days"."day", "days"."siteId") as "previous_day_here" from (select "each"."person" as "person", "each"."site_id" as "siteId", "each"."day" as "day" from (select "each_people"."person" as "person", "open"."visits"."business_day" as "day", "open"."visits"."site_id" as "site_id" from "open"."visits" inner join (select "merged"."client" as "id", "living"."id" as "person", "living"."communeCode" as "communeCode" from (select "open"."clients"."id" as "client", coalesce("hop8"."into", "hop7"."into", "hop6"."into", "hop5"."into", "hop4"."into", "hop3"."into", "hop2"."into", "hop1"."into", "open"."clients"."id") as "person" from "open"."clients" left join (select "id" as "client", "merged_into_id" as "into" from "open"."clients" where ("open"."clients"."merged_into_id" is not null)) "hop1" on "hop1"."client" = "open"."clients"."id" left join (select "id" as "client", "merged_into_id" as "into" from "open"."clients" where ("open"."clients"."merged_into_id" is not null)) "hop2" on "hop2"."client" = "hop1"."into" left join (select "id" as "client", "merged_into_id" as "into" from "open"."clients" where ("open"."clients"."merged_into_id" is not null)) "hop3" on "hop3"."client" = "hop2"."into" left join (select "id" as "client", "merged_into_id" as "into" from "open"."clients" where ("open"."clients"."merged_into_id" is not null)) "hop4" on "hop4"."client" = "hop3"."into" left join (select "id" as "client", "merged_into_id" as "into" from "open"."clients" where ("open"."clients"."merged_into_id" is not null)) "hop5" on "hop5"."client" = "hop4"."into" left join (select "id" as "client", "merged_into_id" as "into" from "open"."clients" where ("open"."clients"."merged_into_id" is not null)) "hop6" on "hop6"."client" = "hop5"."into" left join (select "id" as "client", "merged_into_id" as "into" from "open"."clients" where ("open"."clients"."merged_into_id" is not null)) "hop7" on "hop7"."client" = "hop6"."into" left join (select "id" as "client", "merged_into_id" as "into" from "open"."clients" where ("open"."clients"."merged_into_id" is not null)) "hop8" on "hop8"."client" = "hop7"."into") "merged" inner join (select "id" as "id", "commune_code" as "communeCode" from "open"."clients" where ((("open"."clients"."deleted_at" is null)) and ("open"."clients"."id" <> '00000000-0000-0000-0000-000000000000'))) "living" on "living"."id" = "merged"."person") "each_people" on "each_people"."id" = "open"."visits"."client_id" where "open"."visits"."business_day" is not null) "each" group by "each"."person", "each"."site_id", "each"."day") "days") "comings" on (("comings"."person" = "placed"."person") and ("comings"."siteId" = "placed"."siteId") and ("comings"."day" = "placed"."day")) group by "placed"."day", "placed"."siteId", "placed"."person", "placed"."commune_code", "ever"."first_ever", "here"."first_here", "comings"."previous_day", "comings"."previous_day_here") as m

-- mart/cohorts_daily/compute
insert into "rebuilt" ("day", "site_id", "grain", "period", "people") select m."day" as "day", m."siteId" as "site_id", m."grain" as "grain", m."period" as "period", m."people" as "people" from (select "dated"."first" as "day", "dated"."siteId" as "siteId", "dated"."grain" as "grain", "dated"."period" as "period", cast(count(distinct "dated"."person") as integer) as "people" from (select min("all"."day") over (partition by "all"."site_id", "all"."grain", "all"."person") as "first", "all"."site_id" as "siteId", "all"."grain" as "grain", "all"."period" as "period", "all"."person" as "person" from ((((select "each_month"."person" as "person", "each_month"."day" as "day", "each_month"."site_id" as "site_id", 'month' as "grain", cast(date_trunc('month', "each_month"."day") as date) as "period" from (select "each_month_people"."person" as "person", "open"."visits"."business_day" as "day", "open"."visits"."site_id" as "site_id" from "open"."visits" inner join (select "merged"."client" as "id", "living"."id" as "person", "living"."communeCode" as "communeCode" from (select "open"."clients"."id" as "client", coalesce("hop8"."into", "hop7"."into", "hop6"."into", "hop5"."into", "hop4"."into", "hop3"."into", "hop2"."into", "hop1"."into", "open"."clients"."id") as "person" from "open"."clients" left join (select "id" as "client", "merged_into_id" as "into" from "open"."clients" where ("open"."clients"."merged_into_id" is not null)) "hop1" on "hop1"."client" = "open"."clients"."id" left join (select "id" as "client", "merged_into_id" as "into" from "open"."clients" where ("open"."clients"."merged_into_id" is not null)) "hop2" on "hop2"."client" = "hop1"."into" left join (select "id" as "client", "merged_into_id" as "into" from "open"."clients" where ("open"."clients"."merged_into_id" is not null)) "hop3" on "hop3"."client" = "hop2"."into" left join (select "id" as "client", "merged_into_id" as "into" from "open"."clients" where ("open"."clients"."merged_into_id" is not null)) "hop4" on "hop4"."client" = "hop3"."into" left join (select "id" as "client", "merged_into_id" as "into" from "open"."clients" where ("open"."clients"."merged_into_id" is not null)) "hop5" on "hop5"."client" = "hop4"."into" left join (select "id" as "client", "merged_into_id" as "into" from "open"."clients" where ("open"."clients"."merged_into_id" is not null)) "hop6" on "hop6"."client" = "hop5"."into" left join (select "id" as "client", "merged_into_id" as "into" from "open"."clients" where ("open"."clients"."merged_into_id" is not null)) "hop7" on "hop7"."client" = "hop6"."into" left join (select "id" as "client", "merged_into_id" as "into" from "open"."clients" where ("open"."clients"."merged_into_id" is not null)) "hop8" on "hop8"."client" = "hop7"."into") "merged" inner join (select "id" as "id", "commune_code" as "communeCode" from "open"."clients" where ((("open"."clients"."deleted_at" is null)) and ("open"."clients"."id" <> '00000000-0000-0000-0000-000000000000'))) "living" on "living"."id" = "merged"."person") "each_month_people" on "each_month_people"."id" = "open"."visits"."client_id" where "open"."visits"."business_day" is not null) "each_month") union all (select "each_season"."person" as "person", "each_season"."day" as "day", "each_season"."site_id" as "site_id", 'season' as "grain", cast(date_trunc('year', "each_season"."day") as date) as "period" from (select "each_season_people"."person" as "person", "open"."visits"."business_day" as "day", "open"."visits"."site_id" as "site_id" from "open"."visits" inner join (select "merged"."client" as "id", "living"."id" as "person", "living"."communeCode" as "communeCode" from (select "open"."clients"."id" as "client", coalesce("hop8"."into", "hop7"."into", "hop6"."into", "hop5"."into", "hop4"."into", "hop3"."into", "hop2"."into", "hop1"."into", "open"."clients"."id") as "person" from "open"."clients" left join (select "id" as "client", "merged_into_id" as "into" from "open"."clients" where ("open"."clients"."merged_into_id" is not null)) "hop1" on "hop1"."client" = "open"."clients"."id" left join (select "id" as "client", "merged_into_id" as "into" from "open"."clients" where ("open"."clients"."merged_into_id" is not null)) "hop2" on "hop2"."client" = "hop1"."into" left join (select "id" as "client", "merged_into_id" as "into" from "open"."clients" where ("open"."clients"."merged_into_id" is not null)) "hop3" on "hop3"."client" = "hop2"."into" left join (select "id" as "client", "merged_into_id" as "into" from "open"."clients" where ("open"."clients"."merged_into_id" is not null)) "hop4" on "hop4"."client" = "hop3"."into" left join (select "id" as "client", "merged_into_id" as "into" from "open"."clients" where ("open"."clients"."merged_into_id" is not null)) "hop5" on "hop5"."client" = "hop4"."into" left join (select "id" as "client", "merged_into_id" as "into" from "open"."clients" where ("open"."clients"."merged_into_id" is not null)) "hop6" on "hop6"."client" = "hop5"."into" left join (select "id" as "client", "merged_into_id" as "into" from "open"."clients" where ("open"."clients"."merged_into_id" is not null)) "hop7" on "hop7"."client" = "hop6"."into" left join (select "id" as "client", "merged_into_id" as "into" from "open"."clients" where ("open"."clients"."merged_into_id" is not null)) "hop8" on "hop8"."client" = "hop7"."into") "merged" inner join (select "id" as "id", "commune_code" as "communeCode" from "open"."clients" where ((("open"."clients"."deleted_at" is null)) and ("open"."clients"."id" <> '00000000-0000-0000-0000-000000000000'))) "living" on "living"."id" = "merged"."person") "each_season_people" on "each_season_people"."id" = "open"."visits"."client_id" where "open"."visits"."business_day" is not null) "each_season")) union all (select "any_month"."person" as "person", "any_month"."day" as "day", cast(0 as integer) as "site_id", 'month' as "grain", cast(date_trunc('month', "any_month"."day") as date) as "period" from (select "any_month_people"."person" as "person", "open"."visits"."business_day" as "day", "open"."visits"."site_id" as "site_id" from "open"."visits" inner join (select "merged"."client" as "id", "living"."id" as "person", "living"."communeCode" as "communeCode" from (select "open"."clients"."id" as "client", coalesce("hop8"."into", "hop7"."into", "hop6"."into", "hop5"."into", "hop4"."into", "hop3"."into", "hop2"."into", "hop1"."into", "open"."clients"."id") as "person" from "open"."clients" left join (select "id" as "client", "merged_into_id" as "into" from "open"."clients" where ("open"."clients"."merged_into_id" is not null)) "hop1" on "hop1"."client" = "open"."clients"."id" left join (select "id" as "client", "merged_into_id" as "into" from "open"."clients" where ("open"."clients"."merged_into_id" is not null)) "hop2" on "hop2"."client" = "hop1"."into" left join (select "id" as "client", "merged_into_id" as "into" from "open"."clients" where ("open"."clients"."merged_into_id" is not null)) "hop3" on "hop3"."client" = "hop2"."into" left join (select "id" as "client", "merged_into_id" as "into" from "open"."clients" where ("open"."clients"."merged_into_id" is not null)) "hop4" on "hop4"."client" = "hop3"."into" left join (select "id" as "client", "merged_into_id" as "into" from "open"."clients" where ("open"."clients"."merged_into_id" is not null)) "hop5" on "hop5"."client" = "hop4"."into" left join (select "id" as "client", "merged_into_id" as "into" from "open"."clients" where ("open"."clients"."merged_into_id" is not null)) "hop6" on "hop6"."client" = "hop5"."into" left join (select "id" as "client", "merged_into_id" as "into" from "open"."clients" where ("open"."clients"."merged_into_id" is not null)) "hop7" on "hop7"."client" = "hop6"."into" left join (select "id" as "client", "merged_into_id" as "into" from "open"."clients" where ("open"."clients"."merged_into_id" is not null)) "hop8" on "hop8"."client" = "hop7"."into") "merged" inner join (select "id" as "id", "commune_code" as "communeCode" from "open"."clients" where ((("open"."clients"."deleted_at" is null)) and ("open"."clients"."id" <> '00000000-0000-0000-0000-000000000000'))) "living" on "living"."id" = "merged"."person") "any_month_people" on "any_month_people"."id" = "open"."visits"."client_id" where "open"."visits"."business_day" is not null) "any_month")) union all (select "any_season"."person" as "person", "any_season"."day" as "day", cast(0 as integer) as "site_id", 'season' as "grain", cast(date_trunc('year', "any_season"."day") as date) as "period" from (select "any_season_people"."person" as "person", "open"."visits"."business_day" as "day", "open"."visits"."site_id" as "site_id" from "open"."visits" inner join (select "merged"."client" as "id", "living"."id" as "person", "living"."communeCode" as "communeCode" from (select "open"."clients"."id" as "client", coalesce("hop8"."into", "hop7"."into", "hop6"."into", "hop5"."into", "hop4"."into", "hop3"."into", "hop2"."into", "hop1"."into", "open"."clients"."id") as "person" from "open"."clients" left join (select "id" as "client", "merged_into_id" as "into" from "open"."clients" where ("open"."clients"."merged_into_id" is not null)) "hop1" on "hop1"."client" = "open"."clients"."id" left join (select "id" as "client", "merged_into_id" as "into" from "open"."clients" where ("open"."clients"."merged_into_id" is not null)) "hop2" on "hop2"."client" = "hop1"."into" left join (select "id" as "client", "merged_into_id" as "into" from "open"."clients" where ("open"."clients"."merged_into_id" is not null)) "hop3" on "hop3"."client" = "hop2"."into" left join (select "id" as "client", "merged_into_id" as "into" from "open"."clients" where ("open"."clients"."merged_into_id" is not null)) "hop4" on "hop4"."client" = "hop3"."into" left join (select "id" as "client", "merged_into_id" as "into" from "open"."clients" where ("open"."clients"."merged_into_id" is not null)) "hop5" on "hop5"."client" = "hop4"."into" left join (select "id" as "client", "merged_into_id" as "into" from "open"."clients" where ("open"."clients"."merged_into_id" is not null)) "hop6" on "hop6"."client" = "hop5"."into" left join (select "id" as "client", "merged_into_id" as "into" from "open"."clients" where ("open"."clients"."merged_into_id" is not null)) "hop7" on "hop7"."client" = "hop6"."into" left join (select "id" as "client", "merged_into_id" as "into" from "open"."clients" where ("open"."clients"."merged_into_id" is not null)) "hop8" on "hop8"."client" = "hop7"."into") "merged" inner join (select "id" as "id", "commune_code" as "communeCode" from "open"."clients" where ((("open"."clients"."deleted_at" is null)) and ("open"."clients"."id" <> '00000000-0000-0000-0000-000000000000'))) "living" on "living"."id" = "merged"."person") "any_season_people" on "any_season_people"."id" = "open"."visits"."client_id" where "open"."visits"."business_day" is not null) "any_season")) "all") "dated" where ($1::date[] is null or "dated"."first" = any($1::date[])) group by "dated"."first", "dated"."siteId", "dated"."grain", "dated"."period") as m

-- kpi/revenue/month/all/all/first
select * from (select "all"."period" as "period", cast(coalesce(sum("all"."gross"), 0) as decimal(18,2)) as "gross", cast(coalesce(sum("all"."refunds"), 0) as decimal(18,2)) as "refunds", cast(coalesce(sum("all"."netOfVat"), 0) as decimal(18,2)) as "netOfVat", cast(coalesce(sum("all"."orders"), 0) as integer) as "orders" from (((select cast(date_trunc('month', "open"."site_days"."date") as date) as "period", cast(0 as decimal(18,2)) as "gross", cast(0 as decimal(18,2)) as "refunds", cast(0 as decimal(18,2)) as "netOfVat", cast(0 as integer) as "orders" from "open"."site_days" where (("open"."site_days"."open" = $1) and (("open"."site_days"."deleted_at" is null)) and ((("open"."site_days"."date" >= $2) and ("open"."site_days"."date" < $3))))) union all (select cast(date_trunc('month', "mart"."orders_daily"."day") as date) as "period", cast(coalesce(sum("mart"."orders_daily"."gross"), 0) as decimal(18,2)) as "gross", cast(0 as decimal(18,2)) as "refunds", cast(coalesce(sum("mart"."orders_daily"."net"), 0) as decimal(18,2)) as "netOfVat", cast(coalesce(sum("mart"."orders_daily"."orders"), 0) as integer) as "orders" from "mart"."orders_daily" where (((("mart"."orders_daily"."day" >= $4) and ("mart"."orders_daily"."day" < $5))) and ("mart"."orders_daily"."kind" = $6)) group by cast(date_trunc('month', "mart"."orders_daily"."day") as date))) union all (select cast(date_trunc('month', "mart"."refunds_daily"."day") as date) as "period", cast(0 as decimal(18,2)) as "gross", cast(coalesce(sum("mart"."refunds_daily"."amount"), 0) as decimal(18,2)) as "refunds", -cast(coalesce(sum("mart"."refunds_daily"."net"), 0) as decimal(18,2)) as "netOfVat", cast(0 as integer) as "orders" from "mart"."refunds_daily" where (((("mart"."refunds_daily"."day" >= $7) and ("mart"."refunds_daily"."day" < $8))) and ("mart"."refunds_daily"."product_id" = $9)) group by cast(date_trunc('month', "mart"."refunds_daily"."day") as date))) "all" group by "all"."period") as "answer" order by "answer"."period" asc offset 0 rows fetch next $10 rows only

-- kpi/revenue-by-site/net/all/first
select * from (select cast(row_number() over (order by "totals"."net" desc, "totals"."site" asc) as integer) as "rank", "totals"."site" as "site", coalesce("open"."sites"."name", 'unknown') as "name", "totals"."net" as "netOfVat", cast(cast("totals"."net" as decimal(18,2)) / nullif(cast(sum("totals"."net") over () as decimal(18,2)), 0) as decimal(18,4)) as "share", "totals"."open_days" as "openDays", cast(cast("totals"."net" as decimal(18,2)) / nullif(cast("totals"."open_days" as decimal(18,2)), 0) as decimal(18,2)) as "perOpenDay" from (select "all"."site" as "site", cast(coalesce(sum("all"."openDays"), 0) as integer) as "open_days", cast(coalesce(sum("all"."net"), 0) as decimal(18,2)) as "net" from (((select "site_id" as "site", cast(count(*) as integer) as "openDays", cast(0 as decimal(18,2)) as "net" from "open"."site_days" where (("open"."site_days"."open" = $1) and (("open"."site_days"."deleted_at" is null)) and ((("open"."site_days"."date" >= $2) and ("open"."site_days"."date" < $3)))) group by "open"."site_days"."site_id") union all (select "site_id" as "site", cast(0 as integer) as "openDays", cast(coalesce(sum("mart"."orders_daily"."net"), 0) as decimal(18,2)) as "net" from "mart"."orders_daily" where (((("mart"."orders_daily"."day" >= $4) and ("mart"."orders_daily"."day" < $5))) and ("mart"."orders_daily"."kind" = $6)) group by "mart"."orders_daily"."site_id")) union all (select "site_id" as "site", cast(0 as integer) as "openDays", -cast(coalesce(sum("mart"."refunds_daily"."net"), 0) as decimal(18,2)) as "net" from "mart"."refunds_daily" where (((("mart"."refunds_daily"."day" >= $7) and ("mart"."refunds_daily"."day" < $8))) and ("mart"."refunds_daily"."product_id" = $9)) group by "mart"."refunds_daily"."site_id")) "all" group by "all"."site") "totals" left join "open"."sites" on "open"."sites"."id" = "totals"."site") as "answer" order by "answer"."rank" asc offset 0 rows fetch next $10 rows only

-- kpi/revenue-by-territory/region/site/all/first
select * from (select "amounts"."code" as "code", "amounts"."name" as "name", coalesce("counts"."people", 0) as "clients", "amounts"."gross" as "gross", "amounts"."net" as "netOfVat", cast("amounts"."net" * 1000 / nullif("inhabitants"."people", 0) as decimal(18,2)) as "per1000Inhabitants", cast(0 as decimal(18,2)) as "largest", '' as "within", cast(0 as integer) as "base" from (select "sold"."code" as "code", min("sold"."name") as "name", cast(coalesce(sum("money"."gross"), 0) as decimal(18,2)) as "gross", cast(coalesce(sum("money"."net"), 0) as decimal(18,2)) as "net" from ((select "site_id" as "site", cast(coalesce(sum("gross"), 0) as decimal(18,2)) as "gross", cast(coalesce(sum("net"), 0) as decimal(18,2)) as "net" from "mart"."orders_daily" where (((("mart"."orders_daily"."day" >= $1) and ("mart"."orders_daily"."day" < $2))) and ("mart"."orders_daily"."kind" = $3)) group by "mart"."orders_daily"."site_id") union all (select "site_id" as "site", cast(0 as decimal(18,2)) as "gross", -cast(coalesce(sum("mart"."refunds_daily"."net"), 0) as decimal(18,2)) as "net" from "mart"."refunds_daily" where (((("mart"."refunds_daily"."day" >= $4) and ("mart"."refunds_daily"."day" < $5))) and ("mart"."refunds_daily"."product_id" = $6)) group by "mart"."refunds_daily"."site_id")) "money" inner join (select "open"."sites"."id" as "site", coalesce("territories"."code", 'unknown') as "code", coalesce("territories"."name", 'unknown') as "name" from "open"."sites" left join (select "insee_code" as "insee", min("region_code") as "code", min("region_name") as "name", min('') as "within" from "open"."communes" where "open"."communes"."insee_code" in (select "commune_insee" as "insee" from "open"."sites") group by "open"."communes"."insee_code") "territories" on "territories"."insee" = "open"."sites"."commune_insee") "sold" on "sold"."site" = "money"."site" group by "sold"."code") "amounts" left join (select "buyers"."code" as "code", cast(count(*) as integer) as "people" from (select "bought"."code" as "code", "mart"."people_daily"."person" as "person" from "mart"."people_daily" inner join (select "open"."sites"."id" as "site", coalesce("territories"."code", 'unknown') as "code", coalesce("territories"."name", 'unknown') as "name" from "open"."sites" left join (select "insee_code" as "insee", min("region_code") as "code", min("region_name") as "name", min('') as "within" from "open"."communes" where "open"."communes"."insee_code" in (select "commune_insee" as "insee" from "open"."sites") group by "open"."communes"."insee_code") "territories" on "territories"."insee" = "open"."sites"."commune_insee") "bought" on "bought"."site" = "mart"."people_daily"."site_id" where (((("mart"."people_daily"."day" >= $7) and ("mart"."people_daily"."day" < $8))) and ("mart"."people_daily"."purchases" + "mart"."people_daily"."refunds" > 0) and ("mart"."people_daily"."person" <> $9)) group by "bought"."code", "mart"."people_daily"."person") "buyers" group by "buyers"."code") "counts" on "counts"."code" = "amounts"."code" left join (select "region_code" as "code", cast(coalesce(sum("population"), 0) as integer) as "people" from "open"."commune_populations" where ("open"."commune_populations"."parent_code" is null) group by "open"."commune_populations"."region_code") "inhabitants" on "inhabitants"."code" = "amounts"."code") as "answer" order by "answer"."code" asc offset 0 rows fetch next $10 rows only

-- kpi/revenue-by-activity/month/all/first
select * from (select "totals"."period" as "period", "totals"."activity" as "activity", coalesce("open"."activities"."name", "totals"."kind", 'unknown') as "name", coalesce("open"."activities"."category", "totals"."kind", 'unknown') as "category", "totals"."net" as "netOfVat", "totals"."quantity" as "quantity", cast(cast("totals"."net" as decimal(18,2)) / nullif(cast(sum("totals"."net") over (partition by "totals"."period") as decimal(18,2)), 0) as decimal(18,4)) as "share" from (select "placed"."period" as "period", "placed"."activity" as "activity", "placed"."kind" as "kind", cast(coalesce(sum("placed"."net"), 0) as decimal(18,2)) as "net", cast(sum("placed"."quantity") as decimal(12,3)) as "quantity" from (select "all"."period" as "period", coalesce("all"."activity", "open"."products"."activity_id", 0) as "activity", case when coalesce("all"."activity", "open"."products"."activity_id") is null then coalesce("open"."products"."kind", 'unknown') end as "kind", "all"."net" as "net", "all"."quantity" as "quantity" from (((select cast(date_trunc('month', "open"."site_days"."date") as date) as "period", cast(null as integer) as "product", "open"."activities"."id" as "activity", cast(0 as decimal(18,2)) as "net", cast(0 as decimal(18,3)) as "quantity" from "open"."site_days" inner join "open"."activities" on (("open"."activities"."site_id" = "open"."site_days"."site_id") and (("open"."activities"."deleted_at" is null))) where (("open"."site_days"."open" = $1) and (("open"."site_days"."deleted_at" is null)) and ((("open"."site_days"."date" >= $2) and ("open"."site_days"."date" < $3))))) union all (select cast(date_trunc('month', "mart"."revenue_daily"."day") as date) as "period", "mart"."revenue_daily"."product_id" as "product", cast(null as integer) as "activity", "mart"."revenue_daily"."net" as "net", cast("mart"."revenue_daily"."quantity" as decimal(18,3)) as "quantity" from "mart"."revenue_daily" where (("mart"."revenue_daily"."day" >= $4) and ("mart"."revenue_daily"."day" < $5)))) union all (select cast(date_trunc('month', "mart"."refunds_daily"."day") as date) as "period", "mart"."refunds_daily"."product_id" as "product", cast(null as integer) as "activity", -"mart"."refunds_daily"."net" as "net", cast(0 as decimal(18,3)) as "quantity" from "mart"."refunds_daily" where (((("mart"."refunds_daily"."day" >= $6) and ("mart"."refunds_daily"."day" < $7))) and ("mart"."refunds_daily"."product_id" <> $8)))) "all" left join "open"."products" on "open"."products"."id" = "all"."product") "placed" group by "placed"."period", "placed"."activity", "placed"."kind") "totals" left join "open"."activities" on "open"."activities"."id" = "totals"."activity") as "answer" order by "answer"."period" asc, "answer"."category" asc, "answer"."activity" asc offset 0 rows fetch next $9 rows only

-- kpi/average-basket/channel/all/first
select * from (select "totals"."key" as "key", "totals"."key" as "name", "totals"."orders" as "orders", "totals"."mean" as "mean", "totals"."median" as "median", "totals"."p90" as "p90", "totals"."lines_per_order" as "linesPerOrder" from (select "ranked"."key" as "key", min("ranked"."site") as "site", cast(coalesce(sum("ranked"."orders"), 0) as integer) as "orders", cast(cast(sum("ranked"."basket" * "ranked"."orders") as decimal(18,2)) / nullif(cast(sum("ranked"."orders") as decimal(18,2)), 0) as decimal(18,2)) as "mean", min(case when "ranked"."up_to" * 100 >= "ranked"."whole" * 50 then "ranked"."basket" end) as "median", min(case when "ranked"."up_to" * 100 >= "ranked"."whole" * 90 then "ranked"."basket" end) as "p90", cast(cast(sum("ranked"."lines") as decimal(18,2)) / nullif(cast(sum("ranked"."orders") as decimal(18,2)), 0) as decimal(18,2)) as "lines_per_order" from (select "amounts"."key" as "key", "amounts"."site" as "site", "amounts"."basket" as "basket", "amounts"."orders" as "orders", "amounts"."lines" as "lines", cast(sum("amounts"."orders") over (partition by "amounts"."key" order by "amounts"."basket" rows unbounded preceding) as bigint) as "up_to", cast(sum("amounts"."orders") over (partition by "amounts"."key") as bigint) as "whole" from (select "channel" as "key", min("site_id") as "site", "basket" as "basket", cast(coalesce(sum("orders"), 0) as integer) as "orders", cast(coalesce(sum("lines"), 0) as integer) as "lines" from "mart"."baskets_daily" where (("mart"."baskets_daily"."day" >= $1) and ("mart"."baskets_daily"."day" < $2)) group by "mart"."baskets_daily"."channel", "mart"."baskets_daily"."basket") "amounts") "ranked" group by "ranked"."key") "totals" left join "open"."sites" on "open"."sites"."id" = "totals"."site") as "answer" order by "answer"."key" asc offset 0 rows fetch next $3 rows only

-- kpi/top-clients/net/all/first
select * from (select cast(row_number() over (order by "totals"."net" desc, "totals"."person" asc) as integer) as "rank", "totals"."person" as "client", cast(cast($1 as date) - "totals"."last" as integer) as "recency", "totals"."visits" as "visits", "totals"."net" as "net" from (select "person" as "person", max(case when "mart"."people_daily"."purchases" + "mart"."people_daily"."visits" > 0 then "mart"."people_daily"."day" end) as "last", cast(coalesce(sum("visits"), 0) as integer) as "visits", cast(coalesce(sum("net"), 0) as decimal(18,2)) as "net" from "mart"."people_daily" where (((("mart"."people_daily"."day" >= $2) and ("mart"."people_daily"."day" < $3))) and ("mart"."people_daily"."person" <> $4) and (not ("mart"."people_daily"."person" in (select pid from sillage.erased_person union all select pid from sillage.restricted_person)))) group by "mart"."people_daily"."person") "totals" where "totals"."last" is not null) as "answer" order by "answer"."rank" asc offset 0 rows fetch next $5 rows only

-- kpi/new-vs-returning/month/all/first
select * from (select "all"."period" as "period", cast(coalesce(sum("all"."new"), 0) as integer) as "new", cast(coalesce(sum("all"."people" - "all"."new"), 0) as integer) as "returning", cast(cast(sum("all"."new") as decimal(18,2)) / nullif(cast(sum("all"."people") as decimal(18,2)), 0) as decimal(18,4)) as "share" from ((select "open_periods"."period" as "period", cast(0 as integer) as "people", cast(0 as integer) as "new" from (select cast(date_trunc('month', "open"."site_days"."date") as date) as "period" from "open"."site_days" where (("open"."site_days"."open" = $1) and (("open"."site_days"."deleted_at" is null)) and ((("open"."site_days"."date" >= $2) and ("open"."site_days"."date" < $3)))) group by cast(date_trunc('month', "open"."site_days"."date") as date)) "open_periods") union all (select cast(date_trunc('month', "mart"."people_daily"."day") as date) as "period", cast(1 as integer) as "people", case when "mart"."people_daily"."first_day" >= cast(date_trunc('month', "mart"."people_daily"."day") as date) then 1 else 0 end as "new" from "mart"."people_daily" where (((("mart"."people_daily"."day" >= $4) and ("mart"."people_daily"."day" < $5))) and ((("mart"."people_daily"."visits" > $6) and ("mart"."people_daily"."person" <> $7))) and (((("mart"."people_daily"."previous_day" is null)) or ("mart"."people_daily"."previous_day" < $8) or ("mart"."people_daily"."previous_day" < cast(date_trunc('month', "mart"."people_daily"."day") as date))))))) "all" group by "all"."period") as "answer" order by "answer"."period" asc offset 0 rows fetch next $9 rows only

-- kpi/retention-cohorts/season/all/first
select * from (select "sizes"."cohort" as "cohort", (cast(12 * (extract(year from "periods"."period") - extract(year from "sizes"."cohort")) + extract(month from "periods"."period") - extract(month from "sizes"."cohort") as integer) / 12) as "k", "sizes"."size" as "size", coalesce("counts"."retained", 0) as "retained", cast(cast(coalesce("counts"."retained", 0) as decimal(18,2)) / nullif(cast("sizes"."size" as decimal(18,2)), 0) as decimal(18,4)) as "rate" from (select "counts"."cohort" as "cohort", "counts"."retained" as "size" from (select cast(date_trunc('year', "day") as date) as "cohort", "period" as "period", cast(coalesce(sum("people"), 0) as integer) as "retained" from "mart"."cohorts_daily" where (((("mart"."cohorts_daily"."grain" = $1) and ("mart"."cohorts_daily"."site_id" = $2))) and ((("mart"."cohorts_daily"."day" >= $3) and (cast(date_trunc('year', "mart"."cohorts_daily"."day") as date) >= $4) and (cast(date_trunc('year', "mart"."cohorts_daily"."day") as date) < $5)))) group by cast(date_trunc('year', "mart"."cohorts_daily"."day") as date), "mart"."cohorts_daily"."period") "counts" where "counts"."period" = "counts"."cohort") "sizes" inner join ((select cast(date_trunc('year', "date") as date) as "period" from "open"."site_days" where (("open"."site_days"."open" = $6) and (("open"."site_days"."deleted_at" is null))) group by cast(date_trunc('year', "open"."site_days"."date") as date)) union (select "period" as "period" from "mart"."cohorts_daily" where (("mart"."cohorts_daily"."grain" = $7) and ("mart"."cohorts_daily"."site_id" = $8)) group by "mart"."cohorts_daily"."period")) "periods" on "periods"."period" >= "sizes"."cohort" left join (select cast(date_trunc('year', "day") as date) as "cohort", "period" as "period", cast(coalesce(sum("people"), 0) as integer) as "retained" from "mart"."cohorts_daily" where (((("mart"."cohorts_daily"."grain" = $9) and ("mart"."cohorts_daily"."site_id" = $10))) and ((("mart"."cohorts_daily"."day" >= $11) and (cast(date_trunc('year', "mart"."cohorts_daily"."day") as date) >= $12) and (cast(date_trunc('year', "mart"."cohorts_daily"."day") as date) < $13)))) group by cast(date_trunc('year', "mart"."cohorts_daily"."day") as date), "mart"."cohorts_daily"."period") "counts" on (("counts"."cohort" = "sizes"."cohort") and ("counts"."period" = "periods"."period"))) as "answer" order by "answer"."cohort" asc, "answer"."k" asc offset 0 rows fetch next $14 rows only

-- kpi/occupancy/month/all/all/first
select * from (select "all"."period" as "period", cast(coalesce(sum("all"."offered"), 0) as integer) as "offered", cast(coalesce(sum("all"."booked"), 0) as integer) as "booked", cast(coalesce(sum("all"."checkedIn"), 0) as integer) as "checkedIn", cast(cast(sum("all"."booked") as decimal(18,2)) / nullif(cast(sum("all"."offered") as decimal(18,2)), 0) as decimal(18,4)) as "rate", cast(coalesce(sum("all"."closed"), 0) as integer) as "weatherClosedDays" from ((((select "open_periods"."period" as "period", cast(0 as integer) as "offered", cast(0 as integer) as "booked", cast(0 as integer) as "checkedIn", cast(0 as integer) as "closed" from (select cast(date_trunc('month', "open"."site_days"."date") as date) as "period" from "open"."site_days" where (("open"."site_days"."open" = $1) and (("open"."site_days"."deleted_at" is null)) and ((("open"."site_days"."date" >= $2) and ("open"."site_days"."date" < $3)))) group by cast(date_trunc('month', "open"."site_days"."date") as date)) "open_periods") union all (select cast(date_trunc('month', "mart"."occupancy_daily"."day") as date) as "period", "mart"."occupancy_daily"."offered" as "offered", "mart"."occupancy_daily"."booked" as "booked", cast(0 as integer) as "checkedIn", cast(0 as integer) as "closed" from "mart"."occupancy_daily" left join "open"."activities" on "open"."activities"."id" = "mart"."occupancy_daily"."activity_id" where (("mart"."occupancy_daily"."day" >= $4) and ("mart"."occupancy_daily"."day" < $5)))) union all (select cast(date_trunc('month', "mart"."bookings_daily"."day") as date) as "period", cast(0 as integer) as "offered", cast(0 as integer) as "booked", "mart"."bookings_daily"."checked_in" as "checkedIn", cast(0 as integer) as "closed" from "mart"."bookings_daily" left join "open"."activities" on "open"."activities"."id" = "mart"."bookings_daily"."activity_id" where (("mart"."bookings_daily"."day" >= $6) and ("mart"."bookings_daily"."day" < $7)))) union all (select cast(date_trunc('month', "days"."day") as date) as "period", cast(0 as integer) as "offered", cast(0 as integer) as "booked", cast(0 as integer) as "checkedIn", "days"."is_closed" as "closed" from (select "mart"."occupancy_daily"."day" as "day", case when sum("mart"."occupancy_daily"."slots") = 0 and sum(coalesce("mart"."occupancy_daily"."weather_closed", 0)) > 0 then 1 else 0 end as "is_closed" from "mart"."occupancy_daily" left join "open"."activities" on "open"."activities"."id" = "mart"."occupancy_daily"."activity_id" where (("mart"."occupancy_daily"."day" >= $8) and ("mart"."occupancy_daily"."day" < $9)) group by "mart"."occupancy_daily"."day", "mart"."occupancy_daily"."site_id") "days")) "all" group by "all"."period") as "answer" order by "answer"."period" asc offset 0 rows fetch next $10 rows only

-- kpi/cancellations/month/all/all/first
select * from (select "all"."period" as "period", cast(coalesce(sum("all"."booked"), 0) as integer) as "booked", cast(coalesce(sum("all"."cancelled"), 0) as integer) as "cancelled", cast(coalesce(sum("all"."weather"), 0) as integer) as "weather", cast(coalesce(sum("all"."noShow"), 0) as integer) as "noShow", cast(cast(sum("all"."cancelled") as decimal(18,2)) / nullif(cast(sum("all"."booked") as decimal(18,2)), 0) as decimal(18,4)) as "cancelledRate", cast(cast(sum("all"."weather") as decimal(18,2)) / nullif(cast(sum("all"."booked") as decimal(18,2)), 0) as decimal(18,4)) as "weatherRate", cast(cast(sum("all"."noShow") as decimal(18,2)) / nullif(cast(sum("all"."booked") as decimal(18,2)), 0) as decimal(18,4)) as "noShowRate", cast(coalesce(sum("all"."refunded"), 0) as decimal(18,2)) as "refunded" from ((select "open_periods"."period" as "period", cast(0 as integer) as "booked", cast(0 as integer) as "cancelled", cast(0 as integer) as "weather", cast(0 as integer) as "noShow", cast(0 as decimal(18,2)) as "refunded" from (select cast(date_trunc('month', "open"."site_days"."date") as date) as "period" from "open"."site_days" where (("open"."site_days"."open" = $1) and (("open"."site_days"."deleted_at" is null)) and ((("open"."site_days"."date" >= $2) and ("open"."site_days"."date" < $3)))) group by cast(date_trunc('month', "open"."site_days"."date") as date)) "open_periods") union all (select cast(date_trunc('month', "mart"."bookings_daily"."day") as date) as "period", "mart"."bookings_daily"."bookings" as "booked", case when "mart"."bookings_daily"."reason" <> 'kept' then "mart"."bookings_daily"."bookings" else 0 end as "cancelled", case when "mart"."bookings_daily"."reason" = 'weather' then "mart"."bookings_daily"."bookings" else 0 end as "weather", "mart"."bookings_daily"."no_shows" as "noShow", case when "mart"."bookings_daily"."reason" <> 'kept' then "mart"."bookings_daily"."refunded" else cast(0 as decimal(18,2)) end as "refunded" from "mart"."bookings_daily" where (("mart"."bookings_daily"."day" >= $4) and ("mart"."bookings_daily"."day" < $5)))) "all" group by "all"."period") as "answer" order by "answer"."period" asc offset 0 rows fetch next $6 rows only

-- kpi/peak-hours/all/all/first
select * from (select "sums"."weekday" as "weekday", "sums"."hour" as "hour", "sums"."visits" as "visits", cast(cast("sums"."visits" as decimal(18,2)) / nullif(cast(coalesce("open_days"."days", 0) as decimal(18,2)), 0) as decimal(18,2)) as "visitsPerOpenDay", "sums"."occupancy" as "occupancy" from (select "all"."weekday" as "weekday", "all"."hour" as "hour", cast(coalesce(sum("all"."visits"), 0) as integer) as "visits", cast(cast(sum("all"."booked") as decimal(18,2)) / nullif(cast(sum("all"."offered") as decimal(18,2)), 0) as decimal(18,4)) as "occupancy" from ((select cast(extract(isodow from "mart"."visits_hourly"."day") as integer) as "weekday", "mart"."visits_hourly"."hour" as "hour", "mart"."visits_hourly"."visits" as "visits", cast(0 as integer) as "offered", cast(0 as integer) as "booked" from "mart"."visits_hourly" left join "open"."activities" on "open"."activities"."id" = "mart"."visits_hourly"."activity_id" where (("mart"."visits_hourly"."day" >= $1) and ("mart"."visits_hourly"."day" < $2))) union all (select cast(extract(isodow from "mart"."slots_hourly"."day") as integer) as "weekday", "mart"."slots_hourly"."hour" as "hour", cast(0 as integer) as "visits", "mart"."slots_hourly"."offered" as "offered", "mart"."slots_hourly"."booked" as "booked" from "mart"."slots_hourly" left join "open"."activities" on "open"."activities"."id" = "mart"."slots_hourly"."activity_id" where (("mart"."slots_hourly"."day" >= $3) and ("mart"."slots_hourly"."day" < $4)))) "all" group by "all"."weekday", "all"."hour") "sums" left join (select "open"."weekday" as "weekday", cast(count(*) as integer) as "days" from (select cast(extract(isodow from "date") as integer) as "weekday" from "open"."site_days" where (("open"."site_days"."open" = $5) and (("open"."site_days"."deleted_at" is null)) and ((("open"."site_days"."date" >= $6) and ("open"."site_days"."date" < $7))))) "open" group by "open"."weekday") "open_days" on "open_days"."weekday" = "sums"."weekday") as "answer" order by "answer"."weekday" asc, "answer"."hour" asc offset 0 rows fetch next $8 rows only

-- kpi/seasonality-index/month/all/first
select * from (select "sums"."unit" as "unit", cast(100 * "sums"."share" * cast(count(*) over () as decimal(6,0)) / nullif(cast(sum("sums"."share") over () as decimal(18,10)), 0) as decimal(18,2)) as "index", "sums"."seasons" as "seasons" from (select "shares"."unit" as "unit", cast(sum("shares"."share") as decimal(18,10)) as "share", cast(count(*) as integer) as "seasons" from (select "units"."unit" as "unit", "units"."season" as "season", cast("units"."net" / nullif(cast(sum("units"."net") over (partition by "units"."season") as decimal(18,2)), 0) as decimal(18,10)) as "share" from (select "placed"."season" as "season", "placed"."unit" as "unit", cast(coalesce(sum("placed"."net"), 0) as decimal(18,2)) as "net" from (select cast(date_trunc('year', "all"."day") as date) as "season", cast(extract(month from "all"."day") as integer) as "unit", "all"."net" as "net" from (((select "date" as "day", cast(0 as decimal(18,2)) as "net" from "open"."site_days" where (("open"."site_days"."open" = $1) and (("open"."site_days"."deleted_at" is null)) and ((("open"."site_days"."date" >= $2) and ("open"."site_days"."date" < $3)))) group by "open"."site_days"."date") union all (select "day" as "day", cast(coalesce(sum("mart"."orders_daily"."net"), 0) as decimal(18,2)) as "net" from "mart"."orders_daily" where (((("mart"."orders_daily"."day" >= $4) and ("mart"."orders_daily"."day" < $5))) and ("mart"."orders_daily"."kind" = $6)) group by "mart"."orders_daily"."day")) union all (select "day" as "day", -cast(coalesce(sum("mart"."refunds_daily"."net"), 0) as decimal(18,2)) as "net" from "mart"."refunds_daily" where (((("mart"."refunds_daily"."day" >= $7) and ("mart"."refunds_daily"."day" < $8))) and ("mart"."refunds_daily"."product_id" = $9)) group by "mart"."refunds_daily"."day")) "all") "placed" group by "placed"."season", "placed"."unit") "units") "shares" group by "shares"."unit") "sums") as "answer" order by "answer"."unit" asc offset 0 rows fetch next $10 rows only

-- kpi/payment-mix/month/all/first
select * from (select "totals"."period" as "period", "totals"."method" as "method", "totals"."amount" as "amount", "totals"."refunds" as "refunds", "totals"."net" as "net", cast(cast("totals"."net" as decimal(18,2)) / nullif(cast(sum("totals"."net") over (partition by "totals"."period") as decimal(18,2)), 0) as decimal(18,4)) as "share" from (select "all"."period" as "period", "all"."method" as "method", cast(coalesce(sum("all"."amount"), 0) as decimal(18,2)) as "amount", cast(coalesce(sum("all"."refunds"), 0) as decimal(18,2)) as "refunds", cast(coalesce(sum("all"."amount" - "all"."refunds"), 0) as decimal(18,2)) as "net" from ((select "open_periods"."period" as "period", "methods"."method" as "method", cast(0 as decimal(18,2)) as "amount", cast(0 as decimal(18,2)) as "refunds" from (select cast(date_trunc('month', "open"."site_days"."date") as date) as "period" from "open"."site_days" where (("open"."site_days"."open" = $1) and (("open"."site_days"."deleted_at" is null)) and ((("open"."site_days"."date" >= $2) and ("open"."site_days"."date" < $3)))) group by cast(date_trunc('month', "open"."site_days"."date") as date)) "open_periods" cross join (select "method" as "method" from "mart"."payments_daily" where (("mart"."payments_daily"."day" >= $4) and ("mart"."payments_daily"."day" < $5)) group by "mart"."payments_daily"."method") "methods") union all (select cast(date_trunc('month', "mart"."payments_daily"."day") as date) as "period", "mart"."payments_daily"."method" as "method", "mart"."payments_daily"."amount" as "amount", "mart"."payments_daily"."refunds" as "refunds" from "mart"."payments_daily" where (("mart"."payments_daily"."day" >= $6) and ("mart"."payments_daily"."day" < $7)))) "all" group by "all"."period", "all"."method") "totals") as "answer" order by "answer"."period" asc, "answer"."method" asc offset 0 rows fetch next $8 rows only

-- kpi/passes/all/all/first
select * from (select "each"."product" as "product", coalesce(min("open"."products"."name"), 'unknown') as "name", cast(coalesce(sum("each"."active"), 0) as integer) as "active", cast(coalesce(sum("each"."sold"), 0) as integer) as "sold", cast(coalesce(sum("each"."renewed"), 0) as integer) as "renewed", cast(coalesce(sum("each"."ended" - "each"."renewed"), 0) as integer) as "churned", cast(cast(sum("each"."renewed") as decimal(18,2)) / nullif(cast(sum("each"."ended") as decimal(18,2)), 0) as decimal(18,4)) as "rate", cast(coalesce(sum("each"."credits"), 0) as integer) as "creditsOutstanding" from (select "open"."passes"."product_id" as "product", case when (("open"."passes"."starts_on" < $1) and (cast(cast($2 as date) - "open"."passes"."ends_on" as integer) <= 1)) then 1 else 0 end as "active", case when (("open"."passes"."starts_on" >= $3) and ("open"."passes"."starts_on" < $4)) then 1 else 0 end as "sold", case when (((("open"."passes"."ends_on" >= $5) and ("open"."passes"."ends_on" < $6))) and (coalesce(cast(cast("renewals"."starts_on" as date) - "open"."passes"."ends_on" as integer), 60 + 1) <= 60)) then 1 else 0 end as "renewed", case when (("open"."passes"."ends_on" >= $7) and ("open"."passes"."ends_on" < $8)) then 1 else 0 end as "ended", case when (("open"."passes"."starts_on" < $9) and (cast(cast($10 as date) - "open"."passes"."ends_on" as integer) <= 1)) then coalesce("open"."passes"."credits_total", 0) - coalesce("open"."passes"."credits_used", 0) else 0 end as "credits" from "open"."passes" left join (select "renewed_from_id" as "renewed", min("starts_on") as "starts_on" from "open"."passes" where ((((("open"."passes"."deleted_at" is null)) and ("open"."passes"."status" <> $11))) and (("open"."passes"."renewed_from_id" is not null))) group by "open"."passes"."renewed_from_id") "renewals" on "renewals"."renewed" = "open"."passes"."id" where ((("open"."passes"."deleted_at" is null)) and ("open"."passes"."status" <> $12))) "each" left join "open"."products" on "open"."products"."id" = "each"."product" group by "each"."product") as "answer" order by "answer"."product" asc offset 0 rows fetch next $13 rows only

-- kpi/catchment/10/all/first
select * from (select coalesce("homes"."insee", 'unknown') as "place", coalesce(min("homes"."within"), 'unknown/unknown') as "within", cast(null as decimal(9,1)) as "km", cast(null as decimal(9,1)) as "departementKm", cast(null as decimal(9,1)) as "regionKm", cast(coalesce(sum("cells"."buyers"), 0) as integer) as "buyers", cast(coalesce(sum("cells"."clients"), 0) as integer) as "clients", cast(coalesce(sum("cells"."visits"), 0) as integer) as "visits", cast(coalesce(sum("cells"."gross"), 0) as decimal(18,2)) as "gross", cast(coalesce(sum("cells"."net"), 0) as decimal(18,2)) as "netOfVat", max("cells"."largest") as "largest", "cells"."base" as "base" from (select "each"."insee" as "insee", "each"."base" as "base", cast(coalesce(sum(case when "each"."person" is not null and "each"."deals" > 0 then 1 else 0 end), 0) as integer) as "buyers", cast(coalesce(sum(case when "each"."person" is not null and 1 = 1 then 1 else 0 end), 0) as integer) as "clients", cast(coalesce(sum("each"."visits"), 0) as integer) as "visits", cast(coalesce(sum("each"."gross"), 0) as decimal(18,2)) as "gross", cast(coalesce(sum("each"."net"), 0) as decimal(18,2)) as "net", cast(max(case when "each"."person" is null then 0 else "each"."gross" end) as decimal(18,2)) as "largest" from (select "commune_code" as "insee", nullif("person", '00000000-0000-0000-0000-000000000000') as "person", cast(0 as integer) as "base", cast(coalesce(sum("visits"), 0) as integer) as "visits", cast(coalesce(sum("mart"."people_daily"."purchases" + "mart"."people_daily"."refunds"), 0) as integer) as "deals", cast(coalesce(sum("gross"), 0) as decimal(18,2)) as "gross", cast(coalesce(sum("net"), 0) as decimal(18,2)) as "net" from "mart"."people_daily" where (("mart"."people_daily"."day" >= $1) and ("mart"."people_daily"."day" < $2)) group by "mart"."people_daily"."person", "mart"."people_daily"."commune_code") "each" group by "each"."insee", "each"."base") "cells" left join (select "insee_code" as "insee", min(concat("open"."communes"."region_code", '/', "open"."communes"."departement_code")) as "within", min((cos(radians(cast("open"."communes"."latitude" as float))) * cos(radians(cast("open"."communes"."longitude" as float))))) as "x", min((cos(radians(cast("open"."communes"."latitude" as float))) * sin(radians(cast("open"."communes"."longitude" as float))))) as "y", min(sin(radians(cast("open"."communes"."latitude" as float)))) as "z" from "open"."communes" where "open"."communes"."insee_code" in (select "commune_code" as "insee" from "mart"."people_daily" where (("mart"."people_daily"."day" >= $3) and ("mart"."people_daily"."day" < $4))) group by "open"."communes"."insee_code") "homes" on "homes"."insee" = "cells"."insee" group by "homes"."insee", "cells"."base") as "answer" order by "answer"."place" asc offset 0 rows fetch next $5 rows only

-- kpi/booking-lead-time/all/all/first
select * from (select "ranked"."channel" as "channel", cast(coalesce(sum("ranked"."bookings"), 0) as integer) as "bookings", min(case when "ranked"."up_to" * 100 >= "ranked"."whole" * 50 then "ranked"."leadDays" end) as "p50", min(case when "ranked"."up_to" * 100 >= "ranked"."whole" * 90 then "ranked"."leadDays" end) as "p90", cast(cast(sum(case when "ranked"."leadDays" = 0 then "ranked"."bookings" else 0 end) as decimal(18,2)) / nullif(cast(sum("ranked"."bookings") as decimal(18,2)), 0) as decimal(18,4)) as "sameDayShare" from (select "days"."channel" as "channel", "days"."leadDays" as "leadDays", "days"."bookings" as "bookings", cast(sum("days"."bookings") over (partition by "days"."channel" order by "days"."leadDays" rows unbounded preceding) as bigint) as "up_to", cast(sum("days"."bookings") over (partition by "days"."channel") as bigint) as "whole" from (select "channel" as "channel", "lead_days" as "leadDays", cast(coalesce(sum("bookings"), 0) as integer) as "bookings" from "mart"."lead_times_daily" where (("mart"."lead_times_daily"."day" >= $1) and ("mart"."lead_times_daily"."day" < $2)) group by "mart"."lead_times_daily"."channel", "mart"."lead_times_daily"."lead_days") "days") "ranked" group by "ranked"."channel") as "answer" order by "answer"."channel" asc offset 0 rows fetch next $3 rows only
