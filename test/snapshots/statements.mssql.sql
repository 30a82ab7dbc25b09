-- migration/engine/0001_engine/1
create table [sillage].[throttle] (
  [lane] nvarchar(40) collate Latin1_General_100_BIN2 not null constraint [throttle_pkey] primary key, [bytes_per_second] bigint not null,
  [paused] bit not null constraint [throttle_paused] default 0, [enabled] bit not null constraint [throttle_enabled] default 1,
  [last_start] datetime2(6) not null constraint [throttle_last_start] default '0001-01-01', [last_bytes] bigint not null constraint [throttle_last_bytes] default 0);

-- migration/engine/0001_engine/2
insert into [sillage].[throttle] ([lane], [bytes_per_second]) values (N'default', 1000000), (N'merge', 4000000);

-- migration/engine/0001_engine/3
create table [sillage].[load] (
  [load_id] nvarchar(64) collate Latin1_General_100_BIN2 not null constraint [load_pkey] primary key,
  [table_key] nvarchar(128) collate Latin1_General_100_BIN2 not null, [origin] nvarchar(10) collate Latin1_General_100_BIN2 not null,
  [manifest_key] nvarchar(850) collate Latin1_General_100_BIN2 not null constraint [load_manifest] unique,
  [manifest_etag] nvarchar(200) collate Latin1_General_100_BIN2 not null, [state] nvarchar(10) collate Latin1_General_100_BIN2 not null,
  [expected] bigint not null, [erased] bigint not null constraint [load_erased] default 0, [bytes] bigint not null constraint [load_bytes] default 0,
  [code] nvarchar(100) collate Latin1_General_100_BIN2, [materialisation_id] nvarchar(100) collate Latin1_General_100_BIN2,
  [opened_at] datetime2(3) not null constraint [load_opened_at] default sysutcdatetime(), [ended_at] datetime2(3), [claim] nvarchar(1000) collate Latin1_General_100_BIN2);

-- migration/engine/0001_engine/4
create index [load_table] on [sillage].[load] ([table_key], [opened_at]);

-- migration/engine/0001_engine/5
create index [load_open] on [sillage].[load] ([opened_at]) where [state] = N'open';

-- migration/engine/0001_engine/6
create table [sillage].[load_part] (
  [load_id] nvarchar(64) collate Latin1_General_100_BIN2 not null, [part] int not null, [through] int not null,
  constraint [load_part_pkey] primary key ([load_id], [part]));

-- migration/engine/0001_engine/7
create table [sillage].[load_slice] (
  [load_id] nvarchar(64) collate Latin1_General_100_BIN2 not null, [part] int not null, [from_line] int not null, [to_line] int not null,
  [merged] int not null, [unchanged] int not null, [superseded] int not null, [days] nvarchar(max) not null,
  constraint [load_slice_pkey] primary key ([load_id], [part], [from_line]));

-- migration/engine/0001_engine/8
create table [sillage].[quarantine] (
  [load_id] nvarchar(64) collate Latin1_General_100_BIN2 not null, [part] int not null, [line] int not null,
  [table_key] nvarchar(128) collate Latin1_General_100_BIN2 not null, [column_name] nvarchar(128) collate Latin1_General_100_BIN2 not null,
  [rule] nvarchar(100) collate Latin1_General_100_BIN2 not null, [sealed] nvarchar(max) collate Latin1_General_100_BIN2,
  [at] datetime2(3) not null constraint [quarantine_at] default sysutcdatetime(), [replayed_load] nvarchar(64) collate Latin1_General_100_BIN2,
  constraint [quarantine_pkey] primary key ([load_id], [part], [line]));

-- migration/engine/0001_engine/9
create index [quarantine_waiting] on [sillage].[quarantine] ([table_key]) where [replayed_load] is null;

-- migration/engine/0001_engine/10
create table [sillage].[asset_state] (
  [asset] nvarchar(128) collate Latin1_General_100_BIN2 not null constraint [asset_state_pkey] primary key,
  [landed_through] nvarchar(100) collate Latin1_General_100_BIN2, [loaded_through] nvarchar(100) collate Latin1_General_100_BIN2,
  [loaded_mark] nvarchar(400) collate Latin1_General_100_BIN2,
  [fence] bigint not null constraint [asset_state_fence] default 0, [materialisation_id] nvarchar(100) collate Latin1_General_100_BIN2,
  [materialised_at] datetime2(3), [rows] bigint not null constraint [asset_state_rows] default 0,
  [built_at] datetime2(3), [built_version] nvarchar(100) collate Latin1_General_100_BIN2);

-- migration/engine/0001_engine/11
create table [sillage].[materialisation] (
  [id] nvarchar(100) collate Latin1_General_100_BIN2 not null constraint [materialisation_pkey] primary key,
  [asset] nvarchar(128) collate Latin1_General_100_BIN2 not null, [load_id] nvarchar(64) collate Latin1_General_100_BIN2,
  [rows] bigint not null, [days] nvarchar(max) not null constraint [materialisation_days] default N'[]',
  [at] datetime2(3) not null constraint [materialisation_at] default sysutcdatetime());

-- migration/engine/0001_engine/12
create index [materialisation_asset] on [sillage].[materialisation] ([asset], [id]);

-- migration/engine/0001_engine/13
create index [materialisation_time] on [sillage].[materialisation] ([asset], [at]);

-- migration/engine/0001_engine/14
create table [sillage].[run] (
  [id] nvarchar(200) collate Latin1_General_100_BIN2 not null constraint [run_pkey] primary key, [job] nvarchar(128) collate Latin1_General_100_BIN2 not null,
  [state] nvarchar(20) collate Latin1_General_100_BIN2 not null, [started_at] datetime2(3) not null, [ended_at] datetime2(3),
  [detail] nvarchar(max) not null constraint [run_detail] default N'');

-- migration/engine/0001_engine/15
create table [sillage].[api_key] (
  [id] nvarchar(100) collate Latin1_General_100_BIN2 not null constraint [api_key_pkey] primary key, [sha256] nvarchar(64) collate Latin1_General_100_BIN2 not null,
  [label] nvarchar(400) not null, [scopes] nvarchar(max) not null, [expires_at] datetime2(3) not null,
  [created_at] datetime2(3) not null constraint [api_key_created_at] default sysutcdatetime());

-- migration/engine/0001_engine/16
create table [sillage].[reconcile_key] (
  [pass] nvarchar(40) collate Latin1_General_100_BIN2 not null, [key] nvarchar(400) collate Latin1_General_100_BIN2 not null,
  constraint [reconcile_key_pkey] primary key ([pass], [key]) with (ignore_dup_key = on));

-- migration/engine/0001_engine/17
create table [sillage].[listed_absent] (
  [asset] nvarchar(48) collate Latin1_General_100_BIN2 not null, [key] nvarchar(400) collate Latin1_General_100_BIN2 not null,
  [load_id] nvarchar(40) collate Latin1_General_100_BIN2 not null, [state] nvarchar(10) collate Latin1_General_100_BIN2 not null,
  constraint [listed_absent_pkey] primary key ([asset], [key]));

-- migration/engine/0003_audit/1
create table [sillage].[audit] (
  [id] nvarchar(100) collate Latin1_General_100_BIN2 not null constraint [audit_pkey] primary key, [at] datetime2(3) not null,
  [what] nvarchar(40) collate Latin1_General_100_BIN2 not null, [subject] nvarchar(200) collate Latin1_General_100_BIN2 not null,
  [who] nvarchar(200) not null, [why] nvarchar(1000) not null, [old_value] nvarchar(1000), [new_value] nvarchar(1000));

-- migration/engine/0003_audit/2
create index [audit_time] on [sillage].[audit] ([at]);

-- migration/engine/0003_audit/3
create index [audit_subject] on [sillage].[audit] ([subject], [at]);

-- migration/engine/0003_audit/4
alter table [sillage].[asset_state] add [control] nvarchar(4000) collate Latin1_General_100_BIN2;

-- migration/engine/0003_audit/5
alter table [sillage].[asset_state] add [control_revision] bigint not null constraint [asset_state_control_revision] default 0;

-- migration/engine/0003_audit/6
create table [sillage].[source_rate] (
  [source] nvarchar(128) collate Latin1_General_100_BIN2 not null constraint [source_rate_pkey] primary key, [requests_per_second] float);

-- migration/engine/0004_backfill/1
create table [sillage].[backfill] (
  [id] nvarchar(100) collate Latin1_General_100_BIN2 not null constraint [backfill_pkey] primary key,
  [state] nvarchar(20) collate Latin1_General_100_BIN2 not null, [request] nvarchar(max) not null, [tracks] nvarchar(max) not null,
  [started_at] datetime2(3) not null, [ended_at] datetime2(3));

-- migration/engine/0004_backfill/2
create index [backfill_running] on [sillage].[backfill] ([id]) where [state] = N'running';

-- migration/engine/0005_checks/1
create table [sillage].[check_result] (
  [asset] nvarchar(128) collate Latin1_General_100_BIN2 not null, [check_name] nvarchar(160) collate Latin1_General_100_BIN2 not null,
  [cause] nvarchar(160) collate Latin1_General_100_BIN2 not null, [kind] nvarchar(40) collate Latin1_General_100_BIN2 not null,
  [at] datetime2(6) not null constraint [check_result_at] default sysutcdatetime(), [severity] nvarchar(10) collate Latin1_General_100_BIN2 not null,
  [state] nvarchar(10) collate Latin1_General_100_BIN2 not null, [figure] float, [bound] nvarchar(400) not null, [failing] bigint,
  [materialisation] nvarchar(100) collate Latin1_General_100_BIN2,
  primary key ([asset], [check_name], [cause]));

-- migration/engine/0005_checks/2
create index [check_result_time] on [sillage].[check_result] ([asset], [check_name], [at]);

-- migration/engine/0006_runs/1
alter table [sillage].[run] add [request] nvarchar(max) not null constraint [run_request] default N'{}';

-- migration/engine/0006_runs/2
alter table [sillage].[run] add [started_by] nvarchar(20) collate Latin1_General_100_BIN2 not null constraint [run_started_by] default N'command';

-- migration/engine/0006_runs/3
alter table [sillage].[run] add [who] nvarchar(200);

-- migration/engine/0006_runs/4
alter table [sillage].[run] add [logical_at] datetime2(3);

-- migration/engine/0006_runs/5
alter table [sillage].[run] add [logical_day] date;

-- migration/engine/0006_runs/6
alter table [sillage].[run] add [assets] nvarchar(max) collate Latin1_General_100_BIN2 not null constraint [run_assets] default N'';

-- migration/engine/0006_runs/7
alter table [sillage].[run] add [failures] int not null constraint [run_failures] default 0;

-- migration/engine/0006_runs/8
alter table [sillage].[run] add [code] nvarchar(100) collate Latin1_General_100_BIN2;

-- migration/engine/0006_runs/9
update [sillage].[run] set [logical_at] = [started_at], [logical_day] = cast([started_at] as date);

-- migration/engine/0006_runs/10
create index [run_time] on [sillage].[run] ([started_at]);

-- migration/engine/0006_runs/11
create table [sillage].[run_step] (
  [run_id] nvarchar(200) collate Latin1_General_100_BIN2 not null, [asset] nvarchar(128) collate Latin1_General_100_BIN2 not null,
  [ended_at] datetime2(3) not null, [rows] bigint not null, [bytes] bigint, [ms] bigint not null,
  [state] nvarchar(10) collate Latin1_General_100_BIN2 not null, [code] nvarchar(100) collate Latin1_General_100_BIN2,
  [load_id] nvarchar(64) collate Latin1_General_100_BIN2, [detail] nvarchar(500) not null,
  constraint [run_step_pkey] primary key ([run_id], [asset]));

-- migration/engine/0006_runs/12
create table [sillage].[run_day] (
  [asset] nvarchar(128) collate Latin1_General_100_BIN2 not null, [day] date not null, [summed_at] datetime2(3) not null, [runs] bigint not null, [failed] bigint not null,
  [rows] bigint not null, [bytes] bigint not null, [ms] bigint not null, constraint [run_day_pkey] primary key ([asset], [day], [summed_at]));

-- migration/engine/0006_runs/13
create table [sillage].[housekeeping] (
  [task] nvarchar(40) collate Latin1_General_100_BIN2 not null constraint [housekeeping_pkey] primary key, [at] datetime2(3) not null);

-- migration/engine/0006_runs/14
insert into [sillage].[housekeeping] ([task], [at]) values (N'runs', '2000-01-01');

-- migration/engine/0006_runs/15
drop index [materialisation_asset] on [sillage].[materialisation];

-- migration/deployment/0001_initial/1
IF SCHEMA_ID(N'open') IS NULL EXEC(N'CREATE SCHEMA [open]');

-- migration/deployment/0001_initial/2
IF SCHEMA_ID(N'sealed') IS NULL EXEC(N'CREATE SCHEMA [sealed]');

-- migration/deployment/0001_initial/3
IF SCHEMA_ID(N'staging') IS NULL EXEC(N'CREATE SCHEMA [staging]');

-- migration/deployment/0001_initial/4
IF SCHEMA_ID(N'mart') IS NULL EXEC(N'CREATE SCHEMA [mart]');

-- migration/deployment/0001_initial/5
CREATE TABLE [open].[places] (
	[code] nvarchar(10) collate Latin1_General_100_BIN2 NOT NULL,
	[name] nvarchar(80) collate Latin1_General_100_BIN2 NOT NULL,
	[_hash] nvarchar(64) collate Latin1_General_100_BIN2 NOT NULL,
	[_ordered_at] datetime2(3) NOT NULL,
	[_load] nvarchar(64) collate Latin1_General_100_BIN2 NOT NULL,
	[_part] int NOT NULL,
	[_line] int NOT NULL,
	[business_day] date NULL,
	CONSTRAINT [places_pkey] PRIMARY KEY([code]) WITH (DATA_COMPRESSION = PAGE)
);

-- migration/deployment/0001_initial/6
CREATE TABLE [staging].[places] (
	[_load] nvarchar(64) collate Latin1_General_100_BIN2 NOT NULL,
	[_part] int NOT NULL,
	[_line] int NOT NULL,
	[_hash] nvarchar(64) collate Latin1_General_100_BIN2 NOT NULL,
	[_ordered_at] datetime2(3) NOT NULL,
	[business_day] date NULL,
	[code] nvarchar(10) collate Latin1_General_100_BIN2 NULL,
	[name] nvarchar(80) collate Latin1_General_100_BIN2 NULL,
	CONSTRAINT [places_pkey] PRIMARY KEY([_load],[_part],[_line])
);

-- migration/deployment/0001_initial/7
ALTER TABLE [staging].[places] SET (LOCK_ESCALATION = DISABLE);

-- migration/deployment/0001_initial/8
CREATE TABLE [open].[people] (
	[id] char(36) collate Latin1_General_100_BIN2 NOT NULL,
	[birth_year] int NULL,
	[place_code] nvarchar(10) collate Latin1_General_100_BIN2 NULL,
	[points] int NOT NULL,
	[updated_at] datetime2(3) NOT NULL,
	[_hash] nvarchar(64) collate Latin1_General_100_BIN2 NOT NULL,
	[_ordered_at] datetime2(3) NOT NULL,
	[_load] nvarchar(64) collate Latin1_General_100_BIN2 NOT NULL,
	[_part] int NOT NULL,
	[_line] int NOT NULL,
	[business_day] date NULL,
	CONSTRAINT [people_pkey] PRIMARY KEY([id]) WITH (DATA_COMPRESSION = PAGE)
);

-- migration/deployment/0001_initial/9
CREATE TABLE [sealed].[people] (
	[id] char(36) collate Latin1_General_100_BIN2 NOT NULL,
	[last_name] varbinary(max) NULL,
	[email] varbinary(max) NULL,
	[birth_date] varbinary(max) NULL,
	[street] varbinary(max) NULL,
	CONSTRAINT [people_pkey] PRIMARY KEY([id])
);

-- migration/deployment/0001_initial/10
CREATE TABLE [staging].[people] (
	[_load] nvarchar(64) collate Latin1_General_100_BIN2 NOT NULL,
	[_part] int NOT NULL,
	[_line] int NOT NULL,
	[_hash] nvarchar(64) collate Latin1_General_100_BIN2 NOT NULL,
	[_ordered_at] datetime2(3) NOT NULL,
	[business_day] date NULL,
	[id] char(36) collate Latin1_General_100_BIN2 NULL,
	[last_name] varbinary(max) NULL,
	[email] varbinary(max) NULL,
	[birth_date] varbinary(max) NULL,
	[birth_year] int NULL,
	[street] varbinary(max) NULL,
	[place_code] nvarchar(10) collate Latin1_General_100_BIN2 NULL,
	[points] int NULL,
	[updated_at] datetime2(3) NULL,
	CONSTRAINT [people_pkey] PRIMARY KEY([_load],[_part],[_line])
);

