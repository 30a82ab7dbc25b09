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
