create table [sillage].[erased_person] (
  [pid] char(36) collate Latin1_General_100_BIN2 not null constraint [erased_person_pkey] primary key, [seq] int not null);
--> statement-breakpoint
create table [sillage].[restricted_person] ([pid] char(36) collate Latin1_General_100_BIN2 not null constraint [restricted_person_pkey] primary key);