-- migration/deployment/0001_initial/11
ALTER TABLE [staging].[people] SET (LOCK_ESCALATION = DISABLE);

-- migration/deployment/0001_initial/12
CREATE TABLE [open].[orders] (
	[id] bigint NOT NULL,
	[person_id] char(36) collate Latin1_General_100_BIN2 NULL,
	[total] decimal(18,2) NOT NULL,
	[ordered_at] datetime2(3) NOT NULL,
	[updated_at] datetime2(3) NOT NULL,
	[_hash] nvarchar(64) collate Latin1_General_100_BIN2 NOT NULL,
	[_ordered_at] datetime2(3) NOT NULL,
	[_load] nvarchar(64) collate Latin1_General_100_BIN2 NOT NULL,
	[_part] int NOT NULL,
	[_line] int NOT NULL,
	[business_day] date NULL,
	CONSTRAINT [orders_pkey] PRIMARY KEY([id]) WITH (DATA_COMPRESSION = PAGE)
);

-- migration/deployment/0001_initial/13
CREATE TABLE [sealed].[orders] (
	[id] bigint NOT NULL,
	[comment] varbinary(max) NULL,
	CONSTRAINT [orders_pkey] PRIMARY KEY([id])
);

-- migration/deployment/0001_initial/14
CREATE TABLE [staging].[orders] (
	[_load] nvarchar(64) collate Latin1_General_100_BIN2 NOT NULL,
	[_part] int NOT NULL,
	[_line] int NOT NULL,
	[_hash] nvarchar(64) collate Latin1_General_100_BIN2 NOT NULL,
	[_ordered_at] datetime2(3) NOT NULL,
	[business_day] date NULL,
	[id] bigint NULL,
	[person_id] char(36) collate Latin1_General_100_BIN2 NULL,
	[comment] varbinary(max) NULL,
	[total] nvarchar(40) collate Latin1_General_100_BIN2 NULL,
	[ordered_at] datetime2(3) NULL,
	[updated_at] datetime2(3) NULL,
	CONSTRAINT [orders_pkey] PRIMARY KEY([_load],[_part],[_line])
);

-- migration/deployment/0001_initial/15
ALTER TABLE [staging].[orders] SET (LOCK_ESCALATION = DISABLE);

-- migration/deployment/0001_initial/16
CREATE TABLE [open].[lines] (
	[id] bigint NOT NULL,
	[order_id] bigint NOT NULL,
	[total] decimal(18,2) NOT NULL,
	[updated_at] datetime2(3) NOT NULL,
	[deleted_at] datetime2(3) NULL,
	[_hash] nvarchar(64) collate Latin1_General_100_BIN2 NOT NULL,
	[_ordered_at] datetime2(3) NOT NULL,
	[_load] nvarchar(64) collate Latin1_General_100_BIN2 NOT NULL,
	[_part] int NOT NULL,
	[_line] int NOT NULL,
	[business_day] date NULL,
	CONSTRAINT [lines_pkey] PRIMARY KEY([id]) WITH (DATA_COMPRESSION = PAGE)
);

-- migration/deployment/0001_initial/17
CREATE TABLE [staging].[lines] (
	[_load] nvarchar(64) collate Latin1_General_100_BIN2 NOT NULL,
	[_part] int NOT NULL,
	[_line] int NOT NULL,
	[_hash] nvarchar(64) collate Latin1_General_100_BIN2 NOT NULL,
	[_ordered_at] datetime2(3) NOT NULL,
	[business_day] date NULL,
	[id] bigint NULL,
	[order_id] bigint NULL,
	[total] nvarchar(40) collate Latin1_General_100_BIN2 NULL,
	[updated_at] datetime2(3) NULL,
	[deleted_at] datetime2(3) NULL,
	CONSTRAINT [lines_pkey] PRIMARY KEY([_load],[_part],[_line])
);

-- migration/deployment/0001_initial/18
ALTER TABLE [staging].[lines] SET (LOCK_ESCALATION = DISABLE);

-- migration/deployment/0001_initial/19
CREATE TABLE [mart].[orders_daily] (
	[day] date NOT NULL,
	[orders] int NOT NULL,
	[total] decimal(18,2) NOT NULL,
	CONSTRAINT [orders_daily_pkey] PRIMARY KEY([day]) WITH (DATA_COMPRESSION = PAGE)
);

-- migration/deployment/0001_initial/20
CREATE TABLE [mart].[lines_daily] (
	[day] date NOT NULL,
	[lines] int NOT NULL,
	[total] decimal(18,2) NOT NULL,
	CONSTRAINT [lines_daily_pkey] PRIMARY KEY([day]) WITH (DATA_COMPRESSION = PAGE)
);

-- migration/deployment/0001_initial/21
CREATE INDEX [orders_business_day] ON [open].[orders] ([business_day]);

-- migration/deployment/0001_initial/22
CREATE INDEX [lines_business_day] ON [open].[lines] ([business_day]);

-- migration/deployment/0001_initial/23
CREATE INDEX [lines_order_id] ON [open].[lines] ([order_id]);

-- lock
declare @held int; exec @held = sp_getapplock @Resource = @p1, @LockMode = N'Exclusive', @LockOwner = N'Transaction', @LockTimeout = -1; select @held as held;

-- migrate/ledger
if schema_id(N'sillage') is null exec(N'create schema [sillage]');
if object_id(N'[sillage].[schema_migration]') is null create table [sillage].[schema_migration] (
  [name] nvarchar(200) collate Latin1_General_100_BIN2 not null constraint [schema_migration_pkey] primary key,
  [sha256] nvarchar(64) collate Latin1_General_100_BIN2 not null, [at] datetime2(3) not null constraint [schema_migration_at] default sysutcdatetime());

-- server/facts
select cast(serverproperty('ProductMajorVersion') as int) as [version], cast(serverproperty('EngineEdition') as int) as [edition],
  [name] as [database], cast([compatibility_level] as int) as [compatibility], [is_read_committed_snapshot_on] as [readCommittedSnapshot], [collation_name] as [collation]
from [sys].[databases] where [name] = db_name();

-- server/columns
select TABLE_SCHEMA as [schema], TABLE_NAME as [table], COLUMN_NAME as [column], DATA_TYPE as [kind], CHARACTER_MAXIMUM_LENGTH as [length],
  cast(NUMERIC_PRECISION as int) as [precision], cast(NUMERIC_SCALE as int) as [scale], cast(DATETIME_PRECISION as int) as [fraction], COLLATION_NAME as [collation], IS_NULLABLE as [nullable]
from INFORMATION_SCHEMA.COLUMNS where TABLE_SCHEMA in (N'open', N'sealed', N'staging', N'mart');

-- migrate/names
select [name] from [sillage].[schema_migration];

-- migrate/applied
select [sha256] from [sillage].[schema_migration] where [name] = @p1;

-- migrate/write-down
insert into [sillage].[schema_migration] ([name], [sha256]) values (@p1, @p2);

-- load/open
update [sillage].[load] set [manifest_etag] = @p5, [expected] = @p6, [bytes] = @p7, [erased] = @p8 where [load_id] = @p1 and [expected] = 0 and [bytes] = 0 and [state] = N'open';
insert into [sillage].[load] ([load_id], [table_key], [origin], [manifest_key], [manifest_etag], [state], [expected], [bytes], [erased])
select @p1, @p2, @p3, @p4, @p5, N'open', @p6, @p7, @p8
where not exists (select 1 from [sillage].[load] with (updlock, holdlock) where [load_id] = @p1)
  and not exists (select 1 from [sillage].[load] with (updlock, holdlock) where [manifest_key] = @p4);

-- load/manifest
select [load_id] as [loadId], [manifest_etag] as [etag] from [sillage].[load] where [manifest_key] = @p1;

-- load/state
select l.[load_id] as [loadId], l.[table_key] as [table], l.[origin], l.[state], l.[expected], l.[erased], l.[manifest_key] as [manifestKey], l.[code],
  l.[materialisation_id] as [materialisationId], coalesce(s.[merged], 0) as [merged], coalesce(s.[unchanged], 0) as [unchanged], coalesce(s.[superseded], 0) as [superseded],
  (select count(*) from [sillage].[quarantine] q where q.[load_id] = l.[load_id]) as [quarantined], d.[days]
from [sillage].[load] l
outer apply (select sum(cast([merged] as bigint)) as [merged], sum(cast([unchanged] as bigint)) as [unchanged], sum(cast([superseded] as bigint)) as [superseded]
  from [sillage].[load_slice] where [load_id] = l.[load_id]) s
outer apply (select N'["' + string_agg(cast(convert(nchar(10), [day], 23) as nvarchar(max)), N'","') within group (order by [day]) + N'"]' as [days] from (
  select distinct cast(j.[value] as date) as [day] from [sillage].[load_slice] x cross apply openjson(x.[days]) j where x.[load_id] = l.[load_id]) days) d
where l.[load_id] = @p1;

-- load/on-their-way
select [load_id] as [loadId], [table_key] as [table], [expected], coalesce(p.[staged], 0) as [staged], [bytes], [opened_at] as [openedAt]
from [sillage].[load] l
outer apply (select sum(cast([through] as bigint)) as [staged] from [sillage].[load_part] where [load_id] = l.[load_id]) p
where [state] = N'open' order by [load_id];

-- load/known
select [load_id] as [loadId], [state] from [sillage].[load] where [load_id] in (select cast([value] as nvarchar(400)) collate Latin1_General_100_BIN2 from openjson(@p1));

-- load/refuse
update [sillage].[load] set [state] = N'refused', [code] = @p2, [ended_at] = sysutcdatetime() output inserted.[table_key] as [table] where [load_id] = @p1 and [state] = N'open';

-- load/reopen
update [sillage].[load] set [state] = N'open', [code] = null, [ended_at] = null where [load_id] = @p1 and [state] = N'refused';
if @@rowcount > 0 delete from [sillage].[load_part] where [load_id] = @p1;

-- load/ended
select count(*) as [ended] from [sillage].[load] where [load_id] = @p1 and [state] <> N'open';

-- load/merged-through
select coalesce(max([to_line]), 0) as [through] from [sillage].[load_slice] where [load_id] = @p1 and [part] = @p2;

-- load/misfits-in-slice
select count(*) as [rows] from [sillage].[quarantine] where [load_id] = @p1 and [part] = @p2 and [line] between @p3 and @p4;

-- load/claims
select [load_id] as [loadId], [claim] from [sillage].[load] where [table_key] = @p1 and [state] = N'merged' and [claim] is not null;

-- load/joined
update [sillage].[load] set [claim] = null where [load_id] in (select cast([value] as nvarchar(400)) collate Latin1_General_100_BIN2 from openjson(@p1));

-- load/loaded
select [loaded_through] as [through], [loaded_mark] as [mark] from [sillage].[asset_state] where [asset] = @p1;

-- load/move-loaded
update [sillage].[asset_state] with (updlock, holdlock) set [loaded_through] = @p2, [loaded_mark] = @p3 where [asset] = @p1;
if @@rowcount = 0 insert into [sillage].[asset_state] ([asset], [loaded_through], [loaded_mark]) values (@p1, @p2, @p3);

-- materialisation
insert into [sillage].[materialisation] ([id], [asset], [load_id], [rows], [days]) values (@p1, @p2, @p3, @p4, @p5);
update [sillage].[asset_state] with (updlock, holdlock) set [materialisation_id] = @p1, [materialised_at] = sysutcdatetime(), [rows] = @p4 where [asset] = @p2;
if @@rowcount = 0 insert into [sillage].[asset_state] ([asset], [materialisation_id], [materialised_at], [rows]) values (@p2, @p1, sysutcdatetime(), @p4);

-- quarantine/waiting
select top (10000) q.[load_id] as [loadId], q.[table_key] as [table], q.[part], q.[line], q.[column_name] as [column], q.[rule], l.[manifest_key] as [manifestKey] from [sillage].[quarantine] q join [sillage].[load] l on l.[load_id] = q.[load_id]
where (q.[replayed_load] is null or not exists (select 1 from [sillage].[load] r where r.[load_id] = q.[replayed_load] and r.[state] = N'merged')) and (@p1 is null or q.[table_key] = @p1) order by q.[load_id], q.[part], q.[line];

-- quarantine/claim
set nocount on;
select top (10000) q.[load_id] as [loadId], q.[table_key] as [table], q.[part], q.[line], q.[column_name] as [column], q.[rule], l.[manifest_key] as [manifestKey] into #chosen from [sillage].[quarantine] q join [sillage].[load] l on l.[load_id] = q.[load_id] and l.[state] = N'merged'
where (q.[replayed_load] is null or not exists (select 1 from [sillage].[load] r where r.[load_id] = q.[replayed_load] and r.[state] = N'merged')) and q.[table_key] = @p1 and (@p2 is null or q.[load_id] = @p2) and q.[load_id] not in (select cast([value] as nvarchar(400)) collate Latin1_General_100_BIN2 from openjson(@p3)) order by q.[load_id], q.[part], q.[line];
update q set [replayed_load] = @p4 from [sillage].[quarantine] q join #chosen c on q.[load_id] = c.[loadId] and q.[part] = c.[part] and q.[line] = c.[line];
select * from #chosen order by [loadId], [part], [line];

-- backfill/others
select [id], [tracks] from [sillage].[backfill] where [state] = N'running' and [id] <> @p1 order by [id];

-- backfill/begin
update [sillage].[backfill] with (updlock, holdlock) set [state] = N'running', [tracks] = @p3, [ended_at] = null where [id] = @p1;
if @@rowcount = 0 insert into [sillage].[backfill] ([id], [state], [request], [tracks], [started_at]) values (@p1, N'running', @p2, @p3, cast(@p4 as datetime2(3)));

-- backfill/save
update [sillage].[backfill] set [state] = @p2, [tracks] = @p3, [ended_at] = cast(@p4 as datetime2(3)) where [id] = @p1;

-- backfill/one
select [id], [state], [request], [tracks], [started_at] as [startedAt], [ended_at] as [endedAt] from [sillage].[backfill] where [id] = @p1;

-- backfill/last
select top (100) [id], [state], [request], [tracks], [started_at] as [startedAt], [ended_at] as [endedAt] from [sillage].[backfill] order by [id] desc;

-- run/begin
insert into [sillage].[run] ([id], [job], [request], [started_by], [who], [logical_at], [logical_day], [state], [started_at], [assets])
select @p1, @p2, @p3, @p4, @p5, cast(@p6 as datetime2(3)), cast(@p7 as date), N'running', cast(@p8 as datetime2(3)), @p9
where not exists (select 1 from [sillage].[run] with (updlock, holdlock) where [id] = @p1);

-- run/step
insert into [sillage].[run_step] ([run_id], [asset], [ended_at], [rows], [bytes], [ms], [state], [code], [load_id], [detail])
select @p1, @p2, cast(@p3 as datetime2(3)), @p4, cast(@p5 as bigint), @p6, @p7, @p8, @p9, @p10
where not exists (select 1 from [sillage].[run_step] with (updlock, holdlock) where [run_id] = @p1 and [asset] = @p2);

-- run/end
update [sillage].[run] set [state] = @p2, [ended_at] = cast(@p3 as datetime2(3)), [failures] = @p4, [code] = @p5, [detail] = @p6 where [id] = @p1 and [state] = N'running';

-- run/list
select [id], [job], [request], [started_by] as [trigger], [who], [logical_at] as [logicalAt], [logical_day] as [logicalDay], [state], [started_at] as [startedAt], [ended_at] as [endedAt], [assets], [failures], [code], [detail] from [sillage].[run] r where (@p1 is null or [job] = @p1) and (@p2 is null or [state] = @p2) and (@p3 is null or [started_at] >= cast(@p3 as datetime2(3)))
  and (@p4 is null or exists (select 1 from [sillage].[run_step] s where s.[run_id] = r.[id] and s.[asset] = @p4)) order by [started_at] desc, [id] desc offset 0 rows fetch next @p5 rows only;

