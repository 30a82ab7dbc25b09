create table [sillage].[deployed_graph] (
  [hash] nvarchar(40) collate Latin1_General_100_BIN2 not null constraint [deployed_graph_pkey] primary key,
  [graph] nvarchar(max) not null, [deployed_at] datetime2(6) not null constraint [deployed_graph_at] default sysutcdatetime());
