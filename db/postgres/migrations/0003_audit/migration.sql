create table sillage.audit (
  id text primary key, at timestamptz(3) not null, what text not null, subject text not null, who text not null, why text not null,
  old_value text, new_value text);
create index audit_time on sillage.audit (at);
create index audit_subject on sillage.audit (subject, at);
alter table sillage.asset_state add column control text;
alter table sillage.asset_state add column control_revision bigint not null default 0;
create table sillage.source_rate (source text primary key, requests_per_second double precision);
