create table [sillage].[drift] (
  [id] nvarchar(160) collate Latin1_General_100_BIN2 not null constraint [drift_pkey] primary key,
  [asset] nvarchar(128) collate Latin1_General_100_BIN2 not null, [at] datetime2(3) not null,
  [kind] nvarchar(20) collate Latin1_General_100_BIN2 not null, [since] datetime2(3), [until] datetime2(3),
  [found] nvarchar(400) not null,
  [state] nvarchar(20) collate Latin1_General_100_BIN2 not null, [load_id] nvarchar(64) collate Latin1_General_100_BIN2);
--> statement-breakpoint
create index [drift_asset] on [sillage].[drift] ([asset], [at]);
--> statement-breakpoint
create table [sillage].[sensor] (
  [name] nvarchar(128) collate Latin1_General_100_BIN2 not null constraint [sensor_pkey] primary key, [revision] bigint not null,
  [state] nvarchar(max) not null);
--> statement-breakpoint
create table [sillage].[sensor_run] (
  [sensor] nvarchar(128) collate Latin1_General_100_BIN2 not null, [run_key] nvarchar(200) collate Latin1_General_100_BIN2 not null,
  [run_id] nvarchar(400) collate Latin1_General_100_BIN2 not null, [at] datetime2(3) not null,
  primary key ([sensor], [run_key]));
