alter table sillage.quarantine add column pid uuid;
create index quarantine_pid on sillage.quarantine (pid) where pid is not null;
