create table [sillage].[check_result] (
  [asset] nvarchar(128) collate Latin1_General_100_BIN2 not null, [check_name] nvarchar(160) collate Latin1_General_100_BIN2 not null,
  [cause] nvarchar(160) collate Latin1_General_100_BIN2 not null, [kind] nvarchar(40) collate Latin1_General_100_BIN2 not null,
  [at] datetime2(6) not null constraint [check_result_at] default sysutcdatetime(), [severity] nvarchar(10) collate Latin1_General_100_BIN2 not null,
  [state] nvarchar(10) collate Latin1_General_100_BIN2 not null, [figure] float, [bound] nvarchar(400) not null, [failing] bigint,
  [materialisation] nvarchar(100) collate Latin1_General_100_BIN2,
  primary key ([asset], [check_name], [cause]));
--> statement-breakpoint
create index [check_result_time] on [sillage].[check_result] ([asset], [check_name], [at]);
