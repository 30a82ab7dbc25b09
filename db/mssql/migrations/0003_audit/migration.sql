create table [sillage].[audit] (
  [id] nvarchar(100) collate Latin1_General_100_BIN2 not null constraint [audit_pkey] primary key, [at] datetime2(3) not null,
  [what] nvarchar(40) collate Latin1_General_100_BIN2 not null, [subject] nvarchar(200) collate Latin1_General_100_BIN2 not null,
  [who] nvarchar(200) not null, [why] nvarchar(1000) not null, [old_value] nvarchar(1000), [new_value] nvarchar(1000));
--> statement-breakpoint
create index [audit_time] on [sillage].[audit] ([at]);
--> statement-breakpoint
create index [audit_subject] on [sillage].[audit] ([subject], [at]);
--> statement-breakpoint
alter table [sillage].[asset_state] add [control] nvarchar(4000) collate Latin1_General_100_BIN2;
--> statement-breakpoint
alter table [sillage].[asset_state] add [control_revision] bigint not null constraint [asset_state_control_revision] default 0;
--> statement-breakpoint
create table [sillage].[source_rate] (
  [source] nvarchar(128) collate Latin1_General_100_BIN2 not null constraint [source_rate_pkey] primary key, [requests_per_second] float);
