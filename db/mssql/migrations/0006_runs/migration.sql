alter table [sillage].[run] add [request] nvarchar(max) not null constraint [run_request] default N'{}';
--> statement-breakpoint
alter table [sillage].[run] add [started_by] nvarchar(20) collate Latin1_General_100_BIN2 not null constraint [run_started_by] default N'command';
--> statement-breakpoint
alter table [sillage].[run] add [who] nvarchar(200);
--> statement-breakpoint
alter table [sillage].[run] add [logical_at] datetime2(3);
--> statement-breakpoint
alter table [sillage].[run] add [logical_day] date;
--> statement-breakpoint
alter table [sillage].[run] add [assets] nvarchar(max) collate Latin1_General_100_BIN2 not null constraint [run_assets] default N'';
--> statement-breakpoint
alter table [sillage].[run] add [failures] int not null constraint [run_failures] default 0;
--> statement-breakpoint
alter table [sillage].[run] add [code] nvarchar(100) collate Latin1_General_100_BIN2;
--> statement-breakpoint
update [sillage].[run] set [logical_at] = [started_at], [logical_day] = cast([started_at] as date);
--> statement-breakpoint
create index [run_time] on [sillage].[run] ([started_at]);
--> statement-breakpoint
create table [sillage].[run_step] (
  [run_id] nvarchar(200) collate Latin1_General_100_BIN2 not null, [asset] nvarchar(128) collate Latin1_General_100_BIN2 not null,
  [ended_at] datetime2(3) not null, [rows] bigint not null, [bytes] bigint, [ms] bigint not null,
  [state] nvarchar(10) collate Latin1_General_100_BIN2 not null, [code] nvarchar(100) collate Latin1_General_100_BIN2,
  [load_id] nvarchar(64) collate Latin1_General_100_BIN2, [detail] nvarchar(500) not null,
  constraint [run_step_pkey] primary key ([run_id], [asset]));
--> statement-breakpoint
create table [sillage].[run_day] (
  [asset] nvarchar(128) collate Latin1_General_100_BIN2 not null, [day] date not null, [summed_at] datetime2(3) not null, [runs] bigint not null, [failed] bigint not null,
  [rows] bigint not null, [bytes] bigint not null, [ms] bigint not null, constraint [run_day_pkey] primary key ([asset], [day], [summed_at]));
--> statement-breakpoint
create table [sillage].[housekeeping] (
  [task] nvarchar(40) collate Latin1_General_100_BIN2 not null constraint [housekeeping_pkey] primary key, [at] datetime2(3) not null);
--> statement-breakpoint
insert into [sillage].[housekeeping] ([task], [at]) values (N'runs', '2000-01-01');
--> statement-breakpoint
drop index [materialisation_asset] on [sillage].[materialisation];
