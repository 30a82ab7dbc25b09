create table [sillage].[evaluation] (
  [asset] nvarchar(128) collate Latin1_General_100_BIN2 not null, [at] datetime2(3) not null,
  [run] nvarchar(300) collate Latin1_General_100_BIN2, [tree] nvarchar(max) not null,
  primary key ([asset], [at]));
--> statement-breakpoint
create table [sillage].[incident] (
  [id] nvarchar(200) collate Latin1_General_100_BIN2 not null constraint [incident_pkey] primary key,
  [asset] nvarchar(128) collate Latin1_General_100_BIN2 not null, [health] nvarchar(20) collate Latin1_General_100_BIN2 not null,
  [why] nvarchar(1000) not null, [opened_at] datetime2(3) not null, [closed_at] datetime2(3), [told_at] datetime2(3));
--> statement-breakpoint
create index [incident_asset] on [sillage].[incident] ([asset], [opened_at]);