-- run/one
select [id], [job], [request], [started_by] as [trigger], [who], [logical_at] as [logicalAt], [logical_day] as [logicalDay], [state], [started_at] as [startedAt], [ended_at] as [endedAt], [assets], [failures], [code], [detail] from [sillage].[run] where [id] = @p1;

-- run/steps
select [asset], [state], [rows], [bytes], [code], [load_id] as [load], [ended_at] as [endedAt], [ms], [detail] from [sillage].[run_step] where [run_id] = @p1 order by [ended_at], [asset];

-- run/days
select top (400) [day], sum([runs]) as [runs], sum([failed]) as [failed], sum([rows]) as [rows], sum([bytes]) as [bytes], sum([ms]) as [ms]
from (select [day], [runs], [failed], [rows], [bytes], [ms] from [sillage].[run_day] where [asset] = @p1
  union all select r.[logical_day], cast(count(*) as bigint) as [runs], cast(sum(case when s.[state] = N'failed' then 1 else 0 end) as bigint) as [failed], cast(sum(s.[rows]) as bigint) as [rows], cast(sum(coalesce(s.[bytes], 0)) as bigint) as [bytes], cast(sum(s.[ms]) as bigint) as [ms] from [sillage].[run_step] s join [sillage].[run] r on r.[id] = s.[run_id] where s.[asset] = @p1 group by r.[logical_day]) told
group by [day] order by [day] desc;

-- run/claim-housekeeping
update [sillage].[housekeeping] set [at] = cast(@p2 as datetime2(3)) output inserted.[task] as [task] where [task] = @p1 and [at] <= cast(@p3 as datetime2(3));

-- run/count-old
select (select count(*) from [sillage].[run_step] s join [sillage].[run] r on r.[id] = s.[run_id] where r.[started_at] < cast(@p1 as datetime2(3)) and r.[state] <> N'running') as [steps], (select count(*) from [sillage].[run] where [started_at] < cast(@p2 as datetime2(3)) and [state] <> N'running') as [runs];

-- run/sum-up
insert into [sillage].[run_day] ([asset], [day], [summed_at], [runs], [failed], [rows], [bytes], [ms])
select s.[asset], r.[logical_day], cast(@p2 as datetime2(3)), cast(count(*) as bigint) as [runs], cast(sum(case when s.[state] = N'failed' then 1 else 0 end) as bigint) as [failed], cast(sum(s.[rows]) as bigint) as [rows], cast(sum(coalesce(s.[bytes], 0)) as bigint) as [bytes], cast(sum(s.[ms]) as bigint) as [ms] from [sillage].[run_step] s join [sillage].[run] r on r.[id] = s.[run_id] where r.[started_at] < cast(@p1 as datetime2(3)) and r.[state] <> N'running' group by s.[asset], r.[logical_day];

-- run/forget-steps
delete from [sillage].[run_step] where [run_id] in (select [id] from [sillage].[run] where [started_at] < cast(@p1 as datetime2(3)) and [state] <> N'running');

-- run/forget
delete from [sillage].[run] where [started_at] < cast(@p1 as datetime2(3)) and [state] <> N'running';

-- run/forget-days
delete from [sillage].[run_day] where [day] < cast(@p1 as date);

-- throttle/reserve
set nocount on;
declare @now datetime2(6) = coalesce(cast(@p2 as datetime2(6)), sysutcdatetime()), @start datetime2(6);
update [sillage].[throttle] set @start = [last_start] = case when dateadd(microsecond, cast(cast(ceiling([last_bytes] * 1e6 / [bytes_per_second]) as bigint) % 1000000 as int), dateadd(second, cast(cast(ceiling([last_bytes] * 1e6 / [bytes_per_second]) as bigint) / 1000000 as int), [last_start])) > @now then dateadd(microsecond, cast(cast(ceiling([last_bytes] * 1e6 / [bytes_per_second]) as bigint) % 1000000 as int), dateadd(second, cast(cast(ceiling([last_bytes] * 1e6 / [bytes_per_second]) as bigint) / 1000000 as int), [last_start])) else @now end, [last_bytes] = @p3
where [lane] = @p1 and [enabled] = 1 and [paused] = 0 and dateadd(microsecond, cast(cast(ceiling([last_bytes] * 1e6 / [bytes_per_second]) as bigint) % 1000000 as int), dateadd(second, cast(cast(ceiling([last_bytes] * 1e6 / [bytes_per_second]) as bigint) / 1000000 as int), [last_start])) <= dateadd(millisecond, 1000, @now);
select cast(case when @start is null then 0 else 1 end as bit) as [granted], cast(case when [enabled] = 0 then 1 else 0 end as bit) as [free],
  case when @start is not null then datediff_big(microsecond, @now, @start) / 1000e0 when [paused] = 1 then 1000e0
    when datediff_big(microsecond, @now, dateadd(microsecond, cast(cast(ceiling([last_bytes] * 1e6 / [bytes_per_second]) as bigint) % 1000000 as int), dateadd(second, cast(cast(ceiling([last_bytes] * 1e6 / [bytes_per_second]) as bigint) / 1000000 as int), [last_start]))) / 1000e0 - 1000 > 1000 then 1000e0
    when datediff_big(microsecond, @now, dateadd(microsecond, cast(cast(ceiling([last_bytes] * 1e6 / [bytes_per_second]) as bigint) % 1000000 as int), dateadd(second, cast(cast(ceiling([last_bytes] * 1e6 / [bytes_per_second]) as bigint) / 1000000 as int), [last_start]))) / 1000e0 - 1000 > 100 then datediff_big(microsecond, @now, dateadd(microsecond, cast(cast(ceiling([last_bytes] * 1e6 / [bytes_per_second]) as bigint) % 1000000 as int), dateadd(second, cast(cast(ceiling([last_bytes] * 1e6 / [bytes_per_second]) as bigint) / 1000000 as int), [last_start]))) / 1000e0 - 1000
    else 100e0 end as [waitMs]
from [sillage].[throttle] where [lane] = @p1;

-- throttle/state
select [lane], [bytes_per_second] as [bytesPerSecond], [paused], [enabled] from [sillage].[throttle] where [lane] = @p1;

-- throttle/set
update [sillage].[throttle] set [bytes_per_second] = coalesce(cast(@p2 as bigint), [bytes_per_second]), [paused] = coalesce(cast(@p3 as bit), [paused]), [enabled] = coalesce(cast(@p4 as bit), [enabled]) where [lane] = @p1;

-- log-rate/edition
select cast(serverproperty('EngineEdition') as int) as [edition];

-- log-rate/tier
select cast([primary_max_log_rate] as bigint) as [bytesPerSecond] from [sys].[dm_user_db_resource_governance] where [database_id] = db_id();

-- log-rate/instance
select cast([instance_max_log_rate] as bigint) as [bytesPerSecond] from [sys].[dm_instance_resource_governance];

-- log-rate/use
select cast(max([avg_log_write_percent]) as float) as [percent] from [sys].[dm_db_resource_stats];

-- state/mirror
select [asset], [landed_through] as [landedThrough], [loaded_through] as [loadedThrough], [fence], [materialisation_id] as [materialisationId], [materialised_at] as [materialisedAt], [rows] from [sillage].[asset_state] where [asset] = @p1;

-- state/mirrors
select [asset], [landed_through] as [landedThrough], [loaded_through] as [loadedThrough], [fence], [materialisation_id] as [materialisationId], [materialised_at] as [materialisedAt], [rows] from [sillage].[asset_state] order by [asset];

-- state/save-mirror
update [sillage].[asset_state] set [landed_through] = @p2, [fence] = @p3 where [asset] = @p1 and [fence] <= @p3;
insert into [sillage].[asset_state] ([asset], [landed_through], [fence]) select @p1, @p2, @p3
where not exists (select 1 from [sillage].[asset_state] with (updlock, holdlock) where [asset] = @p1);

-- audit/record
insert into [sillage].[audit] ([id], [at], [what], [subject], [who], [why], [old_value], [new_value]) select @p1, cast(@p2 as datetime2(3)), @p3, @p4, @p5, @p6, @p7, @p8
where not exists (select 1 from [sillage].[audit] with (updlock, holdlock) where [id] = @p1);

-- audit/list
select top (200) [id], [at], [what], [subject], [who], [why], [old_value] as [oldValue], [new_value] as [newValue] from [sillage].[audit] where @p1 is null or ([subject] = @p1 and [what] like N'asset.%') order by [at] desc, [id] desc;

-- audit/save-control
update [sillage].[asset_state] set [landed_through] = case when [fence] <= @p3 then @p2 else [landed_through] end, [fence] = case when [fence] < @p3 then @p3 else [fence] end, [control] = @p4, [control_revision] = @p5
where [asset] = @p1 and [control_revision] < @p5;
insert into [sillage].[asset_state] ([asset], [landed_through], [fence], [control], [control_revision]) select @p1, @p2, @p3, @p4, @p5
where not exists (select 1 from [sillage].[asset_state] with (updlock, holdlock) where [asset] = @p1);

-- audit/control
select [control] from [sillage].[asset_state] where [asset] = @p1;

-- audit/materialisations
select top (20) [id], [at], [rows], [load_id] as [load] from [sillage].[materialisation] where [asset] = @p1 order by [at] desc, [id] desc;

-- audit/source-rates
select [source], [requests_per_second] as [requestsPerSecond] from [sillage].[source_rate] order by [source];

-- audit/set-source-rate
update [sillage].[source_rate] with (updlock, holdlock) set [requests_per_second] = cast(@p2 as float) where [source] = @p1;
if @@rowcount = 0 insert into [sillage].[source_rate] ([source], [requests_per_second]) values (@p1, cast(@p2 as float));

-- check/materialisation
select [materialisation_id] as [id] from [sillage].[asset_state] where [asset] = @p1;

-- check/earlier
select [figure] from (
  select [figure], [at], row_number() over (partition by [materialisation] order by [at] desc) as [place] from [sillage].[check_result]
  where [asset] = @p1 and [check_name] = @p2 and [figure] is not null and [materialisation] is not null and (@p3 is null or [materialisation] <> @p3)) told
where [place] = 1 order by [at] desc;

-- check/last
select [check_name] as [check], [kind], [severity], [state], [figure], [bound], [failing] from (
  select *, row_number() over (partition by [check_name] order by [at] desc) as [place] from [sillage].[check_result] where [asset] = @p1) told
where [place] = 1 order by [check_name];

-- check/keep
update [sillage].[check_result] set [at] = sysutcdatetime(), [severity] = @p5, [state] = @p6, [figure] = @p7, [bound] = @p8, [failing] = @p9, [materialisation] = @p10
where [asset] = @p1 and [check_name] = @p2 and [cause] = @p3;
if @@rowcount = 0 insert into [sillage].[check_result] ([asset], [check_name], [cause], [kind], [severity], [state], [figure], [bound], [failing], [materialisation])
values (@p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10);

-- check/compact
delete from [sillage].[check_result] where [asset] = @p1 and [check_name] = @p2 and [at] < (
  select [at] from [sillage].[check_result] where [asset] = @p1 and [check_name] = @p2 order by [at] desc offset 99 rows fetch next 1 rows only);

-- api-key/add
insert into [sillage].[api_key] ([id], [sha256], [label], [scopes], [expires_at]) values (@p1, @p2, @p3, @p4, cast(@p5 as datetime2(3)));

-- api-key/find
select [sha256], [scopes], [expires_at] as [expiresAt] from [sillage].[api_key] where [id] = @p1;

-- reconcile/begun
select cast(sysutcdatetime() as datetime2(3)) as [at];

-- reconcile/keys
insert bulk [sillage].[reconcile_key]([pass] nvarchar(40), [key] nvarchar(400)) WITH (KEEP_NULLS)

-- reconcile/forget
set nocount on;
delete top (4000) from [sillage].[reconcile_key] where [pass] = @p1;
select @@rowcount as [rows];

-- reconcile/age-absent
update [sillage].[listed_absent] set [load_id] = @p2, [state] = case when @p3 = 1 then N'left' when [state] = N'new' then N'missed' else [state] end where [asset] = @p1 and [load_id] <> @p2;

-- reconcile/count-absent
select count(*) as [absent], coalesce(sum(case when [state] = N'missed' then 1 else 0 end), 0) as [missed] from [sillage].[listed_absent] where [asset] = @p1;

-- mart/built
select [built_at] as [built], [built_version] as [version], [materialisation_id] as [id] from [sillage].[asset_state] where [asset] = @p1 and [materialisation_id] is not null;

-- mart/changed
select count(*) as [n] from [sillage].[materialisation] where [asset] in (select cast([value] as nvarchar(400)) collate Latin1_General_100_BIN2 from openjson(@p1)) and [at] >= dateadd(hour, -1, cast(@p2 as datetime2(3)));

-- mart/changed-days
select N'["' + string_agg(cast(convert(nchar(10), [day], 23) as nvarchar(max)), N'","') within group (order by [day]) + N'"]' as [days] from (
  select distinct cast(j.[value] as date) as [day] from [sillage].[materialisation] m cross apply openjson(m.[days]) j
  where m.[asset] in (select cast([value] as nvarchar(400)) collate Latin1_General_100_BIN2 from openjson(@p1)) and m.[at] >= dateadd(hour, -1, cast(@p2 as datetime2(3)))) d;

-- mart/marks
select [asset], [loaded_through] as [loadedThrough] from [sillage].[asset_state] where [asset] in (select cast([value] as nvarchar(400)) collate Latin1_General_100_BIN2 from openjson(@p1));

-- mart/mark-built
update [sillage].[asset_state] set [built_at] = sysutcdatetime(), [built_version] = @p2, [loaded_through] = @p3 where [asset] = @p1;

-- mart/forget-aside
drop table if exists #rebuilt;

-- identity/schema
if object_id(N'[identity].[keyring]') is null begin
  if schema_id(N'identity') is null exec(N'create schema [identity]');
  create table [identity].[subject] (
    [lookup] nvarchar(64) collate Latin1_General_100_BIN2 not null constraint [subject_pkey] primary key with (ignore_dup_key = on),
    [pid] char(36) collate Latin1_General_100_BIN2, [dek_wrapped] varbinary(max), [epoch] int not null, [kid] varbinary(64),
    [created_at] datetime2(3) not null constraint [subject_created_at] default sysutcdatetime(), [restricted_at] datetime2(3), [erased_at] datetime2(3), [request_id] nvarchar(100));
  create unique index [subject_pid] on [identity].[subject] ([pid]) where [pid] is not null;
  create table [identity].[blind_index] (
    [field] nvarchar(100) collate Latin1_General_100_BIN2 not null, [index] nvarchar(100) collate Latin1_General_100_BIN2 not null, [value] varbinary(64) not null, [pid] char(36) collate Latin1_General_100_BIN2 not null,
    [updated_at] datetime2(3) not null, constraint [blind_index_pkey] primary key ([field], [index], [pid]) with (ignore_dup_key = on));
  create index [blind_index_value] on [identity].[blind_index] ([field], [index], [value]);
  create table [identity].[keyring] (
    [purpose] nvarchar(40) collate Latin1_General_100_BIN2 not null, [epoch] int not null, [wrapped] varbinary(max) not null, [check_value] varbinary(max) not null,
    constraint [keyring_pkey] primary key ([purpose], [epoch]) with (ignore_dup_key = on));
end;

-- identity/subjects
select [lookup], [pid], [dek_wrapped] as [wrappedKey], [epoch] from [identity].[subject] where [lookup] in (select cast([value] as nvarchar(400)) collate Latin1_General_100_BIN2 from openjson(@p1));

-- identity/subject
select [lookup], [pid], [dek_wrapped] as [wrappedKey], [epoch] from [identity].[subject] where [pid] = cast(@p1 as char(36)) collate Latin1_General_100_BIN2;

-- identity/create-subjects
insert into [identity].[subject] ([lookup], [pid], [dek_wrapped], [kid], [epoch])
select u.[lookup], u.[pid], convert(varbinary(max), u.[wrapped], 2), convert(varbinary(64), u.[kid], 2), u.[epoch]
from openjson(@p1) with ([lookup] nvarchar(64), [pid] char(36), [wrapped] nvarchar(max), [kid] nvarchar(128), [epoch] int) u
where not exists (select 1 from [identity].[subject] s where s.[lookup] = u.[lookup] collate Latin1_General_100_BIN2);

