create table [sillage].[partition_state] (
  [asset] nvarchar(128) collate Latin1_General_100_BIN2 not null constraint [partition_state_pkey] primary key,
  [failed] nvarchar(max) collate Latin1_General_100_BIN2 not null);
