alter table sillage.quarantine add column replayed_load text;
create index quarantine_waiting on sillage.quarantine (table_key) where replayed_load is null;
alter table sillage.load add column bytes bigint not null default 0;
create table sillage.load_part (load_id text not null, part integer not null, through integer not null, primary key (load_id, part));
create index load_open on sillage.load (opened_at) where state = 'open';
alter table sillage.materialisation add column days date[] not null default '{}';
alter table sillage.asset_state add column built_at timestamptz(3);
alter table sillage.asset_state add column built_version text;
create index materialisation_time on sillage.materialisation (asset, at);
