create table sillage.check_result (
  asset text not null, check_name text not null, cause text not null, kind text not null, at timestamptz(6) not null default clock_timestamp(),
  severity text not null, state text not null, figure double precision, bound text not null, failing bigint, materialisation text,
  primary key (asset, check_name, cause));
create index check_result_time on sillage.check_result (asset, check_name, at);
