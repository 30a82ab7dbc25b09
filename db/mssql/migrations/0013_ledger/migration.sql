create table [sillage].[erasure_entry] ([seq] int not null constraint [erasure_entry_pkey] primary key, [mac] varchar(64) not null);
