alter table [sillage].[api_key] add [cidrs] nvarchar(max) not null constraint [api_key_cidrs] default N'[]';
--> statement-breakpoint
alter table [sillage].[api_key] add [consumer] nvarchar(100) collate Latin1_General_100_BIN2;