-- identity/save-blind-indexes
insert into [identity].[blind_index] ([field], [index], [value], [pid], [updated_at])
select u.[field], u.[index], convert(varbinary(64), u.[value], 2), u.[pid], u.[at] from openjson(@p1) with ([field] nvarchar(100), [index] nvarchar(100), [value] nvarchar(128), [pid] char(36), [at] datetime2(3)) u
where not exists (select 1 from [identity].[blind_index] b where b.[field] = u.[field] collate Latin1_General_100_BIN2 and b.[index] = u.[index] collate Latin1_General_100_BIN2 and b.[pid] = u.[pid] collate Latin1_General_100_BIN2);
update b set [value] = convert(varbinary(64), u.[value], 2), [updated_at] = u.[at] from [identity].[blind_index] b join openjson(@p1) with ([field] nvarchar(100), [index] nvarchar(100), [value] nvarchar(128), [pid] char(36), [at] datetime2(3)) u on b.[field] = u.[field] collate Latin1_General_100_BIN2 and b.[index] = u.[index] collate Latin1_General_100_BIN2 and b.[pid] = u.[pid] collate Latin1_General_100_BIN2
where u.[at] > b.[updated_at];

-- identity/root-keys
select [purpose], [epoch], [wrapped], [check_value] as [check] from [identity].[keyring];

-- identity/root-key
select [purpose], [epoch], [wrapped], [check_value] as [check] from [identity].[keyring] where [purpose] = @p1 and [epoch] = @p2;

-- identity/save-root-key
insert into [identity].[keyring] ([purpose], [epoch], [wrapped], [check_value])
select @p1, @p2, convert(varbinary(max), @p3, 2), convert(varbinary(max), @p4, 2)
where not exists (select 1 from [identity].[keyring] where [purpose] = @p1 and [epoch] = @p2);

-- stage/places/replace-range
delete from [staging].[places] where [_load] = @p1 and [_part] = @p2 and [_line] between @p4 and @p3;
delete from [sillage].[quarantine] where [load_id] = @p1 and [part] = @p2 and [line] between @p4 and @p3;
update [sillage].[load_part] set [through] = case when [through] > @p3 then [through] else @p3 end where [load_id] = @p1 and [part] = @p2;
if @@rowcount = 0 insert into [sillage].[load_part] ([load_id], [part], [through]) values (@p1, @p2, @p3);

-- stage/places/replace-list
delete from [staging].[places] where [_load] = @p1 and [_part] = @p2 and [_line] in (select cast([value] as int) from openjson(@p4));
delete from [sillage].[quarantine] where [load_id] = @p1 and [part] = @p2 and [line] in (select cast([value] as int) from openjson(@p4));
update [sillage].[load_part] set [through] = case when [through] > @p3 then [through] else @p3 end where [load_id] = @p1 and [part] = @p2;
if @@rowcount = 0 insert into [sillage].[load_part] ([load_id], [part], [through]) values (@p1, @p2, @p3);

-- stage/places/rows
insert bulk [staging].[places]([_load] nvarchar(64), [_part] int, [_line] int, [_hash] nvarchar(64), [_ordered_at] datetime2(3), [business_day] date, [code] nvarchar(10), [name] nvarchar(80)) WITH (KEEP_NULLS)

-- stage/places/quarantine
delete from [staging].[places] where [_load] = @p1 and [_part] = @p2 and [_line] in (select [line] from openjson(@p4) with ([line] int));
insert into [sillage].[quarantine] ([load_id], [part], [line], [table_key], [column_name], [rule], [sealed])
select @p1, @p2, u.[line], @p3, u.[column], u.[rule], u.[sealed]
from openjson(@p4) with ([line] int, [column] nvarchar(128), [rule] nvarchar(100), [sealed] nvarchar(max)) u
where not exists (select 1 from [sillage].[quarantine] q where q.[load_id] = @p1 and q.[part] = @p2 and q.[line] = u.[line]);

-- stage/places/through
with spans as (
  select [_line] as [first], [_line] as [last] from [staging].[places] where [_load] = @p1 and [_part] = @p2
  union all select [line], [line] from [sillage].[quarantine] where [load_id] = @p1 and [part] = @p2
  union all select [from_line], [to_line] from [sillage].[load_slice] where [load_id] = @p1 and [part] = @p2),
reached as (
  select [first], [last], coalesce(max([last]) over (order by [first], [last] rows between unbounded preceding and 1 preceding), 0) as [before] from spans)
select coalesce(min(case when [first] > [before] + 1 then [before] end), max([last]), 0) as [through] from reached;

-- stage/places/drop
delete from [staging].[places] where [_load] = @p1;

-- merge/places/slice
set nocount on;
select w.*, o.[_hash] as [_was_hash], o.[business_day] as [_was_day],
  case when w.[_hash] = o.[_hash] then 1 else 0 end as [_same], case when w.[_ordered_at] > o.[_ordered_at] or (w.[_ordered_at] = o.[_ordered_at] and w.[_load] = o.[_load]
    and (w.[_part] > o.[_part] or (w.[_part] = o.[_part] and w.[_line] > o.[_line]))) then 1 else 0 end as [_later],
  case when o.[_hash] is null or (w.[_hash] <> o.[_hash] and (w.[_ordered_at] > o.[_ordered_at] or (w.[_ordered_at] = o.[_ordered_at]
    and (w.[_load] > o.[_load] or (w.[_load] = o.[_load] and (w.[_part] > o.[_part] or (w.[_part] = o.[_part] and w.[_line] >= o.[_line]))))))) then 1 else 0 end as [_changed]
into #compared from (
  select s.[code], s.[name], s.[_load], s.[_part], s.[_line], s.[_hash], s.[_ordered_at], s.[business_day], row_number() over (partition by s.[code] order by s.[_ordered_at] desc, s.[_line] desc) as [_place]
  from [staging].[places] s
  where s.[_load] = @p1 and s.[_part] = @p2 and s.[_line] between @p3 and @p4) w
