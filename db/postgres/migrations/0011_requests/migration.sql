create table sillage.erased_person (pid uuid primary key, seq integer not null);
