create table [sillage].[throttle] (
  [lane] nvarchar(40) collate Latin1_General_100_BIN2 not null constraint [throttle_pkey] primary key, [bytes_per_second] bigint not null,
  [paused] bit not null constraint [throttle_paused] default 0, [enabled] bit not null constraint [throttle_enabled] default 1,
  [last_start] datetime2(6) not null constraint [throttle_last_start] default '0001-01-01', [last_bytes] bigint not null constraint [throttle_last_bytes] default 0);
--> statement-breakpoint
insert into [sillage].[throttle] ([lane], [bytes_per_second]) values (N'default', 1000000), (N'merge', 4000000);
--> statement-breakpoint
create table [sillage].[load] (
  [load_id] nvarchar(64) collate Latin1_General_100_BIN2 not null constraint [load_pkey] primary key,
  [table_key] nvarchar(128) collate Latin1_General_100_BIN2 not null, [origin] nvarchar(10) collate Latin1_General_100_BIN2 not null,
  [manifest_key] nvarchar(850) collate Latin1_General_100_BIN2 not null constraint [load_manifest] unique,
  [manifest_etag] nvarchar(200) collate Latin1_General_100_BIN2 not null, [state] nvarchar(10) collate Latin1_General_100_BIN2 not null,
  [expected] bigint not null, [erased] bigint not null constraint [load_erased] default 0, [bytes] bigint not null constraint [load_bytes] default 0,
  [code] nvarchar(100) collate Latin1_General_100_BIN2, [materialisation_id] nvarchar(100) collate Latin1_General_100_BIN2,
  [opened_at] datetime2(3) not null constraint [load_opened_at] default sysutcdatetime(), [ended_at] datetime2(3), [claim] nvarchar(1000) collate Latin1_General_100_BIN2);
--> statement-breakpoint
create index [load_table] on [sillage].[load] ([table_key], [opened_at]);
--> statement-breakpoint
create index [load_open] on [sillage].[load] ([opened_at]) where [state] = N'open';
--> statement-breakpoint
create table [sillage].[load_part] (
  [load_id] nvarchar(64) collate Latin1_General_100_BIN2 not null, [part] int not null, [through] int not null,
  constraint [load_part_pkey] primary key ([load_id], [part]));
--> statement-breakpoint
create table [sillage].[load_slice] (
  [load_id] nvarchar(64) collate Latin1_General_100_BIN2 not null, [part] int not null, [from_line] int not null, [to_line] int not null,
  [merged] int not null, [unchanged] int not null, [superseded] int not null, [days] nvarchar(max) not null,
  constraint [load_slice_pkey] primary key ([load_id], [part], [from_line]));
--> statement-breakpoint
create table [sillage].[quarantine] (
  [load_id] nvarchar(64) collate Latin1_General_100_BIN2 not null, [part] int not null, [line] int not null,
  [table_key] nvarchar(128) collate Latin1_General_100_BIN2 not null, [column_name] nvarchar(128) collate Latin1_General_100_BIN2 not null,
  [rule] nvarchar(100) collate Latin1_General_100_BIN2 not null, [sealed] nvarchar(max) collate Latin1_General_100_BIN2,
  [at] datetime2(3) not null constraint [quarantine_at] default sysutcdatetime(), [replayed_load] nvarchar(64) collate Latin1_General_100_BIN2,
  constraint [quarantine_pkey] primary key ([load_id], [part], [line]));
--> statement-breakpoint
create index [quarantine_waiting] on [sillage].[quarantine] ([table_key]) where [replayed_load] is null;
--> statement-breakpoint
create table [sillage].[asset_state] (
  [asset] nvarchar(128) collate Latin1_General_100_BIN2 not null constraint [asset_state_pkey] primary key,
  [landed_through] nvarchar(100) collate Latin1_General_100_BIN2, [loaded_through] nvarchar(100) collate Latin1_General_100_BIN2,
  [loaded_mark] nvarchar(400) collate Latin1_General_100_BIN2,
  [fence] bigint not null constraint [asset_state_fence] default 0, [materialisation_id] nvarchar(100) collate Latin1_General_100_BIN2,
  [materialised_at] datetime2(3), [rows] bigint not null constraint [asset_state_rows] default 0,
  [built_at] datetime2(3), [built_version] nvarchar(100) collate Latin1_General_100_BIN2);
--> statement-breakpoint
create table [sillage].[materialisation] (
  [id] nvarchar(100) collate Latin1_General_100_BIN2 not null constraint [materialisation_pkey] primary key,
  [asset] nvarchar(128) collate Latin1_General_100_BIN2 not null, [load_id] nvarchar(64) collate Latin1_General_100_BIN2,
  [rows] bigint not null, [days] nvarchar(max) not null constraint [materialisation_days] default N'[]',
  [at] datetime2(3) not null constraint [materialisation_at] default sysutcdatetime());
--> statement-breakpoint
create index [materialisation_asset] on [sillage].[materialisation] ([asset], [id]);
--> statement-breakpoint
create index [materialisation_time] on [sillage].[materialisation] ([asset], [at]);
--> statement-breakpoint
create table [sillage].[run] (
  [id] nvarchar(200) collate Latin1_General_100_BIN2 not null constraint [run_pkey] primary key, [job] nvarchar(128) collate Latin1_General_100_BIN2 not null,
  [state] nvarchar(20) collate Latin1_General_100_BIN2 not null, [started_at] datetime2(3) not null, [ended_at] datetime2(3),
  [detail] nvarchar(max) not null constraint [run_detail] default N'');
--> statement-breakpoint
create table [sillage].[api_key] (
  [id] nvarchar(100) collate Latin1_General_100_BIN2 not null constraint [api_key_pkey] primary key, [sha256] nvarchar(64) collate Latin1_General_100_BIN2 not null,
  [label] nvarchar(400) not null, [scopes] nvarchar(max) not null, [expires_at] datetime2(3) not null,
  [created_at] datetime2(3) not null constraint [api_key_created_at] default sysutcdatetime());
--> statement-breakpoint
create table [sillage].[reconcile_key] (
  [pass] nvarchar(40) collate Latin1_General_100_BIN2 not null, [key] nvarchar(400) collate Latin1_General_100_BIN2 not null,
  constraint [reconcile_key_pkey] primary key ([pass], [key]) with (ignore_dup_key = on));
--> statement-breakpoint
create table [sillage].[listed_absent] (
  [asset] nvarchar(48) collate Latin1_General_100_BIN2 not null, [key] nvarchar(400) collate Latin1_General_100_BIN2 not null,
  [load_id] nvarchar(40) collate Latin1_General_100_BIN2 not null, [state] nvarchar(10) collate Latin1_General_100_BIN2 not null,
  constraint [listed_absent_pkey] primary key ([asset], [key]));
