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

-- migration/engine/0007_automation/1
create table [sillage].[evaluation] (
  [asset] nvarchar(128) collate Latin1_General_100_BIN2 not null, [at] datetime2(3) not null,
  [run] nvarchar(300) collate Latin1_General_100_BIN2, [tree] nvarchar(max) not null,
  primary key ([asset], [at]));

-- migration/engine/0007_automation/2
create table [sillage].[incident] (
  [id] nvarchar(200) collate Latin1_General_100_BIN2 not null constraint [incident_pkey] primary key,
  [asset] nvarchar(128) collate Latin1_General_100_BIN2 not null, [health] nvarchar(20) collate Latin1_General_100_BIN2 not null,
  [why] nvarchar(1000) not null, [opened_at] datetime2(3) not null, [closed_at] datetime2(3), [told_at] datetime2(3));

-- migration/engine/0007_automation/3
create index [incident_asset] on [sillage].[incident] ([asset], [opened_at]);

-- migration/engine/0008_drift/1
create table [sillage].[drift] (
  [id] nvarchar(160) collate Latin1_General_100_BIN2 not null constraint [drift_pkey] primary key,
  [asset] nvarchar(128) collate Latin1_General_100_BIN2 not null, [at] datetime2(3) not null,
  [kind] nvarchar(20) collate Latin1_General_100_BIN2 not null, [since] datetime2(3), [until] datetime2(3),
  [found] nvarchar(400) not null,
  [state] nvarchar(20) collate Latin1_General_100_BIN2 not null, [load_id] nvarchar(64) collate Latin1_General_100_BIN2);

-- migration/engine/0008_drift/2
create index [drift_asset] on [sillage].[drift] ([asset], [at]);

-- migration/engine/0008_drift/3
create table [sillage].[sensor] (
  [name] nvarchar(128) collate Latin1_General_100_BIN2 not null constraint [sensor_pkey] primary key, [revision] bigint not null,
  [state] nvarchar(max) not null);

-- migration/engine/0008_drift/4
create table [sillage].[sensor_run] (
  [sensor] nvarchar(128) collate Latin1_General_100_BIN2 not null, [run_key] nvarchar(200) collate Latin1_General_100_BIN2 not null,
  [run_id] nvarchar(400) collate Latin1_General_100_BIN2 not null, [at] datetime2(3) not null,
  primary key ([sensor], [run_key]));

-- migration/engine/0009_deployed/1
create table [sillage].[deployed_graph] (
  [hash] nvarchar(40) collate Latin1_General_100_BIN2 not null constraint [deployed_graph_pkey] primary key,
  [graph] nvarchar(max) not null, [deployed_at] datetime2(6) not null constraint [deployed_graph_at] default sysutcdatetime());

-- migration/engine/0011_requests/1
create table [sillage].[erased_person] (
  [pid] char(36) collate Latin1_General_100_BIN2 not null constraint [erased_person_pkey] primary key, [seq] int not null);

-- migration/engine/0011_requests/2
create table [sillage].[restricted_person] ([pid] char(36) collate Latin1_General_100_BIN2 not null constraint [restricted_person_pkey] primary key);

-- migration/engine/0012_http/1
alter table [sillage].[api_key] add [cidrs] nvarchar(max) not null constraint [api_key_cidrs] default N'[]';

-- migration/engine/0012_http/2
alter table [sillage].[api_key] add [consumer] nvarchar(100) collate Latin1_General_100_BIN2;

-- migration/engine/0013_ledger/1
create table [sillage].[erasure_entry] ([seq] int not null constraint [erasure_entry_pkey] primary key, [mac] varchar(64) not null);

-- migration/engine/0014_quarantined/1
alter table [sillage].[quarantine] add [pid] char(36) collate Latin1_General_100_BIN2;

-- migration/engine/0014_quarantined/2
create index [quarantine_pid] on [sillage].[quarantine] ([pid]) where [pid] is not null;

-- migration/engine/0015_less_kept/1
alter table [sillage].[load] add [merged] bigint;

-- migration/engine/0015_less_kept/2
alter table [sillage].[load] add [unchanged] bigint;

-- migration/engine/0015_less_kept/3
alter table [sillage].[load] add [superseded] bigint;

-- migration/engine/0015_less_kept/4
drop index [load_table] on [sillage].[load];

-- migration/engine/0015_less_kept/5
create index [load_claim] on [sillage].[load] ([table_key]) where [claim] is not null;

-- migration/engine/0015_less_kept/6
drop index [check_result_time] on [sillage].[check_result];

-- migration/engine/0016_partitions/1
create table [sillage].[partition_state] (
  [asset] nvarchar(128) collate Latin1_General_100_BIN2 not null constraint [partition_state_pkey] primary key,
  [failed] nvarchar(max) collate Latin1_General_100_BIN2 not null);

-- migration/engine/0017_source_pauses/1
create table [sillage].[source_pause] (
  [source] nvarchar(128) collate Latin1_General_100_BIN2 not null constraint [source_pause_pkey] primary key, [paused_until] datetime2(3) not null);

-- migration/engine/0018_failed_steps/1
create index [run_step_asset] on [sillage].[run_step] ([asset], [ended_at], [run_id]);

-- migration/engine/0018_failed_steps/2
create index [run_step_failed] on [sillage].[run_step] ([asset], [ended_at]) where [state] = N'failed';

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
CREATE TABLE [open].[members] (
	[id] char(36) collate Latin1_General_100_BIN2 NOT NULL,
	[merged_into_id] char(36) collate Latin1_General_100_BIN2 NULL,
	[updated_at] datetime2(3) NOT NULL,
	[_hash] nvarchar(64) collate Latin1_General_100_BIN2 NOT NULL,
	[_ordered_at] datetime2(3) NOT NULL,
	[_load] nvarchar(64) collate Latin1_General_100_BIN2 NOT NULL,
	[_part] int NOT NULL,
	[_line] int NOT NULL,
	[business_day] date NULL,
	CONSTRAINT [members_pkey] PRIMARY KEY([id]) WITH (DATA_COMPRESSION = PAGE)
);

-- migration/deployment/0001_initial/20
CREATE TABLE [staging].[members] (
	[_load] nvarchar(64) collate Latin1_General_100_BIN2 NOT NULL,
	[_part] int NOT NULL,
	[_line] int NOT NULL,
	[_hash] nvarchar(64) collate Latin1_General_100_BIN2 NOT NULL,
	[_ordered_at] datetime2(3) NOT NULL,
	[business_day] date NULL,
	[id] char(36) collate Latin1_General_100_BIN2 NULL,
	[merged_into_id] char(36) collate Latin1_General_100_BIN2 NULL,
	[updated_at] datetime2(3) NULL,
	CONSTRAINT [members_pkey] PRIMARY KEY([_load],[_part],[_line])
);

-- migration/deployment/0001_initial/21
ALTER TABLE [staging].[members] SET (LOCK_ESCALATION = DISABLE);

-- migration/deployment/0001_initial/22
CREATE TABLE [mart].[orders_daily] (
	[day] date NOT NULL,
	[orders] int NOT NULL,
	[total] decimal(18,2) NOT NULL,
	CONSTRAINT [orders_daily_pkey] PRIMARY KEY([day]) WITH (DATA_COMPRESSION = PAGE)
);

-- migration/deployment/0001_initial/23
CREATE TABLE [mart].[lines_daily] (
	[day] date NOT NULL,
	[lines] int NOT NULL,
	[total] decimal(18,2) NOT NULL,
	CONSTRAINT [lines_daily_pkey] PRIMARY KEY([day]) WITH (DATA_COMPRESSION = PAGE)
);

-- migration/deployment/0001_initial/24
CREATE TABLE [mart].[buyers_daily] (
	[day] date NOT NULL,
	[person] char(36) collate Latin1_General_100_BIN2 NOT NULL,
	[orders] int NOT NULL,
	CONSTRAINT [buyers_daily_pkey] PRIMARY KEY([day],[person]) WITH (DATA_COMPRESSION = PAGE)
);

-- migration/deployment/0001_initial/25
CREATE INDEX [orders_business_day] ON [open].[orders] ([business_day]);

-- migration/deployment/0001_initial/26
CREATE INDEX [lines_business_day] ON [open].[lines] ([business_day]);

-- migration/deployment/0001_initial/27
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
  l.[materialisation_id] as [materialisationId], coalesce(s.[merged], l.[merged], 0) as [merged], coalesce(s.[unchanged], l.[unchanged], 0) as [unchanged], coalesce(s.[superseded], l.[superseded], 0) as [superseded],
  (select count(*) from [sillage].[quarantine] q where q.[load_id] = l.[load_id]) as [quarantined], coalesce(d.[days], m.[days]) as [days]
from [sillage].[load] l left join [sillage].[materialisation] m on m.[id] = l.[materialisation_id]
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

-- load/before-refused
select [loaded_mark] as [mark], (select max([load_id]) from [sillage].[load] where [table_key] = @p1 and [origin] = N'run' and [state] = N'refused' and [code] <> N'load.over-budget') as [refused]
from [sillage].[asset_state] where [asset] = @p1;

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

-- quarantine/next
select top (1) q.[load_id] as [loadId] from [sillage].[quarantine] q join [sillage].[load] l on l.[load_id] = q.[load_id] and l.[state] = N'merged'
where (q.[replayed_load] is null or not exists (select 1 from [sillage].[load] r where r.[load_id] = q.[replayed_load] and r.[state] = N'merged')) and not exists (select 1 from [sillage].[restricted_person] p where p.[pid] = q.[pid]) and q.[table_key] = @p1 and (@p2 is null or q.[load_id] = @p2) and (@p3 is null or q.[load_id] > @p3) order by q.[load_id];

-- quarantine/claim
set nocount on;
select top (10000) q.[load_id] as [loadId], q.[table_key] as [table], q.[part], q.[line], q.[column_name] as [column], q.[rule], l.[manifest_key] as [manifestKey] into #chosen from [sillage].[quarantine] q join [sillage].[load] l on l.[load_id] = q.[load_id] and l.[state] = N'merged'
where (q.[replayed_load] is null or not exists (select 1 from [sillage].[load] r where r.[load_id] = q.[replayed_load] and r.[state] = N'merged')) and not exists (select 1 from [sillage].[restricted_person] p where p.[pid] = q.[pid]) and q.[load_id] = @p1 order by q.[load_id], q.[part], q.[line];
update q set [replayed_load] = @p2 from [sillage].[quarantine] q join #chosen c on q.[load_id] = c.[loadId] and q.[part] = c.[part] and q.[line] = c.[line];
select * from #chosen order by [part], [line];

-- backfill/others
select [id], [tracks] from [sillage].[backfill] where [state] = N'running' and [id] <> @p1 order by [id];

-- backfill/begin
update [sillage].[backfill] with (updlock, holdlock) set [state] = N'running', [request] = @p2, [tracks] = @p3, [ended_at] = null where [id] = @p1;
if @@rowcount = 0 insert into [sillage].[backfill] ([id], [state], [request], [tracks], [started_at]) values (@p1, N'running', @p2, @p3, cast(@p4 as datetime2(3)));

-- backfill/save
update [sillage].[backfill] set [state] = @p2, [tracks] = @p3, [ended_at] = cast(@p4 as datetime2(3)), [request] = coalesce(@p5, [request]) where [id] = @p1;

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
select (select count(*) from [sillage].[run_step] s join [sillage].[run] r on r.[id] = s.[run_id] and r.[state] <> N'running' and (r.[started_at] < cast(@p1 as datetime2(3)) or (r.[started_at] < cast(@p2 as datetime2(3)) and r.[state] = N'succeeded' and s.[state] = N'unchanged'))) as [steps], (select count(*) from [sillage].[run] where [started_at] < cast(@p3 as datetime2(3)) and [state] <> N'running') as [runs],
  (select count(*) from [sillage].[drift] where [drift].[at] < cast(@p2 as datetime2(3)) and [drift].[state] = N'equal'
  and exists (select 1 from [sillage].[drift] n where n.[asset] = [drift].[asset] and n.[kind] = [drift].[kind] and n.[state] <> N'refused' and n.[at] > [drift].[at])) as [drifts], (select count(*) from [sillage].[load_slice] where [load_id] in (select l.[load_id] from [sillage].[load] l where l.[state] = N'merged' and l.[ended_at] < cast(@p2 as datetime2(3)))) as [slices], (select count(*) from [sillage].[evaluation] where [evaluation].[at] < cast(@p1 as datetime2(3))
  and exists (select 1 from [sillage].[evaluation] n where n.[asset] = [evaluation].[asset] and n.[at] > [evaluation].[at])) as [evaluations], (select count(*) from [sillage].[sensor_run] where [at] < cast(@p3 as datetime2(3))) as [sensorRuns],
  (select count(*) from [sillage].[backfill] where [ended_at] < cast(@p3 as datetime2(3)) and [state] <> N'running') as [backfills], (select count(*) from [sillage].[quarantine] where [sealed] is not null and ([at] < cast(@p4 as datetime2(3)) or exists (select 1 from [sillage].[load] r where r.[load_id] = [replayed_load] and r.[state] = N'merged'))) as [misfits], (select count(*) from [sillage].[audit] where [at] < cast(@p5 as datetime2(3))) as [audits];

-- run/sum-up
insert into [sillage].[run_day] ([asset], [day], [summed_at], [runs], [failed], [rows], [bytes], [ms])
select [asset], [day], cast(@p3 as datetime2(3)), cast(sum([runs]) as bigint), cast(sum([failed]) as bigint), cast(sum([rows]) as bigint), cast(sum([bytes]) as bigint), cast(sum([ms]) as bigint)
from (select s.[asset], r.[logical_day] as [day], cast(count(*) as bigint) as [runs], cast(sum(case when s.[state] = N'failed' then 1 else 0 end) as bigint) as [failed], cast(sum(s.[rows]) as bigint) as [rows], cast(sum(coalesce(s.[bytes], 0)) as bigint) as [bytes], cast(sum(s.[ms]) as bigint) as [ms] from [sillage].[run_step] s join [sillage].[run] r on r.[id] = s.[run_id] and r.[state] <> N'running' and (r.[started_at] < cast(@p1 as datetime2(3)) or (r.[started_at] < cast(@p2 as datetime2(3)) and r.[state] = N'succeeded' and s.[state] = N'unchanged')) group by s.[asset], r.[logical_day]
  union all select d.[asset], d.[day], d.[runs], d.[failed], d.[rows], d.[bytes], d.[ms] from [sillage].[run_day] d where exists (select 1 from [sillage].[run_step] s join [sillage].[run] r on r.[id] = s.[run_id] and r.[state] <> N'running' and (r.[started_at] < cast(@p1 as datetime2(3)) or (r.[started_at] < cast(@p2 as datetime2(3)) and r.[state] = N'succeeded' and s.[state] = N'unchanged')) where s.[asset] = d.[asset] and r.[logical_day] = d.[day])) told
group by [asset], [day];

-- run/forget-summed
delete from [sillage].[run_day] where [run_day].[summed_at] < cast(@p1 as datetime2(3))
  and exists (select 1 from [sillage].[run_day] n where n.[asset] = [run_day].[asset] and n.[day] = [run_day].[day] and n.[summed_at] = cast(@p1 as datetime2(3)));

-- run/forget-steps
delete s from [sillage].[run_step] s join [sillage].[run] r on r.[id] = s.[run_id] and r.[state] <> N'running' and (r.[started_at] < cast(@p1 as datetime2(3)) or (r.[started_at] < cast(@p2 as datetime2(3)) and r.[state] = N'succeeded' and s.[state] = N'unchanged'));

-- run/forget
delete from [sillage].[run] where [started_at] < cast(@p1 as datetime2(3)) and [state] <> N'running';

-- run/forget-days
delete from [sillage].[run_day] where [day] < cast(@p1 as date);

-- load/fold-slices
update l set [merged] = s.[merged], [unchanged] = s.[unchanged], [superseded] = s.[superseded] from [sillage].[load] l join (
  select [load_id], sum(cast([merged] as bigint)) as [merged], sum(cast([unchanged] as bigint)) as [unchanged], sum(cast([superseded] as bigint)) as [superseded] from [sillage].[load_slice] group by [load_id]) s on s.[load_id] = l.[load_id] where l.[state] = N'merged' and l.[ended_at] < cast(@p1 as datetime2(3));

-- load/forget-slices
delete from [sillage].[load_slice] where [load_id] in (select l.[load_id] from [sillage].[load] l where l.[state] = N'merged' and l.[ended_at] < cast(@p1 as datetime2(3)));

-- drift/forget
delete from [sillage].[drift] where [drift].[at] < cast(@p1 as datetime2(3)) and [drift].[state] = N'equal'
  and exists (select 1 from [sillage].[drift] n where n.[asset] = [drift].[asset] and n.[kind] = [drift].[kind] and n.[state] <> N'refused' and n.[at] > [drift].[at]);

-- evaluation/forget
delete from [sillage].[evaluation] where [evaluation].[at] < cast(@p1 as datetime2(3))
  and exists (select 1 from [sillage].[evaluation] n where n.[asset] = [evaluation].[asset] and n.[at] > [evaluation].[at]);

-- sensor/forget-runs
delete from [sillage].[sensor_run] where [at] < cast(@p1 as datetime2(3));

-- backfill/forget
delete from [sillage].[backfill] where [ended_at] < cast(@p1 as datetime2(3)) and [state] <> N'running';

-- quarantine/forget
update [sillage].[quarantine] set [sealed] = null, [pid] = null where [sealed] is not null and ([at] < cast(@p1 as datetime2(3)) or exists (select 1 from [sillage].[load] r where r.[load_id] = [replayed_load] and r.[state] = N'merged'));

-- audit/forget
delete from [sillage].[audit] where [at] < cast(@p1 as datetime2(3));

-- drift/record
update [sillage].[drift] with (updlock, holdlock) set [at] = cast(@p3 as datetime2(3)), [found] = @p7, [state] = @p8 where [id] = @p1;
if @@rowcount = 0 insert into [sillage].[drift] ([id], [asset], [at], [kind], [since], [until], [found], [state], [load_id])
values (@p1, @p2, cast(@p3 as datetime2(3)), @p4, cast(@p5 as datetime2(3)), cast(@p6 as datetime2(3)), @p7, @p8, @p9);

-- drift/last
select top (1) [at], [until] from [sillage].[drift] where [asset] = @p1 and [kind] <> N'ids' and [state] <> N'refused' order by [at] desc, [id] desc;

-- drift/list
select top (200) [id], [asset], [at], [kind], [since], [until], [found], [state], [load_id] as [load] from [sillage].[drift] where (@p1 is null or [asset] = @p1) and [kind] <> N'begin' order by [at] desc, [id] desc;

-- sensor/all
select [state] from [sillage].[sensor] order by [name];

-- sensor/save
update [sillage].[sensor] set [revision] = @p2, [state] = @p3 where [name] = @p1 and [revision] < @p2;
insert into [sillage].[sensor] ([name], [revision], [state]) select @p1, @p2, @p3
where not exists (select 1 from [sillage].[sensor] with (updlock, holdlock) where [name] = @p1);

-- sensor/add-run
insert into [sillage].[sensor_run] ([sensor], [run_key], [run_id], [at]) select @p1, @p2, @p3, cast(@p4 as datetime2(3))
where not exists (select 1 from [sillage].[sensor_run] with (updlock, holdlock) where [sensor] = @p1 and [run_key] = @p2);

-- sensor/known-keys
select [run_key] as [key] from [sillage].[sensor_run] where [sensor] = @p1 and [run_key] in (select cast([value] as nvarchar(400)) collate Latin1_General_100_BIN2 from openjson(@p2));

-- sensor/runs
select top (20) [run_key] as [key], [run_id] as [run], [at] from [sillage].[sensor_run] where [sensor] = @p1 order by [at] desc, [run_key] desc;

-- throttle/reserve
set nocount on;
declare @now datetime2(6) = coalesce(cast(@p2 as datetime2(6)), sysutcdatetime()), @start datetime2(6);
update [sillage].[throttle] set @start = [last_start] = case when dateadd(microsecond, cast(cast(ceiling([last_bytes] * 1e6 / [bytes_per_second]) as bigint) % 1000000 as int), dateadd(second, cast(cast(ceiling([last_bytes] * 1e6 / [bytes_per_second]) as bigint) / 1000000 as int), [last_start])) > @now then dateadd(microsecond, cast(cast(ceiling([last_bytes] * 1e6 / [bytes_per_second]) as bigint) % 1000000 as int), dateadd(second, cast(cast(ceiling([last_bytes] * 1e6 / [bytes_per_second]) as bigint) / 1000000 as int), [last_start])) else @now end, [last_bytes] = @p3
where [lane] = @p1 and [enabled] = 1 and [paused] = 0 and dateadd(microsecond, cast(cast(ceiling([last_bytes] * 1e6 / [bytes_per_second]) as bigint) % 1000000 as int), dateadd(second, cast(cast(ceiling([last_bytes] * 1e6 / [bytes_per_second]) as bigint) / 1000000 as int), [last_start])) <= dateadd(millisecond, 900, @now);
select cast(case when @start is null then 0 else 1 end as bit) as [granted], cast(case when [enabled] = 0 then 1 else 0 end as bit) as [free],
  case when @start is not null then datediff_big(microsecond, coalesce(cast(@p2 as datetime2(6)), sysutcdatetime()), @start) / 1000e0 when [paused] = 1 then 1000e0
    when datediff_big(microsecond, @now, dateadd(microsecond, cast(cast(ceiling([last_bytes] * 1e6 / [bytes_per_second]) as bigint) % 1000000 as int), dateadd(second, cast(cast(ceiling([last_bytes] * 1e6 / [bytes_per_second]) as bigint) / 1000000 as int), [last_start]))) / 1000e0 - 900 > 1000 then 1000e0
    when datediff_big(microsecond, @now, dateadd(microsecond, cast(cast(ceiling([last_bytes] * 1e6 / [bytes_per_second]) as bigint) % 1000000 as int), dateadd(second, cast(cast(ceiling([last_bytes] * 1e6 / [bytes_per_second]) as bigint) / 1000000 as int), [last_start]))) / 1000e0 - 900 > 100 then datediff_big(microsecond, @now, dateadd(microsecond, cast(cast(ceiling([last_bytes] * 1e6 / [bytes_per_second]) as bigint) % 1000000 as int), dateadd(second, cast(cast(ceiling([last_bytes] * 1e6 / [bytes_per_second]) as bigint) / 1000000 as int), [last_start]))) / 1000e0 - 900
    else 100e0 end as [waitMs], datediff_big(microsecond, '1970-01-01', coalesce(cast(@p2 as datetime2(6)), sysutcdatetime())) / 1000e0 as [at]
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
select top (200) [id], [at], [what], [subject], [who], [why], [old_value] as [oldValue], [new_value] as [newValue] from [sillage].[audit] where [what] <> N'kpi.individual' and (@p1 is null or ([subject] = @p1 and [what] like N'asset.%')) order by [at] desc, [id] desc;

-- audit/individual
select top (200) [id], [at], [what], [subject], [who], [why], [old_value] as [oldValue], [new_value] as [newValue] from [sillage].[audit] where [what] = N'kpi.individual' order by [at] desc, [id] desc;

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

-- source/pause
update [sillage].[source_pause] with (updlock, holdlock) set [paused_until] = case when [paused_until] > dateadd(millisecond, cast(@p2 as int), sysutcdatetime()) then [paused_until] else dateadd(millisecond, cast(@p2 as int), sysutcdatetime()) end where [source] = @p1;
if @@rowcount = 0 insert into [sillage].[source_pause] ([source], [paused_until]) values (@p1, dateadd(millisecond, cast(@p2 as int), sysutcdatetime()));

-- source/pauses
select [source], datediff_big(microsecond, sysutcdatetime(), [paused_until]) / 1000e0 as [ms] from [sillage].[source_pause] where [paused_until] > sysutcdatetime() order by [source];

-- automation/keep-evaluation
update [sillage].[evaluation] with (updlock, holdlock) set [run] = @p3, [tree] = @p4 where [asset] = @p1 and [at] = cast(@p2 as datetime2(3));
if @@rowcount = 0 insert into [sillage].[evaluation] ([asset], [at], [run], [tree]) values (@p1, cast(@p2 as datetime2(3)), @p3, @p4);

-- automation/compact-evaluations
delete from [sillage].[evaluation] where [asset] = @p1 and [at] < (
  select [at] from [sillage].[evaluation] where [asset] = @p1 order by [at] desc offset 499 rows fetch next 1 rows only);

-- automation/evaluation-at
select top (1) [asset], [at], [run], [tree] from [sillage].[evaluation]
where [asset] = @p1 and [at] <= cast(@p2 as datetime2(3)) order by [at] desc;

