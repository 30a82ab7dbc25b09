alter table sillage.load add column merged bigint, add column unchanged bigint, add column superseded bigint;
drop index sillage.load_table;
create index load_claim on sillage.load (table_key) where claim is not null;
alter table sillage.load drop constraint load_manifest_key_key;
alter table sillage.load add constraint load_manifest exclude using hash (manifest_key with =);
drop index sillage.check_result_time;
