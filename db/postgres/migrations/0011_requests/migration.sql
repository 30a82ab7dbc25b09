create table sillage.erased_person (pid uuid primary key, seq integer not null);
--> statement-breakpoint
create table sillage.restricted_person (pid uuid primary key);
