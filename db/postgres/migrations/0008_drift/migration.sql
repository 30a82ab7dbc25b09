create table sillage.drift (
  id text primary key, asset text not null, at timestamptz(3) not null, kind text not null, since timestamptz(3), until timestamptz(3),
  found text not null, state text not null, load_id text);
create index drift_asset on sillage.drift (asset, at);
create table sillage.sensor (name text primary key, revision bigint not null, state text not null);
create table sillage.sensor_run (
  sensor text not null, run_key text not null, run_id text not null, at timestamptz(3) not null, primary key (sensor, run_key));