-- automation/keep-incident
update [sillage].[incident] with (updlock, holdlock) set [closed_at] = coalesce([closed_at], cast(@p6 as datetime2(3))), [told_at] = coalesce([told_at], cast(@p7 as datetime2(3))) where [id] = @p1;
if @@rowcount = 0 insert into [sillage].[incident] ([id], [asset], [health], [why], [opened_at], [closed_at], [told_at])
values (@p1, @p2, @p3, @p4, cast(@p5 as datetime2(3)), cast(@p6 as datetime2(3)), cast(@p7 as datetime2(3)));

-- automation/compact-incidents
delete from [sillage].[incident] where [asset] = @p1 and [opened_at] < (
  select [opened_at] from [sillage].[incident] where [asset] = @p1 order by [opened_at] desc offset 99 rows fetch next 1 rows only);

-- automation/incidents
select top (100) [id], [asset], [health], [why], [opened_at] as [openedAt], [closed_at] as [closedAt], [told_at] as [toldAt]
from [sillage].[incident] where @p1 is null or [asset] = @p1 order by [opened_at] desc, [id] desc;

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
update [sillage].[check_result] set [cause] = @p3, [at] = sysutcdatetime(), [severity] = @p5, [state] = @p6, [figure] = @p7, [bound] = @p8, [failing] = @p9, [materialisation] = @p10
where [asset] = @p1 and [check_name] = @p2 and ([cause] = @p3 or ([kind] = @p4 and [severity] = @p5 and [state] = @p6 and ([figure] = @p7 or ([figure] is null and @p7 is null)) and [bound] = @p8
  and ([failing] = @p9 or ([failing] is null and @p9 is null)) and [materialisation] = @p10 and [cause] = (select l.[cause] from [sillage].[check_result] l where l.[asset] = @p1 and l.[check_name] = @p2 order by l.[at] desc, l.[cause] desc offset 0 rows fetch next 1 rows only)
  and not exists (select 1 from [sillage].[check_result] o where o.[asset] = @p1 and o.[check_name] = @p2 and o.[cause] = @p3)));
if @@rowcount = 0 insert into [sillage].[check_result] ([asset], [check_name], [cause], [kind], [severity], [state], [figure], [bound], [failing], [materialisation])
values (@p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10);

-- check/compact
delete from [sillage].[check_result] where [asset] = @p1 and [check_name] = @p2 and [at] < (
  select [at] from [sillage].[check_result] where [asset] = @p1 and [check_name] = @p2 order by [at] desc offset 49 rows fetch next 1 rows only);

-- deployed/save
update [sillage].[deployed_graph] set [deployed_at] = sysutcdatetime() where [hash] = @p1;
if @@rowcount = 0 insert into [sillage].[deployed_graph] ([hash], [graph]) values (@p1, @p2);

-- deployed/forget
delete from [sillage].[deployed_graph] where [deployed_at] < (
  select [deployed_at] from [sillage].[deployed_graph] order by [deployed_at] desc offset 19 rows fetch next 1 rows only);

-- deployed/last
select top (1) [graph], [deployed_at] as [deployedAt] from [sillage].[deployed_graph] order by [deployed_at] desc;

-- erasure/record
update [sillage].[erased_person] set [seq] = @p1 where [seq] < @p1 and [pid] in (select cast([value] as char(36)) collate Latin1_General_100_BIN2 from openjson(@p2));
insert into [sillage].[erased_person] ([pid], [seq]) select distinct cast(p.[value] as char(36)) collate Latin1_General_100_BIN2, @p1 from openjson(@p2) p
where not exists (select 1 from [sillage].[erased_person] e where e.[pid] = cast(p.[value] as char(36)) collate Latin1_General_100_BIN2);

-- erasure/through
select coalesce(max([seq]), 0) as [seq] from [sillage].[erased_person];

-- erasure/restrict
insert into [sillage].[restricted_person] ([pid]) select distinct cast(p.[value] as char(36)) collate Latin1_General_100_BIN2 from openjson(@p1) p
where not exists (select 1 from [sillage].[restricted_person] r where r.[pid] = cast(p.[value] as char(36)) collate Latin1_General_100_BIN2);

-- erasure/lift
delete from [sillage].[restricted_person] where [pid] in (select cast([value] as char(36)) collate Latin1_General_100_BIN2 from openjson(@p1));
select @@rowcount as [people];

-- erasure/make-stale
update [sillage].[asset_state] set [built_version] = N'' where [asset] = @p1 and [built_version] is not null;

-- erasure/is-anybody-kept-out
select cast(case when exists (select 1 from [sillage].[erased_person]) or exists (select 1 from [sillage].[restricted_person]) then 1 else 0 end as bit) as [some];

-- erasure/is-anybody-erased
select cast(case when exists (select 1 from [sillage].[erased_person]) then 1 else 0 end as bit) as [some];

-- erasure/empty-quarantined
set nocount on;
select [load_id], [part], [line], [table_key] into #misfits from [sillage].[quarantine] where [pid] in (select cast([value] as char(36)) collate Latin1_General_100_BIN2 from openjson(@p1));
update q set [sealed] = null, [pid] = null from [sillage].[quarantine] q join #misfits m on q.[load_id] = m.[load_id] and q.[part] = m.[part] and q.[line] = m.[line];
select [table_key] as [table], count(*) as [quarantined] from #misfits group by [table_key] order by [table_key];

-- erasure/purge-quarantined
update [sillage].[quarantine] set [sealed] = null, [pid] = null where [table_key] = @p1 and [pid] in (select [pid] from [sillage].[erased_person]);

-- erasure/count-quarantined
select [table_key] as [table], count(*) as [quarantined] from [sillage].[quarantine] where [pid] in (select cast([value] as char(36)) collate Latin1_General_100_BIN2 from openjson(@p1)) group by [table_key] order by [table_key];

-- erasure/keep-entry
insert into [sillage].[erasure_entry] ([seq], [mac]) select @p1, @p2 where not exists (select 1 from [sillage].[erasure_entry] where [seq] = @p1);

-- reseal/misfits
update q set [sealed] = u.[now] from [sillage].[quarantine] q join openjson(@p1) with ([load_id] nvarchar(40), [part] int, [line] int, [was] nvarchar(max), [now] nvarchar(max)) u on q.[load_id] = u.[load_id] collate Latin1_General_100_BIN2 and q.[part] = u.[part] and q.[line] = u.[line] and q.[sealed] = u.[was] collate Latin1_General_100_BIN2;

-- erasure/last-entry
select top (1) [seq], [mac] from [sillage].[erasure_entry] order by [seq] desc;

-- api-key/add
insert into [sillage].[api_key] ([id], [sha256], [label], [scopes], [cidrs], [consumer], [expires_at]) values (@p1, @p2, @p3, @p4, @p5, @p6, cast(@p7 as datetime2(3)));

-- api-key/find
select [sha256], [scopes], [cidrs], coalesce([consumer], [id]) as [consumer], [expires_at] as [expiresAt] from [sillage].[api_key] where [id] = @p1;

-- api-key/list
select [id], [label], [scopes], [cidrs], coalesce([consumer], [id]) as [consumer], [expires_at] as [expiresAt], [created_at] as [createdAt] from [sillage].[api_key] order by [created_at] desc, [id];

-- api-key/end
update [sillage].[api_key] set [expires_at] = cast(@p2 as datetime2(3)) where [id] = @p1 and [expires_at] > cast(@p2 as datetime2(3));

-- reconcile/begun
select coalesce((select case when [opened_at] < cast(@p2 as datetime2(3)) then [opened_at] else cast(@p2 as datetime2(3)) end from [sillage].[load] where [load_id] = @p1), cast(sysutcdatetime() as datetime2(3))) as [at];

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

-- mart/failed-days
select [failed] from [sillage].[partition_state] where [asset] = @p1;

-- mart/keep-failed-days
update [sillage].[partition_state] with (updlock, holdlock) set [failed] = @p2 where [asset] = @p1;
if @@rowcount = 0 insert into [sillage].[partition_state] ([asset], [failed]) values (@p1, @p2);

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

-- identity/0002-epochs
if object_id(N'[identity].[epoch]') is null begin
  create table [identity].[epoch] (
    [epoch] int not null constraint [epoch_pkey] primary key, [state] nvarchar(20) collate Latin1_General_100_BIN2 not null, [effective_at] datetime2(3),
    [created_at] datetime2(3) not null constraint [epoch_created_at] default sysutcdatetime());
  create index [subject_epoch] on [identity].[subject] ([epoch], [lookup]) where [dek_wrapped] is not null;
  insert into [identity].[epoch] ([epoch], [state]) select 1, N'active' where exists (select 1 from [identity].[subject]);
end;

-- identity/0008-first
if col_length(N'[identity].[subject]', N'first_epoch') is null alter table [identity].[subject] add [first_epoch] int;

-- identity/subjects
select [lookup], [pid], [dek_wrapped] as [wrappedKey], [epoch], [restricted_at] as [restrictedAt] from [identity].[subject] where [lookup] in (select cast([value] as nvarchar(400)) collate Latin1_General_100_BIN2 from openjson(@p1));

-- identity/subject
select [lookup], [pid], [dek_wrapped] as [wrappedKey], [epoch], [restricted_at] as [restrictedAt] from [identity].[subject] where [pid] = cast(@p1 as char(36)) collate Latin1_General_100_BIN2;

-- identity/create-subjects
insert into [identity].[subject] ([lookup], [pid], [dek_wrapped], [kid], [epoch], [first_epoch])
select u.[lookup], u.[pid], convert(varbinary(max), u.[wrapped], 2), convert(varbinary(64), u.[kid], 2), u.[epoch], u.[epoch]
from openjson(@p1) with ([lookup] nvarchar(64), [pid] char(36), [wrapped] nvarchar(max), [kid] nvarchar(128), [epoch] int) u
where not exists (select 1 from [identity].[subject] s where s.[lookup] = u.[lookup] collate Latin1_General_100_BIN2)
and u.[epoch] in (select e.[epoch] from [identity].[epoch] e with (repeatableread) where e.[state] = N'active');

-- identity/save-blind-indexes
insert into [identity].[blind_index] ([field], [index], [value], [pid], [updated_at])
select u.[field], u.[index], convert(varbinary(64), u.[value], 2), u.[pid], u.[at] from openjson(@p1) with ([field] nvarchar(100), [index] nvarchar(100), [value] nvarchar(128), [pid] char(36), [at] datetime2(3)) u
where not exists (select 1 from [identity].[blind_index] b where b.[field] = u.[field] collate Latin1_General_100_BIN2 and b.[index] = u.[index] collate Latin1_General_100_BIN2 and b.[pid] = u.[pid] collate Latin1_General_100_BIN2)
and exists (select 1 from [identity].[subject] s where s.[pid] = u.[pid] collate Latin1_General_100_BIN2);
update b set [value] = convert(varbinary(64), u.[value], 2), [updated_at] = u.[at] from [identity].[blind_index] b join openjson(@p1) with ([field] nvarchar(100), [index] nvarchar(100), [value] nvarchar(128), [pid] char(36), [at] datetime2(3)) u on b.[field] = u.[field] collate Latin1_General_100_BIN2 and b.[index] = u.[index] collate Latin1_General_100_BIN2 and b.[pid] = u.[pid] collate Latin1_General_100_BIN2
where u.[at] > b.[updated_at];

-- identity/blank-former-indexes
update b set [value] = convert(varbinary(64), N'', 2) from [identity].[blind_index] b join openjson(@p1) with ([field] nvarchar(100), [index] nvarchar(100), [value] nvarchar(128), [pid] char(36), [at] datetime2(3)) u on b.[field] = u.[field] collate Latin1_General_100_BIN2 and b.[index] = u.[index] collate Latin1_General_100_BIN2 and b.[pid] = u.[pid] collate Latin1_General_100_BIN2
where b.[value] <> convert(varbinary(64), N'', 2) and b.[updated_at] <= u.[at];

-- identity/root-keys
select [purpose], [epoch], [wrapped], [check_value] as [check] from [identity].[keyring];

-- identity/root-key
select [purpose], [epoch], [wrapped], [check_value] as [check] from [identity].[keyring] where [purpose] = @p1 and [epoch] = @p2;

-- identity/save-root-key
insert into [identity].[keyring] ([purpose], [epoch], [wrapped], [check_value])
select @p1, @p2, convert(varbinary(max), @p3, 2), convert(varbinary(max), @p4, 2)
where not exists (select 1 from [identity].[keyring] where [purpose] = @p1 and [epoch] = @p2);

-- identity/replace-root-key
update [identity].[keyring] set [wrapped] = convert(varbinary(max), @p3, 2) where [purpose] = @p1 and [epoch] = @p2 and [wrapped] = convert(varbinary(max), @p4, 2);

-- identity/drop-root-key
delete from [identity].[keyring] where [purpose] = @p1 and [epoch] = @p2;

-- identity/epochs
select [epoch], [state], [effective_at] as [effectiveAt] from [identity].[epoch] order by [epoch];

-- identity/drain-epochs
update [identity].[epoch] set [state] = N'draining' where [state] = N'active' and [epoch] < @p1;

-- identity/add-epoch
insert into [identity].[epoch] ([epoch], [state]) select @p1, N'active' where not exists (select 1 from [identity].[epoch] where [epoch] = @p1);

-- identity/end-epoch
update [identity].[epoch] set [state] = N'destroyed', [effective_at] = cast(@p2 as datetime2(3)) where [epoch] = @p1;

-- identity/subjects-of-epoch
select top (@p3) [lookup], [dek_wrapped] as [wrappedKey], [kid] from [identity].[subject]
where [epoch] = @p1 and [dek_wrapped] is not null and [lookup] > @p2 collate Latin1_General_100_BIN2 order by [lookup];

-- identity/move-subjects
update s set [dek_wrapped] = convert(varbinary(max), u.[wrapped], 2), [epoch] = @p2 from [identity].[subject] s join openjson(@p3) with ([lookup] nvarchar(64), [wrapped] nvarchar(max)) u on s.[lookup] = u.[lookup] collate Latin1_General_100_BIN2
where s.[epoch] = @p1 and s.[dek_wrapped] is not null;

-- identity/count-subjects
select count(*) as [people] from [identity].[subject] where [epoch] = @p1 and [dek_wrapped] is not null;

-- identity/epoch-exposure
select e.[epoch], e.[state], e.[effective_at] as [effectiveAt], e.[created_at] as [since],
  (select count(*) from [identity].[subject] s where s.[dek_wrapped] is not null and s.[epoch] >= e.[epoch] and coalesce(s.[first_epoch], (select max(b.[epoch]) from [identity].[epoch] b where b.[created_at] <= s.[created_at]), 1) <= e.[epoch]) as [living],
  (select count(*) from [identity].[subject] s where s.[dek_wrapped] is null and s.[epoch] >= e.[epoch] and coalesce(s.[first_epoch], (select max(b.[epoch]) from [identity].[epoch] b where b.[created_at] <= s.[created_at]), 1) <= e.[epoch]) as [erased]
from [identity].[epoch] e where e.[epoch] = @p1;

-- identity/exposed-people
select top (@p3) s.[pid], case when s.[created_at] > e.[created_at] then s.[created_at] else e.[created_at] end as [since]
from [identity].[subject] s join [identity].[epoch] e on e.[epoch] = @p1
where s.[pid] > cast(@p2 as char(36)) collate Latin1_General_100_BIN2 and s.[dek_wrapped] is not null and s.[epoch] >= e.[epoch] and coalesce(s.[first_epoch], (select max(b.[epoch]) from [identity].[epoch] b where b.[created_at] <= s.[created_at]), 1) <= e.[epoch] order by s.[pid];

-- identity/requests0003
if object_id(N'[identity].[request]') is null begin
  create table [identity].[erased_pid] ([pid] char(36) collate Latin1_General_100_BIN2 not null constraint [erased_pid_pkey] primary key with (ignore_dup_key = on), [seq] int);
  create table [identity].[request_person] (
    [request_id] nvarchar(40) collate Latin1_General_100_BIN2 not null, [lookup] nvarchar(64) collate Latin1_General_100_BIN2 not null, [pid] char(36) collate Latin1_General_100_BIN2, [epoch] int,
    constraint [request_person_pkey] primary key ([request_id], [lookup]) with (ignore_dup_key = on));
  create table [identity].[request] (
    [id] nvarchar(40) collate Latin1_General_100_BIN2 not null constraint [request_pkey] primary key with (ignore_dup_key = on), [opened_at] datetime2(3) not null, [people] int not null,
    [restricted_at] datetime2(3), [erased_at] datetime2(3), [certificate] nvarchar(max));
end;

-- identity/trials0007
if object_id(N'[identity].[trial]') is null begin
  create table [identity].[trial] (
    [request_id] nvarchar(40) collate Latin1_General_100_BIN2 not null, [lookup] nvarchar(64) collate Latin1_General_100_BIN2 not null, [trial] nvarchar(max) not null,
    constraint [trial_pkey] primary key ([request_id], [lookup]) with (ignore_dup_key = on));
end;

-- identity/lookups-by-index
select distinct s.[lookup] from [identity].[blind_index] b join [identity].[subject] s on s.[pid] = b.[pid] where b.[field] = @p1 and b.[index] = @p2 and b.[value] = convert(varbinary(64), @p3, 2) order by s.[lookup];

-- identity/file-request
insert into [identity].[request] ([id], [opened_at], [people]) select @p1, cast(@p2 as datetime2(3)), (select count(*) from [identity].[subject] where [lookup] in (select cast([value] as nvarchar(400)) collate Latin1_General_100_BIN2 from openjson(@p3))) where not exists (select 1 from [identity].[request] where [id] = @p1);

-- identity/file-request-people
insert into [identity].[request_person] ([request_id], [lookup]) select @p1, s.[lookup] from [identity].[subject] s where s.[lookup] in (select cast([value] as nvarchar(400)) collate Latin1_General_100_BIN2 from openjson(@p2))
and not exists (select 1 from [identity].[request_person] p where p.[request_id] = @p1 and p.[lookup] = s.[lookup]);

-- identity/count-request-people
update [identity].[request] set [people] = (select count(*) from [identity].[request_person] where [request_id] = @p1) where [id] = @p1;

-- identity/open-request-about
select top (1) r.[id] from [identity].[request] r join [identity].[request_person] p on p.[request_id] = r.[id] where p.[lookup] = @p1 and r.[people] = 1 and r.[certificate] is null order by r.[id];

-- identity/request
select [id], [opened_at] as [openedAt], [people], [restricted_at] as [restrictedAt], [erased_at] as [erasedAt], [certificate] from [identity].[request] where [id] = @p1;

-- identity/requests
select [id], [opened_at] as [openedAt], [people], [restricted_at] as [restrictedAt], [erased_at] as [erasedAt], [certificate] from [identity].[request] order by [opened_at] desc, [id] desc offset 0 rows fetch next 200 rows only;

-- identity/request-people
select p.[lookup], coalesce(s.[pid], p.[pid]) as [pid], coalesce(p.[epoch], s.[epoch]) as [epoch] from [identity].[request_person] p join [identity].[subject] s on s.[lookup] = p.[lookup] where p.[request_id] = @p1 order by p.[lookup];

-- identity/restrict-people
update [identity].[subject] set [restricted_at] = cast(@p2 as datetime2(3)) where [erased_at] is null and [lookup] in (select p.[lookup] from [identity].[request_person] p where p.[request_id] = @p1);

-- identity/restrict-request
update [identity].[request] set [restricted_at] = cast(@p2 as datetime2(3)) where [id] = @p1;

-- identity/note-erased
update p set [pid] = s.[pid], [epoch] = s.[epoch] from [identity].[request_person] p join [identity].[subject] s with (updlock, holdlock) on s.[lookup] = p.[lookup] where p.[request_id] = @p1 and s.[pid] is not null;

-- identity/add-erased-of
insert into [identity].[erased_pid] ([pid]) select p.[pid] from [identity].[request_person] p where p.[request_id] = @p1 and p.[pid] is not null and not exists (select 1 from [identity].[erased_pid] e where e.[pid] = p.[pid]);

-- identity/drop-indexes-of
delete from [identity].[blind_index] where [pid] in (select [pid] from [identity].[request_person] where [request_id] = @p1);

-- identity/blank-people-of
update [identity].[subject] set [pid] = null, [dek_wrapped] = cast(null as varbinary(max)), [kid] = cast(null as varbinary(64)), [restricted_at] = null, [request_id] = null, [erased_at] = cast(@p2 as datetime2(3)) where [erased_at] is null and [lookup] in (select p.[lookup] from [identity].[request_person] p where p.[request_id] = @p1);

-- identity/keep-trial
insert into [identity].[trial] ([request_id], [lookup], [trial]) select @p1, @p2, @p3 where not exists (select 1 from [identity].[trial] where [request_id] = @p1 and [lookup] = @p2);

-- identity/trials-of
select [lookup], [trial] from [identity].[trial] where [request_id] = @p1 order by [lookup];

-- identity/forget-trials-of
delete from [identity].[trial] where [request_id] = @p1;

-- identity/blank-former-of
update [identity].[former_key] set [wrapped] = cast(null as varbinary(max)) where [wrapped] is not null and [lookup] in (select p.[lookup] from [identity].[request_person] p where p.[request_id] = @p1);

-- identity/close-request
update [identity].[request] set [erased_at] = cast(@p2 as datetime2(3)), [certificate] = @p3 where [id] = @p1 and [certificate] is null;

-- identity/forget-people-of
delete from [identity].[request_person] where [request_id] = @p1;

-- identity/add-erased
update [identity].[erased_pid] set [seq] = @p1 where coalesce([seq], 0) < @p1 and [pid] in (select cast([value] as char(36)) collate Latin1_General_100_BIN2 from openjson(@p2));
insert into [identity].[erased_pid] ([pid], [seq]) select distinct cast(g.[value] as char(36)) collate Latin1_General_100_BIN2, @p1 from openjson(@p2) g
where not exists (select 1 from [identity].[erased_pid] e where e.[pid] = cast(g.[value] as char(36)) collate Latin1_General_100_BIN2);

-- identity/drop-indexes
delete from [identity].[blind_index] where [pid] in (select cast([value] as char(36)) collate Latin1_General_100_BIN2 from openjson(@p1));

-- identity/blank-former
update [identity].[former_key] set [wrapped] = cast(null as varbinary(max)) where [wrapped] is not null and [lookup] in (select s.[lookup] from [identity].[subject] s where s.[pid] in (select cast([value] as char(36)) collate Latin1_General_100_BIN2 from openjson(@p1)));

-- identity/blank-people
set nocount on;
update [identity].[subject] set [pid] = null, [dek_wrapped] = cast(null as varbinary(max)), [kid] = cast(null as varbinary(64)), [restricted_at] = null, [request_id] = null, [erased_at] = cast(@p2 as datetime2(3)) where [pid] in (select cast([value] as char(36)) collate Latin1_General_100_BIN2 from openjson(@p1));
select @@rowcount as [n];

-- identity/note-sent
update [identity].[subject] set [erased_at] = cast(@p2 as datetime2(3)) where [erased_at] < cast(@p2 as datetime2(3)) and [lookup] in (select cast([value] as char(32)) collate Latin1_General_100_BIN2 from openjson(@p1));

-- identity/forget-former
update [identity].[former_key] set [lookup] = null where [lookup] in (select s.[lookup] from [identity].[subject] s where s.[erased_at] < cast(@p1 as datetime2(3)));

-- identity/forget-erased
set nocount on;
delete from [identity].[subject] where [erased_at] < cast(@p1 as datetime2(3));
select @@rowcount as [n];

-- identity/entry-of
select coalesce(max([seq]), 0) as [n] from [identity].[erased_pid] where [pid] in (select cast([value] as char(36)) collate Latin1_General_100_BIN2 from openjson(@p1));

-- identity/erased-through
select coalesce(max([seq]), 0) as [n] from [identity].[erased_pid];

-- identity/count-erased
select count(*) as [n] from [identity].[erased_pid];

-- identity/is-erased
select count(*) as [n] from [identity].[erased_pid] where [pid] = cast(@p1 as char(36)) collate Latin1_General_100_BIN2;

-- identity/count-indexes
select count(*) as [n] from [identity].[blind_index] where [pid] in (select cast([value] as char(36)) collate Latin1_General_100_BIN2 from openjson(@p1));