left join [open].[places] o on o.[code] = w.[code]
where w.[_place] = 1;
delete from [staging].[places] where [_load] = @p1 and [_part] = @p2 and [_line] between @p3 and @p4;
declare @lines int = @@rowcount;
update t set [name] = c.[name], [_hash] = c.[_hash], [_ordered_at] = c.[_ordered_at], [_load] = c.[_load], [_part] = c.[_part], [_line] = c.[_line], [business_day] = c.[business_day] from [open].[places] t join #compared c on t.[code] = c.[code] where c.[_changed] = 1;
insert into [open].[places] ([code], [name], [_hash], [_ordered_at], [_load], [_part], [_line], [business_day]) select c.[code], c.[name], c.[_hash], c.[_ordered_at], c.[_load], c.[_part], c.[_line], c.[business_day] from #compared c
where c.[_changed] = 1 and not exists (select 1 from [open].[places] t where t.[code] = c.[code]);
update t set [_ordered_at] = c.[_ordered_at], [_load] = c.[_load], [_part] = c.[_part], [_line] = c.[_line] from [open].[places] t join #compared c on t.[code] = c.[code] where c.[_same] = 1 and c.[_later] = 1;
insert into [sillage].[load_slice] ([load_id], [part], [from_line], [to_line], [merged], [unchanged], [superseded], [days])
select @p1, @p2, @p3, @p4, k.[merged], k.[unchanged], @lines - k.[merged] - k.[unchanged], coalesce((select N'["' + string_agg(cast(convert(nchar(10), [day], 23) as nvarchar(max)), N'","') within group (order by [day]) + N'"]' from (
  select [business_day] as [day] from #compared where [_changed] = 1 and [business_day] is not null
  union select [_was_day] from #compared where [_changed] = 1 and [_was_day] is not null) touched), N'[]')
from (select coalesce(sum([_changed]), 0) as [merged], coalesce(sum([_same]), 0) as [unchanged] from #compared) k;
select cast(null as nvarchar(128)) as [asset], @lines as [rows], cast(null as nvarchar(max)) as [days]

-- merge/places/finish
update [sillage].[load] set [state] = N'merged', [materialisation_id] = @p2, [ended_at] = sysutcdatetime(), [claim] = @p3 where [load_id] = @p1;
delete from [staging].[places] where [_load] = @p1;

-- reconcile/places/count
select count(*) as [total], coalesce(sum(f.[gone]), 0) as [gone], cast(case when exists (select 1 from [sillage].[reconcile_key] where [pass] = @p1) then 1 else 0 end as bit) as [listed]
from (select case when 1 = 1 and not exists (select 1 from [sillage].[load] l where l.[load_id] = t.[_load] and l.[opened_at] > cast(@p2 as datetime2(3))) and not exists (select 1 from [sillage].[reconcile_key] k where k.[pass] = @p1 and k.[key] = (cast(t.[code] as nvarchar(400))) collate Latin1_General_100_BIN2) then 1 else 0 end as [gone] from [open].[places] t where 1 = 1) f;

-- reconcile/places/flag
set nocount on;
select t.[code], t.[business_day] as [_day] into #gone from [open].[places] t where 1 = 1 and not exists (select 1 from [sillage].[load] l where l.[load_id] = t.[_load] and l.[opened_at] > cast(@p2 as datetime2(3))) and not exists (select 1 from [sillage].[reconcile_key] k where k.[pass] = @p1 and k.[key] = (cast(t.[code] as nvarchar(400))) collate Latin1_General_100_BIN2);
delete t from [open].[places] t join #gone g on t.[code] = g.[code];
select (select count(*) from #gone) as [rows], (select N'["' + string_agg(cast(convert(nchar(10), [day], 23) as nvarchar(max)), N'","') within group (order by [day]) + N'"]' from (select distinct [_day] as [day] from #gone where [_day] is not null) d) as [days];

-- reconcile/places/forget-absent
delete from [sillage].[listed_absent] where [asset] = @p2
  and ([key] in (select (cast(t.[code] as nvarchar(400))) collate Latin1_General_100_BIN2 from [open].[places] t) or [key] not in (select k.[key] from [sillage].[reconcile_key] k where k.[pass] = @p1));

-- reconcile/places/note-absent
insert into [sillage].[listed_absent] ([asset], [key], [load_id], [state]) select distinct @p2, k.[key], @p3, N'new' from [sillage].[reconcile_key] k
where k.[pass] = @p1 and not exists (select 1 from [open].[places] t where (cast(t.[code] as nvarchar(400))) collate Latin1_General_100_BIN2 = k.[key])
  and not exists (select 1 from [sillage].[listed_absent] a where a.[asset] = @p2 and a.[key] = k.[key]);

-- stage/people/replace-range
delete from [staging].[people] where [_load] = @p1 and [_part] = @p2 and [_line] between @p4 and @p3;
delete from [sillage].[quarantine] where [load_id] = @p1 and [part] = @p2 and [line] between @p4 and @p3;
update [sillage].[load_part] set [through] = case when [through] > @p3 then [through] else @p3 end where [load_id] = @p1 and [part] = @p2;
if @@rowcount = 0 insert into [sillage].[load_part] ([load_id], [part], [through]) values (@p1, @p2, @p3);

-- stage/people/replace-list
delete from [staging].[people] where [_load] = @p1 and [_part] = @p2 and [_line] in (select cast([value] as int) from openjson(@p4));
delete from [sillage].[quarantine] where [load_id] = @p1 and [part] = @p2 and [line] in (select cast([value] as int) from openjson(@p4));
update [sillage].[load_part] set [through] = case when [through] > @p3 then [through] else @p3 end where [load_id] = @p1 and [part] = @p2;
if @@rowcount = 0 insert into [sillage].[load_part] ([load_id], [part], [through]) values (@p1, @p2, @p3);

-- stage/people/rows
insert bulk [staging].[people]([_load] nvarchar(64), [_part] int, [_line] int, [_hash] nvarchar(64), [_ordered_at] datetime2(3), [business_day] date, [id] char(36), [last_name] varbinary(max), [email] varbinary(max), [birth_date] varbinary(max), [birth_year] int, [street] varbinary(max), [place_code] nvarchar(10), [points] int, [updated_at] datetime2(3)) WITH (KEEP_NULLS)

-- stage/people/quarantine
delete from [staging].[people] where [_load] = @p1 and [_part] = @p2 and [_line] in (select [line] from openjson(@p4) with ([line] int));
insert into [sillage].[quarantine] ([load_id], [part], [line], [table_key], [column_name], [rule], [sealed])
select @p1, @p2, u.[line], @p3, u.[column], u.[rule], u.[sealed]
from openjson(@p4) with ([line] int, [column] nvarchar(128), [rule] nvarchar(100), [sealed] nvarchar(max)) u
where not exists (select 1 from [sillage].[quarantine] q where q.[load_id] = @p1 and q.[part] = @p2 and q.[line] = u.[line]);

-- stage/people/through
with spans as (
  select [_line] as [first], [_line] as [last] from [staging].[people] where [_load] = @p1 and [_part] = @p2
  union all select [line], [line] from [sillage].[quarantine] where [load_id] = @p1 and [part] = @p2
  union all select [from_line], [to_line] from [sillage].[load_slice] where [load_id] = @p1 and [part] = @p2),
reached as (
  select [first], [last], coalesce(max([last]) over (order by [first], [last] rows between unbounded preceding and 1 preceding), 0) as [before] from spans)
select coalesce(min(case when [first] > [before] + 1 then [before] end), max([last]), 0) as [through] from reached;

-- stage/people/drop
delete from [staging].[people] where [_load] = @p1;

-- merge/people/slice
set nocount on;
select w.*, o.[_hash] as [_was_hash], o.[business_day] as [_was_day],
  case when w.[_hash] = o.[_hash] then 1 else 0 end as [_same], case when w.[_ordered_at] > o.[_ordered_at] or (w.[_ordered_at] = o.[_ordered_at] and w.[_load] = o.[_load]
    and (w.[_part] > o.[_part] or (w.[_part] = o.[_part] and w.[_line] > o.[_line]))) then 1 else 0 end as [_later],
  case when o.[_hash] is null or (w.[_hash] <> o.[_hash] and (w.[_ordered_at] > o.[_ordered_at] or (w.[_ordered_at] = o.[_ordered_at]
    and (w.[_load] > o.[_load] or (w.[_load] = o.[_load] and (w.[_part] > o.[_part] or (w.[_part] = o.[_part] and w.[_line] >= o.[_line]))))))) then 1 else 0 end as [_changed]
into #compared from (
  select s.[id], s.[birth_year], s.[place_code], s.[points], s.[updated_at], s.[last_name], s.[email], s.[birth_date], s.[street], s.[_load], s.[_part], s.[_line], s.[_hash], s.[_ordered_at], s.[business_day], row_number() over (partition by s.[id] order by s.[_ordered_at] desc, s.[_line] desc) as [_place]
  from [staging].[people] s
  where s.[_load] = @p1 and s.[_part] = @p2 and s.[_line] between @p3 and @p4) w
left join [open].[people] o on o.[id] = w.[id]
where w.[_place] = 1;
delete from [staging].[people] where [_load] = @p1 and [_part] = @p2 and [_line] between @p3 and @p4;
declare @lines int = @@rowcount;
update t set [birth_year] = c.[birth_year], [place_code] = c.[place_code], [points] = c.[points], [updated_at] = c.[updated_at], [_hash] = c.[_hash], [_ordered_at] = c.[_ordered_at], [_load] = c.[_load], [_part] = c.[_part], [_line] = c.[_line], [business_day] = c.[business_day] from [open].[people] t join #compared c on t.[id] = c.[id] where c.[_changed] = 1;
insert into [open].[people] ([id], [birth_year], [place_code], [points], [updated_at], [_hash], [_ordered_at], [_load], [_part], [_line], [business_day]) select c.[id], c.[birth_year], c.[place_code], c.[points], c.[updated_at], c.[_hash], c.[_ordered_at], c.[_load], c.[_part], c.[_line], c.[business_day] from #compared c
where c.[_changed] = 1 and not exists (select 1 from [open].[people] t where t.[id] = c.[id]);
update t set [_ordered_at] = c.[_ordered_at], [_load] = c.[_load], [_part] = c.[_part], [_line] = c.[_line] from [open].[people] t join #compared c on t.[id] = c.[id] where c.[_same] = 1 and c.[_later] = 1;
update t set [last_name] = c.[last_name], [email] = c.[email], [birth_date] = c.[birth_date], [street] = c.[street] from [sealed].[people] t join #compared c on t.[id] = c.[id] where c.[_changed] = 1;
insert into [sealed].[people] ([id], [last_name], [email], [birth_date], [street]) select c.[id], c.[last_name], c.[email], c.[birth_date], c.[street] from #compared c
where c.[_changed] = 1 and not exists (select 1 from [sealed].[people] t where t.[id] = c.[id]);
insert into [sillage].[load_slice] ([load_id], [part], [from_line], [to_line], [merged], [unchanged], [superseded], [days])
select @p1, @p2, @p3, @p4, k.[merged], k.[unchanged], @lines - k.[merged] - k.[unchanged], coalesce((select N'["' + string_agg(cast(convert(nchar(10), [day], 23) as nvarchar(max)), N'","') within group (order by [day]) + N'"]' from (
  select [business_day] as [day] from #compared where [_changed] = 1 and [business_day] is not null
  union select [_was_day] from #compared where [_changed] = 1 and [_was_day] is not null) touched), N'[]')
from (select coalesce(sum([_changed]), 0) as [merged], coalesce(sum([_same]), 0) as [unchanged] from #compared) k;
select cast(null as nvarchar(128)) as [asset], @lines as [rows], cast(null as nvarchar(max)) as [days]

-- merge/people/finish
update [sillage].[load] set [state] = N'merged', [materialisation_id] = @p2, [ended_at] = sysutcdatetime(), [claim] = @p3 where [load_id] = @p1;
delete from [staging].[people] where [_load] = @p1;

-- reconcile/people/count
select count(*) as [total], coalesce(sum(f.[gone]), 0) as [gone], cast(case when exists (select 1 from [sillage].[reconcile_key] where [pass] = @p1) then 1 else 0 end as bit) as [listed]
from (select case when 1 = 1 and not exists (select 1 from [sillage].[load] l where l.[load_id] = t.[_load] and l.[opened_at] > cast(@p2 as datetime2(3))) and not exists (select 1 from [sillage].[reconcile_key] k where k.[pass] = @p1 and k.[key] = (cast(t.[id] as nvarchar(400))) collate Latin1_General_100_BIN2) then 1 else 0 end as [gone] from [open].[people] t where 1 = 1) f;

-- reconcile/people/flag
set nocount on;
select t.[id], t.[business_day] as [_day] into #gone from [open].[people] t where 1 = 1 and not exists (select 1 from [sillage].[load] l where l.[load_id] = t.[_load] and l.[opened_at] > cast(@p2 as datetime2(3))) and not exists (select 1 from [sillage].[reconcile_key] k where k.[pass] = @p1 and k.[key] = (cast(t.[id] as nvarchar(400))) collate Latin1_General_100_BIN2);
delete t from [open].[people] t join #gone g on t.[id] = g.[id];
select (select count(*) from #gone) as [rows], (select N'["' + string_agg(cast(convert(nchar(10), [day], 23) as nvarchar(max)), N'","') within group (order by [day]) + N'"]' from (select distinct [_day] as [day] from #gone where [_day] is not null) d) as [days];

-- reconcile/people/forget-absent
delete from [sillage].[listed_absent] where [asset] = @p2
  and ([key] in (select (cast(t.[id] as nvarchar(400))) collate Latin1_General_100_BIN2 from [open].[people] t) or [key] not in (select k.[key] from [sillage].[reconcile_key] k where k.[pass] = @p1));

-- reconcile/people/note-absent
insert into [sillage].[listed_absent] ([asset], [key], [load_id], [state]) select distinct @p2, k.[key], @p3, N'new' from [sillage].[reconcile_key] k
where k.[pass] = @p1 and not exists (select 1 from [open].[people] t where (cast(t.[id] as nvarchar(400))) collate Latin1_General_100_BIN2 = k.[key])
  and not exists (select 1 from [sillage].[listed_absent] a where a.[asset] = @p2 and a.[key] = k.[key]);

-- stage/orders/replace-range
delete from [staging].[orders] where [_load] = @p1 and [_part] = @p2 and [_line] between @p4 and @p3;
delete from [sillage].[quarantine] where [load_id] = @p1 and [part] = @p2 and [line] between @p4 and @p3;
update [sillage].[load_part] set [through] = case when [through] > @p3 then [through] else @p3 end where [load_id] = @p1 and [part] = @p2;
if @@rowcount = 0 insert into [sillage].[load_part] ([load_id], [part], [through]) values (@p1, @p2, @p3);

-- stage/orders/replace-list
delete from [staging].[orders] where [_load] = @p1 and [_part] = @p2 and [_line] in (select cast([value] as int) from openjson(@p4));
delete from [sillage].[quarantine] where [load_id] = @p1 and [part] = @p2 and [line] in (select cast([value] as int) from openjson(@p4));
update [sillage].[load_part] set [through] = case when [through] > @p3 then [through] else @p3 end where [load_id] = @p1 and [part] = @p2;
if @@rowcount = 0 insert into [sillage].[load_part] ([load_id], [part], [through]) values (@p1, @p2, @p3);

-- stage/orders/rows
insert bulk [staging].[orders]([_load] nvarchar(64), [_part] int, [_line] int, [_hash] nvarchar(64), [_ordered_at] datetime2(3), [business_day] date, [id] bigint, [person_id] char(36), [comment] varbinary(max), [total] nvarchar(40), [ordered_at] datetime2(3), [updated_at] datetime2(3)) WITH (KEEP_NULLS)

-- stage/orders/quarantine
delete from [staging].[orders] where [_load] = @p1 and [_part] = @p2 and [_line] in (select [line] from openjson(@p4) with ([line] int));
insert into [sillage].[quarantine] ([load_id], [part], [line], [table_key], [column_name], [rule], [sealed])
select @p1, @p2, u.[line], @p3, u.[column], u.[rule], u.[sealed]
from openjson(@p4) with ([line] int, [column] nvarchar(128), [rule] nvarchar(100), [sealed] nvarchar(max)) u
where not exists (select 1 from [sillage].[quarantine] q where q.[load_id] = @p1 and q.[part] = @p2 and q.[line] = u.[line]);

-- stage/orders/through
with spans as (
  select [_line] as [first], [_line] as [last] from [staging].[orders] where [_load] = @p1 and [_part] = @p2
  union all select [line], [line] from [sillage].[quarantine] where [load_id] = @p1 and [part] = @p2
  union all select [from_line], [to_line] from [sillage].[load_slice] where [load_id] = @p1 and [part] = @p2),
reached as (
  select [first], [last], coalesce(max([last]) over (order by [first], [last] rows between unbounded preceding and 1 preceding), 0) as [before] from spans)
select coalesce(min(case when [first] > [before] + 1 then [before] end), max([last]), 0) as [through] from reached;

-- stage/orders/drop
delete from [staging].[orders] where [_load] = @p1;

-- merge/orders/slice
set nocount on;
select w.*, o.[_hash] as [_was_hash], o.[business_day] as [_was_day],
  case when w.[_hash] = o.[_hash] then 1 else 0 end as [_same], case when w.[_ordered_at] > o.[_ordered_at] or (w.[_ordered_at] = o.[_ordered_at] and w.[_load] = o.[_load]
    and (w.[_part] > o.[_part] or (w.[_part] = o.[_part] and w.[_line] > o.[_line]))) then 1 else 0 end as [_later],
  case when o.[_hash] is null or (w.[_hash] <> o.[_hash] and (w.[_ordered_at] > o.[_ordered_at] or (w.[_ordered_at] = o.[_ordered_at]
    and (w.[_load] > o.[_load] or (w.[_load] = o.[_load] and (w.[_part] > o.[_part] or (w.[_part] = o.[_part] and w.[_line] >= o.[_line]))))))) then 1 else 0 end as [_changed]
into #compared from (
  select s.[id], s.[person_id], cast(s.[total] as decimal(18,2)) as [total], s.[ordered_at], s.[updated_at], s.[comment], s.[_load], s.[_part], s.[_line], s.[_hash], s.[_ordered_at], s.[business_day], row_number() over (partition by s.[id] order by s.[_ordered_at] desc, s.[_line] desc) as [_place]
  from [staging].[orders] s
  where s.[_load] = @p1 and s.[_part] = @p2 and s.[_line] between @p3 and @p4) w
left join [open].[orders] o on o.[id] = w.[id]
where w.[_place] = 1;
delete from [staging].[orders] where [_load] = @p1 and [_part] = @p2 and [_line] between @p3 and @p4;
declare @lines int = @@rowcount;
update t set [person_id] = c.[person_id], [total] = c.[total], [ordered_at] = c.[ordered_at], [updated_at] = c.[updated_at], [_hash] = c.[_hash], [_ordered_at] = c.[_ordered_at], [_load] = c.[_load], [_part] = c.[_part], [_line] = c.[_line], [business_day] = c.[business_day] from [open].[orders] t join #compared c on t.[id] = c.[id] where c.[_changed] = 1;
insert into [open].[orders] ([id], [person_id], [total], [ordered_at], [updated_at], [_hash], [_ordered_at], [_load], [_part], [_line], [business_day]) select c.[id], c.[person_id], c.[total], c.[ordered_at], c.[updated_at], c.[_hash], c.[_ordered_at], c.[_load], c.[_part], c.[_line], c.[business_day] from #compared c
where c.[_changed] = 1 and not exists (select 1 from [open].[orders] t where t.[id] = c.[id]);
update t set [_ordered_at] = c.[_ordered_at], [_load] = c.[_load], [_part] = c.[_part], [_line] = c.[_line] from [open].[orders] t join #compared c on t.[id] = c.[id] where c.[_same] = 1 and c.[_later] = 1;
update t set [comment] = c.[comment] from [sealed].[orders] t join #compared c on t.[id] = c.[id] where c.[_changed] = 1;
insert into [sealed].[orders] ([id], [comment]) select c.[id], c.[comment] from #compared c
where c.[_changed] = 1 and not exists (select 1 from [sealed].[orders] t where t.[id] = c.[id]);
select t.[id], t.[business_day] as [_was], c.[business_day] as [_becomes] into #moved_0
from [open].[lines] t join #compared c on t.[order_id] = c.[id]
where c.[_changed] = 1 and (t.[business_day] <> c.[business_day] or (t.[business_day] is null and c.[business_day] is not null) or (t.[business_day] is not null and c.[business_day] is null));
update t set [business_day] = m.[_becomes] from [open].[lines] t join #moved_0 m on t.[id] = m.[id];
insert into [sillage].[load_slice] ([load_id], [part], [from_line], [to_line], [merged], [unchanged], [superseded], [days])
select @p1, @p2, @p3, @p4, k.[merged], k.[unchanged], @lines - k.[merged] - k.[unchanged], coalesce((select N'["' + string_agg(cast(convert(nchar(10), [day], 23) as nvarchar(max)), N'","') within group (order by [day]) + N'"]' from (
  select [business_day] as [day] from #compared where [_changed] = 1 and [business_day] is not null
  union select [_was_day] from #compared where [_changed] = 1 and [_was_day] is not null) touched), N'[]')
from (select coalesce(sum([_changed]), 0) as [merged], coalesce(sum([_same]), 0) as [unchanged] from #compared) k;
select cast(null as nvarchar(128)) as [asset], @lines as [rows], cast(null as nvarchar(max)) as [days]
union all
select N'lines' as [asset], (select count(*) from #moved_0) as [rows], (select N'["' + string_agg(cast(convert(nchar(10), [day], 23) as nvarchar(max)), N'","') within group (order by [day]) + N'"]' from (
  select [_was] as [day] from #moved_0 where [_was] is not null union select [_becomes] from #moved_0 where [_becomes] is not null) d) as [days]

-- merge/orders/finish
update [sillage].[load] set [state] = N'merged', [materialisation_id] = @p2, [ended_at] = sysutcdatetime(), [claim] = @p3 where [load_id] = @p1;
delete from [staging].[orders] where [_load] = @p1;

-- reconcile/orders/count
select count(*) as [total], coalesce(sum(f.[gone]), 0) as [gone], cast(case when exists (select 1 from [sillage].[reconcile_key] where [pass] = @p1) then 1 else 0 end as bit) as [listed]
from (select case when 1 = 1 and not exists (select 1 from [sillage].[load] l where l.[load_id] = t.[_load] and l.[opened_at] > cast(@p2 as datetime2(3))) and not exists (select 1 from [sillage].[reconcile_key] k where k.[pass] = @p1 and k.[key] = (cast(t.[id] as nvarchar(400))) collate Latin1_General_100_BIN2) then 1 else 0 end as [gone] from [open].[orders] t where 1 = 1) f;

-- reconcile/orders/flag
set nocount on;
select t.[id], t.[business_day] as [_day] into #gone from [open].[orders] t where 1 = 1 and not exists (select 1 from [sillage].[load] l where l.[load_id] = t.[_load] and l.[opened_at] > cast(@p2 as datetime2(3))) and not exists (select 1 from [sillage].[reconcile_key] k where k.[pass] = @p1 and k.[key] = (cast(t.[id] as nvarchar(400))) collate Latin1_General_100_BIN2);
delete t from [open].[orders] t join #gone g on t.[id] = g.[id];
select (select count(*) from #gone) as [rows], (select N'["' + string_agg(cast(convert(nchar(10), [day], 23) as nvarchar(max)), N'","') within group (order by [day]) + N'"]' from (select distinct [_day] as [day] from #gone where [_day] is not null) d) as [days];

-- reconcile/orders/forget-absent
delete from [sillage].[listed_absent] where [asset] = @p2
  and ([key] in (select (cast(t.[id] as nvarchar(400))) collate Latin1_General_100_BIN2 from [open].[orders] t) or [key] not in (select k.[key] from [sillage].[reconcile_key] k where k.[pass] = @p1));

-- reconcile/orders/note-absent
insert into [sillage].[listed_absent] ([asset], [key], [load_id], [state]) select distinct @p2, k.[key], @p3, N'new' from [sillage].[reconcile_key] k
where k.[pass] = @p1 and not exists (select 1 from [open].[orders] t where (cast(t.[id] as nvarchar(400))) collate Latin1_General_100_BIN2 = k.[key])
  and not exists (select 1 from [sillage].[listed_absent] a where a.[asset] = @p2 and a.[key] = k.[key]);

-- stage/lines/replace-range
delete from [staging].[lines] where [_load] = @p1 and [_part] = @p2 and [_line] between @p4 and @p3;
delete from [sillage].[quarantine] where [load_id] = @p1 and [part] = @p2 and [line] between @p4 and @p3;
update [sillage].[load_part] set [through] = case when [through] > @p3 then [through] else @p3 end where [load_id] = @p1 and [part] = @p2;
if @@rowcount = 0 insert into [sillage].[load_part] ([load_id], [part], [through]) values (@p1, @p2, @p3);

-- stage/lines/replace-list
delete from [staging].[lines] where [_load] = @p1 and [_part] = @p2 and [_line] in (select cast([value] as int) from openjson(@p4));
delete from [sillage].[quarantine] where [load_id] = @p1 and [part] = @p2 and [line] in (select cast([value] as int) from openjson(@p4));
update [sillage].[load_part] set [through] = case when [through] > @p3 then [through] else @p3 end where [load_id] = @p1 and [part] = @p2;
if @@rowcount = 0 insert into [sillage].[load_part] ([load_id], [part], [through]) values (@p1, @p2, @p3);

-- stage/lines/rows
insert bulk [staging].[lines]([_load] nvarchar(64), [_part] int, [_line] int, [_hash] nvarchar(64), [_ordered_at] datetime2(3), [business_day] date, [id] bigint, [order_id] bigint, [total] nvarchar(40), [updated_at] datetime2(3), [deleted_at] datetime2(3)) WITH (KEEP_NULLS)

-- stage/lines/quarantine
delete from [staging].[lines] where [_load] = @p1 and [_part] = @p2 and [_line] in (select [line] from openjson(@p4) with ([line] int));
insert into [sillage].[quarantine] ([load_id], [part], [line], [table_key], [column_name], [rule], [sealed])
select @p1, @p2, u.[line], @p3, u.[column], u.[rule], u.[sealed]
from openjson(@p4) with ([line] int, [column] nvarchar(128), [rule] nvarchar(100), [sealed] nvarchar(max)) u
where not exists (select 1 from [sillage].[quarantine] q where q.[load_id] = @p1 and q.[part] = @p2 and q.[line] = u.[line]);

-- stage/lines/through
with spans as (
  select [_line] as [first], [_line] as [last] from [staging].[lines] where [_load] = @p1 and [_part] = @p2
  union all select [line], [line] from [sillage].[quarantine] where [load_id] = @p1 and [part] = @p2
  union all select [from_line], [to_line] from [sillage].[load_slice] where [load_id] = @p1 and [part] = @p2),
reached as (
  select [first], [last], coalesce(max([last]) over (order by [first], [last] rows between unbounded preceding and 1 preceding), 0) as [before] from spans)
select coalesce(min(case when [first] > [before] + 1 then [before] end), max([last]), 0) as [through] from reached;

-- stage/lines/drop
delete from [staging].[lines] where [_load] = @p1;

-- merge/lines/slice
set nocount on;
select w.*, o.[_hash] as [_was_hash], o.[business_day] as [_was_day],
  case when w.[_hash] = o.[_hash] then 1 else 0 end as [_same], case when w.[_ordered_at] > o.[_ordered_at] or (w.[_ordered_at] = o.[_ordered_at] and w.[_load] = o.[_load]
    and (w.[_part] > o.[_part] or (w.[_part] = o.[_part] and w.[_line] > o.[_line]))) then 1 else 0 end as [_later],
  case when o.[_hash] is null or (w.[_hash] <> o.[_hash] and (w.[_ordered_at] > o.[_ordered_at] or (w.[_ordered_at] = o.[_ordered_at]
    and (w.[_load] > o.[_load] or (w.[_load] = o.[_load] and (w.[_part] > o.[_part] or (w.[_part] = o.[_part] and w.[_line] >= o.[_line]))))))) then 1 else 0 end as [_changed]
into #compared from (
  select s.[id], s.[order_id], cast(s.[total] as decimal(18,2)) as [total], s.[updated_at], s.[deleted_at], s.[_load], s.[_part], s.[_line], s.[_hash], s.[_ordered_at], p.[business_day], row_number() over (partition by s.[id] order by s.[_ordered_at] desc, s.[_line] desc) as [_place]
  from [staging].[lines] s left join [open].[orders] p on p.[id] = s.[order_id]
  where s.[_load] = @p1 and s.[_part] = @p2 and s.[_line] between @p3 and @p4) w
left join [open].[lines] o on o.[id] = w.[id]
where w.[_place] = 1;
delete from [staging].[lines] where [_load] = @p1 and [_part] = @p2 and [_line] between @p3 and @p4;
declare @lines int = @@rowcount;
update t set [order_id] = c.[order_id], [total] = c.[total], [updated_at] = c.[updated_at], [deleted_at] = c.[deleted_at], [_hash] = c.[_hash], [_ordered_at] = c.[_ordered_at], [_load] = c.[_load], [_part] = c.[_part], [_line] = c.[_line], [business_day] = c.[business_day] from [open].[lines] t join #compared c on t.[id] = c.[id] where c.[_changed] = 1;
insert into [open].[lines] ([id], [order_id], [total], [updated_at], [deleted_at], [_hash], [_ordered_at], [_load], [_part], [_line], [business_day]) select c.[id], c.[order_id], c.[total], c.[updated_at], c.[deleted_at], c.[_hash], c.[_ordered_at], c.[_load], c.[_part], c.[_line], c.[business_day] from #compared c
where c.[_changed] = 1 and not exists (select 1 from [open].[lines] t where t.[id] = c.[id]);
update t set [_ordered_at] = c.[_ordered_at], [_load] = c.[_load], [_part] = c.[_part], [_line] = c.[_line] from [open].[lines] t join #compared c on t.[id] = c.[id] where c.[_same] = 1 and c.[_later] = 1;
insert into [sillage].[load_slice] ([load_id], [part], [from_line], [to_line], [merged], [unchanged], [superseded], [days])
select @p1, @p2, @p3, @p4, k.[merged], k.[unchanged], @lines - k.[merged] - k.[unchanged], coalesce((select N'["' + string_agg(cast(convert(nchar(10), [day], 23) as nvarchar(max)), N'","') within group (order by [day]) + N'"]' from (
  select [business_day] as [day] from #compared where [_changed] = 1 and [business_day] is not null
  union select [_was_day] from #compared where [_changed] = 1 and [_was_day] is not null) touched), N'[]')
from (select coalesce(sum([_changed]), 0) as [merged], coalesce(sum([_same]), 0) as [unchanged] from #compared) k;
select cast(null as nvarchar(128)) as [asset], @lines as [rows], cast(null as nvarchar(max)) as [days]

-- merge/lines/finish
update [sillage].[load] set [state] = N'merged', [materialisation_id] = @p2, [ended_at] = sysutcdatetime(), [claim] = @p3 where [load_id] = @p1;
delete from [staging].[lines] where [_load] = @p1;

-- reconcile/lines/count
select count(*) as [total], coalesce(sum(f.[gone]), 0) as [gone], cast(case when exists (select 1 from [sillage].[reconcile_key] where [pass] = @p1) then 1 else 0 end as bit) as [listed]
from (select case when t.[deleted_at] is null and not exists (select 1 from [sillage].[load] l where l.[load_id] = t.[_load] and l.[opened_at] > cast(@p2 as datetime2(3))) and not exists (select 1 from [sillage].[reconcile_key] k where k.[pass] = @p1 and k.[key] = (cast(t.[id] as nvarchar(400))) collate Latin1_General_100_BIN2) then 1 else 0 end as [gone] from [open].[lines] t where t.[deleted_at] is null) f;

-- reconcile/lines/flag
set nocount on;
select t.[id], t.[business_day] as [_day] into #gone from [open].[lines] t where t.[deleted_at] is null and not exists (select 1 from [sillage].[load] l where l.[load_id] = t.[_load] and l.[opened_at] > cast(@p2 as datetime2(3))) and not exists (select 1 from [sillage].[reconcile_key] k where k.[pass] = @p1 and k.[key] = (cast(t.[id] as nvarchar(400))) collate Latin1_General_100_BIN2);
update t set [deleted_at] = cast(@p3 as datetime2(3)), [_hash] = N'' from [open].[lines] t join #gone g on t.[id] = g.[id];
select (select count(*) from #gone) as [rows], (select N'["' + string_agg(cast(convert(nchar(10), [day], 23) as nvarchar(max)), N'","') within group (order by [day]) + N'"]' from (select distinct [_day] as [day] from #gone where [_day] is not null) d) as [days];

-- reconcile/lines/restore
set nocount on;
select t.[id], t.[business_day] as [_day] into #back from [open].[lines] t where t.[deleted_at] is not null and t.[_hash] = N'' and exists (select 1 from [sillage].[reconcile_key] k where k.[pass] = @p1 and k.[key] = (cast(t.[id] as nvarchar(400))) collate Latin1_General_100_BIN2);
update t set [deleted_at] = null from [open].[lines] t join #back g on t.[id] = g.[id];
select (select count(*) from #back) as [rows], (select N'["' + string_agg(cast(convert(nchar(10), [day], 23) as nvarchar(max)), N'","') within group (order by [day]) + N'"]' from (select distinct [_day] as [day] from #back where [_day] is not null) d) as [days];

-- reconcile/lines/forget-absent
delete from [sillage].[listed_absent] where [asset] = @p2
  and ([key] in (select (cast(t.[id] as nvarchar(400))) collate Latin1_General_100_BIN2 from [open].[lines] t) or [key] not in (select k.[key] from [sillage].[reconcile_key] k where k.[pass] = @p1));

-- reconcile/lines/note-absent
insert into [sillage].[listed_absent] ([asset], [key], [load_id], [state]) select distinct @p2, k.[key], @p3, N'new' from [sillage].[reconcile_key] k
where k.[pass] = @p1 and not exists (select 1 from [open].[lines] t where (cast(t.[id] as nvarchar(400))) collate Latin1_General_100_BIN2 = k.[key])
  and not exists (select 1 from [sillage].[listed_absent] a where a.[asset] = @p2 and a.[key] = k.[key]);

-- check/lines/unique(orderId,total)
with [checked] as (select [id], [order_id], [total], [updated_at], [deleted_at], [_ordered_at], [business_day] from [open].[lines] where [deleted_at] is null) select cast([answer].[figure] as nvarchar(41)) as [figure], [answer].[failing] as [failing], cast([answer].[compared] as nvarchar(41)) as [compared], replace(convert(nvarchar(23), [answer].[latest], 121), N' ', N'T') + N'Z' as [latest] from (select cast(null as decimal(38,6)) as figure, cast(coalesce(sum(n - 1), 0) as integer) as failing, cast(null as decimal(38,6)) as compared, cast(null as datetime2(3)) as latest from (select count(*) as n from [checked] where [checked].[order_id] is not null and [checked].[total] is not null group by [checked].[order_id], [checked].[total] having count(*) > 1) as repeated) as [answer]

-- check/lines/null_share(deletedAt)
with [checked] as (select [id], [order_id], [total], [updated_at], [deleted_at], [_ordered_at], [business_day] from [open].[lines] where [deleted_at] is null) select cast([answer].[figure] as nvarchar(41)) as [figure], [answer].[failing] as [failing], cast([answer].[compared] as nvarchar(41)) as [compared], replace(convert(nvarchar(23), [answer].[latest], 121), N' ', N'T') + N'Z' as [latest] from (select cast(coalesce(coalesce(sum(case when [checked].[deleted_at] is null then 1 else 0 end), 0) * 1.000000 / nullif(count(*), 0), 0) as decimal(38,6)) as figure, cast(coalesce(sum(case when [checked].[deleted_at] is null then 1 else 0 end), 0) as integer) as failing, cast(null as decimal(38,6)) as compared, cast(null as datetime2(3)) as latest from [checked]) as [answer]

-- check/lines/row_count
with [checked] as (select [id], [order_id], [total], [updated_at], [deleted_at], [_ordered_at], [business_day] from [open].[lines] where [deleted_at] is null) select cast([answer].[figure] as nvarchar(41)) as [figure], [answer].[failing] as [failing], cast([answer].[compared] as nvarchar(41)) as [compared], replace(convert(nvarchar(23), [answer].[latest], 121), N' ', N'T') + N'Z' as [latest] from (select cast(count(*) as decimal(38,6)) as figure, cast(null as integer) as failing, cast(null as decimal(38,6)) as compared, cast(null as datetime2(3)) as latest from [checked]) as [answer]

-- check/lines/row_change
with [checked] as (select [id], [order_id], [total], [updated_at], [deleted_at], [_ordered_at], [business_day] from [open].[lines] where [deleted_at] is null) select cast([answer].[figure] as nvarchar(41)) as [figure], [answer].[failing] as [failing], cast([answer].[compared] as nvarchar(41)) as [compared], replace(convert(nvarchar(23), [answer].[latest], 121), N' ', N'T') + N'Z' as [latest] from (select cast(count(*) as decimal(38,6)) as figure, cast(null as integer) as failing, cast(null as decimal(38,6)) as compared, cast(null as datetime2(3)) as latest from [checked]) as [answer]

-- check/lines/references(orderId)
with [checked] as (select [id], [order_id], [total], [updated_at], [deleted_at], [_ordered_at], [business_day] from [open].[lines] where [deleted_at] is null) select cast([answer].[figure] as nvarchar(41)) as [figure], [answer].[failing] as [failing], cast([answer].[compared] as nvarchar(41)) as [compared], replace(convert(nvarchar(23), [answer].[latest], 121), N' ', N'T') + N'Z' as [latest] from (select cast(null as decimal(38,6)) as figure, cast(count(*) as integer) as failing, cast(null as decimal(38,6)) as compared, cast(null as datetime2(3)) as latest from [checked] where [checked].[order_id] is not null and not exists (select 1 from [open].[orders] as referred where referred.[id] = [checked].[order_id]) and [checked].[_ordered_at] <= cast((select loaded_through from [sillage].[asset_state] where asset = N'orders') as datetime2(3))) as [answer]

-- check/lines/accepted_values(orderId)
with [checked] as (select [id], [order_id], [total], [updated_at], [deleted_at], [_ordered_at], [business_day] from [open].[lines] where [deleted_at] is null) select cast([answer].[figure] as nvarchar(41)) as [figure], [answer].[failing] as [failing], cast([answer].[compared] as nvarchar(41)) as [compared], replace(convert(nvarchar(23), [answer].[latest], 121), N' ', N'T') + N'Z' as [latest] from (select cast(null as decimal(38,6)) as figure, cast(count(*) as integer) as failing, cast(null as decimal(38,6)) as compared, cast(null as datetime2(3)) as latest from [checked] where [checked].[order_id] not in (7, 8, 9)) as [answer]

-- check/lines/between(total)
with [checked] as (select [id], [order_id], [total], [updated_at], [deleted_at], [_ordered_at], [business_day] from [open].[lines] where [deleted_at] is null) select cast([answer].[figure] as nvarchar(41)) as [figure], [answer].[failing] as [failing], cast([answer].[compared] as nvarchar(41)) as [compared], replace(convert(nvarchar(23), [answer].[latest], 121), N' ', N'T') + N'Z' as [latest] from (select cast(null as decimal(38,6)) as figure, cast(count(*) as integer) as failing, cast(null as decimal(38,6)) as compared, cast(null as datetime2(3)) as latest from [checked] where ([checked].[total] < 0 or [checked].[total] > N'99.50')) as [answer]

-- check/lines/sum(total)
with [checked] as (select [id], [order_id], [total], [updated_at], [deleted_at], [_ordered_at], [business_day] from [open].[lines] where [deleted_at] is null) select cast([answer].[figure] as nvarchar(41)) as [figure], [answer].[failing] as [failing], cast([answer].[compared] as nvarchar(41)) as [compared], replace(convert(nvarchar(23), [answer].[latest], 121), N' ', N'T') + N'Z' as [latest] from (select cast(own_sum - other_sum as decimal(38,6)) as figure, cast(null as integer) as failing, cast(other_sum as decimal(38,6)) as compared, cast(null as datetime2(3)) as latest from (select cast(coalesce(sum(cast([checked].[total] as decimal(28,6))), 0) as decimal(28,6)) as own_sum from [checked]) as mine cross join (select cast(coalesce(sum(cast([open].[orders].[total] as decimal(28,6))), 0) as decimal(28,6)) as other_sum from [open].[orders] where 1 = 1) as theirs) as [answer]

-- check/lines/source_fresh
with [checked] as (select [id], [order_id], [total], [updated_at], [deleted_at], [_ordered_at], [business_day] from [open].[lines] where [deleted_at] is null) select cast([answer].[figure] as nvarchar(41)) as [figure], [answer].[failing] as [failing], cast([answer].[compared] as nvarchar(41)) as [compared], replace(convert(nvarchar(23), [answer].[latest], 121), N' ', N'T') + N'Z' as [latest] from (select cast(null as decimal(38,6)) as figure, cast(null as integer) as failing, cast(null as decimal(38,6)) as compared, cast(max([checked].[updated_at]) as datetime2(3)) as latest from [checked]) as [answer]

-- check/lines/worth more than its order
with [checked] as (select [id], [order_id], [total], [updated_at], [deleted_at], [_ordered_at], [business_day] from [open].[lines] where [deleted_at] is null) select cast([answer].[figure] as nvarchar(41)) as [figure], [answer].[failing] as [failing], cast([answer].[compared] as nvarchar(41)) as [compared], replace(convert(nvarchar(23), [answer].[latest], 121), N' ', N'T') + N'Z' as [latest] from (select cast(null as decimal(38,6)) as figure, cast(count(*) as integer) as failing, cast(null as decimal(38,6)) as compared, cast(null as datetime2(3)) as latest from (select [checked].[id] as [id] from [checked] inner join [open].[orders] on [open].[orders].[id] = [checked].[order_id] where [checked].[total] > [open].[orders].[total]) as failing_rows) as [answer]

-- mart/orders_daily/aside
drop table if exists #rebuilt; select top (0) [day], [orders], [total] into #rebuilt from [mart].[orders_daily];

-- mart/orders_daily/compute
insert into #rebuilt ([day], [orders], [total]) select m.[day] as [day], m.[orders] as [orders], m.[total] as [total] from (select [open].[orders].[business_day] as [day], cast(count(*) as integer) as [orders], cast(coalesce(sum([open].[orders].[total]), 0) as decimal(18,2)) as [total] from [open].[orders] where (@p1 is null or [open].[orders].[business_day] in (select [day] from openjson(@p1) with ([day] date '$'))) group by [open].[orders].[business_day]) as m option (recompile);

-- mart/orders_daily/difference
select (select count(*) from #rebuilt) as [rows], (select N'["' + string_agg(cast(convert(nchar(10), [day], 23) as nvarchar(max)), N'","') within group (order by [day]) + N'"]' from (select distinct [day] from (
  select * from (select [day], [orders], [total] from #rebuilt except select [day], [orders], [total] from [mart].[orders_daily] where (@p1 is null or [day] in (select cast([value] as date) from openjson(@p1)))) new
  union all select * from (select [day], [orders], [total] from [mart].[orders_daily] where (@p1 is null or [day] in (select cast([value] as date) from openjson(@p1))) except select [day], [orders], [total] from #rebuilt) old) differing) d) as [days];

-- mart/orders_daily/swap
delete from [mart].[orders_daily] where (@p1 is null or [day] in (select cast([value] as date) from openjson(@p1)));
insert into [mart].[orders_daily] ([day], [orders], [total]) select [day], [orders], [total] from #rebuilt;

-- mart/lines_daily/aside
drop table if exists #rebuilt; select top (0) [day], [lines], [total] into #rebuilt from [mart].[lines_daily];

-- mart/lines_daily/compute
insert into #rebuilt ([day], [lines], [total]) select m.[day] as [day], m.[lines] as [lines], m.[total] as [total] from (select [open].[lines].[business_day] as [day], cast(count(*) as integer) as [lines], cast(coalesce(sum([open].[lines].[total]), 0) as decimal(18,2)) as [total] from [open].[lines] where (((@p1 is null or [open].[lines].[business_day] in (select [day] from openjson(@p1) with ([day] date '$')))) and ([open].[lines].[business_day] is not null)) group by [open].[lines].[business_day]) as m option (recompile);

-- mart/lines_daily/difference
select (select count(*) from #rebuilt) as [rows], (select N'["' + string_agg(cast(convert(nchar(10), [day], 23) as nvarchar(max)), N'","') within group (order by [day]) + N'"]' from (select distinct [day] from (
  select * from (select [day], [lines], [total] from #rebuilt except select [day], [lines], [total] from [mart].[lines_daily] where (@p1 is null or [day] in (select cast([value] as date) from openjson(@p1)))) new
  union all select * from (select [day], [lines], [total] from [mart].[lines_daily] where (@p1 is null or [day] in (select cast([value] as date) from openjson(@p1))) except select [day], [lines], [total] from #rebuilt) old) differing) d) as [days];

-- mart/lines_daily/swap
delete from [mart].[lines_daily] where (@p1 is null or [day] in (select cast([value] as date) from openjson(@p1)));
insert into [mart].[lines_daily] ([day], [lines], [total]) select [day], [lines], [total] from #rebuilt;

-- check/lines_daily/unique(day)
with [checked] as (select [day], [lines], [total] from #rebuilt union all select [day], [lines], [total] from [mart].[lines_daily] where not (@p1 is null or [day] in (select cast([value] as date) from openjson(@p1)))) select cast([answer].[figure] as nvarchar(41)) as [figure], [answer].[failing] as [failing], cast([answer].[compared] as nvarchar(41)) as [compared], replace(convert(nvarchar(23), [answer].[latest], 121), N' ', N'T') + N'Z' as [latest] from (select cast(null as decimal(38,6)) as figure, cast(coalesce(sum(n - 1), 0) as integer) as failing, cast(null as decimal(38,6)) as compared, cast(null as datetime2(3)) as latest from (select count(*) as n from [checked] where [checked].[day] is not null group by [checked].[day] having count(*) > 1) as repeated) as [answer]

-- check/lines_daily/between(total)
with [checked] as (select [day], [lines], [total] from #rebuilt union all select [day], [lines], [total] from [mart].[lines_daily] where not (@p1 is null or [day] in (select cast([value] as date) from openjson(@p1)))) select cast([answer].[figure] as nvarchar(41)) as [figure], [answer].[failing] as [failing], cast([answer].[compared] as nvarchar(41)) as [compared], replace(convert(nvarchar(23), [answer].[latest], 121), N' ', N'T') + N'Z' as [latest] from (select cast(null as decimal(38,6)) as figure, cast(count(*) as integer) as failing, cast(null as decimal(38,6)) as compared, cast(null as datetime2(3)) as latest from [checked] where ([checked].[total] > 999)) as [answer]

-- check/lines_daily/sum(total)
with [checked] as (select [day], [lines], [total] from #rebuilt union all select [day], [lines], [total] from [mart].[lines_daily] where not (@p1 is null or [day] in (select cast([value] as date) from openjson(@p1)))) select cast([answer].[figure] as nvarchar(41)) as [figure], [answer].[failing] as [failing], cast([answer].[compared] as nvarchar(41)) as [compared], replace(convert(nvarchar(23), [answer].[latest], 121), N' ', N'T') + N'Z' as [latest] from (select cast(own_sum - other_sum as decimal(38,6)) as figure, cast(null as integer) as failing, cast(other_sum as decimal(38,6)) as compared, cast(null as datetime2(3)) as latest from (select cast(coalesce(sum(cast([checked].[total] as decimal(28,6))), 0) as decimal(28,6)) as own_sum from [checked]) as mine cross join (select cast(coalesce(sum(cast([open].[lines].[total] as decimal(28,6))), 0) as decimal(28,6)) as other_sum from [open].[lines] where ((([open].[lines].[deleted_at] is null)) and (([open].[lines].[business_day] is not null)))) as theirs) as [answer]

-- check/lines_daily/row_change
with [checked] as (select [day], [lines], [total] from #rebuilt union all select [day], [lines], [total] from [mart].[lines_daily] where not (@p1 is null or [day] in (select cast([value] as date) from openjson(@p1)))) select cast([answer].[figure] as nvarchar(41)) as [figure], [answer].[failing] as [failing], cast([answer].[compared] as nvarchar(41)) as [compared], replace(convert(nvarchar(23), [answer].[latest], 121), N' ', N'T') + N'Z' as [latest] from (select cast(count(*) as decimal(38,6)) as figure, cast(null as integer) as failing, cast(null as decimal(38,6)) as compared, cast(null as datetime2(3)) as latest from [checked]) as [answer]

-- read/stored
select 'places' as asset, cast(count(*) as integer) as [rows] from [open].[places] as [stored] where [stored].[_hash] <> '' union all select 'people' as asset, cast(count(*) as integer) as [rows] from [open].[people] as [stored] where [stored].[_hash] <> '' union all select 'orders' as asset, cast(count(*) as integer) as [rows] from [open].[orders] as [stored] where [stored].[_hash] <> '' union all select 'lines' as asset, cast(count(*) as integer) as [rows] from [open].[lines] as [stored] where [stored].[_hash] <> '' union all select 'orders_daily' as asset, cast(count(*) as integer) as [rows] from [mart].[orders_daily] union all select 'lines_daily' as asset, cast(count(*) as integer) as [rows] from [mart].[lines_daily]

-- read/checks
select [told].[asset] as [asset], [told].[check_name] as [check_name], [told].[kind] as [kind], replace(convert(nvarchar(23), [told].[at], 121), N' ', N'T') + N'Z' as [at], [told].[severity] as [severity], [told].[state] as [state], [told].[figure] as [figure], [told].[bound] as [bound], [told].[failing] as [failing], [told].[cause] as [cause] from (select asset, check_name, kind, at, severity, state, figure, bound, failing, cause, row_number() over (partition by asset, check_name order by at desc) as place from [sillage].[check_result]) as [told] where place = 1 order by asset, check_name

-- read/checks/trend
select [told].[asset] as [asset], [told].[check_name] as [check_name], [told].[kind] as [kind], replace(convert(nvarchar(23), [told].[at], 121), N' ', N'T') + N'Z' as [at], [told].[severity] as [severity], [told].[state] as [state], [told].[figure] as [figure], [told].[bound] as [bound], [told].[failing] as [failing], [told].[cause] as [cause] from (select asset, check_name, kind, at, severity, state, figure, bound, failing, cause, row_number() over (partition by asset, check_name order by at desc) as place from [sillage].[check_result] where asset = @p1) as [told] where place <= 20 order by check_name, at desc

-- read/refused
select load_id, table_key, code from [sillage].[load] where state = 'refused' order by load_id desc offset 0 rows fetch next 100 rows only

-- read/places
select [stored].[code] as [code], [stored].[name] as [name], [stored].[_hash] as [_hash] from [open].[places] as [stored] where [stored].[_hash] <> ''

-- read/people
select [stored].[id] as [id], [stored].[birth_year] as [birth_year], [stored].[place_code] as [place_code], [stored].[points] as [points], replace(convert(nvarchar(23), [stored].[updated_at], 121), N' ', N'T') + N'Z' as [updated_at], [stored].[_hash] as [_hash] from [open].[people] as [stored] where [stored].[_hash] <> ''

-- read/orders
select [stored].[id] as [id], [stored].[person_id] as [person_id], cast([stored].[total] as nvarchar(41)) as [total], replace(convert(nvarchar(23), [stored].[ordered_at], 121), N' ', N'T') + N'Z' as [ordered_at], replace(convert(nvarchar(23), [stored].[updated_at], 121), N' ', N'T') + N'Z' as [updated_at], [stored].[_hash] as [_hash] from [open].[orders] as [stored] where [stored].[_hash] <> ''

-- read/lines
select [stored].[id] as [id], [stored].[order_id] as [order_id], cast([stored].[total] as nvarchar(41)) as [total], replace(convert(nvarchar(23), [stored].[updated_at], 121), N' ', N'T') + N'Z' as [updated_at], replace(convert(nvarchar(23), [stored].[deleted_at], 121), N' ', N'T') + N'Z' as [deleted_at], [stored].[_hash] as [_hash] from [open].[lines] as [stored] where [stored].[_hash] <> ''

-- grant/writer/role
create role sillage_writer;

-- grant/writer/sillage
grant select, insert, update, delete on schema::[sillage] to [sillage_writer];

-- grant/writer/open
grant select, insert, update, delete on schema::[open] to [sillage_writer];

-- grant/writer/sealed
grant select, insert, update, delete on schema::[sealed] to [sillage_writer];

-- grant/writer/staging
grant select, insert, update, delete on schema::[staging] to [sillage_writer];

-- grant/writer/mart
grant select, insert, update, delete on schema::[mart] to [sillage_writer];

-- grant/writer/load
grant view database state to [sillage_writer];

-- grant/reader/role
create role sillage_reader;

-- grant/reader/sillage/asset_state
grant select on object::[sillage].[asset_state] to [sillage_reader];

-- grant/reader/sillage/load
grant select on object::[sillage].[load] to [sillage_reader];

-- grant/reader/sillage/materialisation
grant select on object::[sillage].[materialisation] to [sillage_reader];

-- grant/reader/sillage/run
grant select on object::[sillage].[run] to [sillage_reader];

-- grant/reader/sillage/run_day
grant select on object::[sillage].[run_day] to [sillage_reader];

-- grant/reader/sillage/run_step
grant select on object::[sillage].[run_step] to [sillage_reader];

-- grant/reader/sillage/schema_migration
grant select on object::[sillage].[schema_migration] to [sillage_reader];

-- grant/reader/open
grant select on schema::[open] to [sillage_reader];

-- grant/reader/mart
grant select on schema::[mart] to [sillage_reader];

-- grant/api/role
create role sillage_api;

-- grant/api/reader
alter role [sillage_reader] add member [sillage_api];

-- grant/api/sillage/api_key
grant select ([id], [sha256], [scopes], [expires_at]) on object::[sillage].[api_key] to [sillage_api];

-- grant/identity/role
create role sillage_identity;

-- grant/identity/identity
grant select, insert, update on schema::[identity] to [sillage_identity];

-- grant/alias/role
create role sillage_alias;

-- grant/alias/identity/keyring
grant select, insert on object::[identity].[keyring] to [sillage_alias];

-- mart/revenue_daily/compute
insert into #rebuilt ([day], [site_id], [product_id], [activity_id], [gross], [net], [quantity]) select m.[day] as [day], m.[siteId] as [site_id], m.[productId] as [product_id], m.[activityId] as [activity_id], m.[gross] as [gross], m.[net] as [net], m.[quantity] as [quantity] from (select [open].[order_lines].[business_day] as [day], [open].[orders].[site_id] as [siteId], [open].[order_lines].[product_id] as [productId], [open].[products].[activity_id] as [activityId], cast(coalesce(sum([open].[order_lines].[total]), 0) as decimal(18,2)) as [gross], cast(coalesce(sum(cast([open].[order_lines].[total] * 100 / (100 + [open].[order_lines].[vat_rate]) as decimal(18,2))), 0) as decimal(18,2)) as [net], cast(coalesce(sum([open].[order_lines].[qty]), 0) as decimal(12,3)) as [quantity] from [open].[order_lines] inner join [open].[orders] on [open].[orders].[id] = [open].[order_lines].[order_id] left join [open].[products] on [open].[products].[id] = [open].[order_lines].[product_id] where (((@p1 is null or [open].[order_lines].[business_day] in (select [day] from openjson(@p1) with ([day] date '$')))) and ([open].[order_lines].[business_day] is not null) and (((([open].[order_lines].[deleted_at] is null)) and (([open].[orders].[deleted_at] is null)) and ([open].[orders].[status] <> N'cancelled')))) group by [open].[order_lines].[business_day], [open].[orders].[site_id], [open].[order_lines].[product_id], [open].[products].[activity_id]) as m option (recompile);

-- mart/occupancy_daily/compute
insert into #rebuilt ([day], [site_id], [activity_id], [slots], [offered], [booked]) select m.[day] as [day], m.[siteId] as [site_id], m.[activityId] as [activity_id], m.[slots] as [slots], m.[offered] as [offered], m.[booked] as [booked] from (select [open].[sessions].[business_day] as [day], [site_id] as [siteId], [activity_id] as [activityId], cast(count(*) as integer) as [slots], cast(coalesce(sum([open].[sessions].[capacity]), 0) as integer) as [offered], cast(coalesce(sum([open].[sessions].[booked_count]), 0) as integer) as [booked] from [open].[sessions] where (((@p1 is null or [open].[sessions].[business_day] in (select [day] from openjson(@p1) with ([day] date '$')))) and ([open].[sessions].[business_day] is not null) and (([open].[sessions].[deleted_at] is null)) and ([open].[sessions].[status] <> N'cancelled') and ([open].[sessions].[status] <> N'closed_weather')) group by [open].[sessions].[business_day], [open].[sessions].[site_id], [open].[sessions].[activity_id]) as m option (recompile);

-- mart/visits_daily/compute
insert into #rebuilt ([day], [site_id], [visits], [people]) select m.[day] as [day], m.[siteId] as [site_id], m.[visits] as [visits], m.[people] as [people] from (select [open].[visits].[business_day] as [day], [open].[visits].[site_id] as [siteId], cast(count(*) as integer) as [visits], cast(count(distinct [people].[person]) as integer) as [people] from [open].[visits] left join (select [merged].[client] as [id], [living].[id] as [person], [living].[communeCode] as [communeCode] from (select [open].[clients].[id] as [client], coalesce([hop8].[into], [hop7].[into], [hop6].[into], [hop5].[into], [hop4].[into], [hop3].[into], [hop2].[into], [hop1].[into], [open].[clients].[id]) as [person] from [open].[clients] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop1] on [hop1].[client] = [open].[clients].[id] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop2] on [hop2].[client] = [hop1].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop3] on [hop3].[client] = [hop2].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop4] on [hop4].[client] = [hop3].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop5] on [hop5].[client] = [hop4].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop6] on [hop6].[client] = [hop5].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop7] on [hop7].[client] = [hop6].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop8] on [hop8].[client] = [hop7].[into]) [merged] inner join (select [id] as [id], [commune_code] as [communeCode] from [open].[clients] where ((([open].[clients].[deleted_at] is null)) and ([open].[clients].[id] <> N'00000000-0000-0000-0000-000000000000'))) [living] on [living].[id] = [merged].[person]) [people] on [people].[id] = [open].[visits].[client_id] where (((@p1 is null or [open].[visits].[business_day] in (select [day] from openjson(@p1) with ([day] date '$')))) and ([open].[visits].[business_day] is not null)) group by [open].[visits].[business_day], [open].[visits].[site_id]) as m option (recompile);

-- kpi/revenue/month/all/all/first
select convert(nvarchar(10), [answer].[period], 23) as [period], cast([answer].[gross] as nvarchar(41)) as [gross], cast([answer].[refunds] as nvarchar(41)) as [refunds], cast([answer].[netOfVat] as nvarchar(41)) as [netOfVat], [answer].[orders] as [orders] from (select [all].[period] as [period], cast(coalesce(sum([all].[gross]), 0) as decimal(18,2)) as [gross], cast(coalesce(sum([all].[refunds]), 0) as decimal(18,2)) as [refunds], cast(coalesce(sum([all].[netOfVat]), 0) as decimal(18,2)) as [netOfVat], cast(coalesce(sum([all].[orders]), 0) as integer) as [orders] from ((((select datefromparts(year([open].[site_days].[date]), month([open].[site_days].[date]), 1) as [period], cast(0 as decimal(18,2)) as [gross], cast(0 as decimal(18,2)) as [refunds], cast(0 as decimal(18,2)) as [netOfVat], cast(0 as integer) as [orders] from [open].[site_days] where (([open].[site_days].[open] = @p1) and (([open].[site_days].[deleted_at] is null)) and ([open].[site_days].[date] >= @p2) and ([open].[site_days].[date] < @p3))) union all (select datefromparts(year([mart].[revenue_daily].[day]), month([mart].[revenue_daily].[day]), 1) as [period], cast(coalesce(sum([mart].[revenue_daily].[gross]), 0) as decimal(18,2)) as [gross], cast(0 as decimal(18,2)) as [refunds], cast(coalesce(sum([mart].[revenue_daily].[net]), 0) as decimal(18,2)) as [netOfVat], cast(0 as integer) as [orders] from [mart].[revenue_daily] left join [open].[products] on [open].[products].[id] = [mart].[revenue_daily].[product_id] where (([mart].[revenue_daily].[day] >= @p4) and ([mart].[revenue_daily].[day] < @p5)) group by datefromparts(year([mart].[revenue_daily].[day]), month([mart].[revenue_daily].[day]), 1))) union all (select datefromparts(year([sold].[day]), month([sold].[day]), 1) as [period], cast(0 as decimal(18,2)) as [gross], cast(0 as decimal(18,2)) as [refunds], cast(0 as decimal(18,2)) as [netOfVat], cast(count(distinct [sold].[orderId]) as integer) as [orders] from (select [open].[orders].[id] as [orderId], [open].[order_lines].[business_day] as [day], [open].[orders].[client_id] as [clientId], [open].[orders].[site_id] as [siteId], [open].[order_lines].[total] as [gross], cast([open].[order_lines].[total] * 100 / (100 + [open].[order_lines].[vat_rate]) as decimal(18,2)) as [net] from [open].[order_lines] inner join [open].[orders] on [open].[orders].[id] = [open].[order_lines].[order_id] left join [open].[products] on [open].[products].[id] = [open].[order_lines].[product_id] where ((((([open].[order_lines].[deleted_at] is null)) and (([open].[orders].[deleted_at] is null)) and ([open].[orders].[status] <> @p6))) and ([open].[order_lines].[business_day] >= @p7) and ([open].[order_lines].[business_day] < @p8))) [sold] group by datefromparts(year([sold].[day]), month([sold].[day]), 1))) union all (select datefromparts(year([refunded].[day]), month([refunded].[day]), 1) as [period], cast(0 as decimal(18,2)) as [gross], cast(coalesce(sum([refunded].[amount]), 0) as decimal(18,2)) as [refunds], -cast(coalesce(sum([refunded].[net]), 0) as decimal(18,2)) as [netOfVat], cast(0 as integer) as [orders] from (select [open].[refunds].[business_day] as [day], [open].[orders].[client_id] as [clientId], [open].[orders].[site_id] as [siteId], cast(coalesce(cast([open].[refunds].[amount] as decimal(12,2)) * cast([shares].[gross] as decimal(12,2)) / nullif(cast([shares].[whole] as decimal(12,2)), 0), 0) as decimal(18,2)) as [amount], cast(coalesce(cast([open].[refunds].[amount] as decimal(12,2)) * cast([shares].[net] as decimal(12,2)) / nullif(cast([shares].[whole] as decimal(12,2)), 0), 0) as decimal(18,2)) as [net] from [open].[refunds] inner join [open].[orders] on [open].[orders].[id] = [open].[refunds].[order_id] inner join (select [open].[order_lines].[order_id] as [orderId], sum([open].[order_lines].[total]) as [whole], sum([open].[order_lines].[total]) as [gross], sum(cast([open].[order_lines].[total] * 100 / (100 + [open].[order_lines].[vat_rate]) as decimal(18,2))) as [net] from [open].[order_lines] left join [open].[products] on [open].[products].[id] = [open].[order_lines].[product_id] where ((([open].[order_lines].[deleted_at] is null)) and ([open].[order_lines].[order_id] in (select [order_id] as [orderId] from [open].[refunds] where ((([open].[refunds].[deleted_at] is null)) and ([open].[refunds].[business_day] >= @p9) and ([open].[refunds].[business_day] < @p10))))) group by [open].[order_lines].[order_id]) [shares] on [shares].[orderId] = [open].[refunds].[order_id] where ((((([open].[refunds].[deleted_at] is null)) and ([open].[refunds].[business_day] >= @p11) and ([open].[refunds].[business_day] < @p12))) and (([open].[orders].[deleted_at] is null)) and ([open].[orders].[status] <> @p13))) [refunded] group by datefromparts(year([refunded].[day]), month([refunded].[day]), 1))) [all] group by [all].[period]) as [answer] order by [answer].[period] asc offset 0 rows fetch next @p14 rows only

-- kpi/revenue-by-territory/region/site/all/first
select [answer].[code] as [code], [answer].[name] as [name], [answer].[clients] as [clients], cast([answer].[gross] as nvarchar(41)) as [gross], cast([answer].[netOfVat] as nvarchar(41)) as [netOfVat], cast([answer].[largest] as nvarchar(41)) as [largest], [answer].[within] as [within] from (select [each].[code] as [code], min([each].[name]) as [name], cast(count([each].[person]) as integer) as [clients], cast(coalesce(sum([each].[gross]), 0) as decimal(18,2)) as [gross], cast(coalesce(sum([each].[net]), 0) as decimal(18,2)) as [netOfVat], cast(max(case when [each].[person] is null then 0 else [each].[gross] end) as decimal(18,2)) as [largest], min([each].[within]) as [within] from (select coalesce([territories].[code], 'unknown') as [code], coalesce(min([territories].[name]), 'unknown') as [name], coalesce(min([territories].[within]), 'unknown') as [within], [facts].[person] as [person], cast(coalesce(sum([facts].[gross]), 0) as decimal(18,2)) as [gross], cast(coalesce(sum([facts].[net]), 0) as decimal(18,2)) as [net] from (select [sales].[insee] as [insee], [people].[person] as [person], [sales].[gross] as [gross], [sales].[net] as [net] from (((select [open].[sites].[commune_insee] as [insee], cast(null as char(36)) as [client], [mart].[revenue_daily].[gross] as [gross], [mart].[revenue_daily].[net] as [net], cast(1 as integer) as [counts] from [mart].[revenue_daily] inner join [open].[sites] on [open].[sites].[id] = [mart].[revenue_daily].[site_id] where (([mart].[revenue_daily].[day] >= @p1) and ([mart].[revenue_daily].[day] < @p2))) union all (select [open].[sites].[commune_insee] as [insee], [sold].[clientId] as [client], cast(0 as decimal(18,2)) as [gross], cast(0 as decimal(18,2)) as [net], cast(0 as integer) as [counts] from (select [open].[orders].[id] as [orderId], [open].[order_lines].[business_day] as [day], [open].[orders].[client_id] as [clientId], [open].[orders].[site_id] as [siteId], [open].[order_lines].[total] as [gross], cast([open].[order_lines].[total] * 100 / (100 + [open].[order_lines].[vat_rate]) as decimal(18,2)) as [net] from [open].[order_lines] inner join [open].[orders] on [open].[orders].[id] = [open].[order_lines].[order_id] left join [open].[products] on [open].[products].[id] = [open].[order_lines].[product_id] where ((((([open].[order_lines].[deleted_at] is null)) and (([open].[orders].[deleted_at] is null)) and ([open].[orders].[status] <> @p3))) and ([open].[order_lines].[business_day] >= @p4) and ([open].[order_lines].[business_day] < @p5))) [sold] inner join [open].[sites] on [open].[sites].[id] = [sold].[siteId])) union all (select [open].[sites].[commune_insee] as [insee], [refunded].[clientId] as [client], cast(0 as decimal(18,2)) as [gross], -[refunded].[net] as [net], cast(1 as integer) as [counts] from (select [open].[refunds].[business_day] as [day], [open].[orders].[client_id] as [clientId], [open].[orders].[site_id] as [siteId], cast(coalesce(cast([open].[refunds].[amount] as decimal(12,2)) * cast([shares].[gross] as decimal(12,2)) / nullif(cast([shares].[whole] as decimal(12,2)), 0), 0) as decimal(18,2)) as [amount], cast(coalesce(cast([open].[refunds].[amount] as decimal(12,2)) * cast([shares].[net] as decimal(12,2)) / nullif(cast([shares].[whole] as decimal(12,2)), 0), 0) as decimal(18,2)) as [net] from [open].[refunds] inner join [open].[orders] on [open].[orders].[id] = [open].[refunds].[order_id] inner join (select [open].[order_lines].[order_id] as [orderId], sum([open].[order_lines].[total]) as [whole], sum([open].[order_lines].[total]) as [gross], sum(cast([open].[order_lines].[total] * 100 / (100 + [open].[order_lines].[vat_rate]) as decimal(18,2))) as [net] from [open].[order_lines] left join [open].[products] on [open].[products].[id] = [open].[order_lines].[product_id] where ((([open].[order_lines].[deleted_at] is null)) and ([open].[order_lines].[order_id] in (select [order_id] as [orderId] from [open].[refunds] where ((([open].[refunds].[deleted_at] is null)) and ([open].[refunds].[business_day] >= @p6) and ([open].[refunds].[business_day] < @p7))))) group by [open].[order_lines].[order_id]) [shares] on [shares].[orderId] = [open].[refunds].[order_id] where ((((([open].[refunds].[deleted_at] is null)) and ([open].[refunds].[business_day] >= @p8) and ([open].[refunds].[business_day] < @p9))) and (([open].[orders].[deleted_at] is null)) and ([open].[orders].[status] <> @p10))) [refunded] inner join [open].[sites] on [open].[sites].[id] = [refunded].[siteId])) [sales] left join (select [merged].[client] as [id], [living].[id] as [person], [living].[communeCode] as [communeCode] from (select [open].[clients].[id] as [client], coalesce([hop8].[into], [hop7].[into], [hop6].[into], [hop5].[into], [hop4].[into], [hop3].[into], [hop2].[into], [hop1].[into], [open].[clients].[id]) as [person] from [open].[clients] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop1] on [hop1].[client] = [open].[clients].[id] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop2] on [hop2].[client] = [hop1].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop3] on [hop3].[client] = [hop2].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop4] on [hop4].[client] = [hop3].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop5] on [hop5].[client] = [hop4].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop6] on [hop6].[client] = [hop5].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop7] on [hop7].[client] = [hop6].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop8] on [hop8].[client] = [hop7].[into]) [merged] inner join (select [id] as [id], [commune_code] as [communeCode] from [open].[clients] where ((([open].[clients].[deleted_at] is null)) and ([open].[clients].[id] <> @p11))) [living] on [living].[id] = [merged].[person]) [people] on [people].[id] = [sales].[client] where (([sales].[counts] = @p12) or (([people].[person] is not null)))) [facts] left join (select [insee_code] as [insee], min([region_code]) as [code], min([region_name]) as [name], min('FR') as [within] from [open].[communes] group by [open].[communes].[insee_code]) [territories] on [territories].[insee] = [facts].[insee] group by coalesce([territories].[code], 'unknown'), [facts].[person]) [each] group by [each].[code]) as [answer] order by [answer].[code] asc offset 0 rows fetch next @p13 rows only

-- kpi/top-clients/net/all/first
select [answer].[rank] as [rank], [answer].[client] as [client], [answer].[recency] as [recency], [answer].[visits] as [visits], cast([answer].[net] as nvarchar(41)) as [net] from (select cast(row_number() over (order by [totals].[net] desc, [totals].[person] asc) as integer) as [rank], [totals].[person] as [client], datediff(day, [totals].[last], cast(@p1 as date)) as [recency], [totals].[visits] as [visits], [totals].[net] as [net] from (select [people].[person] as [person], max([facts].[day]) as [last], cast(coalesce(sum([facts].[visits]), 0) as integer) as [visits], cast(coalesce(sum([facts].[net]), 0) as decimal(18,2)) as [net] from (((select [sold].[clientId] as [client], [sold].[day] as [day], cast(0 as integer) as [visits], [sold].[net] as [net] from (select [open].[orders].[id] as [orderId], [open].[order_lines].[business_day] as [day], [open].[orders].[client_id] as [clientId], [open].[orders].[site_id] as [siteId], [open].[order_lines].[total] as [gross], cast([open].[order_lines].[total] * 100 / (100 + [open].[order_lines].[vat_rate]) as decimal(18,2)) as [net] from [open].[order_lines] inner join [open].[orders] on [open].[orders].[id] = [open].[order_lines].[order_id] left join [open].[products] on [open].[products].[id] = [open].[order_lines].[product_id] where ((((([open].[order_lines].[deleted_at] is null)) and (([open].[orders].[deleted_at] is null)) and ([open].[orders].[status] <> @p2))) and ([open].[order_lines].[business_day] >= @p3) and ([open].[order_lines].[business_day] < @p4))) [sold]) union all (select [refunded].[clientId] as [client], cast(null as date) as [day], cast(0 as integer) as [visits], -[refunded].[net] as [net] from (select [open].[refunds].[business_day] as [day], [open].[orders].[client_id] as [clientId], [open].[orders].[site_id] as [siteId], cast(coalesce(cast([open].[refunds].[amount] as decimal(12,2)) * cast([shares].[gross] as decimal(12,2)) / nullif(cast([shares].[whole] as decimal(12,2)), 0), 0) as decimal(18,2)) as [amount], cast(coalesce(cast([open].[refunds].[amount] as decimal(12,2)) * cast([shares].[net] as decimal(12,2)) / nullif(cast([shares].[whole] as decimal(12,2)), 0), 0) as decimal(18,2)) as [net] from [open].[refunds] inner join [open].[orders] on [open].[orders].[id] = [open].[refunds].[order_id] inner join (select [open].[order_lines].[order_id] as [orderId], sum([open].[order_lines].[total]) as [whole], sum([open].[order_lines].[total]) as [gross], sum(cast([open].[order_lines].[total] * 100 / (100 + [open].[order_lines].[vat_rate]) as decimal(18,2))) as [net] from [open].[order_lines] left join [open].[products] on [open].[products].[id] = [open].[order_lines].[product_id] where ((([open].[order_lines].[deleted_at] is null)) and ([open].[order_lines].[order_id] in (select [order_id] as [orderId] from [open].[refunds] where ((([open].[refunds].[deleted_at] is null)) and ([open].[refunds].[business_day] >= @p5) and ([open].[refunds].[business_day] < @p6))))) group by [open].[order_lines].[order_id]) [shares] on [shares].[orderId] = [open].[refunds].[order_id] where ((((([open].[refunds].[deleted_at] is null)) and ([open].[refunds].[business_day] >= @p7) and ([open].[refunds].[business_day] < @p8))) and (([open].[orders].[deleted_at] is null)) and ([open].[orders].[status] <> @p9))) [refunded])) union all (select [client_id] as [client], [business_day] as [day], cast(1 as integer) as [visits], cast(0 as decimal(18,2)) as [net] from [open].[visits] where (([open].[visits].[business_day] >= @p10) and ([open].[visits].[business_day] < @p11)))) [facts] inner join (select [merged].[client] as [id], [living].[id] as [person], [living].[communeCode] as [communeCode] from (select [open].[clients].[id] as [client], coalesce([hop8].[into], [hop7].[into], [hop6].[into], [hop5].[into], [hop4].[into], [hop3].[into], [hop2].[into], [hop1].[into], [open].[clients].[id]) as [person] from [open].[clients] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop1] on [hop1].[client] = [open].[clients].[id] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop2] on [hop2].[client] = [hop1].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop3] on [hop3].[client] = [hop2].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop4] on [hop4].[client] = [hop3].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop5] on [hop5].[client] = [hop4].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop6] on [hop6].[client] = [hop5].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop7] on [hop7].[client] = [hop6].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop8] on [hop8].[client] = [hop7].[into]) [merged] inner join (select [id] as [id], [commune_code] as [communeCode] from [open].[clients] where ((([open].[clients].[deleted_at] is null)) and ([open].[clients].[id] <> @p12))) [living] on [living].[id] = [merged].[person]) [people] on [people].[id] = [facts].[client] group by [people].[person]) [totals] where [totals].[last] is not null) as [answer] order by [answer].[rank] asc offset 0 rows fetch next @p13 rows only
