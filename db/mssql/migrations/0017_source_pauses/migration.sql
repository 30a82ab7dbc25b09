create table [sillage].[source_pause] (
  [source] nvarchar(128) collate Latin1_General_100_BIN2 not null constraint [source_pause_pkey] primary key, [paused_until] datetime2(3) not null);
