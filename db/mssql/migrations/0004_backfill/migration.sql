create table [sillage].[backfill] (
  [id] nvarchar(100) collate Latin1_General_100_BIN2 not null constraint [backfill_pkey] primary key,
  [state] nvarchar(20) collate Latin1_General_100_BIN2 not null, [request] nvarchar(max) not null, [tracks] nvarchar(max) not null,
  [started_at] datetime2(3) not null, [ended_at] datetime2(3));
--> statement-breakpoint
create index [backfill_running] on [sillage].[backfill] ([id]) where [state] = N'running';
