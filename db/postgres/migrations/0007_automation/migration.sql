create table sillage.evaluation (
  asset text not null, at timestamptz(3) not null, run text, tree text not null, primary key (asset, at));
create table sillage.incident (
  id text primary key, asset text not null, health text not null, why text not null,
  opened_at timestamptz(3) not null, closed_at timestamptz(3), told_at timestamptz(3));
create index incident_asset on sillage.incident (asset, opened_at);
