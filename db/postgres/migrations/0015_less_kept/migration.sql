alter table sillage.load add column merged bigint, add column unchanged bigint, add column superseded bigint;
drop index sillage.load_table;
create index load_claim on sillage.load (table_key) where claim is not null;
drop index sillage.check_result_time;
