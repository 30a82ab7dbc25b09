alter table [sillage].[quarantine] add [pid] char(36) collate Latin1_General_100_BIN2;
--> statement-breakpoint
create index [quarantine_pid] on [sillage].[quarantine] ([pid]) where [pid] is not null;