-- identity/0004-reveals
if object_id(N'[identity].[decoy]') is null begin
  create table [identity].[reveal] (
    [seq] int not null constraint [reveal_pkey] primary key, [at] datetime2(3) not null, [what] nvarchar(20) collate Latin1_General_100_BIN2 not null,
    [caller] nvarchar(200) collate Latin1_General_100_BIN2 not null, [pid] char(36) collate Latin1_General_100_BIN2, [request] nvarchar(40) collate Latin1_General_100_BIN2, [detail] nvarchar(max) not null, [mac] varbinary(32) not null);
  create index [reveal_at] on [identity].[reveal] ([at]);
  create index [reveal_request] on [identity].[reveal] ([request]) where [request] is not null;
  create table [identity].[decoy] (
    [pid] char(36) collate Latin1_General_100_BIN2 not null constraint [decoy_pkey] primary key,
    [created_at] datetime2(3) not null constraint [decoy_created_at] default sysutcdatetime());
  exec(N'create or alter trigger [identity].[keep_reveal] on [identity].[reveal] after update, delete as
if exists (select 1 from inserted) or exists (select 1 from deleted where [at] >= dateadd(month, -12, sysutcdatetime()))
throw 50042, N''The audit of reveals is only added to.'', 1;');
end;

-- identity/last-reveal
select top (1) [seq], [mac] from [identity].[reveal] order by [seq] desc;

-- identity/count-reveals
select coalesce(sum(case when [caller] = @p2 collate Latin1_General_100_BIN2 and [what] <> N'unopened' then 1 else 0 end), 0) as [byCaller], coalesce(sum(case when [pid] = @p3 collate Latin1_General_100_BIN2 and [what] = N'reveal' then 1 else 0 end), 0) as [ofPerson],
  coalesce(sum(case when [caller] = @p2 collate Latin1_General_100_BIN2 and [what] = N'unopened' then 1 else 0 end), 0) as [unopened]
from [identity].[reveal] where [at] > cast(@p1 as datetime2(3)) and [request] is null
  and ([what] in (N'reveal', N'unopened') or ([what] = N'refused' and [detail] not like N'%"code":"reveal.budget"%'));

-- identity/add-reveals
insert into [identity].[reveal] ([seq], [at], [what], [caller], [pid], [request], [detail], [mac])
select u.[seq], u.[at], u.[what], u.[caller], u.[pid], u.[request], u.[detail], convert(varbinary(32), u.[mac], 2)
from openjson(@p1) with ([seq] int, [at] datetime2(3), [what] nvarchar(20), [caller] nvarchar(200), [pid] char(36), [request] nvarchar(40), [detail] nvarchar(max), [mac] nvarchar(64)) u;

-- identity/reveals
select top (@p2) [seq], [at], [what], [caller], [pid], [request], [detail], [mac] from [identity].[reveal] where [seq] > @p1 order by [seq];

-- identity/reveals-of
select [seq], [at], [what], [caller], [pid], [request], [detail], [mac] from [identity].[reveal] where [request] = @p1 collate Latin1_General_100_BIN2 order by [seq];

-- identity/forget-reveals
delete from [identity].[reveal] where [seq] <= @p1;

-- identity/standing
select (select count(*) from [identity].[subject] where [pid] = @p1 collate Latin1_General_100_BIN2 and [restricted_at] is not null) as [restricted],
  (select count(*) from [identity].[decoy] where [pid] = @p1 collate Latin1_General_100_BIN2) as [decoy];

-- identity/add-decoy
insert into [identity].[decoy] ([pid]) select @p1 where not exists (select 1 from [identity].[decoy] where [pid] = @p1 collate Latin1_General_100_BIN2);

-- identity/living-pids
select top (@p2) [pid] from [identity].[subject] where [pid] > @p1 collate Latin1_General_100_BIN2 and [dek_wrapped] is not null order by [pid];

-- identity/indexes0005
if object_id(N'[identity].[index_version]') is null begin
  create table [identity].[index_version] (
    [version] int not null constraint [index_version_pkey] primary key, [state] nvarchar(20) collate Latin1_General_100_BIN2 not null,
    [created_at] datetime2(3) not null constraint [index_version_created_at] default sysutcdatetime());
  insert into [identity].[index_version] ([version], [state]) select 1, N'active' where not exists (select 1 from [identity].[index_version]);
end;

-- identity/index-versions
select [version], [state] from [identity].[index_version] order by [version];

-- identity/hold-index-version
select [version] from [identity].[index_version] with (repeatableread) where [version] = @p1 and [state] = N'active';

-- identity/drain-indexes
update [identity].[index_version] set [state] = N'draining' where [state] = N'active' and [version] < @p1;

-- identity/add-index-version
insert into [identity].[index_version] ([version], [state]) select @p1, N'active' where not exists (select 1 from [identity].[index_version] where [version] = @p1);

-- identity/end-index-version
update [identity].[index_version] set [state] = N'destroyed' where [version] = @p1 and [state] = N'draining';

-- identity/drop-index-version
delete from [identity].[blind_index] where ((@p1 = 1 and [index] not like N'%/%') or [index] like concat(N'%/', @p1))
and exists (select 1 from [identity].[index_version] where [version] = @p1 and [state] = N'draining');

-- identity/lagging-indexes
select top (@p5) o.[pid], o.[updated_at] as [updatedAt] from [identity].[blind_index] o where o.[field] = @p1 and o.[index] = @p2 and not exists
(select 1 from [identity].[blind_index] n where n.[field] = @p1 and n.[index] = @p3 and n.[pid] = o.[pid] and n.[updated_at] >= o.[updated_at]) and o.[pid] > cast(@p4 as char(36)) collate Latin1_General_100_BIN2 order by o.[pid];

-- identity/count-lagging
select count(*) as [n] from [identity].[blind_index] o where o.[field] = @p1 and o.[index] = @p2 and not exists
(select 1 from [identity].[blind_index] n where n.[field] = @p1 and n.[index] = @p3 and n.[pid] = o.[pid] and n.[updated_at] >= o.[updated_at]);

-- identity/count-draining
select count(*) as [n] from [identity].[index_version] o where o.[state] = N'draining'
and exists (select 1 from [identity].[index_version] n where n.[version] > o.[version] and n.[created_at] < cast(@p1 as datetime2(3)));

-- identity/renewed0006
if object_id(N'[identity].[former_key]') is null begin
  create table [identity].[former_key] (
    [seq] int not null constraint [former_key_pkey] primary key, [lookup] nvarchar(64) collate Latin1_General_100_BIN2, [wrapped] varbinary(max), [kid] varbinary(64) not null,
    [renewed_at] datetime2(3) not null constraint [former_key_renewed_at] default sysutcdatetime());
  create index [former_key_lookup] on [identity].[former_key] ([lookup]);
end;

-- identity/renew-key
set nocount on;
update [identity].[subject] set [dek_wrapped] = convert(varbinary(max), @p4, 2), [kid] = convert(varbinary(64), @p5, 2)
where [lookup] = @p1 and [epoch] = @p2 and [kid] = convert(varbinary(64), @p3, 2) and [dek_wrapped] is not null
and [epoch] in (select e.[epoch] from [identity].[epoch] e with (repeatableread) where e.[state] = N'active');
select @@rowcount as [n];

-- identity/add-former-key
insert into [identity].[former_key] ([seq], [lookup], [wrapped], [kid])
select coalesce(max([seq]), 0) + 1, @p1, convert(varbinary(max), @p2, 2), convert(varbinary(64), @p3, 2) from [identity].[former_key];

-- identity/former-keys
select [seq], [wrapped] as [wrappedKey], [kid], [renewed_at] as [renewedAt] from [identity].[former_key] where [lookup] = @p1 and [wrapped] is not null order by [seq] desc;

-- identity/end-former-key
update [identity].[former_key] set [wrapped] = cast(null as varbinary(max)) where [lookup] = @p1 and [kid] = convert(varbinary(64), @p2, 2);

-- identity/count-former-keys
select count(*) as [n] from [identity].[former_key] where [wrapped] is not null and [renewed_at] < cast(@p1 as datetime2(3));

-- identity/count-renewed
select coalesce(max([seq]), 0) as [n] from [identity].[former_key];

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
insert into [sillage].[quarantine] ([load_id], [part], [line], [table_key], [column_name], [rule], [sealed], [pid])
select @p1, @p2, u.[line], @p3, u.[column], u.[rule], u.[sealed], u.[pid]
from openjson(@p4) with ([line] int, [column] nvarchar(128), [rule] nvarchar(100), [sealed] nvarchar(max), [pid] char(36)) u
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
delete from [sillage].[load_part] where [load_id] = @p1;
delete from [staging].[places] where [_load] = @p1;

-- drift/places/compare
select coalesce(sum(case when t.[_hash] <> l.[_hash] collate Latin1_General_100_BIN2 and l.[_ordered_at] >= t.[_ordered_at] then 1 else 0 end), 0) as [differing], coalesce(sum(case when t.[_hash] is null then 1 else 0 end), 0) as [missing]
from openjson(@p1) with ([code] nvarchar(10), [_hash] nvarchar(64), [_ordered_at] datetime2(3)) l left join [open].[places] t on t.[code] = l.[code] collate Latin1_General_100_BIN2;

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
insert into [sillage].[quarantine] ([load_id], [part], [line], [table_key], [column_name], [rule], [sealed], [pid])
select @p1, @p2, u.[line], @p3, u.[column], u.[rule], u.[sealed], u.[pid]
from openjson(@p4) with ([line] int, [column] nvarchar(128), [rule] nvarchar(100), [sealed] nvarchar(max), [pid] char(36)) u
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
delete from [sillage].[load_part] where [load_id] = @p1;
delete from [staging].[people] where [_load] = @p1;

-- drift/people/compare
select coalesce(sum(case when t.[_hash] <> l.[_hash] collate Latin1_General_100_BIN2 and l.[_ordered_at] >= t.[_ordered_at] then 1 else 0 end), 0) as [differing], coalesce(sum(case when t.[_hash] is null then 1 else 0 end), 0) as [missing]
from openjson(@p1) with ([id] char(36), [_hash] nvarchar(64), [_ordered_at] datetime2(3)) l left join [open].[people] t on t.[id] = l.[id] collate Latin1_General_100_BIN2;

-- erasure/people/open
set nocount on;
select t.[id], t.[business_day] as [_day] into #gone from [open].[people] t where t.[id] in (select cast([value] as char(36)) collate Latin1_General_100_BIN2 from openjson(@p1));
delete t from [open].[people] t join #gone g on t.[id] = g.[id];
select (select count(*) from #gone) as [rows], (select N'["' + string_agg(cast(convert(nchar(10), [day], 23) as nvarchar(max)), N'","') within group (order by [day]) + N'"]' from (select distinct [_day] as [day] from #gone where [_day] is not null) d) as [days];

-- erasure/people/sealed
set nocount on;
select s.[id] into #unsealed from [sealed].[people] s where s.[id] in (select cast([value] as char(36)) collate Latin1_General_100_BIN2 from openjson(@p1));
delete s from [sealed].[people] s join #unsealed g on s.[id] = g.[id];
select (select count(*) from #unsealed) as [rows], cast(null as nvarchar(max)) as [days];

-- erasure/people/purgeOpen
set nocount on;
select t.[id], t.[business_day] as [_day] into #gone from [open].[people] t where t.[id] in (select [pid] from [sillage].[erased_person] union all select [pid] from [sillage].[restricted_person]);
delete t from [open].[people] t join #gone g on t.[id] = g.[id];
select (select count(*) from #gone) as [rows], (select N'["' + string_agg(cast(convert(nchar(10), [day], 23) as nvarchar(max)), N'","') within group (order by [day]) + N'"]' from (select distinct [_day] as [day] from #gone where [_day] is not null) d) as [days];

-- erasure/people/purgeSealed
set nocount on;
select s.[id] into #unsealed from [sealed].[people] s where s.[id] in (select [pid] from [sillage].[erased_person]);
delete s from [sealed].[people] s join #unsealed g on s.[id] = g.[id];
select (select count(*) from #unsealed) as [rows], cast(null as nvarchar(max)) as [days];

-- erasure/people/count
select (select count(*) from [open].[people] t where t.[id] in (select cast([value] as char(36)) collate Latin1_General_100_BIN2 from openjson(@p1))) as [open], (select count(*) from [sealed].[people] s where s.[id] in (select cast([value] as char(36)) collate Latin1_General_100_BIN2 from openjson(@p1))) as [sealed];

-- reseal/people/last_name
update s set [last_name] = convert(varbinary(max), u.[_now], 2) from [sealed].[people] s join openjson(@p1) with ([id] char(36), [_was] nvarchar(max), [_now] nvarchar(max)) u on s.[id] = u.[id] collate Latin1_General_100_BIN2 and s.[last_name] = convert(varbinary(max), u.[_was], 2);

-- reseal/people/email
update s set [email] = convert(varbinary(max), u.[_now], 2) from [sealed].[people] s join openjson(@p1) with ([id] char(36), [_was] nvarchar(max), [_now] nvarchar(max)) u on s.[id] = u.[id] collate Latin1_General_100_BIN2 and s.[email] = convert(varbinary(max), u.[_was], 2);

-- reseal/people/birth_date
update s set [birth_date] = convert(varbinary(max), u.[_now], 2) from [sealed].[people] s join openjson(@p1) with ([id] char(36), [_was] nvarchar(max), [_now] nvarchar(max)) u on s.[id] = u.[id] collate Latin1_General_100_BIN2 and s.[birth_date] = convert(varbinary(max), u.[_was], 2);

-- reseal/people/street
update s set [street] = convert(varbinary(max), u.[_now], 2) from [sealed].[people] s join openjson(@p1) with ([id] char(36), [_was] nvarchar(max), [_now] nvarchar(max)) u on s.[id] = u.[id] collate Latin1_General_100_BIN2 and s.[street] = convert(varbinary(max), u.[_was], 2);

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
insert into [sillage].[quarantine] ([load_id], [part], [line], [table_key], [column_name], [rule], [sealed], [pid])
select @p1, @p2, u.[line], @p3, u.[column], u.[rule], u.[sealed], u.[pid]
from openjson(@p4) with ([line] int, [column] nvarchar(128), [rule] nvarchar(100), [sealed] nvarchar(max), [pid] char(36)) u
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
delete from [sillage].[load_part] where [load_id] = @p1;
delete from [staging].[orders] where [_load] = @p1;

-- drift/orders/compare
select coalesce(sum(case when t.[_hash] <> l.[_hash] collate Latin1_General_100_BIN2 and l.[_ordered_at] >= t.[_ordered_at] then 1 else 0 end), 0) as [differing], coalesce(sum(case when t.[_hash] is null then 1 else 0 end), 0) as [missing]
from openjson(@p1) with ([id] bigint, [_hash] nvarchar(64), [_ordered_at] datetime2(3)) l left join [open].[orders] t on t.[id] = l.[id];

-- erasure/orders/sealed
set nocount on;
select s.[id] into #unsealed from [sealed].[orders] s where exists (select 1 from [open].[orders] t where t.[id] = s.[id] and t.[person_id] in (select cast([value] as char(36)) collate Latin1_General_100_BIN2 from openjson(@p1)));
delete s from [sealed].[orders] s join #unsealed g on s.[id] = g.[id];
select (select count(*) from #unsealed) as [rows], cast(null as nvarchar(max)) as [days];

-- erasure/orders/purgeSealed
set nocount on;
select s.[id] into #unsealed from [sealed].[orders] s where exists (select 1 from [open].[orders] t where t.[id] = s.[id] and t.[person_id] in (select [pid] from [sillage].[erased_person]));
delete s from [sealed].[orders] s join #unsealed g on s.[id] = g.[id];
select (select count(*) from #unsealed) as [rows], cast(null as nvarchar(max)) as [days];

-- erasure/orders/count
select 0 as [open], (select count(*) from [sealed].[orders] s where exists (select 1 from [open].[orders] t where t.[id] = s.[id] and t.[person_id] in (select cast([value] as char(36)) collate Latin1_General_100_BIN2 from openjson(@p1)))) as [sealed];

-- part/orders/person_id/given
set nocount on;
select top (5000) t.[id], t.[business_day] as [_day] into #parted from [open].[orders] t where t.[person_id] in (select cast([value] as char(36)) collate Latin1_General_100_BIN2 from openjson(@p1));
update t set [person_id] = lower(cast(newid() as char(36))) from [open].[orders] t join #parted g on t.[id] = g.[id];
select (select count(*) from #parted) as [rows], (select N'["' + string_agg(cast(convert(nchar(10), [day], 23) as nvarchar(max)), N'","') within group (order by [day]) + N'"]' from (select distinct [_day] as [day] from #parted where [_day] is not null) d) as [days];

-- part/orders/person_id/loaded
set nocount on;
select top (5000) t.[id], t.[business_day] as [_day] into #parted from [open].[orders] t where t.[person_id] in (select [pid] from [sillage].[erased_person] union all select cast('00000000-0000-0000-0000-000000000000' as char(36)) collate Latin1_General_100_BIN2);
update t set [person_id] = lower(cast(newid() as char(36))) from [open].[orders] t join #parted g on t.[id] = g.[id];
select (select count(*) from #parted) as [rows], (select N'["' + string_agg(cast(convert(nchar(10), [day], 23) as nvarchar(max)), N'","') within group (order by [day]) + N'"]' from (select distinct [_day] as [day] from #parted where [_day] is not null) d) as [days];

-- part/orders/person_id/count
select count(*) as [facts] from [open].[orders] t where t.[person_id] in (select cast([value] as char(36)) collate Latin1_General_100_BIN2 from openjson(@p1));

-- reseal/orders/comment
update s set [comment] = convert(varbinary(max), u.[_now], 2) from [sealed].[orders] s join openjson(@p1) with ([id] bigint, [_was] nvarchar(max), [_now] nvarchar(max)) u on s.[id] = u.[id] and s.[comment] = convert(varbinary(max), u.[_was], 2);

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
insert into [sillage].[quarantine] ([load_id], [part], [line], [table_key], [column_name], [rule], [sealed], [pid])
select @p1, @p2, u.[line], @p3, u.[column], u.[rule], u.[sealed], u.[pid]
from openjson(@p4) with ([line] int, [column] nvarchar(128), [rule] nvarchar(100), [sealed] nvarchar(max), [pid] char(36)) u
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
delete from [sillage].[load_part] where [load_id] = @p1;
delete from [staging].[lines] where [_load] = @p1;

-- drift/lines/compare
select coalesce(sum(case when t.[_hash] <> l.[_hash] collate Latin1_General_100_BIN2 and l.[_ordered_at] >= t.[_ordered_at] then 1 else 0 end), 0) as [differing], coalesce(sum(case when t.[_hash] is null then 1 else 0 end), 0) as [missing]
from openjson(@p1) with ([id] bigint, [_hash] nvarchar(64), [_ordered_at] datetime2(3)) l left join [open].[lines] t on t.[id] = l.[id];

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

-- stage/members/replace-range
delete from [staging].[members] where [_load] = @p1 and [_part] = @p2 and [_line] between @p4 and @p3;
delete from [sillage].[quarantine] where [load_id] = @p1 and [part] = @p2 and [line] between @p4 and @p3;
update [sillage].[load_part] set [through] = case when [through] > @p3 then [through] else @p3 end where [load_id] = @p1 and [part] = @p2;
if @@rowcount = 0 insert into [sillage].[load_part] ([load_id], [part], [through]) values (@p1, @p2, @p3);

-- stage/members/replace-list
delete from [staging].[members] where [_load] = @p1 and [_part] = @p2 and [_line] in (select cast([value] as int) from openjson(@p4));
delete from [sillage].[quarantine] where [load_id] = @p1 and [part] = @p2 and [line] in (select cast([value] as int) from openjson(@p4));
update [sillage].[load_part] set [through] = case when [through] > @p3 then [through] else @p3 end where [load_id] = @p1 and [part] = @p2;
if @@rowcount = 0 insert into [sillage].[load_part] ([load_id], [part], [through]) values (@p1, @p2, @p3);

-- stage/members/rows
insert bulk [staging].[members]([_load] nvarchar(64), [_part] int, [_line] int, [_hash] nvarchar(64), [_ordered_at] datetime2(3), [business_day] date, [id] char(36), [merged_into_id] char(36), [updated_at] datetime2(3)) WITH (KEEP_NULLS)

-- stage/members/quarantine
delete from [staging].[members] where [_load] = @p1 and [_part] = @p2 and [_line] in (select [line] from openjson(@p4) with ([line] int));
insert into [sillage].[quarantine] ([load_id], [part], [line], [table_key], [column_name], [rule], [sealed], [pid])
select @p1, @p2, u.[line], @p3, u.[column], u.[rule], u.[sealed], u.[pid]
from openjson(@p4) with ([line] int, [column] nvarchar(128), [rule] nvarchar(100), [sealed] nvarchar(max), [pid] char(36)) u
where not exists (select 1 from [sillage].[quarantine] q where q.[load_id] = @p1 and q.[part] = @p2 and q.[line] = u.[line]);

-- stage/members/through
with spans as (
  select [_line] as [first], [_line] as [last] from [staging].[members] where [_load] = @p1 and [_part] = @p2
  union all select [line], [line] from [sillage].[quarantine] where [load_id] = @p1 and [part] = @p2
  union all select [from_line], [to_line] from [sillage].[load_slice] where [load_id] = @p1 and [part] = @p2),
reached as (
  select [first], [last], coalesce(max([last]) over (order by [first], [last] rows between unbounded preceding and 1 preceding), 0) as [before] from spans)
select coalesce(min(case when [first] > [before] + 1 then [before] end), max([last]), 0) as [through] from reached;

-- stage/members/drop
delete from [staging].[members] where [_load] = @p1;

-- merge/members/slice
set nocount on;
select w.*, o.[_hash] as [_was_hash], o.[business_day] as [_was_day],
  case when w.[_hash] = o.[_hash] then 1 else 0 end as [_same], case when w.[_ordered_at] > o.[_ordered_at] or (w.[_ordered_at] = o.[_ordered_at] and w.[_load] = o.[_load]
    and (w.[_part] > o.[_part] or (w.[_part] = o.[_part] and w.[_line] > o.[_line]))) then 1 else 0 end as [_later],
  case when o.[_hash] is null or (w.[_hash] <> o.[_hash] and (w.[_ordered_at] > o.[_ordered_at] or (w.[_ordered_at] = o.[_ordered_at]
    and (w.[_load] > o.[_load] or (w.[_load] = o.[_load] and (w.[_part] > o.[_part] or (w.[_part] = o.[_part] and w.[_line] >= o.[_line]))))))) then 1 else 0 end as [_changed]
into #compared from (
  select s.[id], s.[merged_into_id], s.[updated_at], s.[_load], s.[_part], s.[_line], s.[_hash], s.[_ordered_at], s.[business_day], row_number() over (partition by s.[id] order by s.[_ordered_at] desc, s.[_line] desc) as [_place]
  from [staging].[members] s
  where s.[_load] = @p1 and s.[_part] = @p2 and s.[_line] between @p3 and @p4) w
left join [open].[members] o on o.[id] = w.[id]
where w.[_place] = 1;
delete from [staging].[members] where [_load] = @p1 and [_part] = @p2 and [_line] between @p3 and @p4;
declare @lines int = @@rowcount;
update t set [merged_into_id] = c.[merged_into_id], [updated_at] = c.[updated_at], [_hash] = c.[_hash], [_ordered_at] = c.[_ordered_at], [_load] = c.[_load], [_part] = c.[_part], [_line] = c.[_line], [business_day] = c.[business_day] from [open].[members] t join #compared c on t.[id] = c.[id] where c.[_changed] = 1;
insert into [open].[members] ([id], [merged_into_id], [updated_at], [_hash], [_ordered_at], [_load], [_part], [_line], [business_day]) select c.[id], c.[merged_into_id], c.[updated_at], c.[_hash], c.[_ordered_at], c.[_load], c.[_part], c.[_line], c.[business_day] from #compared c
where c.[_changed] = 1 and not exists (select 1 from [open].[members] t where t.[id] = c.[id]);
update t set [_ordered_at] = c.[_ordered_at], [_load] = c.[_load], [_part] = c.[_part], [_line] = c.[_line] from [open].[members] t join #compared c on t.[id] = c.[id] where c.[_same] = 1 and c.[_later] = 1;
insert into [sillage].[load_slice] ([load_id], [part], [from_line], [to_line], [merged], [unchanged], [superseded], [days])
select @p1, @p2, @p3, @p4, k.[merged], k.[unchanged], @lines - k.[merged] - k.[unchanged], coalesce((select N'["' + string_agg(cast(convert(nchar(10), [day], 23) as nvarchar(max)), N'","') within group (order by [day]) + N'"]' from (
  select [business_day] as [day] from #compared where [_changed] = 1 and [business_day] is not null
  union select [_was_day] from #compared where [_changed] = 1 and [_was_day] is not null) touched), N'[]')
from (select coalesce(sum([_changed]), 0) as [merged], coalesce(sum([_same]), 0) as [unchanged] from #compared) k;
select cast(null as nvarchar(128)) as [asset], @lines as [rows], cast(null as nvarchar(max)) as [days]

-- merge/members/finish
update [sillage].[load] set [state] = N'merged', [materialisation_id] = @p2, [ended_at] = sysutcdatetime(), [claim] = @p3 where [load_id] = @p1;
delete from [sillage].[load_part] where [load_id] = @p1;
delete from [staging].[members] where [_load] = @p1;

-- drift/members/compare
select coalesce(sum(case when t.[_hash] <> l.[_hash] collate Latin1_General_100_BIN2 and l.[_ordered_at] >= t.[_ordered_at] then 1 else 0 end), 0) as [differing], coalesce(sum(case when t.[_hash] is null then 1 else 0 end), 0) as [missing]
from openjson(@p1) with ([id] char(36), [_hash] nvarchar(64), [_ordered_at] datetime2(3)) l left join [open].[members] t on t.[id] = l.[id] collate Latin1_General_100_BIN2;

-- erasure/members/open
set nocount on;
select t.[id], t.[business_day] as [_day] into #gone from [open].[members] t where t.[id] in (select cast([value] as char(36)) collate Latin1_General_100_BIN2 from openjson(@p1));
delete t from [open].[members] t join #gone g on t.[id] = g.[id];
select (select count(*) from #gone) as [rows], (select N'["' + string_agg(cast(convert(nchar(10), [day], 23) as nvarchar(max)), N'","') within group (order by [day]) + N'"]' from (select distinct [_day] as [day] from #gone where [_day] is not null) d) as [days];

-- erasure/members/purgeOpen
set nocount on;
select t.[id], t.[business_day] as [_day] into #gone from [open].[members] t where t.[id] in (select [pid] from [sillage].[erased_person] union all select [pid] from [sillage].[restricted_person]);
delete t from [open].[members] t join #gone g on t.[id] = g.[id];
select (select count(*) from #gone) as [rows], (select N'["' + string_agg(cast(convert(nchar(10), [day], 23) as nvarchar(max)), N'","') within group (order by [day]) + N'"]' from (select distinct [_day] as [day] from #gone where [_day] is not null) d) as [days];

-- erasure/members/count
select (select count(*) from [open].[members] t where t.[id] in (select cast([value] as char(36)) collate Latin1_General_100_BIN2 from openjson(@p1))) as [open], 0 as [sealed];

-- part/members/merged_into_id/given
set nocount on;
select top (5000) t.[id], t.[business_day] as [_day] into #parted from [open].[members] t where t.[merged_into_id] in (select cast([value] as char(36)) collate Latin1_General_100_BIN2 from openjson(@p1));
update t set [merged_into_id] = lower(cast(newid() as char(36))) from [open].[members] t join #parted g on t.[id] = g.[id];
select (select count(*) from #parted) as [rows], (select N'["' + string_agg(cast(convert(nchar(10), [day], 23) as nvarchar(max)), N'","') within group (order by [day]) + N'"]' from (select distinct [_day] as [day] from #parted where [_day] is not null) d) as [days];

-- part/members/merged_into_id/loaded
set nocount on;
select top (5000) t.[id], t.[business_day] as [_day] into #parted from [open].[members] t where t.[merged_into_id] in (select [pid] from [sillage].[erased_person] union all select cast('00000000-0000-0000-0000-000000000000' as char(36)) collate Latin1_General_100_BIN2);
update t set [merged_into_id] = lower(cast(newid() as char(36))) from [open].[members] t join #parted g on t.[id] = g.[id];
select (select count(*) from #parted) as [rows], (select N'["' + string_agg(cast(convert(nchar(10), [day], 23) as nvarchar(max)), N'","') within group (order by [day]) + N'"]' from (select distinct [_day] as [day] from #parted where [_day] is not null) d) as [days];

-- part/members/merged_into_id/count
select count(*) as [facts] from [open].[members] t where t.[merged_into_id] in (select cast([value] as char(36)) collate Latin1_General_100_BIN2 from openjson(@p1));

-- reconcile/members/count
select count(*) as [total], coalesce(sum(f.[gone]), 0) as [gone], cast(case when exists (select 1 from [sillage].[reconcile_key] where [pass] = @p1) then 1 else 0 end as bit) as [listed]
from (select case when 1 = 1 and not exists (select 1 from [sillage].[load] l where l.[load_id] = t.[_load] and l.[opened_at] > cast(@p2 as datetime2(3))) and not exists (select 1 from [sillage].[reconcile_key] k where k.[pass] = @p1 and k.[key] = (cast(t.[id] as nvarchar(400))) collate Latin1_General_100_BIN2) then 1 else 0 end as [gone] from [open].[members] t where 1 = 1) f;

-- reconcile/members/flag
set nocount on;
select t.[id], t.[business_day] as [_day] into #gone from [open].[members] t where 1 = 1 and not exists (select 1 from [sillage].[load] l where l.[load_id] = t.[_load] and l.[opened_at] > cast(@p2 as datetime2(3))) and not exists (select 1 from [sillage].[reconcile_key] k where k.[pass] = @p1 and k.[key] = (cast(t.[id] as nvarchar(400))) collate Latin1_General_100_BIN2);
delete t from [open].[members] t join #gone g on t.[id] = g.[id];
select (select count(*) from #gone) as [rows], (select N'["' + string_agg(cast(convert(nchar(10), [day], 23) as nvarchar(max)), N'","') within group (order by [day]) + N'"]' from (select distinct [_day] as [day] from #gone where [_day] is not null) d) as [days];

-- reconcile/members/forget-absent
delete from [sillage].[listed_absent] where [asset] = @p2
  and ([key] in (select (cast(t.[id] as nvarchar(400))) collate Latin1_General_100_BIN2 from [open].[members] t) or [key] not in (select k.[key] from [sillage].[reconcile_key] k where k.[pass] = @p1));

-- reconcile/members/note-absent
insert into [sillage].[listed_absent] ([asset], [key], [load_id], [state]) select distinct @p2, k.[key], @p3, N'new' from [sillage].[reconcile_key] k
where k.[pass] = @p1 and not exists (select 1 from [open].[members] t where (cast(t.[id] as nvarchar(400))) collate Latin1_General_100_BIN2 = k.[key])
  and not exists (select 1 from [sillage].[listed_absent] a where a.[asset] = @p2 and a.[key] = k.[key]);

-- check/lines/unique(orderId,total)
with [checked] as (select [id], [order_id], [total], [updated_at], [deleted_at], [_ordered_at], [business_day] from [open].[lines] where [deleted_at] is null) select cast([answer].[figure] as nvarchar(41)) as [figure], [answer].[failing] as [failing], cast([answer].[compared] as nvarchar(41)) as [compared], [answer].[latest] as [latest] from (select cast(null as decimal(38,6)) as figure, cast(coalesce(sum(n - 1), 0) as integer) as failing, cast(null as decimal(38,6)) as compared, cast(null as datetime2(3)) as latest from (select count(*) as n from [checked] where [checked].[order_id] is not null and [checked].[total] is not null group by [checked].[order_id], [checked].[total] having count(*) > 1) as repeated) as [answer]

-- check/lines/null_share(deletedAt)
with [checked] as (select [id], [order_id], [total], [updated_at], [deleted_at], [_ordered_at], [business_day] from [open].[lines] where [deleted_at] is null) select cast([answer].[figure] as nvarchar(41)) as [figure], [answer].[failing] as [failing], cast([answer].[compared] as nvarchar(41)) as [compared], [answer].[latest] as [latest] from (select cast(coalesce(coalesce(sum(case when [checked].[deleted_at] is null then 1 else 0 end), 0) * 1.000000 / nullif(count(*), 0), 0) as decimal(38,6)) as figure, cast(coalesce(sum(case when [checked].[deleted_at] is null then 1 else 0 end), 0) as integer) as failing, cast(null as decimal(38,6)) as compared, cast(null as datetime2(3)) as latest from [checked]) as [answer]

-- check/lines/reidentification_risk
with [checked] as (select [id], [order_id], [total], [updated_at], [deleted_at], [_ordered_at], [business_day] from [open].[lines] where [deleted_at] is null) select cast([answer].[figure] as nvarchar(41)) as [figure], [answer].[failing] as [failing], cast([answer].[compared] as nvarchar(41)) as [compared], [answer].[latest] as [latest] from (select cast(coalesce(coalesce(sum(case when n = 1 then 1 else 0 end), 0) * 1.000000 / nullif(sum(n), 0), 0) as decimal(38,6)) as figure, cast(coalesce(sum(case when n = 1 then 1 else 0 end), 0) as integer) as failing, cast(null as decimal(38,6)) as compared, cast(null as datetime2(3)) as latest from (select count(*) as n from [checked] group by [checked].[total], [checked].[deleted_at]) as shared) as [answer]

-- check/lines/row_count
with [checked] as (select [id], [order_id], [total], [updated_at], [deleted_at], [_ordered_at], [business_day] from [open].[lines] where [deleted_at] is null) select cast([answer].[figure] as nvarchar(41)) as [figure], [answer].[failing] as [failing], cast([answer].[compared] as nvarchar(41)) as [compared], [answer].[latest] as [latest] from (select cast(count(*) as decimal(38,6)) as figure, cast(null as integer) as failing, cast(null as decimal(38,6)) as compared, cast(null as datetime2(3)) as latest from [checked]) as [answer]

-- check/lines/row_change
with [checked] as (select [id], [order_id], [total], [updated_at], [deleted_at], [_ordered_at], [business_day] from [open].[lines] where [deleted_at] is null) select cast([answer].[figure] as nvarchar(41)) as [figure], [answer].[failing] as [failing], cast([answer].[compared] as nvarchar(41)) as [compared], [answer].[latest] as [latest] from (select cast(count(*) as decimal(38,6)) as figure, cast(null as integer) as failing, cast(null as decimal(38,6)) as compared, cast(null as datetime2(3)) as latest from [checked]) as [answer]

-- check/lines/references(orderId)
with [checked] as (select [id], [order_id], [total], [updated_at], [deleted_at], [_ordered_at], [business_day] from [open].[lines] where [deleted_at] is null) select cast([answer].[figure] as nvarchar(41)) as [figure], [answer].[failing] as [failing], cast([answer].[compared] as nvarchar(41)) as [compared], [answer].[latest] as [latest] from (select cast(null as decimal(38,6)) as figure, cast(count(*) as integer) as failing, cast(null as decimal(38,6)) as compared, cast(null as datetime2(3)) as latest from [checked] where [checked].[order_id] is not null and not exists (select 1 from [open].[orders] as referred where referred.[id] = [checked].[order_id]) and [checked].[_ordered_at] <= cast((select loaded_through from [sillage].[asset_state] where asset = N'orders') as datetime2(3))) as [answer]

-- check/lines/accepted_values(orderId)
with [checked] as (select [id], [order_id], [total], [updated_at], [deleted_at], [_ordered_at], [business_day] from [open].[lines] where [deleted_at] is null) select cast([answer].[figure] as nvarchar(41)) as [figure], [answer].[failing] as [failing], cast([answer].[compared] as nvarchar(41)) as [compared], [answer].[latest] as [latest] from (select cast(null as decimal(38,6)) as figure, cast(count(*) as integer) as failing, cast(null as decimal(38,6)) as compared, cast(null as datetime2(3)) as latest from [checked] where [checked].[order_id] not in (7, 8, 9)) as [answer]

-- check/lines/between(total)
with [checked] as (select [id], [order_id], [total], [updated_at], [deleted_at], [_ordered_at], [business_day] from [open].[lines] where [deleted_at] is null) select cast([answer].[figure] as nvarchar(41)) as [figure], [answer].[failing] as [failing], cast([answer].[compared] as nvarchar(41)) as [compared], [answer].[latest] as [latest] from (select cast(null as decimal(38,6)) as figure, cast(count(*) as integer) as failing, cast(null as decimal(38,6)) as compared, cast(null as datetime2(3)) as latest from [checked] where ([checked].[total] < 0 or [checked].[total] > N'99.50')) as [answer]

-- check/lines/sum(total)
with [checked] as (select [id], [order_id], [total], [updated_at], [deleted_at], [_ordered_at], [business_day] from [open].[lines] where [deleted_at] is null) select cast([answer].[figure] as nvarchar(41)) as [figure], [answer].[failing] as [failing], cast([answer].[compared] as nvarchar(41)) as [compared], [answer].[latest] as [latest] from (select cast(own_sum - other_sum as decimal(38,6)) as figure, cast(null as integer) as failing, cast(other_sum as decimal(38,6)) as compared, cast(null as datetime2(3)) as latest from (select cast(coalesce(sum(cast([checked].[total] as decimal(28,6))), 0) as decimal(28,6)) as own_sum from [checked]) as mine cross join (select cast(coalesce(sum(cast([open].[orders].[total] as decimal(28,6))), 0) as decimal(28,6)) as other_sum from [open].[orders] where 1 = 1) as theirs) as [answer]

-- check/lines/source_fresh
with [checked] as (select [id], [order_id], [total], [updated_at], [deleted_at], [_ordered_at], [business_day] from [open].[lines] where [deleted_at] is null) select cast([answer].[figure] as nvarchar(41)) as [figure], [answer].[failing] as [failing], cast([answer].[compared] as nvarchar(41)) as [compared], [answer].[latest] as [latest] from (select cast(null as decimal(38,6)) as figure, cast(null as integer) as failing, cast(null as decimal(38,6)) as compared, cast(max([checked].[updated_at]) as datetime2(3)) as latest from [checked]) as [answer]

-- check/lines/worth more than its order
with [checked] as (select [id], [order_id], [total], [updated_at], [deleted_at], [_ordered_at], [business_day] from [open].[lines] where [deleted_at] is null) select cast([answer].[figure] as nvarchar(41)) as [figure], [answer].[failing] as [failing], cast([answer].[compared] as nvarchar(41)) as [compared], [answer].[latest] as [latest] from (select cast(null as decimal(38,6)) as figure, cast(count(*) as integer) as failing, cast(null as decimal(38,6)) as compared, cast(null as datetime2(3)) as latest from (select [checked].[id] as [id] from [checked] inner join [open].[orders] on [open].[orders].[id] = [checked].[order_id] where [checked].[total] > [open].[orders].[total]) as failing_rows) as [answer]

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

-- mart/buyers_daily/aside
drop table if exists #rebuilt; select top (0) [day], [person], [orders] into #rebuilt from [mart].[buyers_daily];

-- mart/buyers_daily/compute
insert into #rebuilt ([day], [person], [orders]) select m.[day] as [day], m.[person] as [person], m.[orders] as [orders] from (select [open].[orders].[business_day] as [day], [open].[orders].[person_id] as [person], cast(count(*) as integer) as [orders] from [open].[orders] where (((@p1 is null or [open].[orders].[business_day] in (select [day] from openjson(@p1) with ([day] date '$')))) and (([open].[orders].[person_id] is not null))) group by [open].[orders].[business_day], [open].[orders].[person_id]) as m option (recompile);

-- mart/buyers_daily/leave-out
delete from #rebuilt where [person] in (select [pid] from [sillage].[erased_person]);

-- mart/buyers_daily/difference
select (select count(*) from #rebuilt) as [rows], (select N'["' + string_agg(cast(convert(nchar(10), [day], 23) as nvarchar(max)), N'","') within group (order by [day]) + N'"]' from (select distinct [day] from (
  select * from (select [day], [person], [orders] from #rebuilt except select [day], [person], [orders] from [mart].[buyers_daily] where (@p1 is null or [day] in (select cast([value] as date) from openjson(@p1)))) new
  union all select * from (select [day], [person], [orders] from [mart].[buyers_daily] where (@p1 is null or [day] in (select cast([value] as date) from openjson(@p1))) except select [day], [person], [orders] from #rebuilt) old) differing) d) as [days];

-- mart/buyers_daily/swap
delete from [mart].[buyers_daily] where (@p1 is null or [day] in (select cast([value] as date) from openjson(@p1)));
insert into [mart].[buyers_daily] ([day], [person], [orders]) select [day], [person], [orders] from #rebuilt;

-- erasure/buyers_daily/rows
set nocount on;
select t.[day], t.[person], t.[day] as [_day] into #named from [mart].[buyers_daily] t where t.[person] in (select cast([value] as char(36)) collate Latin1_General_100_BIN2 from openjson(@p1));
delete t from [mart].[buyers_daily] t join #named g on t.[day] = g.[day] and t.[person] = g.[person];
select (select count(*) from #named) as [rows], (select N'["' + string_agg(cast(convert(nchar(10), [day], 23) as nvarchar(max)), N'","') within group (order by [day]) + N'"]' from (select distinct [_day] as [day] from #named) d) as [days];

-- erasure/buyers_daily/count
select count(*) as [mart] from [mart].[buyers_daily] t where t.[person] in (select cast([value] as char(36)) collate Latin1_General_100_BIN2 from openjson(@p1));

-- check/lines_daily/unique(day)
with [checked] as (select [day], [lines], [total] from #rebuilt union all select [day], [lines], [total] from [mart].[lines_daily] where not (@p1 is null or [day] in (select cast([value] as date) from openjson(@p1)))) select cast([answer].[figure] as nvarchar(41)) as [figure], [answer].[failing] as [failing], cast([answer].[compared] as nvarchar(41)) as [compared], [answer].[latest] as [latest] from (select cast(null as decimal(38,6)) as figure, cast(coalesce(sum(n - 1), 0) as integer) as failing, cast(null as decimal(38,6)) as compared, cast(null as datetime2(3)) as latest from (select count(*) as n from [checked] where [checked].[day] is not null group by [checked].[day] having count(*) > 1) as repeated) as [answer]

-- check/lines_daily/between(total)
with [checked] as (select [day], [lines], [total] from #rebuilt union all select [day], [lines], [total] from [mart].[lines_daily] where not (@p1 is null or [day] in (select cast([value] as date) from openjson(@p1)))) select cast([answer].[figure] as nvarchar(41)) as [figure], [answer].[failing] as [failing], cast([answer].[compared] as nvarchar(41)) as [compared], [answer].[latest] as [latest] from (select cast(null as decimal(38,6)) as figure, cast(count(*) as integer) as failing, cast(null as decimal(38,6)) as compared, cast(null as datetime2(3)) as latest from [checked] where ([checked].[total] > 999)) as [answer]

-- check/lines_daily/sum(total)
with [checked] as (select [day], [lines], [total] from #rebuilt union all select [day], [lines], [total] from [mart].[lines_daily] where not (@p1 is null or [day] in (select cast([value] as date) from openjson(@p1)))) select cast([answer].[figure] as nvarchar(41)) as [figure], [answer].[failing] as [failing], cast([answer].[compared] as nvarchar(41)) as [compared], [answer].[latest] as [latest] from (select cast(own_sum - other_sum as decimal(38,6)) as figure, cast(null as integer) as failing, cast(other_sum as decimal(38,6)) as compared, cast(null as datetime2(3)) as latest from (select cast(coalesce(sum(cast([checked].[total] as decimal(28,6))), 0) as decimal(28,6)) as own_sum from [checked]) as mine cross join (select cast(coalesce(sum(cast([open].[lines].[total] as decimal(28,6))), 0) as decimal(28,6)) as other_sum from [open].[lines] where ((([open].[lines].[deleted_at] is null)) and (([open].[lines].[business_day] is not null)))) as theirs) as [answer]

-- check/lines_daily/row_change
with [checked] as (select [day], [lines], [total] from #rebuilt union all select [day], [lines], [total] from [mart].[lines_daily] where not (@p1 is null or [day] in (select cast([value] as date) from openjson(@p1)))) select cast([answer].[figure] as nvarchar(41)) as [figure], [answer].[failing] as [failing], cast([answer].[compared] as nvarchar(41)) as [compared], [answer].[latest] as [latest] from (select cast(count(*) as decimal(38,6)) as figure, cast(null as integer) as failing, cast(null as decimal(38,6)) as compared, cast(null as datetime2(3)) as latest from [checked]) as [answer]

-- read/stored
select 'places' as asset, cast(count(*) as integer) as [rows] from [open].[places] as [stored] where [stored].[_hash] <> '' union all select 'people' as asset, cast(count(*) as integer) as [rows] from [open].[people] as [stored] where [stored].[_hash] <> '' union all select 'orders' as asset, cast(count(*) as integer) as [rows] from [open].[orders] as [stored] where [stored].[_hash] <> '' union all select 'lines' as asset, cast(count(*) as integer) as [rows] from [open].[lines] as [stored] where [stored].[_hash] <> '' union all select 'members' as asset, cast(count(*) as integer) as [rows] from [open].[members] as [stored] where [stored].[_hash] <> '' union all select 'orders_daily' as asset, cast(count(*) as integer) as [rows] from [mart].[orders_daily] union all select 'lines_daily' as asset, cast(count(*) as integer) as [rows] from [mart].[lines_daily] union all select 'buyers_daily' as asset, cast(count(*) as integer) as [rows] from [mart].[buyers_daily]

-- read/checks
select [told].[asset] as [asset], [told].[check_name] as [check_name], [told].[kind] as [kind], [told].[at] as [at], [told].[severity] as [severity], [told].[state] as [state], [told].[figure] as [figure], [told].[bound] as [bound], [told].[failing] as [failing], [told].[cause] as [cause] from (select asset, check_name, kind, at, severity, state, figure, bound, failing, cause, row_number() over (partition by asset, check_name order by at desc) as place from [sillage].[check_result]) as [told] where place = 1 order by asset, check_name

-- read/checks/trend
select [told].[asset] as [asset], [told].[check_name] as [check_name], [told].[kind] as [kind], [told].[at] as [at], [told].[severity] as [severity], [told].[state] as [state], [told].[figure] as [figure], [told].[bound] as [bound], [told].[failing] as [failing], [told].[cause] as [cause] from (select asset, check_name, kind, at, severity, state, figure, bound, failing, cause, row_number() over (partition by asset, check_name order by at desc) as place from [sillage].[check_result] where asset = @p1) as [told] where place <= 20 order by check_name, at desc

-- read/controls
select asset, control from [sillage].[asset_state] where control is not null

-- read/incidents
select [told].[asset] as [asset], [told].[health] as [health], [told].[why] as [why], [told].[opened_at] as [opened_at] from (select asset, health, why, opened_at from [sillage].[incident] where closed_at is null) as [told]

-- read/failed-steps
select [failed].asset, [failed].run_id from [sillage].[run_step] as [failed] where [failed].[state] = 'failed' and [failed].run_id = (select [step].run_id from [sillage].[run_step] as [step] where [step].asset = [failed].asset and [step].[state] in ('done', 'unchanged', 'failed') order by [step].ended_at desc, [step].run_id desc offset 0 rows fetch next 1 rows only)

-- read/refused
select load_id, table_key, code from [sillage].[load] where state = 'refused' order by load_id desc offset 0 rows fetch next 100 rows only

-- read/landed-sizes
select table_key as asset, cast(sum(bytes) as bigint) as bytes, cast(sum(expected) as bigint) as [rows] from [sillage].[load] where state = 'merged' group by table_key

-- read/quarantine
select [waits].table_key, [waits].column_name, [waits].[rule], cast(count(*) as integer) as [rows] from [sillage].[quarantine] as [waits] where [waits].replayed_load is null or not exists (select 1 from [sillage].[load] as [replay] where [replay].load_id = [waits].replayed_load and [replay].state = 'merged') group by [waits].table_key, [waits].column_name, [waits].[rule] order by [waits].table_key, [waits].column_name, [waits].[rule]

-- read/quarantine/person
select load_id, [part], [line], table_key, column_name, [rule], sealed from [sillage].[quarantine] where pid = cast(@p1 as char(36)) collate Latin1_General_100_BIN2 order by load_id, [part], [line]

-- read/recent-loads
select [told].[bytes] as [bytes], [told].[opened_at] as [opened_at], [told].[ended_at] as [ended_at] from (select bytes, opened_at, ended_at from [sillage].[load] where state = 'merged' and ended_at >= cast(@p1 as datetime2(3))) as [told]

-- read/stored-tables
select distinct TABLE_SCHEMA as [schema], TABLE_NAME as [table] from INFORMATION_SCHEMA.COLUMNS where TABLE_SCHEMA in (N'open', N'sealed', N'mart');

-- read/failed-days
select failed from [sillage].[partition_state] where asset = @p1

-- read/last-builds
select asset, [ms] from (select asset, [ms], row_number() over (partition by asset order by ended_at desc) as [place] from [sillage].[run_step] where state = 'done' and asset in ('orders_daily', 'lines_daily', 'buyers_daily')) as [told] where [place] <= 10

-- read/orders_daily/days
select convert(nvarchar(10), [partitions].[first], 23) as [first], convert(nvarchar(10), [partitions].[last], 23) as [last] from (select min([day]) as [first], max([day]) as [last] from [mart].[orders_daily]) as [partitions]

-- read/orders_daily/page
select convert(nvarchar(10), [partitions].[day], 23) as [day], [partitions].[rows] from (select [day], cast(count(*) as integer) as [rows] from [mart].[orders_daily] where [day] between @p1 and @p2 group by [day]) as [partitions]

-- read/orders_daily/stale
select convert(nvarchar(10), [partitions].[day], 23) as [day] from (select cast(null as date) as [day] from [sillage].[asset_state] as [built] where [built].[asset] = @p1 and [built].[built_version] <> @p2 union select cast(j.[value] as date) as [day] from [sillage].[materialisation] as [changed] cross apply openjson([changed].[days]) j where [changed].[asset] in (@p3) and [changed].[at] > (select [built].[built_at] from [sillage].[asset_state] as [built] where [built].[asset] = @p4) and cast(j.[value] as date) between @p5 and @p6) as [partitions]

-- read/lines_daily/days
select convert(nvarchar(10), [partitions].[first], 23) as [first], convert(nvarchar(10), [partitions].[last], 23) as [last] from (select min([day]) as [first], max([day]) as [last] from [mart].[lines_daily]) as [partitions]

-- read/lines_daily/page
select convert(nvarchar(10), [partitions].[day], 23) as [day], [partitions].[rows] from (select [day], cast(count(*) as integer) as [rows] from [mart].[lines_daily] where [day] between @p1 and @p2 group by [day]) as [partitions]

-- read/lines_daily/stale
select convert(nvarchar(10), [partitions].[day], 23) as [day] from (select cast(null as date) as [day] from [sillage].[asset_state] as [built] where [built].[asset] = @p1 and [built].[built_version] <> @p2 union select cast(j.[value] as date) as [day] from [sillage].[materialisation] as [changed] cross apply openjson([changed].[days]) j where [changed].[asset] in (@p3) and [changed].[at] > (select [built].[built_at] from [sillage].[asset_state] as [built] where [built].[asset] = @p4) and cast(j.[value] as date) between @p5 and @p6) as [partitions]

-- read/buyers_daily/days
select convert(nvarchar(10), [partitions].[first], 23) as [first], convert(nvarchar(10), [partitions].[last], 23) as [last] from (select min([day]) as [first], max([day]) as [last] from [mart].[buyers_daily]) as [partitions]

-- read/buyers_daily/page
select convert(nvarchar(10), [partitions].[day], 23) as [day], [partitions].[rows] from (select [day], cast(count(*) as integer) as [rows] from [mart].[buyers_daily] where [day] between @p1 and @p2 group by [day]) as [partitions]

-- read/buyers_daily/stale
select convert(nvarchar(10), [partitions].[day], 23) as [day] from (select cast(null as date) as [day] from [sillage].[asset_state] as [built] where [built].[asset] = @p1 and [built].[built_version] <> @p2 union select cast(j.[value] as date) as [day] from [sillage].[materialisation] as [changed] cross apply openjson([changed].[days]) j where [changed].[asset] in (@p3) and [changed].[at] > (select [built].[built_at] from [sillage].[asset_state] as [built] where [built].[asset] = @p4) and cast(j.[value] as date) between @p5 and @p6) as [partitions]

-- retention/person/counts
select [answer].[people] as [people], [answer].[due] as [due], convert(nvarchar(10), [answer].[oldest], 23) as [oldest] from (select cast(count(*) as integer) as people, cast(coalesce(sum(case when last_day <= cast(@p1 as date) then 1 else 0 end), 0) as integer) as due, min(last_day) as oldest from (select owner.[id] as pid, max(done.done_on) as last_day from [open].[people] as owner join (select [id] as who, cast([updated_at] as date) as done_on from [open].[people] union all select [person_id] as who, cast([ordered_at] as date) as done_on from [open].[orders]) as done on done.who = owner.[id] where owner.[id] <> @p2 group by owner.[id]) as [kept]) as [answer]

-- retention/person/due
select [kept].[pid] as [pid] from (select pid from (select owner.[id] as pid, max(done.done_on) as last_day from [open].[people] as owner join (select [id] as who, cast([updated_at] as date) as done_on from [open].[people] union all select [person_id] as who, cast([ordered_at] as date) as done_on from [open].[orders]) as done on done.who = owner.[id] where owner.[id] <> @p1 group by owner.[id]) as seen where last_day <= cast(@p2 as date) and pid > @p3) as [kept] order by pid offset 0 rows fetch next 1000 rows only

-- read/places
select [stored].[code] as [code], [stored].[name] as [name], [stored].[_hash] as [_hash] from [open].[places] as [stored] where [stored].[_hash] <> ''

-- read/people
select [stored].[id] as [id], [stored].[birth_year] as [birth_year], [stored].[place_code] as [place_code], [stored].[points] as [points], [stored].[updated_at] as [updated_at], [stored].[_hash] as [_hash] from [open].[people] as [stored] where [stored].[_hash] <> ''

-- read/orders
select [stored].[id] as [id], [stored].[person_id] as [person_id], cast([stored].[total] as nvarchar(41)) as [total], [stored].[ordered_at] as [ordered_at], [stored].[updated_at] as [updated_at], [stored].[_hash] as [_hash] from [open].[orders] as [stored] where [stored].[_hash] <> ''

-- read/lines
select [stored].[id] as [id], [stored].[order_id] as [order_id], cast([stored].[total] as nvarchar(41)) as [total], [stored].[updated_at] as [updated_at], [stored].[deleted_at] as [deleted_at], [stored].[_hash] as [_hash] from [open].[lines] as [stored] where [stored].[_hash] <> ''

-- read/members
select [stored].[id] as [id], [stored].[merged_into_id] as [merged_into_id], [stored].[updated_at] as [updated_at], [stored].[_hash] as [_hash] from [open].[members] as [stored] where [stored].[_hash] <> ''

-- read/people/person
select [stored].[id] as [id], [stored].[birth_year] as [birth_year], [stored].[place_code] as [place_code], [stored].[points] as [points], [stored].[updated_at] as [updated_at] from [open].[people] as [stored] where [stored].[id] = cast(@p1 as char(36)) collate Latin1_General_100_BIN2

-- read/people/person/sealed
select [sealed_row].* from [sealed].[people] as [sealed_row] where [sealed_row].[id] = cast(@p1 as char(36)) collate Latin1_General_100_BIN2

-- read/people/indexed
select [answer].[id] as [id], [answer].[updated_at] as [updated_at], [answer].[last_name] as [last_name], [answer].[email] as [email] from (select [twin].[id], [stored].[updated_at], [twin].[last_name], [twin].[email] from [sealed].[people] as [twin] left join [open].[people] as [stored] on [stored].[id] = [twin].[id] where [twin].[id] in (select cast([value] as char(36)) collate Latin1_General_100_BIN2 from openjson(@p1))) as [answer]

-- read/orders/person
select [stored].[id] as [id], [stored].[person_id] as [person_id], cast([stored].[total] as nvarchar(41)) as [total], [stored].[ordered_at] as [ordered_at], [stored].[updated_at] as [updated_at] from [open].[orders] as [stored] where [stored].[person_id] = cast(@p1 as char(36)) collate Latin1_General_100_BIN2

-- read/orders/person/sealed
select [sealed_row].* from [sealed].[orders] as [sealed_row] where exists (select 1 from [open].[orders] as [stored] where [stored].[id] = [sealed_row].[id] and [stored].[person_id] = cast(@p1 as char(36)) collate Latin1_General_100_BIN2)

-- read/members/person
select [stored].[id] as [id], [stored].[merged_into_id] as [merged_into_id], [stored].[updated_at] as [updated_at] from [open].[members] as [stored] where [stored].[id] = cast(@p1 as char(36)) collate Latin1_General_100_BIN2 or [stored].[merged_into_id] = cast(@p2 as char(36)) collate Latin1_General_100_BIN2

-- read/members/merged
select [answer].[record] as [record], [answer].[into] as [into] from (select [stored].[id] as [record], [stored].[merged_into_id] as [into] from [open].[members] as [stored] where [stored].[merged_into_id] is not null and ([stored].[id] in (select cast([value] as char(36)) collate Latin1_General_100_BIN2 from openjson(@p1)) or [stored].[merged_into_id] in (select cast([value] as char(36)) collate Latin1_General_100_BIN2 from openjson(@p2)))) as [answer]

-- grant/database/writer/role
if database_principal_id(N'sillage_writer') is null create role [sillage_writer];

-- grant/database/writer/sillage
grant select, insert, update, delete on schema::[sillage] to [sillage_writer];

-- grant/database/writer/open
grant select, insert, update, delete on schema::[open] to [sillage_writer];

-- grant/database/writer/sealed
grant select, insert, update, delete on schema::[sealed] to [sillage_writer];

-- grant/database/writer/staging
grant select, insert, update, delete on schema::[staging] to [sillage_writer];

-- grant/database/writer/mart
grant select, insert, update, delete on schema::[mart] to [sillage_writer];

-- grant/database/writer/load
grant view database state to [sillage_writer];

-- grant/database/reader/role
if database_principal_id(N'sillage_reader') is null create role [sillage_reader];

-- grant/database/reader/sillage/asset_state
grant select on object::[sillage].[asset_state] to [sillage_reader];

-- grant/database/reader/sillage/check_result
grant select on object::[sillage].[check_result] to [sillage_reader];

-- grant/database/reader/sillage/erased_person
grant select on object::[sillage].[erased_person] to [sillage_reader];

-- grant/database/reader/sillage/evaluation
grant select on object::[sillage].[evaluation] to [sillage_reader];

-- grant/database/reader/sillage/incident
grant select on object::[sillage].[incident] to [sillage_reader];

-- grant/database/reader/sillage/load
grant select on object::[sillage].[load] to [sillage_reader];

-- grant/database/reader/sillage/materialisation
grant select on object::[sillage].[materialisation] to [sillage_reader];

-- grant/database/reader/sillage/partition_state
grant select on object::[sillage].[partition_state] to [sillage_reader];

-- grant/database/reader/sillage/restricted_person
grant select on object::[sillage].[restricted_person] to [sillage_reader];

-- grant/database/reader/sillage/run
grant select on object::[sillage].[run] to [sillage_reader];

-- grant/database/reader/sillage/run_day
grant select on object::[sillage].[run_day] to [sillage_reader];

-- grant/database/reader/sillage/run_step
grant select on object::[sillage].[run_step] to [sillage_reader];

-- grant/database/reader/sillage/schema_migration
grant select on object::[sillage].[schema_migration] to [sillage_reader];

-- grant/database/reader/open
grant select on schema::[open] to [sillage_reader];

-- grant/database/reader/mart
grant select on schema::[mart] to [sillage_reader];

-- grant/database/api/role
if database_principal_id(N'sillage_api') is null create role [sillage_api];

-- grant/database/api/reader
alter role [sillage_reader] add member [sillage_api];

-- grant/database/api/sillage/api_key/columns
grant select ([id], [sha256], [scopes], [cidrs], [consumer], [expires_at]) on object::[sillage].[api_key] to [sillage_api];

-- grant/database/api/sillage/erasure_entry
grant select on object::[sillage].[erasure_entry] to [sillage_api];

-- grant/database/api/sillage/audit/columns
grant select ([id]) on object::[sillage].[audit] to [sillage_api];

-- grant/database/api/sillage/audit
grant insert on object::[sillage].[audit] to [sillage_api];

-- grant/database/operator/role
if database_principal_id(N'sillage_operator') is null create role [sillage_operator];

-- grant/database/operator/api
alter role [sillage_api] add member [sillage_operator];

-- grant/database/operator/sillage/audit
grant select, insert on object::[sillage].[audit] to [sillage_operator];

-- grant/database/operator/sillage/throttle
grant select, update on object::[sillage].[throttle] to [sillage_operator];

-- grant/database/operator/sillage/source_rate
grant select, insert, update on object::[sillage].[source_rate] to [sillage_operator];

-- grant/database/operator/sillage/backfill
grant select, update on object::[sillage].[backfill] to [sillage_operator];

-- grant/database/operator/sillage/run
grant select, update on object::[sillage].[run] to [sillage_operator];

-- grant/database/operator/sillage/run_step
grant select, insert on object::[sillage].[run_step] to [sillage_operator];

-- grant/database/operator/sillage/load_part
grant select on object::[sillage].[load_part] to [sillage_operator];

-- grant/database/operator/sillage/quarantine/columns
grant select ([load_id], [part], [line], [table_key], [column_name], [rule], [replayed_load]) on object::[sillage].[quarantine] to [sillage_operator];

-- grant/database/reveal/role
if database_principal_id(N'sillage_reveal') is null create role [sillage_reveal];

-- grant/database/reveal/api
alter role [sillage_api] add member [sillage_reveal];

-- grant/database/reveal/sealed
grant select on schema::[sealed] to [sillage_reveal];

-- grant/identity/identity/role
if database_principal_id(N'sillage_identity') is null create role [sillage_identity];

-- grant/identity/identity/identity
grant select, insert, update on schema::[identity] to [sillage_identity];

-- grant/identity/pii/role
if database_principal_id(N'sillage_pii') is null create role [sillage_pii];

-- grant/identity/pii/identity
grant select, insert, update, delete on schema::[identity] to [sillage_pii];

-- grant/identity/reveal/role
if database_principal_id(N'sillage_reveal') is null create role [sillage_reveal];

-- grant/identity/reveal/identity
grant select on schema::[identity] to [sillage_reveal];

-- grant/identity/reveal/identity/keyring
grant insert on object::[identity].[keyring] to [sillage_reveal];

-- grant/identity/reveal/identity/reveal
grant insert, delete on object::[identity].[reveal] to [sillage_reveal];

-- grant/identity/reveal/identity/decoy
grant insert on object::[identity].[decoy] to [sillage_reveal];

-- grant/identity/alias/role
if database_principal_id(N'sillage_alias') is null create role [sillage_alias];

-- grant/identity/alias/identity/keyring
grant select, insert on object::[identity].[keyring] to [sillage_alias];

-- grant/identity/alias/definitions
grant view definition on schema::[identity] to [sillage_alias];

-- mart/revenue_daily/compute
insert into #rebuilt ([day], [site_id], [product_id], [activity_id], [gross], [net], [quantity]) select m.[day] as [day], m.[siteId] as [site_id], m.[productId] as [product_id], m.[activityId] as [activity_id], m.[gross] as [gross], m.[net] as [net], m.[quantity] as [quantity] from (select [open].[order_lines].[business_day] as [day], [open].[orders].[site_id] as [siteId], [open].[order_lines].[product_id] as [productId], [open].[products].[activity_id] as [activityId], cast(coalesce(sum([open].[order_lines].[total]), 0) as decimal(18,2)) as [gross], cast(coalesce(sum(cast([open].[order_lines].[total] * 100 / (100 + [open].[order_lines].[vat_rate]) as decimal(18,2))), 0) as decimal(18,2)) as [net], cast(coalesce(sum([open].[order_lines].[qty]), 0) as decimal(12,3)) as [quantity] from [open].[order_lines] inner join [open].[orders] on [open].[orders].[id] = [open].[order_lines].[order_id] left join [open].[products] on [open].[products].[id] = [open].[order_lines].[product_id] where (((@p1 is null or [open].[order_lines].[business_day] in (select [day] from openjson(@p1) with ([day] date '$')))) and ([open].[order_lines].[business_day] is not null) and (((([open].[order_lines].[deleted_at] is null)) and (([open].[orders].[deleted_at] is null)) and ([open].[orders].[status] <> N'cancelled')))) group by [open].[order_lines].[business_day], [open].[orders].[site_id], [open].[order_lines].[product_id], [open].[products].[activity_id]) as m option (recompile);

-- mart/orders_daily/compute
insert into #rebuilt ([kind], [day], [site_id], [orders], [gross], [net]) select m.[kind] as [kind], m.[day] as [day], m.[siteId] as [site_id], m.[orders] as [orders], m.[gross] as [gross], m.[net] as [net] from (select [both].[day] as [day], [both].[siteId] as [siteId], [both].[kind] as [kind], [both].[orders] as [orders], [both].[gross] as [gross], [both].[net] as [net] from ((select [lines].[day] as [day], [lines].[site_id] as [siteId], [lines].[kind] as [kind], cast(count(distinct [lines].[order_id]) as integer) as [orders], cast(coalesce(sum([lines].[gross]), 0) as decimal(18,2)) as [gross], cast(coalesce(sum([lines].[net]), 0) as decimal(18,2)) as [net] from (select [open].[order_lines].[business_day] as [day], [open].[orders].[site_id] as [site_id], [open].[orders].[id] as [order_id], coalesce([open].[products].[kind], 'unknown') as [kind], [open].[order_lines].[total] as [gross], cast([open].[order_lines].[total] * 100 / (100 + [open].[order_lines].[vat_rate]) as decimal(18,2)) as [net] from [open].[order_lines] inner join [open].[orders] on [open].[orders].[id] = [open].[order_lines].[order_id] left join [open].[products] on [open].[products].[id] = [open].[order_lines].[product_id] where (((@p1 is null or [open].[order_lines].[business_day] in (select [day] from openjson(@p1) with ([day] date '$')))) and ([open].[order_lines].[business_day] is not null) and (((([open].[order_lines].[deleted_at] is null)) and (([open].[orders].[deleted_at] is null)) and ([open].[orders].[status] <> N'cancelled'))))) [lines] group by [lines].[day], [lines].[site_id], [lines].[kind]) union all (select [lines].[day] as [day], [lines].[site_id] as [siteId], 'all' as [kind], cast(count(distinct [lines].[order_id]) as integer) as [orders], cast(coalesce(sum([lines].[gross]), 0) as decimal(18,2)) as [gross], cast(coalesce(sum([lines].[net]), 0) as decimal(18,2)) as [net] from (select [open].[order_lines].[business_day] as [day], [open].[orders].[site_id] as [site_id], [open].[orders].[id] as [order_id], coalesce([open].[products].[kind], 'unknown') as [kind], [open].[order_lines].[total] as [gross], cast([open].[order_lines].[total] * 100 / (100 + [open].[order_lines].[vat_rate]) as decimal(18,2)) as [net] from [open].[order_lines] inner join [open].[orders] on [open].[orders].[id] = [open].[order_lines].[order_id] left join [open].[products] on [open].[products].[id] = [open].[order_lines].[product_id] where (((@p1 is null or [open].[order_lines].[business_day] in (select [day] from openjson(@p1) with ([day] date '$')))) and ([open].[order_lines].[business_day] is not null) and (((([open].[order_lines].[deleted_at] is null)) and (([open].[orders].[deleted_at] is null)) and ([open].[orders].[status] <> N'cancelled'))))) [lines] group by [lines].[day], [lines].[site_id])) [both]) as m option (recompile);

-- mart/refunds_daily/compute
insert into #rebuilt ([product_id], [day], [site_id], [amount], [net]) select m.[productId] as [product_id], m.[day] as [day], m.[siteId] as [site_id], m.[amount] as [amount], m.[net] as [net] from (select [open].[refunds].[business_day] as [day], [open].[orders].[site_id] as [siteId], case when grouping([sums].[productId]) = 1 then 0 else [sums].[productId] end as [productId], cast(coalesce(sum((cast(coalesce(cast([open].[refunds].[amount] as decimal(12,2)) * cast([sums].[gross_up_to] as decimal(12,2)) / nullif(cast([sums].[whole] as decimal(12,2)), 0), 0) as decimal(18,2)) - cast(coalesce(cast([open].[refunds].[amount] as decimal(12,2)) * cast(([sums].[gross_up_to] - [sums].[gross]) as decimal(12,2)) / nullif(cast([sums].[whole] as decimal(12,2)), 0), 0) as decimal(18,2)))), 0) as decimal(18,2)) as [amount], cast(coalesce(sum((cast(coalesce(cast([open].[refunds].[amount] as decimal(12,2)) * cast([sums].[net_up_to] as decimal(12,2)) / nullif(cast([sums].[whole] as decimal(12,2)), 0), 0) as decimal(18,2)) - cast(coalesce(cast([open].[refunds].[amount] as decimal(12,2)) * cast(([sums].[net_up_to] - [sums].[net]) as decimal(12,2)) / nullif(cast([sums].[whole] as decimal(12,2)), 0), 0) as decimal(18,2)))), 0) as decimal(18,2)) as [net] from [open].[refunds] inner join [open].[orders] on [open].[orders].[id] = [open].[refunds].[order_id] inner join (select [parts].[orderId] as [orderId], [parts].[productId] as [productId], [parts].[gross] as [gross], [parts].[net] as [net], sum([parts].[gross]) over (partition by [parts].[orderId]) as [whole], sum([parts].[gross]) over (partition by [parts].[orderId] order by [parts].[productId] rows unbounded preceding) as [gross_up_to], sum([parts].[net]) over (partition by [parts].[orderId] order by [parts].[productId] rows unbounded preceding) as [net_up_to] from (select [order_id] as [orderId], [product_id] as [productId], sum([total]) as [gross], sum(cast([open].[order_lines].[total] * 100 / (100 + [open].[order_lines].[vat_rate]) as decimal(18,2))) as [net] from [open].[order_lines] where ((([open].[order_lines].[deleted_at] is null)) and ([open].[order_lines].[order_id] in (select [order_id] as [orderId] from [open].[refunds] where ((([open].[refunds].[deleted_at] is null)) and ((@p1 is null or [open].[refunds].[business_day] in (select [day] from openjson(@p1) with ([day] date '$')))) and ([open].[refunds].[business_day] is not null))))) group by [open].[order_lines].[order_id], [open].[order_lines].[product_id]) [parts]) [sums] on [sums].[orderId] = [open].[refunds].[order_id] where ((((([open].[refunds].[deleted_at] is null)) and ((@p1 is null or [open].[refunds].[business_day] in (select [day] from openjson(@p1) with ([day] date '$')))) and ([open].[refunds].[business_day] is not null))) and (([open].[orders].[deleted_at] is null)) and ([open].[orders].[status] <> N'cancelled')) group by grouping sets (([open].[refunds].[business_day], [open].[orders].[site_id], [sums].[productId]), ([open].[refunds].[business_day], [open].[orders].[site_id]))) as m option (recompile);

-- mart/occupancy_daily/compute
insert into #rebuilt ([day], [site_id], [activity_id], [slots], [offered], [booked], [weather_closed]) select m.[day] as [day], m.[siteId] as [site_id], m.[activityId] as [activity_id], m.[slots] as [slots], m.[offered] as [offered], m.[booked] as [booked], m.[weatherClosed] as [weather_closed] from (select [open].[sessions].[business_day] as [day], [site_id] as [siteId], [activity_id] as [activityId], cast(coalesce(sum(case when [open].[sessions].[status] = 'closed_weather' then 0 else 1 end), 0) as integer) as [slots], cast(coalesce(sum(case when [open].[sessions].[status] = 'closed_weather' then 0 else [open].[sessions].[capacity] end), 0) as integer) as [offered], cast(coalesce(sum(case when [open].[sessions].[status] = 'closed_weather' then 0 else [open].[sessions].[booked_count] end), 0) as integer) as [booked], cast(coalesce(sum(case when [open].[sessions].[status] = 'closed_weather' then 1 else 0 end), 0) as integer) as [weatherClosed] from [open].[sessions] where (((@p1 is null or [open].[sessions].[business_day] in (select [day] from openjson(@p1) with ([day] date '$')))) and ([open].[sessions].[business_day] is not null) and (([open].[sessions].[deleted_at] is null)) and ([open].[sessions].[status] <> N'cancelled')) group by [open].[sessions].[business_day], [open].[sessions].[site_id], [open].[sessions].[activity_id]) as m option (recompile);

-- mart/visits_daily/compute
insert into #rebuilt ([day], [site_id], [visits], [people]) select m.[day] as [day], m.[siteId] as [site_id], m.[visits] as [visits], m.[people] as [people] from (select [open].[visits].[business_day] as [day], [open].[visits].[site_id] as [siteId], cast(count(*) as integer) as [visits], cast(count(distinct [people].[person]) as integer) as [people] from [open].[visits] left join (select [merged].[client] as [id], [living].[id] as [person], [living].[communeCode] as [communeCode] from (select [open].[clients].[id] as [client], coalesce([hop8].[into], [hop7].[into], [hop6].[into], [hop5].[into], [hop4].[into], [hop3].[into], [hop2].[into], [hop1].[into], [open].[clients].[id]) as [person] from [open].[clients] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop1] on [hop1].[client] = [open].[clients].[id] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop2] on [hop2].[client] = [hop1].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop3] on [hop3].[client] = [hop2].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop4] on [hop4].[client] = [hop3].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop5] on [hop5].[client] = [hop4].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop6] on [hop6].[client] = [hop5].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop7] on [hop7].[client] = [hop6].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop8] on [hop8].[client] = [hop7].[into]) [merged] inner join (select [id] as [id], [commune_code] as [communeCode] from [open].[clients] where ((([open].[clients].[deleted_at] is null)) and ([open].[clients].[id] <> N'00000000-0000-0000-0000-000000000000'))) [living] on [living].[id] = [merged].[person]) [people] on [people].[id] = [open].[visits].[client_id] where (((@p1 is null or [open].[visits].[business_day] in (select [day] from openjson(@p1) with ([day] date '$')))) and ([open].[visits].[business_day] is not null)) group by [open].[visits].[business_day], [open].[visits].[site_id]) as m option (recompile);

-- mart/payments_daily/compute
insert into #rebuilt ([day], [site_id], [method], [amount], [refunds]) select m.[day] as [day], m.[siteId] as [site_id], m.[method] as [method], m.[amount] as [amount], m.[refunds] as [refunds] from (select [all].[day] as [day], [all].[siteId] as [siteId], [all].[method] as [method], cast(coalesce(sum([all].[amount]), 0) as decimal(18,2)) as [amount], cast(coalesce(sum([all].[refunds]), 0) as decimal(18,2)) as [refunds] from ((select [open].[payments].[business_day] as [day], [open].[orders].[site_id] as [siteId], [open].[payments].[method] as [method], [open].[payments].[amount] as [amount], cast(0 as decimal(18,2)) as [refunds] from [open].[payments] inner join [open].[orders] on [open].[orders].[id] = [open].[payments].[order_id] where (((@p1 is null or [open].[payments].[business_day] in (select [day] from openjson(@p1) with ([day] date '$')))) and (([open].[payments].[deleted_at] is null)) and ([open].[payments].[status] in (N'captured', N'settled', N'refunded')) and (((([open].[orders].[deleted_at] is null)) and ([open].[orders].[status] <> N'cancelled'))))) union all (select [open].[refunds].[business_day] as [day], [open].[orders].[site_id] as [siteId], coalesce([open].[payments].[method], 'unknown') as [method], cast(0 as decimal(18,2)) as [amount], [open].[refunds].[amount] as [refunds] from [open].[refunds] inner join [open].[orders] on [open].[orders].[id] = [open].[refunds].[order_id] left join [open].[payments] on [open].[payments].[id] = [open].[refunds].[payment_id] where (((@p1 is null or [open].[refunds].[business_day] in (select [day] from openjson(@p1) with ([day] date '$')))) and (([open].[refunds].[deleted_at] is null)) and (((([open].[orders].[deleted_at] is null)) and ([open].[orders].[status] <> N'cancelled')))))) [all] where [all].[day] is not null group by [all].[day], [all].[siteId], [all].[method]) as m option (recompile);

-- mart/baskets_daily/compute
insert into #rebuilt ([day], [site_id], [channel], [basket], [orders], [lines]) select m.[day] as [day], m.[siteId] as [site_id], m.[channel] as [channel], m.[basket] as [basket], m.[orders] as [orders], m.[lines] as [lines] from (select [placed].[day] as [day], [placed].[siteId] as [siteId], [placed].[channel] as [channel], [placed].[basket] as [basket], cast(count(*) as integer) as [orders], cast(coalesce(sum([placed].[lines]), 0) as integer) as [lines] from (select [baskets].[day] as [day], [baskets].[siteId] as [siteId], coalesce([open].[bookings].[channel], 'walk_in') as [channel], [baskets].[basket] as [basket], [baskets].[lines] as [lines] from (select [open].[order_lines].[business_day] as [day], [open].[orders].[id] as [orderId], [open].[orders].[site_id] as [siteId], [open].[orders].[booking_id] as [bookingId], cast(coalesce(sum([open].[order_lines].[total]), 0) as decimal(18,2)) as [basket], cast(count(*) as integer) as [lines] from [open].[order_lines] inner join [open].[orders] on [open].[orders].[id] = [open].[order_lines].[order_id] where (((@p1 is null or [open].[order_lines].[business_day] in (select [day] from openjson(@p1) with ([day] date '$')))) and ([open].[order_lines].[business_day] is not null) and (((([open].[order_lines].[deleted_at] is null)) and (([open].[orders].[deleted_at] is null)) and ([open].[orders].[status] <> N'cancelled')))) group by [open].[order_lines].[business_day], [open].[orders].[id], [open].[orders].[site_id], [open].[orders].[booking_id]) [baskets] left join [open].[bookings] on [open].[bookings].[id] = [baskets].[bookingId]) [placed] group by [placed].[day], [placed].[siteId], [placed].[channel], [placed].[basket]) as m option (recompile);

-- mart/bookings_daily/compute
insert into #rebuilt ([day], [site_id], [activity_id], [channel], [reason], [bookings], [no_shows], [checked_in], [refunded]) select m.[day] as [day], m.[siteId] as [site_id], m.[activityId] as [activity_id], m.[channel] as [channel], m.[reason] as [reason], m.[bookings] as [bookings], m.[noShows] as [no_shows], m.[checkedIn] as [checked_in], m.[refunded] as [refunded] from (select [booked].[day] as [day], [booked].[siteId] as [siteId], [booked].[activityId] as [activityId], [booked].[channel] as [channel], [booked].[reason] as [reason], cast(count(*) as integer) as [bookings], cast(coalesce(sum(case when [booked].[reason] = 'kept' and [booked].[status] = 'no_show' then 1 else 0 end), 0) as integer) as [noShows], cast(coalesce(sum(case when [booked].[reason] = 'kept' and [booked].[status] = 'checked_in' then [booked].[people] else 0 end), 0) as integer) as [checkedIn], cast(coalesce(sum([back].[amount]), 0) as decimal(18,2)) as [refunded] from (select [open].[bookings].[id] as [id], [open].[sessions].[business_day] as [day], [open].[sessions].[site_id] as [siteId], [open].[sessions].[activity_id] as [activityId], [open].[bookings].[channel] as [channel], [open].[bookings].[party_size] as [people], [open].[bookings].[status] as [status], case
  when [open].[sessions].[status] = 'closed_weather' then 'weather'
  when [open].[bookings].[status] = 'cancelled' and [open].[bookings].[cancel_reason] = 'weather' then 'weather'
  when [open].[sessions].[status] = 'cancelled' then 'session'
  when [open].[bookings].[status] = 'cancelled' and [open].[bookings].[cancel_reason] = 'client' then 'client'
  when [open].[bookings].[status] = 'cancelled' then 'other'
  else 'kept' end as [reason], case when [open].[bookings].[business_day] < [open].[sessions].[business_day] then datediff(day, [open].[bookings].[business_day], cast([open].[sessions].[business_day] as date)) else 0 end as [lead_days] from [open].[bookings] inner join [open].[sessions] on [open].[sessions].[id] = [open].[bookings].[session_id] where (((@p1 is null or [open].[sessions].[business_day] in (select [day] from openjson(@p1) with ([day] date '$')))) and ([open].[sessions].[business_day] is not null) and (([open].[bookings].[deleted_at] is null)) and (([open].[sessions].[deleted_at] is null)))) [booked] left join (select [open].[orders].[booking_id] as [bookingId], cast(coalesce(sum([open].[refunds].[amount]), 0) as decimal(18,2)) as [amount] from [open].[refunds] inner join [open].[orders] on [open].[orders].[id] = [open].[refunds].[order_id] where ((([open].[refunds].[deleted_at] is null)) and (([open].[orders].[deleted_at] is null)) and (([open].[orders].[booking_id] is not null))) group by [open].[orders].[booking_id]) [back] on [back].[bookingId] = [booked].[id] group by [booked].[day], [booked].[siteId], [booked].[activityId], [booked].[channel], [booked].[reason]) as m option (recompile);

-- mart/lead_times_daily/compute
insert into #rebuilt ([day], [site_id], [channel], [lead_days], [bookings]) select m.[day] as [day], m.[siteId] as [site_id], m.[channel] as [channel], m.[leadDays] as [lead_days], m.[bookings] as [bookings] from (select [booked].[day] as [day], [booked].[siteId] as [siteId], [booked].[channel] as [channel], [booked].[lead_days] as [leadDays], cast(count(*) as integer) as [bookings] from (select [open].[bookings].[id] as [id], [open].[sessions].[business_day] as [day], [open].[sessions].[site_id] as [siteId], [open].[sessions].[activity_id] as [activityId], [open].[bookings].[channel] as [channel], [open].[bookings].[party_size] as [people], [open].[bookings].[status] as [status], case
  when [open].[sessions].[status] = 'closed_weather' then 'weather'
  when [open].[bookings].[status] = 'cancelled' and [open].[bookings].[cancel_reason] = 'weather' then 'weather'
  when [open].[sessions].[status] = 'cancelled' then 'session'
  when [open].[bookings].[status] = 'cancelled' and [open].[bookings].[cancel_reason] = 'client' then 'client'
  when [open].[bookings].[status] = 'cancelled' then 'other'
  else 'kept' end as [reason], case when [open].[bookings].[business_day] < [open].[sessions].[business_day] then datediff(day, [open].[bookings].[business_day], cast([open].[sessions].[business_day] as date)) else 0 end as [lead_days] from [open].[bookings] inner join [open].[sessions] on [open].[sessions].[id] = [open].[bookings].[session_id] where (((@p1 is null or [open].[sessions].[business_day] in (select [day] from openjson(@p1) with ([day] date '$')))) and ([open].[sessions].[business_day] is not null) and (([open].[bookings].[deleted_at] is null)) and (([open].[sessions].[deleted_at] is null)))) [booked] where [booked].[reason] = N'kept' group by [booked].[day], [booked].[siteId], [booked].[channel], [booked].[lead_days]) as m option (recompile);

-- mart/slots_hourly/compute
insert into #rebuilt ([day], [site_id], [activity_id], [hour], [offered], [booked]) select m.[day] as [day], m.[siteId] as [site_id], m.[activityId] as [activity_id], m.[hour] as [hour], m.[offered] as [offered], m.[booked] as [booked] from (select [slots].[day] as [day], [slots].[siteId] as [siteId], [slots].[activityId] as [activityId], [slots].[hour] as [hour], cast(coalesce(sum([slots].[capacity]), 0) as integer) as [offered], cast(coalesce(sum([slots].[booked]), 0) as integer) as [booked] from (select [business_day] as [day], [site_id] as [siteId], [activity_id] as [activityId], datepart(hour, [starts_at] at time zone N'UTC' at time zone N'Romance Standard Time') as [hour], [capacity] as [capacity], [booked_count] as [booked] from [open].[sessions] where (((((@p1 is null or [open].[sessions].[business_day] in (select [day] from openjson(@p1) with ([day] date '$')))) and ([open].[sessions].[business_day] is not null) and (([open].[sessions].[deleted_at] is null)) and ([open].[sessions].[status] <> N'cancelled'))) and ([open].[sessions].[status] <> N'closed_weather'))) [slots] group by [slots].[day], [slots].[siteId], [slots].[activityId], [slots].[hour]) as m option (recompile);

-- mart/visits_hourly/compute
insert into #rebuilt ([day], [site_id], [activity_id], [hour], [visits]) select m.[day] as [day], m.[siteId] as [site_id], m.[activityId] as [activity_id], m.[hour] as [hour], m.[visits] as [visits] from (select [passages].[day] as [day], [passages].[site_id] as [siteId], [passages].[activity_id] as [activityId], [passages].[hour] as [hour], cast(count(*) as integer) as [visits] from (select [open].[visits].[business_day] as [day], [open].[visits].[site_id] as [site_id], coalesce([open].[sessions].[activity_id], 0) as [activity_id], datepart(hour, [open].[visits].[entered_at] at time zone N'UTC' at time zone N'Romance Standard Time') as [hour] from [open].[visits] left join [open].[bookings] on [open].[bookings].[id] = [open].[visits].[booking_id] left join [open].[sessions] on [open].[sessions].[id] = [open].[bookings].[session_id] where (((@p1 is null or [open].[visits].[business_day] in (select [day] from openjson(@p1) with ([day] date '$')))) and ([open].[visits].[business_day] is not null))) [passages] group by [passages].[day], [passages].[site_id], [passages].[activity_id], [passages].[hour]) as m option (recompile);

-- mart/people_daily/compute
insert into #rebuilt ([day], [site_id], [person], [commune_code], [visits], [gross], [net], [purchases], [refunds], [first_day], [first_day_here], [previous_day], [previous_day_here]) select m.[day] as [day], m.[siteId] as [site_id], m.[person] as [person], m.[communeCode] as [commune_code], m.[visits] as [visits], m.[gross] as [gross], m.[net] as [net], m.[purchases] as [purchases], m.[refunds] as [refunds], m.[firstDay] as [first_day], m.[firstDayHere] as [first_day_here], m.[previousDay] as [previous_day], m.[previousDayHere] as [previous_day_here] from (select [placed].[day] as [day], [placed].[siteId] as [siteId], [placed].[person] as [person], [placed].[commune_code] as [communeCode], cast(coalesce(sum([placed].[visits]), 0) as integer) as [visits], cast(coalesce(sum([placed].[gross]), 0) as decimal(18,2)) as [gross], cast(coalesce(sum([placed].[net]), 0) as decimal(18,2)) as [net], cast(coalesce(sum([placed].[purchases]), 0) as integer) as [purchases], cast(coalesce(sum([placed].[refunds]), 0) as integer) as [refunds], [ever].[first_ever] as [firstDay], [here].[first_here] as [firstDayHere], [comings].[previous_day] as [previousDay], [comings].[previous_day_here] as [previousDayHere] from (select [facts].[day] as [day], [facts].[site_id] as [siteId], coalesce([people].[person], '00000000-0000-0000-0000-000000000000') as [person], [people].[communeCode] as [commune_code], [facts].[visits] as [visits], [facts].[purchases] as [purchases], [facts].[refunds] as [refunds], [facts].[gross] as [gross], [facts].[net] as [net] from (((select [sold].[clientId] as [client], [sold].[day] as [day], [sold].[siteId] as [site_id], cast(0 as integer) as [visits], cast(1 as integer) as [purchases], cast(0 as integer) as [refunds], [sold].[gross] as [gross], [sold].[net] as [net] from (select [open].[orders].[id] as [orderId], [open].[order_lines].[business_day] as [day], [open].[orders].[client_id] as [clientId], [open].[orders].[site_id] as [siteId], [open].[order_lines].[total] as [gross], cast([open].[order_lines].[total] * 100 / (100 + [open].[order_lines].[vat_rate]) as decimal(18,2)) as [net] from [open].[order_lines] inner join [open].[orders] on [open].[orders].[id] = [open].[order_lines].[order_id] left join [open].[products] on [open].[products].[id] = [open].[order_lines].[product_id] where ((((([open].[order_lines].[deleted_at] is null)) and (([open].[orders].[deleted_at] is null)) and ([open].[orders].[status] <> N'cancelled'))) and ((@p1 is null or [open].[order_lines].[business_day] in (select [day] from openjson(@p1) with ([day] date '$')))))) [sold]) union all (select [refunded].[clientId] as [client], [refunded].[day] as [day], [refunded].[siteId] as [site_id], cast(0 as integer) as [visits], cast(0 as integer) as [purchases], cast(1 as integer) as [refunds], cast(0 as decimal(18,2)) as [gross], -[refunded].[net] as [net] from (select [open].[refunds].[business_day] as [day], [open].[orders].[client_id] as [clientId], [open].[orders].[site_id] as [siteId], cast(coalesce(cast([open].[refunds].[amount] as decimal(12,2)) * cast([shares].[gross] as decimal(12,2)) / nullif(cast([shares].[whole] as decimal(12,2)), 0), 0) as decimal(18,2)) as [amount], cast(coalesce(cast([open].[refunds].[amount] as decimal(12,2)) * cast([shares].[net] as decimal(12,2)) / nullif(cast([shares].[whole] as decimal(12,2)), 0), 0) as decimal(18,2)) as [net] from [open].[refunds] inner join [open].[orders] on [open].[orders].[id] = [open].[refunds].[order_id] inner join (select [open].[order_lines].[order_id] as [orderId], sum([open].[order_lines].[total]) as [whole], sum([open].[order_lines].[total]) as [gross], sum(cast([open].[order_lines].[total] * 100 / (100 + [open].[order_lines].[vat_rate]) as decimal(18,2))) as [net] from [open].[order_lines] left join [open].[products] on [open].[products].[id] = [open].[order_lines].[product_id] where ((([open].[order_lines].[deleted_at] is null)) and ([open].[order_lines].[order_id] in (select [order_id] as [orderId] from [open].[refunds] where ((([open].[refunds].[deleted_at] is null)) and ((@p1 is null or [open].[refunds].[business_day] in (select [day] from openjson(@p1) with ([day] date '$')))))))) group by [open].[order_lines].[order_id]) [shares] on [shares].[orderId] = [open].[refunds].[order_id] where ((((([open].[refunds].[deleted_at] is null)) and ((@p1 is null or [open].[refunds].[business_day] in (select [day] from openjson(@p1) with ([day] date '$')))))) and (([open].[orders].[deleted_at] is null)) and ([open].[orders].[status] <> N'cancelled'))) [refunded])) union all (select [client_id] as [client], [business_day] as [day], [site_id] as [site_id], cast(1 as integer) as [visits], cast(0 as integer) as [purchases], cast(0 as integer) as [refunds], cast(0 as decimal(18,2)) as [gross], cast(0 as decimal(18,2)) as [net] from [open].[visits] where (@p1 is null or [open].[visits].[business_day] in (select [day] from openjson(@p1) with ([day] date '$'))))) [facts] left join (select [merged].[client] as [id], [living].[id] as [person], [living].[communeCode] as [communeCode] from (select [open].[clients].[id] as [client], coalesce([hop8].[into], [hop7].[into], [hop6].[into], [hop5].[into], [hop4].[into], [hop3].[into], [hop2].[into], [hop1].[into], [open].[clients].[id]) as [person] from [open].[clients] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop1] on [hop1].[client] = [open].[clients].[id] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop2] on [hop2].[client] = [hop1].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop3] on [hop3].[client] = [hop2].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop4] on [hop4].[client] = [hop3].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop5] on [hop5].[client] = [hop4].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop6] on [hop6].[client] = [hop5].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop7] on [hop7].[client] = [hop6].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop8] on [hop8].[client] = [hop7].[into]) [merged] inner join (select [id] as [id], [commune_code] as [communeCode] from [open].[clients] where ((([open].[clients].[deleted_at] is null)) and ([open].[clients].[id] <> N'00000000-0000-0000-0000-000000000000'))) [living] on [living].[id] = [merged].[person]) [people] on [people].[id] = [facts].[client] where [facts].[day] is not null) [placed] left join (select [anywhere].[person] as [person], min([anywhere].[day]) as [first_ever] from (select [anywhere_people].[person] as [person], [open].[visits].[business_day] as [day], [open].[visits].[site_id] as [site_id] from [open].[visits] inner join (select [merged].[client] as [id], [living].[id] as [person], [living].[communeCode] as [communeCode] from (select [open].[clients].[id] as [client], coalesce([hop8].[into], [hop7].[into], [hop6].[into], [hop5].[into], [hop4].[into], [hop3].[into], [hop2].[into], [hop1].[into], [open].[clients].[id]) as [person] from [open].[clients] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop1] on [hop1].[client] = [open].[clients].[id] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop2] on [hop2].[client] = [hop1].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop3] on [hop3].[client] = [hop2].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop4] on [hop4].[client] = [hop3].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop5] on [hop5].[client] = [hop4].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop6] on [hop6].[client] = [hop5].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop7] on [hop7].[client] = [hop6].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop8] on [hop8].[client] = [hop7].[into]) [merged] inner join (select [id] as [id], [commune_code] as [communeCode] from [open].[clients] where ((([open].[clients].[deleted_at] is null)) and ([open].[clients].[id] <> N'00000000-0000-0000-0000-000000000000'))) [living] on [living].[id] = [merged].[person]) [anywhere_people] on [anywhere_people].[id] = [open].[visits].[client_id] where [open].[visits].[business_day] is not null) [anywhere] group by [anywhere].[person]) [ever] on [ever].[person] = [placed].[person] left join (select [there].[person] as [person], [there].[site_id] as [siteId], min([there].[day]) as [first_here] from (select [there_people].[person] as [person], [open].[visits].[business_day] as [day], [open].[visits].[site_id] as [site_id] from [open].[visits] inner join (select [merged].[client] as [id], [living].[id] as [person], [living].[communeCode] as [communeCode] from (select [open].[clients].[id] as [client], coalesce([hop8].[into], [hop7].[into], [hop6].[into], [hop5].[into], [hop4].[into], [hop3].[into], [hop2].[into], [hop1].[into], [open].[clients].[id]) as [person] from [open].[clients] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop1] on [hop1].[client] = [open].[clients].[id] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop2] on [hop2].[client] = [hop1].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop3] on [hop3].[client] = [hop2].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop4] on [hop4].[client] = [hop3].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop5] on [hop5].[client] = [hop4].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop6] on [hop6].[client] = [hop5].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop7] on [hop7].[client] = [hop6].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop8] on [hop8].[client] = [hop7].[into]) [merged] inner join (select [id] as [id], [commune_code] as [communeCode] from [open].[clients] where ((([open].[clients].[deleted_at] is null)) and ([open].[clients].[id] <> N'00000000-0000-0000-0000-000000000000'))) [living] on [living].[id] = [merged].[person]) [there_people] on [there_people].[id] = [open].[visits].[client_id] where [open].[visits].[business_day] is not null) [there] group by [there].[person], [there].[site_id]) [here] on (([here].[person] = [placed].[person]) and ([here].[siteId] = [placed].[siteId])) left join (select [days].[person] as [person], [days].[siteId] as [siteId], [days].[day] as [day], lag([days].[day]) over (partition by [days].[person] order by [days].[day], [days].[siteId]) as [previous_day], lag([days].[day]) over (partition by [days].[person], [days].[siteId] order by [days].[day], [days].[siteId]) as [previous_day_here] from (select [each].[person] as [person], [each].[site_id] as [siteId], [each].[day] as [day] from (select [each_people].[person] as [person], [open].[visits].[business_day] as [day], [open].[visits].[site_id] as [site_id] from [open].[visits] inner join (select [merged].[client] as [id], [living].[id] as [person], [living].[communeCode] as [communeCode] from (select [open].[clients].[id] as [client], coalesce([hop8].[into], [hop7].[into], [hop6].[into], [hop5].[into], [hop4].[into], [hop3].[into], [hop2].[into], [hop1].[into], [open].[clients].[id]) as [person] from [open].[clients] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop1] on [hop1].[client] = [open].[clients].[id] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop2] on [hop2].[client] = [hop1].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop3] on [hop3].[client] = [hop2].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop4] on [hop4].[client] = [hop3].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop5] on [hop5].[client] = [hop4].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop6] on [hop6].[client] = [hop5].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop7] on [hop7].[client] = [hop6].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop8] on [hop8].[client] = [hop7].[into]) [merged] inner join (select [id] as [id], [commune_code] as [communeCode] from [open].[clients] where ((([open].[clients].[deleted_at] is null)) and ([open].[clients].[id] <> N'00000000-0000-0000-0000-000000000000'))) [living] on [living].[id] = [merged].[person]) [each_people] on [each_people].[id] = [open].[visits].[client_id] where [open].[visits].[business_day] is not null) [each] group by [each].[person], [each].[site_id], [each].[day]) [days]) [comings] on (([comings].[person] = [placed].[person]) and ([comings].[siteId] = [placed].[siteId]) and ([comings].[day] = [placed].[day])) group by [placed].[day], [placed].[siteId], [placed].[person], [placed].[commune_code], [ever].[first_ever], [here].[first_here], [comings].[previous_day], [comings].[previous_day_here]) as m option (recompile);

-- mart/cohorts_daily/compute
insert into #rebuilt ([day], [site_id], [grain], [period], [people]) select m.[day] as [day], m.[siteId] as [site_id], m.[grain] as [grain], m.[period] as [period], m.[people] as [people] from (select [dated].[first] as [day], [dated].[siteId] as [siteId], [dated].[grain] as [grain], [dated].[period] as [period], cast(count(distinct [dated].[person]) as integer) as [people] from (select min([all].[day]) over (partition by [all].[site_id], [all].[grain], [all].[person]) as [first], [all].[site_id] as [siteId], [all].[grain] as [grain], [all].[period] as [period], [all].[person] as [person] from ((((select [each_month].[person] as [person], [each_month].[day] as [day], [each_month].[site_id] as [site_id], 'month' as [grain], datefromparts(year([each_month].[day]), month([each_month].[day]), 1) as [period] from (select [each_month_people].[person] as [person], [open].[visits].[business_day] as [day], [open].[visits].[site_id] as [site_id] from [open].[visits] inner join (select [merged].[client] as [id], [living].[id] as [person], [living].[communeCode] as [communeCode] from (select [open].[clients].[id] as [client], coalesce([hop8].[into], [hop7].[into], [hop6].[into], [hop5].[into], [hop4].[into], [hop3].[into], [hop2].[into], [hop1].[into], [open].[clients].[id]) as [person] from [open].[clients] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop1] on [hop1].[client] = [open].[clients].[id] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop2] on [hop2].[client] = [hop1].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop3] on [hop3].[client] = [hop2].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop4] on [hop4].[client] = [hop3].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop5] on [hop5].[client] = [hop4].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop6] on [hop6].[client] = [hop5].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop7] on [hop7].[client] = [hop6].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop8] on [hop8].[client] = [hop7].[into]) [merged] inner join (select [id] as [id], [commune_code] as [communeCode] from [open].[clients] where ((([open].[clients].[deleted_at] is null)) and ([open].[clients].[id] <> N'00000000-0000-0000-0000-000000000000'))) [living] on [living].[id] = [merged].[person]) [each_month_people] on [each_month_people].[id] = [open].[visits].[client_id] where [open].[visits].[business_day] is not null) [each_month]) union all (select [each_season].[person] as [person], [each_season].[day] as [day], [each_season].[site_id] as [site_id], 'season' as [grain], datefromparts(year([each_season].[day]), 1, 1) as [period] from (select [each_season_people].[person] as [person], [open].[visits].[business_day] as [day], [open].[visits].[site_id] as [site_id] from [open].[visits] inner join (select [merged].[client] as [id], [living].[id] as [person], [living].[communeCode] as [communeCode] from (select [open].[clients].[id] as [client], coalesce([hop8].[into], [hop7].[into], [hop6].[into], [hop5].[into], [hop4].[into], [hop3].[into], [hop2].[into], [hop1].[into], [open].[clients].[id]) as [person] from [open].[clients] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop1] on [hop1].[client] = [open].[clients].[id] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop2] on [hop2].[client] = [hop1].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop3] on [hop3].[client] = [hop2].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop4] on [hop4].[client] = [hop3].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop5] on [hop5].[client] = [hop4].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop6] on [hop6].[client] = [hop5].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop7] on [hop7].[client] = [hop6].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop8] on [hop8].[client] = [hop7].[into]) [merged] inner join (select [id] as [id], [commune_code] as [communeCode] from [open].[clients] where ((([open].[clients].[deleted_at] is null)) and ([open].[clients].[id] <> N'00000000-0000-0000-0000-000000000000'))) [living] on [living].[id] = [merged].[person]) [each_season_people] on [each_season_people].[id] = [open].[visits].[client_id] where [open].[visits].[business_day] is not null) [each_season])) union all (select [any_month].[person] as [person], [any_month].[day] as [day], cast(0 as integer) as [site_id], 'month' as [grain], datefromparts(year([any_month].[day]), month([any_month].[day]), 1) as [period] from (select [any_month_people].[person] as [person], [open].[visits].[business_day] as [day], [open].[visits].[site_id] as [site_id] from [open].[visits] inner join (select [merged].[client] as [id], [living].[id] as [person], [living].[communeCode] as [communeCode] from (select [open].[clients].[id] as [client], coalesce([hop8].[into], [hop7].[into], [hop6].[into], [hop5].[into], [hop4].[into], [hop3].[into], [hop2].[into], [hop1].[into], [open].[clients].[id]) as [person] from [open].[clients] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop1] on [hop1].[client] = [open].[clients].[id] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop2] on [hop2].[client] = [hop1].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop3] on [hop3].[client] = [hop2].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop4] on [hop4].[client] = [hop3].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop5] on [hop5].[client] = [hop4].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop6] on [hop6].[client] = [hop5].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop7] on [hop7].[client] = [hop6].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop8] on [hop8].[client] = [hop7].[into]) [merged] inner join (select [id] as [id], [commune_code] as [communeCode] from [open].[clients] where ((([open].[clients].[deleted_at] is null)) and ([open].[clients].[id] <> N'00000000-0000-0000-0000-000000000000'))) [living] on [living].[id] = [merged].[person]) [any_month_people] on [any_month_people].[id] = [open].[visits].[client_id] where [open].[visits].[business_day] is not null) [any_month])) union all (select [any_season].[person] as [person], [any_season].[day] as [day], cast(0 as integer) as [site_id], 'season' as [grain], datefromparts(year([any_season].[day]), 1, 1) as [period] from (select [any_season_people].[person] as [person], [open].[visits].[business_day] as [day], [open].[visits].[site_id] as [site_id] from [open].[visits] inner join (select [merged].[client] as [id], [living].[id] as [person], [living].[communeCode] as [communeCode] from (select [open].[clients].[id] as [client], coalesce([hop8].[into], [hop7].[into], [hop6].[into], [hop5].[into], [hop4].[into], [hop3].[into], [hop2].[into], [hop1].[into], [open].[clients].[id]) as [person] from [open].[clients] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop1] on [hop1].[client] = [open].[clients].[id] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop2] on [hop2].[client] = [hop1].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop3] on [hop3].[client] = [hop2].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop4] on [hop4].[client] = [hop3].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop5] on [hop5].[client] = [hop4].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop6] on [hop6].[client] = [hop5].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop7] on [hop7].[client] = [hop6].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop8] on [hop8].[client] = [hop7].[into]) [merged] inner join (select [id] as [id], [commune_code] as [communeCode] from [open].[clients] where ((([open].[clients].[deleted_at] is null)) and ([open].[clients].[id] <> N'00000000-0000-0000-0000-000000000000'))) [living] on [living].[id] = [merged].[person]) [any_season_people] on [any_season_people].[id] = [open].[visits].[client_id] where [open].[visits].[business_day] is not null) [any_season])) [all]) [dated] where (@p1 is null or [dated].[first] in (select [day] from openjson(@p1) with ([day] date '$'))) group by [dated].[first], [dated].[siteId], [dated].[grain], [dated].[period]) as m option (recompile);

-- kpi/revenue/month/all/all/first
select convert(nvarchar(10), [answer].[period], 23) as [period], cast([answer].[gross] as nvarchar(41)) as [gross], cast([answer].[refunds] as nvarchar(41)) as [refunds], cast([answer].[netOfVat] as nvarchar(41)) as [netOfVat], [answer].[orders] as [orders] from (select [all].[period] as [period], cast(coalesce(sum([all].[gross]), 0) as decimal(18,2)) as [gross], cast(coalesce(sum([all].[refunds]), 0) as decimal(18,2)) as [refunds], cast(coalesce(sum([all].[netOfVat]), 0) as decimal(18,2)) as [netOfVat], cast(coalesce(sum([all].[orders]), 0) as integer) as [orders] from (((select datefromparts(year([open].[site_days].[date]), month([open].[site_days].[date]), 1) as [period], cast(0 as decimal(18,2)) as [gross], cast(0 as decimal(18,2)) as [refunds], cast(0 as decimal(18,2)) as [netOfVat], cast(0 as integer) as [orders] from [open].[site_days] where (([open].[site_days].[open] = @p1) and (([open].[site_days].[deleted_at] is null)) and ((([open].[site_days].[date] >= @p2) and ([open].[site_days].[date] < @p3))))) union all (select datefromparts(year([mart].[orders_daily].[day]), month([mart].[orders_daily].[day]), 1) as [period], cast(coalesce(sum([mart].[orders_daily].[gross]), 0) as decimal(18,2)) as [gross], cast(0 as decimal(18,2)) as [refunds], cast(coalesce(sum([mart].[orders_daily].[net]), 0) as decimal(18,2)) as [netOfVat], cast(coalesce(sum([mart].[orders_daily].[orders]), 0) as integer) as [orders] from [mart].[orders_daily] where (((([mart].[orders_daily].[day] >= @p4) and ([mart].[orders_daily].[day] < @p5))) and ([mart].[orders_daily].[kind] = @p6)) group by datefromparts(year([mart].[orders_daily].[day]), month([mart].[orders_daily].[day]), 1))) union all (select datefromparts(year([mart].[refunds_daily].[day]), month([mart].[refunds_daily].[day]), 1) as [period], cast(0 as decimal(18,2)) as [gross], cast(coalesce(sum([mart].[refunds_daily].[amount]), 0) as decimal(18,2)) as [refunds], -cast(coalesce(sum([mart].[refunds_daily].[net]), 0) as decimal(18,2)) as [netOfVat], cast(0 as integer) as [orders] from [mart].[refunds_daily] where (((([mart].[refunds_daily].[day] >= @p7) and ([mart].[refunds_daily].[day] < @p8))) and ([mart].[refunds_daily].[product_id] = @p9)) group by datefromparts(year([mart].[refunds_daily].[day]), month([mart].[refunds_daily].[day]), 1))) [all] group by [all].[period]) as [answer] order by [answer].[period] asc offset 0 rows fetch next @p10 rows only

-- kpi/revenue-by-site/net/all/first
select [answer].[rank] as [rank], [answer].[site] as [site], [answer].[name] as [name], cast([answer].[netOfVat] as nvarchar(41)) as [netOfVat], cast([answer].[share] as nvarchar(41)) as [share], [answer].[openDays] as [openDays], cast([answer].[perOpenDay] as nvarchar(41)) as [perOpenDay] from (select cast(row_number() over (order by [totals].[net] desc, [totals].[site] asc) as integer) as [rank], [totals].[site] as [site], coalesce([open].[sites].[name], 'unknown') as [name], [totals].[net] as [netOfVat], cast(cast([totals].[net] as decimal(18,2)) / nullif(cast(sum([totals].[net]) over () as decimal(18,2)), 0) as decimal(18,4)) as [share], [totals].[open_days] as [openDays], cast(cast([totals].[net] as decimal(18,2)) / nullif(cast([totals].[open_days] as decimal(18,2)), 0) as decimal(18,2)) as [perOpenDay] from (select [all].[site] as [site], cast(coalesce(sum([all].[openDays]), 0) as integer) as [open_days], cast(coalesce(sum([all].[net]), 0) as decimal(18,2)) as [net] from (((select [site_id] as [site], cast(count(*) as integer) as [openDays], cast(0 as decimal(18,2)) as [net] from [open].[site_days] where (([open].[site_days].[open] = @p1) and (([open].[site_days].[deleted_at] is null)) and ((([open].[site_days].[date] >= @p2) and ([open].[site_days].[date] < @p3)))) group by [open].[site_days].[site_id]) union all (select [site_id] as [site], cast(0 as integer) as [openDays], cast(coalesce(sum([mart].[orders_daily].[net]), 0) as decimal(18,2)) as [net] from [mart].[orders_daily] where (((([mart].[orders_daily].[day] >= @p4) and ([mart].[orders_daily].[day] < @p5))) and ([mart].[orders_daily].[kind] = @p6)) group by [mart].[orders_daily].[site_id])) union all (select [site_id] as [site], cast(0 as integer) as [openDays], -cast(coalesce(sum([mart].[refunds_daily].[net]), 0) as decimal(18,2)) as [net] from [mart].[refunds_daily] where (((([mart].[refunds_daily].[day] >= @p7) and ([mart].[refunds_daily].[day] < @p8))) and ([mart].[refunds_daily].[product_id] = @p9)) group by [mart].[refunds_daily].[site_id])) [all] group by [all].[site]) [totals] left join [open].[sites] on [open].[sites].[id] = [totals].[site]) as [answer] order by [answer].[rank] asc offset 0 rows fetch next @p10 rows only

-- kpi/revenue-by-territory/region/site/all/first
select [answer].[code] as [code], [answer].[name] as [name], [answer].[clients] as [clients], cast([answer].[gross] as nvarchar(41)) as [gross], cast([answer].[netOfVat] as nvarchar(41)) as [netOfVat], cast([answer].[per1000Inhabitants] as nvarchar(41)) as [per1000Inhabitants], cast([answer].[largest] as nvarchar(41)) as [largest], [answer].[within] as [within], [answer].[base] as [base] from (select [amounts].[code] as [code], [amounts].[name] as [name], coalesce([counts].[people], 0) as [clients], [amounts].[gross] as [gross], [amounts].[net] as [netOfVat], cast([amounts].[net] * 1000 / nullif([inhabitants].[people], 0) as decimal(18,2)) as [per1000Inhabitants], cast(0 as decimal(18,2)) as [largest], '' as [within], cast(0 as integer) as [base] from (select [sold].[code] as [code], min([sold].[name]) as [name], cast(coalesce(sum([money].[gross]), 0) as decimal(18,2)) as [gross], cast(coalesce(sum([money].[net]), 0) as decimal(18,2)) as [net] from ((select [site_id] as [site], cast(coalesce(sum([gross]), 0) as decimal(18,2)) as [gross], cast(coalesce(sum([net]), 0) as decimal(18,2)) as [net] from [mart].[orders_daily] where (((([mart].[orders_daily].[day] >= @p1) and ([mart].[orders_daily].[day] < @p2))) and ([mart].[orders_daily].[kind] = @p3)) group by [mart].[orders_daily].[site_id]) union all (select [site_id] as [site], cast(0 as decimal(18,2)) as [gross], -cast(coalesce(sum([mart].[refunds_daily].[net]), 0) as decimal(18,2)) as [net] from [mart].[refunds_daily] where (((([mart].[refunds_daily].[day] >= @p4) and ([mart].[refunds_daily].[day] < @p5))) and ([mart].[refunds_daily].[product_id] = @p6)) group by [mart].[refunds_daily].[site_id])) [money] inner join (select [open].[sites].[id] as [site], coalesce([territories].[code], 'unknown') as [code], coalesce([territories].[name], 'unknown') as [name] from [open].[sites] left join (select [insee_code] as [insee], min([region_code]) as [code], min([region_name]) as [name], min('') as [within] from [open].[communes] where [open].[communes].[insee_code] in (select [commune_insee] as [insee] from [open].[sites]) group by [open].[communes].[insee_code]) [territories] on [territories].[insee] = [open].[sites].[commune_insee]) [sold] on [sold].[site] = [money].[site] group by [sold].[code]) [amounts] left join (select [buyers].[code] as [code], cast(count(*) as integer) as [people] from (select [bought].[code] as [code], [mart].[people_daily].[person] as [person] from [mart].[people_daily] inner join (select [open].[sites].[id] as [site], coalesce([territories].[code], 'unknown') as [code], coalesce([territories].[name], 'unknown') as [name] from [open].[sites] left join (select [insee_code] as [insee], min([region_code]) as [code], min([region_name]) as [name], min('') as [within] from [open].[communes] where [open].[communes].[insee_code] in (select [commune_insee] as [insee] from [open].[sites]) group by [open].[communes].[insee_code]) [territories] on [territories].[insee] = [open].[sites].[commune_insee]) [bought] on [bought].[site] = [mart].[people_daily].[site_id] where (((([mart].[people_daily].[day] >= @p7) and ([mart].[people_daily].[day] < @p8))) and ([mart].[people_daily].[purchases] + [mart].[people_daily].[refunds] > 0) and ([mart].[people_daily].[person] <> @p9)) group by [bought].[code], [mart].[people_daily].[person]) [buyers] group by [buyers].[code]) [counts] on [counts].[code] = [amounts].[code] left join (select [region_code] as [code], cast(coalesce(sum([population]), 0) as integer) as [people] from [open].[commune_populations] where ([open].[commune_populations].[parent_code] is null) group by [open].[commune_populations].[region_code]) [inhabitants] on [inhabitants].[code] = [amounts].[code]) as [answer] order by [answer].[code] asc offset 0 rows fetch next @p10 rows only

-- kpi/revenue-by-activity/month/all/first
select convert(nvarchar(10), [answer].[period], 23) as [period], [answer].[activity] as [activity], [answer].[name] as [name], [answer].[category] as [category], cast([answer].[netOfVat] as nvarchar(41)) as [netOfVat], cast([answer].[quantity] as nvarchar(41)) as [quantity], cast([answer].[share] as nvarchar(41)) as [share] from (select [totals].[period] as [period], [totals].[activity] as [activity], coalesce([open].[activities].[name], [totals].[kind], 'unknown') as [name], coalesce([open].[activities].[category], [totals].[kind], 'unknown') as [category], [totals].[net] as [netOfVat], [totals].[quantity] as [quantity], cast(cast([totals].[net] as decimal(18,2)) / nullif(cast(sum([totals].[net]) over (partition by [totals].[period]) as decimal(18,2)), 0) as decimal(18,4)) as [share] from (select [placed].[period] as [period], [placed].[activity] as [activity], [placed].[kind] as [kind], cast(coalesce(sum([placed].[net]), 0) as decimal(18,2)) as [net], cast(sum([placed].[quantity]) as decimal(12,3)) as [quantity] from (select [all].[period] as [period], coalesce([all].[activity], [open].[products].[activity_id], 0) as [activity], case when coalesce([all].[activity], [open].[products].[activity_id]) is null then coalesce([open].[products].[kind], 'unknown') end as [kind], [all].[net] as [net], [all].[quantity] as [quantity] from (((select datefromparts(year([open].[site_days].[date]), month([open].[site_days].[date]), 1) as [period], cast(null as integer) as [product], [open].[activities].[id] as [activity], cast(0 as decimal(18,2)) as [net], cast(0 as decimal(18,3)) as [quantity] from [open].[site_days] inner join [open].[activities] on (([open].[activities].[site_id] = [open].[site_days].[site_id]) and (([open].[activities].[deleted_at] is null))) where (([open].[site_days].[open] = @p1) and (([open].[site_days].[deleted_at] is null)) and ((([open].[site_days].[date] >= @p2) and ([open].[site_days].[date] < @p3))))) union all (select datefromparts(year([mart].[revenue_daily].[day]), month([mart].[revenue_daily].[day]), 1) as [period], [mart].[revenue_daily].[product_id] as [product], cast(null as integer) as [activity], [mart].[revenue_daily].[net] as [net], cast([mart].[revenue_daily].[quantity] as decimal(18,3)) as [quantity] from [mart].[revenue_daily] where (([mart].[revenue_daily].[day] >= @p4) and ([mart].[revenue_daily].[day] < @p5)))) union all (select datefromparts(year([mart].[refunds_daily].[day]), month([mart].[refunds_daily].[day]), 1) as [period], [mart].[refunds_daily].[product_id] as [product], cast(null as integer) as [activity], -[mart].[refunds_daily].[net] as [net], cast(0 as decimal(18,3)) as [quantity] from [mart].[refunds_daily] where (((([mart].[refunds_daily].[day] >= @p6) and ([mart].[refunds_daily].[day] < @p7))) and ([mart].[refunds_daily].[product_id] <> @p8)))) [all] left join [open].[products] on [open].[products].[id] = [all].[product]) [placed] group by [placed].[period], [placed].[activity], [placed].[kind]) [totals] left join [open].[activities] on [open].[activities].[id] = [totals].[activity]) as [answer] order by [answer].[period] asc, [answer].[category] asc, [answer].[activity] asc offset 0 rows fetch next @p9 rows only

-- kpi/average-basket/channel/all/first
select [answer].[key] as [key], [answer].[name] as [name], [answer].[orders] as [orders], cast([answer].[mean] as nvarchar(41)) as [mean], cast([answer].[median] as nvarchar(41)) as [median], cast([answer].[p90] as nvarchar(41)) as [p90], cast([answer].[linesPerOrder] as nvarchar(41)) as [linesPerOrder] from (select [totals].[key] as [key], [totals].[key] as [name], [totals].[orders] as [orders], [totals].[mean] as [mean], [totals].[median] as [median], [totals].[p90] as [p90], [totals].[lines_per_order] as [linesPerOrder] from (select [ranked].[key] as [key], min([ranked].[site]) as [site], cast(coalesce(sum([ranked].[orders]), 0) as integer) as [orders], cast(cast(sum([ranked].[basket] * [ranked].[orders]) as decimal(18,2)) / nullif(cast(sum([ranked].[orders]) as decimal(18,2)), 0) as decimal(18,2)) as [mean], min(case when [ranked].[up_to] * 100 >= [ranked].[whole] * 50 then [ranked].[basket] end) as [median], min(case when [ranked].[up_to] * 100 >= [ranked].[whole] * 90 then [ranked].[basket] end) as [p90], cast(cast(sum([ranked].[lines]) as decimal(18,2)) / nullif(cast(sum([ranked].[orders]) as decimal(18,2)), 0) as decimal(18,2)) as [lines_per_order] from (select [amounts].[key] as [key], [amounts].[site] as [site], [amounts].[basket] as [basket], [amounts].[orders] as [orders], [amounts].[lines] as [lines], cast(sum([amounts].[orders]) over (partition by [amounts].[key] order by [amounts].[basket] rows unbounded preceding) as bigint) as [up_to], cast(sum([amounts].[orders]) over (partition by [amounts].[key]) as bigint) as [whole] from (select [channel] as [key], min([site_id]) as [site], [basket] as [basket], cast(coalesce(sum([orders]), 0) as integer) as [orders], cast(coalesce(sum([lines]), 0) as integer) as [lines] from [mart].[baskets_daily] where (([mart].[baskets_daily].[day] >= @p1) and ([mart].[baskets_daily].[day] < @p2)) group by [mart].[baskets_daily].[channel], [mart].[baskets_daily].[basket]) [amounts]) [ranked] group by [ranked].[key]) [totals] left join [open].[sites] on [open].[sites].[id] = [totals].[site]) as [answer] order by [answer].[key] asc offset 0 rows fetch next @p3 rows only

-- kpi/top-clients/net/all/first
select [answer].[rank] as [rank], [answer].[client] as [client], [answer].[recency] as [recency], [answer].[visits] as [visits], cast([answer].[net] as nvarchar(41)) as [net] from (select cast(row_number() over (order by [totals].[net] desc, [totals].[person] asc) as integer) as [rank], [totals].[person] as [client], datediff(day, [totals].[last], cast(@p1 as date)) as [recency], [totals].[visits] as [visits], [totals].[net] as [net] from (select [person] as [person], max(case when [mart].[people_daily].[purchases] + [mart].[people_daily].[visits] > 0 then [mart].[people_daily].[day] end) as [last], cast(coalesce(sum([visits]), 0) as integer) as [visits], cast(coalesce(sum([net]), 0) as decimal(18,2)) as [net] from [mart].[people_daily] where (((([mart].[people_daily].[day] >= @p2) and ([mart].[people_daily].[day] < @p3))) and ([mart].[people_daily].[person] <> @p4) and (not ([mart].[people_daily].[person] in (select [pid] from [sillage].[erased_person] union all select [pid] from [sillage].[restricted_person])))) group by [mart].[people_daily].[person]) [totals] where [totals].[last] is not null) as [answer] order by [answer].[rank] asc offset 0 rows fetch next @p5 rows only

-- kpi/new-vs-returning/month/all/first
select convert(nvarchar(10), [answer].[period], 23) as [period], [answer].[new] as [new], [answer].[returning] as [returning], cast([answer].[share] as nvarchar(41)) as [share] from (select [all].[period] as [period], cast(coalesce(sum([all].[new]), 0) as integer) as [new], cast(coalesce(sum([all].[people] - [all].[new]), 0) as integer) as [returning], cast(cast(sum([all].[new]) as decimal(18,2)) / nullif(cast(sum([all].[people]) as decimal(18,2)), 0) as decimal(18,4)) as [share] from ((select [open_periods].[period] as [period], cast(0 as integer) as [people], cast(0 as integer) as [new] from (select datefromparts(year([open].[site_days].[date]), month([open].[site_days].[date]), 1) as [period] from [open].[site_days] where (([open].[site_days].[open] = @p1) and (([open].[site_days].[deleted_at] is null)) and ((([open].[site_days].[date] >= @p2) and ([open].[site_days].[date] < @p3)))) group by datefromparts(year([open].[site_days].[date]), month([open].[site_days].[date]), 1)) [open_periods]) union all (select datefromparts(year([mart].[people_daily].[day]), month([mart].[people_daily].[day]), 1) as [period], cast(1 as integer) as [people], case when [mart].[people_daily].[first_day] >= datefromparts(year([mart].[people_daily].[day]), month([mart].[people_daily].[day]), 1) then 1 else 0 end as [new] from [mart].[people_daily] where (((([mart].[people_daily].[day] >= @p4) and ([mart].[people_daily].[day] < @p5))) and ((([mart].[people_daily].[visits] > @p6) and ([mart].[people_daily].[person] <> @p7))) and (((([mart].[people_daily].[previous_day] is null)) or ([mart].[people_daily].[previous_day] < @p8) or ([mart].[people_daily].[previous_day] < datefromparts(year([mart].[people_daily].[day]), month([mart].[people_daily].[day]), 1))))))) [all] group by [all].[period]) as [answer] order by [answer].[period] asc offset 0 rows fetch next @p9 rows only

-- kpi/retention-cohorts/season/all/first
select convert(nvarchar(10), [answer].[cohort], 23) as [cohort], [answer].[k] as [k], [answer].[size] as [size], [answer].[retained] as [retained], cast([answer].[rate] as nvarchar(41)) as [rate] from (select [sizes].[cohort] as [cohort], ((12 * (year([periods].[period]) - year([sizes].[cohort])) + month([periods].[period]) - month([sizes].[cohort])) / 12) as [k], [sizes].[size] as [size], coalesce([counts].[retained], 0) as [retained], cast(cast(coalesce([counts].[retained], 0) as decimal(18,2)) / nullif(cast([sizes].[size] as decimal(18,2)), 0) as decimal(18,4)) as [rate] from (select [counts].[cohort] as [cohort], [counts].[retained] as [size] from (select datefromparts(year([day]), 1, 1) as [cohort], [period] as [period], cast(coalesce(sum([people]), 0) as integer) as [retained] from [mart].[cohorts_daily] where (((([mart].[cohorts_daily].[grain] = @p1) and ([mart].[cohorts_daily].[site_id] = @p2))) and ((([mart].[cohorts_daily].[day] >= @p3) and (datefromparts(year([mart].[cohorts_daily].[day]), 1, 1) >= @p4) and (datefromparts(year([mart].[cohorts_daily].[day]), 1, 1) < @p5)))) group by datefromparts(year([mart].[cohorts_daily].[day]), 1, 1), [mart].[cohorts_daily].[period]) [counts] where [counts].[period] = [counts].[cohort]) [sizes] inner join ((select datefromparts(year([date]), 1, 1) as [period] from [open].[site_days] where (([open].[site_days].[open] = @p6) and (([open].[site_days].[deleted_at] is null))) group by datefromparts(year([open].[site_days].[date]), 1, 1)) union (select [period] as [period] from [mart].[cohorts_daily] where (([mart].[cohorts_daily].[grain] = @p7) and ([mart].[cohorts_daily].[site_id] = @p8)) group by [mart].[cohorts_daily].[period])) [periods] on [periods].[period] >= [sizes].[cohort] left join (select datefromparts(year([day]), 1, 1) as [cohort], [period] as [period], cast(coalesce(sum([people]), 0) as integer) as [retained] from [mart].[cohorts_daily] where (((([mart].[cohorts_daily].[grain] = @p9) and ([mart].[cohorts_daily].[site_id] = @p10))) and ((([mart].[cohorts_daily].[day] >= @p11) and (datefromparts(year([mart].[cohorts_daily].[day]), 1, 1) >= @p12) and (datefromparts(year([mart].[cohorts_daily].[day]), 1, 1) < @p13)))) group by datefromparts(year([mart].[cohorts_daily].[day]), 1, 1), [mart].[cohorts_daily].[period]) [counts] on (([counts].[cohort] = [sizes].[cohort]) and ([counts].[period] = [periods].[period]))) as [answer] order by [answer].[cohort] asc, [answer].[k] asc offset 0 rows fetch next @p14 rows only

-- kpi/occupancy/month/all/all/first
select convert(nvarchar(10), [answer].[period], 23) as [period], [answer].[offered] as [offered], [answer].[booked] as [booked], [answer].[checkedIn] as [checkedIn], cast([answer].[rate] as nvarchar(41)) as [rate], [answer].[weatherClosedDays] as [weatherClosedDays] from (select [all].[period] as [period], cast(coalesce(sum([all].[offered]), 0) as integer) as [offered], cast(coalesce(sum([all].[booked]), 0) as integer) as [booked], cast(coalesce(sum([all].[checkedIn]), 0) as integer) as [checkedIn], cast(cast(sum([all].[booked]) as decimal(18,2)) / nullif(cast(sum([all].[offered]) as decimal(18,2)), 0) as decimal(18,4)) as [rate], cast(coalesce(sum([all].[closed]), 0) as integer) as [weatherClosedDays] from ((((select [open_periods].[period] as [period], cast(0 as integer) as [offered], cast(0 as integer) as [booked], cast(0 as integer) as [checkedIn], cast(0 as integer) as [closed] from (select datefromparts(year([open].[site_days].[date]), month([open].[site_days].[date]), 1) as [period] from [open].[site_days] where (([open].[site_days].[open] = @p1) and (([open].[site_days].[deleted_at] is null)) and ((([open].[site_days].[date] >= @p2) and ([open].[site_days].[date] < @p3)))) group by datefromparts(year([open].[site_days].[date]), month([open].[site_days].[date]), 1)) [open_periods]) union all (select datefromparts(year([mart].[occupancy_daily].[day]), month([mart].[occupancy_daily].[day]), 1) as [period], [mart].[occupancy_daily].[offered] as [offered], [mart].[occupancy_daily].[booked] as [booked], cast(0 as integer) as [checkedIn], cast(0 as integer) as [closed] from [mart].[occupancy_daily] left join [open].[activities] on [open].[activities].[id] = [mart].[occupancy_daily].[activity_id] where (([mart].[occupancy_daily].[day] >= @p4) and ([mart].[occupancy_daily].[day] < @p5)))) union all (select datefromparts(year([mart].[bookings_daily].[day]), month([mart].[bookings_daily].[day]), 1) as [period], cast(0 as integer) as [offered], cast(0 as integer) as [booked], [mart].[bookings_daily].[checked_in] as [checkedIn], cast(0 as integer) as [closed] from [mart].[bookings_daily] left join [open].[activities] on [open].[activities].[id] = [mart].[bookings_daily].[activity_id] where (([mart].[bookings_daily].[day] >= @p6) and ([mart].[bookings_daily].[day] < @p7)))) union all (select datefromparts(year([days].[day]), month([days].[day]), 1) as [period], cast(0 as integer) as [offered], cast(0 as integer) as [booked], cast(0 as integer) as [checkedIn], [days].[is_closed] as [closed] from (select [mart].[occupancy_daily].[day] as [day], case when sum([mart].[occupancy_daily].[slots]) = 0 and sum(coalesce([mart].[occupancy_daily].[weather_closed], 0)) > 0 then 1 else 0 end as [is_closed] from [mart].[occupancy_daily] left join [open].[activities] on [open].[activities].[id] = [mart].[occupancy_daily].[activity_id] where (([mart].[occupancy_daily].[day] >= @p8) and ([mart].[occupancy_daily].[day] < @p9)) group by [mart].[occupancy_daily].[day], [mart].[occupancy_daily].[site_id]) [days])) [all] group by [all].[period]) as [answer] order by [answer].[period] asc offset 0 rows fetch next @p10 rows only

-- kpi/cancellations/month/all/all/first
select convert(nvarchar(10), [answer].[period], 23) as [period], [answer].[booked] as [booked], [answer].[cancelled] as [cancelled], [answer].[weather] as [weather], [answer].[noShow] as [noShow], cast([answer].[cancelledRate] as nvarchar(41)) as [cancelledRate], cast([answer].[weatherRate] as nvarchar(41)) as [weatherRate], cast([answer].[noShowRate] as nvarchar(41)) as [noShowRate], cast([answer].[refunded] as nvarchar(41)) as [refunded] from (select [all].[period] as [period], cast(coalesce(sum([all].[booked]), 0) as integer) as [booked], cast(coalesce(sum([all].[cancelled]), 0) as integer) as [cancelled], cast(coalesce(sum([all].[weather]), 0) as integer) as [weather], cast(coalesce(sum([all].[noShow]), 0) as integer) as [noShow], cast(cast(sum([all].[cancelled]) as decimal(18,2)) / nullif(cast(sum([all].[booked]) as decimal(18,2)), 0) as decimal(18,4)) as [cancelledRate], cast(cast(sum([all].[weather]) as decimal(18,2)) / nullif(cast(sum([all].[booked]) as decimal(18,2)), 0) as decimal(18,4)) as [weatherRate], cast(cast(sum([all].[noShow]) as decimal(18,2)) / nullif(cast(sum([all].[booked]) as decimal(18,2)), 0) as decimal(18,4)) as [noShowRate], cast(coalesce(sum([all].[refunded]), 0) as decimal(18,2)) as [refunded] from ((select [open_periods].[period] as [period], cast(0 as integer) as [booked], cast(0 as integer) as [cancelled], cast(0 as integer) as [weather], cast(0 as integer) as [noShow], cast(0 as decimal(18,2)) as [refunded] from (select datefromparts(year([open].[site_days].[date]), month([open].[site_days].[date]), 1) as [period] from [open].[site_days] where (([open].[site_days].[open] = @p1) and (([open].[site_days].[deleted_at] is null)) and ((([open].[site_days].[date] >= @p2) and ([open].[site_days].[date] < @p3)))) group by datefromparts(year([open].[site_days].[date]), month([open].[site_days].[date]), 1)) [open_periods]) union all (select datefromparts(year([mart].[bookings_daily].[day]), month([mart].[bookings_daily].[day]), 1) as [period], [mart].[bookings_daily].[bookings] as [booked], case when [mart].[bookings_daily].[reason] <> 'kept' then [mart].[bookings_daily].[bookings] else 0 end as [cancelled], case when [mart].[bookings_daily].[reason] = 'weather' then [mart].[bookings_daily].[bookings] else 0 end as [weather], [mart].[bookings_daily].[no_shows] as [noShow], case when [mart].[bookings_daily].[reason] <> 'kept' then [mart].[bookings_daily].[refunded] else cast(0 as decimal(18,2)) end as [refunded] from [mart].[bookings_daily] where (([mart].[bookings_daily].[day] >= @p4) and ([mart].[bookings_daily].[day] < @p5)))) [all] group by [all].[period]) as [answer] order by [answer].[period] asc offset 0 rows fetch next @p6 rows only

-- kpi/peak-hours/all/all/first
select [answer].[weekday] as [weekday], [answer].[hour] as [hour], [answer].[visits] as [visits], cast([answer].[visitsPerOpenDay] as nvarchar(41)) as [visitsPerOpenDay], cast([answer].[occupancy] as nvarchar(41)) as [occupancy] from (select [sums].[weekday] as [weekday], [sums].[hour] as [hour], [sums].[visits] as [visits], cast(cast([sums].[visits] as decimal(18,2)) / nullif(cast(coalesce([open_days].[days], 0) as decimal(18,2)), 0) as decimal(18,2)) as [visitsPerOpenDay], [sums].[occupancy] as [occupancy] from (select [all].[weekday] as [weekday], [all].[hour] as [hour], cast(coalesce(sum([all].[visits]), 0) as integer) as [visits], cast(cast(sum([all].[booked]) as decimal(18,2)) / nullif(cast(sum([all].[offered]) as decimal(18,2)), 0) as decimal(18,4)) as [occupancy] from ((select (datediff(day, cast('0001-01-01' as date), [mart].[visits_hourly].[day]) % 7 + 1) as [weekday], [mart].[visits_hourly].[hour] as [hour], [mart].[visits_hourly].[visits] as [visits], cast(0 as integer) as [offered], cast(0 as integer) as [booked] from [mart].[visits_hourly] left join [open].[activities] on [open].[activities].[id] = [mart].[visits_hourly].[activity_id] where (([mart].[visits_hourly].[day] >= @p1) and ([mart].[visits_hourly].[day] < @p2))) union all (select (datediff(day, cast('0001-01-01' as date), [mart].[slots_hourly].[day]) % 7 + 1) as [weekday], [mart].[slots_hourly].[hour] as [hour], cast(0 as integer) as [visits], [mart].[slots_hourly].[offered] as [offered], [mart].[slots_hourly].[booked] as [booked] from [mart].[slots_hourly] left join [open].[activities] on [open].[activities].[id] = [mart].[slots_hourly].[activity_id] where (([mart].[slots_hourly].[day] >= @p3) and ([mart].[slots_hourly].[day] < @p4)))) [all] group by [all].[weekday], [all].[hour]) [sums] left join (select [open].[weekday] as [weekday], cast(count(*) as integer) as [days] from (select (datediff(day, cast('0001-01-01' as date), [date]) % 7 + 1) as [weekday] from [open].[site_days] where (([open].[site_days].[open] = @p5) and (([open].[site_days].[deleted_at] is null)) and ((([open].[site_days].[date] >= @p6) and ([open].[site_days].[date] < @p7))))) [open] group by [open].[weekday]) [open_days] on [open_days].[weekday] = [sums].[weekday]) as [answer] order by [answer].[weekday] asc, [answer].[hour] asc offset 0 rows fetch next @p8 rows only

-- kpi/seasonality-index/month/all/first
select [answer].[unit] as [unit], cast([answer].[index] as nvarchar(41)) as [index], [answer].[seasons] as [seasons] from (select [sums].[unit] as [unit], cast(100 * [sums].[share] * cast(count(*) over () as decimal(6,0)) / nullif(cast(sum([sums].[share]) over () as decimal(18,10)), 0) as decimal(18,2)) as [index], [sums].[seasons] as [seasons] from (select [shares].[unit] as [unit], cast(sum([shares].[share]) as decimal(18,10)) as [share], cast(count(*) as integer) as [seasons] from (select [units].[unit] as [unit], [units].[season] as [season], cast([units].[net] / nullif(cast(sum([units].[net]) over (partition by [units].[season]) as decimal(18,2)), 0) as decimal(18,10)) as [share] from (select [placed].[season] as [season], [placed].[unit] as [unit], cast(coalesce(sum([placed].[net]), 0) as decimal(18,2)) as [net] from (select datefromparts(year([all].[day]), 1, 1) as [season], month([all].[day]) as [unit], [all].[net] as [net] from (((select [date] as [day], cast(0 as decimal(18,2)) as [net] from [open].[site_days] where (([open].[site_days].[open] = @p1) and (([open].[site_days].[deleted_at] is null)) and ((([open].[site_days].[date] >= @p2) and ([open].[site_days].[date] < @p3)))) group by [open].[site_days].[date]) union all (select [day] as [day], cast(coalesce(sum([mart].[orders_daily].[net]), 0) as decimal(18,2)) as [net] from [mart].[orders_daily] where (((([mart].[orders_daily].[day] >= @p4) and ([mart].[orders_daily].[day] < @p5))) and ([mart].[orders_daily].[kind] = @p6)) group by [mart].[orders_daily].[day])) union all (select [day] as [day], -cast(coalesce(sum([mart].[refunds_daily].[net]), 0) as decimal(18,2)) as [net] from [mart].[refunds_daily] where (((([mart].[refunds_daily].[day] >= @p7) and ([mart].[refunds_daily].[day] < @p8))) and ([mart].[refunds_daily].[product_id] = @p9)) group by [mart].[refunds_daily].[day])) [all]) [placed] group by [placed].[season], [placed].[unit]) [units]) [shares] group by [shares].[unit]) [sums]) as [answer] order by [answer].[unit] asc offset 0 rows fetch next @p10 rows only

-- kpi/payment-mix/month/all/first
select convert(nvarchar(10), [answer].[period], 23) as [period], [answer].[method] as [method], cast([answer].[amount] as nvarchar(41)) as [amount], cast([answer].[refunds] as nvarchar(41)) as [refunds], cast([answer].[net] as nvarchar(41)) as [net], cast([answer].[share] as nvarchar(41)) as [share] from (select [totals].[period] as [period], [totals].[method] as [method], [totals].[amount] as [amount], [totals].[refunds] as [refunds], [totals].[net] as [net], cast(cast([totals].[net] as decimal(18,2)) / nullif(cast(sum([totals].[net]) over (partition by [totals].[period]) as decimal(18,2)), 0) as decimal(18,4)) as [share] from (select [all].[period] as [period], [all].[method] as [method], cast(coalesce(sum([all].[amount]), 0) as decimal(18,2)) as [amount], cast(coalesce(sum([all].[refunds]), 0) as decimal(18,2)) as [refunds], cast(coalesce(sum([all].[amount] - [all].[refunds]), 0) as decimal(18,2)) as [net] from ((select [open_periods].[period] as [period], [methods].[method] as [method], cast(0 as decimal(18,2)) as [amount], cast(0 as decimal(18,2)) as [refunds] from (select datefromparts(year([open].[site_days].[date]), month([open].[site_days].[date]), 1) as [period] from [open].[site_days] where (([open].[site_days].[open] = @p1) and (([open].[site_days].[deleted_at] is null)) and ((([open].[site_days].[date] >= @p2) and ([open].[site_days].[date] < @p3)))) group by datefromparts(year([open].[site_days].[date]), month([open].[site_days].[date]), 1)) [open_periods] cross join (select [method] as [method] from [mart].[payments_daily] where (([mart].[payments_daily].[day] >= @p4) and ([mart].[payments_daily].[day] < @p5)) group by [mart].[payments_daily].[method]) [methods]) union all (select datefromparts(year([mart].[payments_daily].[day]), month([mart].[payments_daily].[day]), 1) as [period], [mart].[payments_daily].[method] as [method], [mart].[payments_daily].[amount] as [amount], [mart].[payments_daily].[refunds] as [refunds] from [mart].[payments_daily] where (([mart].[payments_daily].[day] >= @p6) and ([mart].[payments_daily].[day] < @p7)))) [all] group by [all].[period], [all].[method]) [totals]) as [answer] order by [answer].[period] asc, [answer].[method] asc offset 0 rows fetch next @p8 rows only

-- kpi/passes/all/all/first
select [answer].[product] as [product], [answer].[name] as [name], [answer].[active] as [active], [answer].[sold] as [sold], [answer].[renewed] as [renewed], [answer].[churned] as [churned], cast([answer].[rate] as nvarchar(41)) as [rate], [answer].[creditsOutstanding] as [creditsOutstanding] from (select [each].[product] as [product], coalesce(min([open].[products].[name]), 'unknown') as [name], cast(coalesce(sum([each].[active]), 0) as integer) as [active], cast(coalesce(sum([each].[sold]), 0) as integer) as [sold], cast(coalesce(sum([each].[renewed]), 0) as integer) as [renewed], cast(coalesce(sum([each].[ended] - [each].[renewed]), 0) as integer) as [churned], cast(cast(sum([each].[renewed]) as decimal(18,2)) / nullif(cast(sum([each].[ended]) as decimal(18,2)), 0) as decimal(18,4)) as [rate], cast(coalesce(sum([each].[credits]), 0) as integer) as [creditsOutstanding] from (select [open].[passes].[product_id] as [product], case when (([open].[passes].[starts_on] < @p1) and (datediff(day, [open].[passes].[ends_on], cast(@p2 as date)) <= 1)) then 1 else 0 end as [active], case when (([open].[passes].[starts_on] >= @p3) and ([open].[passes].[starts_on] < @p4)) then 1 else 0 end as [sold], case when (((([open].[passes].[ends_on] >= @p5) and ([open].[passes].[ends_on] < @p6))) and (coalesce(datediff(day, [open].[passes].[ends_on], cast([renewals].[starts_on] as date)), 60 + 1) <= 60)) then 1 else 0 end as [renewed], case when (([open].[passes].[ends_on] >= @p7) and ([open].[passes].[ends_on] < @p8)) then 1 else 0 end as [ended], case when (([open].[passes].[starts_on] < @p9) and (datediff(day, [open].[passes].[ends_on], cast(@p10 as date)) <= 1)) then coalesce([open].[passes].[credits_total], 0) - coalesce([open].[passes].[credits_used], 0) else 0 end as [credits] from [open].[passes] left join (select [renewed_from_id] as [renewed], min([starts_on]) as [starts_on] from [open].[passes] where ((((([open].[passes].[deleted_at] is null)) and ([open].[passes].[status] <> @p11))) and (([open].[passes].[renewed_from_id] is not null))) group by [open].[passes].[renewed_from_id]) [renewals] on [renewals].[renewed] = [open].[passes].[id] where ((([open].[passes].[deleted_at] is null)) and ([open].[passes].[status] <> @p12))) [each] left join [open].[products] on [open].[products].[id] = [each].[product] group by [each].[product]) as [answer] order by [answer].[product] asc offset 0 rows fetch next @p13 rows only

-- kpi/catchment/10/all/first
select [answer].[place] as [place], [answer].[within] as [within], cast([answer].[km] as nvarchar(41)) as [km], cast([answer].[departementKm] as nvarchar(41)) as [departementKm], cast([answer].[regionKm] as nvarchar(41)) as [regionKm], [answer].[buyers] as [buyers], [answer].[clients] as [clients], [answer].[visits] as [visits], cast([answer].[gross] as nvarchar(41)) as [gross], cast([answer].[netOfVat] as nvarchar(41)) as [netOfVat], cast([answer].[largest] as nvarchar(41)) as [largest], [answer].[base] as [base] from (select coalesce([homes].[insee], 'unknown') as [place], coalesce(min([homes].[within]), 'unknown/unknown') as [within], cast(null as decimal(9,1)) as [km], cast(null as decimal(9,1)) as [departementKm], cast(null as decimal(9,1)) as [regionKm], cast(coalesce(sum([cells].[buyers]), 0) as integer) as [buyers], cast(coalesce(sum([cells].[clients]), 0) as integer) as [clients], cast(coalesce(sum([cells].[visits]), 0) as integer) as [visits], cast(coalesce(sum([cells].[gross]), 0) as decimal(18,2)) as [gross], cast(coalesce(sum([cells].[net]), 0) as decimal(18,2)) as [netOfVat], max([cells].[largest]) as [largest], [cells].[base] as [base] from (select [each].[insee] as [insee], [each].[base] as [base], cast(coalesce(sum(case when [each].[person] is not null and [each].[deals] > 0 then 1 else 0 end), 0) as integer) as [buyers], cast(coalesce(sum(case when [each].[person] is not null and 1 = 1 then 1 else 0 end), 0) as integer) as [clients], cast(coalesce(sum([each].[visits]), 0) as integer) as [visits], cast(coalesce(sum([each].[gross]), 0) as decimal(18,2)) as [gross], cast(coalesce(sum([each].[net]), 0) as decimal(18,2)) as [net], cast(max(case when [each].[person] is null then 0 else [each].[gross] end) as decimal(18,2)) as [largest] from (select [commune_code] as [insee], nullif([person], '00000000-0000-0000-0000-000000000000') as [person], cast(0 as integer) as [base], cast(coalesce(sum([visits]), 0) as integer) as [visits], cast(coalesce(sum([mart].[people_daily].[purchases] + [mart].[people_daily].[refunds]), 0) as integer) as [deals], cast(coalesce(sum([gross]), 0) as decimal(18,2)) as [gross], cast(coalesce(sum([net]), 0) as decimal(18,2)) as [net] from [mart].[people_daily] where (([mart].[people_daily].[day] >= @p1) and ([mart].[people_daily].[day] < @p2)) group by [mart].[people_daily].[person], [mart].[people_daily].[commune_code]) [each] group by [each].[insee], [each].[base]) [cells] left join (select [insee_code] as [insee], min(concat([open].[communes].[region_code], '/', [open].[communes].[departement_code])) as [within], min((cos(radians(cast([open].[communes].[latitude] as float))) * cos(radians(cast([open].[communes].[longitude] as float))))) as [x], min((cos(radians(cast([open].[communes].[latitude] as float))) * sin(radians(cast([open].[communes].[longitude] as float))))) as [y], min(sin(radians(cast([open].[communes].[latitude] as float)))) as [z] from [open].[communes] where [open].[communes].[insee_code] in (select [commune_code] as [insee] from [mart].[people_daily] where (([mart].[people_daily].[day] >= @p3) and ([mart].[people_daily].[day] < @p4))) group by [open].[communes].[insee_code]) [homes] on [homes].[insee] = [cells].[insee] group by [homes].[insee], [cells].[base]) as [answer] order by [answer].[place] asc offset 0 rows fetch next @p5 rows only

-- kpi/booking-lead-time/all/all/first
select [answer].[channel] as [channel], [answer].[bookings] as [bookings], [answer].[p50] as [p50], [answer].[p90] as [p90], cast([answer].[sameDayShare] as nvarchar(41)) as [sameDayShare] from (select [ranked].[channel] as [channel], cast(coalesce(sum([ranked].[bookings]), 0) as integer) as [bookings], min(case when [ranked].[up_to] * 100 >= [ranked].[whole] * 50 then [ranked].[leadDays] end) as [p50], min(case when [ranked].[up_to] * 100 >= [ranked].[whole] * 90 then [ranked].[leadDays] end) as [p90], cast(cast(sum(case when [ranked].[leadDays] = 0 then [ranked].[bookings] else 0 end) as decimal(18,2)) / nullif(cast(sum([ranked].[bookings]) as decimal(18,2)), 0) as decimal(18,4)) as [sameDayShare] from (select [days].[channel] as [channel], [days].[leadDays] as [leadDays], [days].[bookings] as [bookings], cast(sum([days].[bookings]) over (partition by [days].[channel] order by [days].[leadDays] rows unbounded preceding) as bigint) as [up_to], cast(sum([days].[bookings]) over (partition by [days].[channel]) as bigint) as [whole] from (select [channel] as [channel], [lead_days] as [leadDays], cast(coalesce(sum([bookings]), 0) as integer) as [bookings] from [mart].[lead_times_daily] where (([mart].[lead_times_daily].[day] >= @p1) and ([mart].[lead_times_daily].[day] < @p2)) group by [mart].[lead_times_daily].[channel], [mart].[lead_times_daily].[lead_days]) [days]) [ranked] group by [ranked].[channel]) as [answer] order by [answer].[channel] asc offset 0 rows fetch next @p3 rows only
