alter table [sillage].[load] add [merged] bigint;
--> statement-breakpoint
alter table [sillage].[load] add [unchanged] bigint;
--> statement-breakpoint
alter table [sillage].[load] add [superseded] bigint;
--> statement-breakpoint
drop index [load_table] on [sillage].[load];
--> statement-breakpoint
create index [load_claim] on [sillage].[load] ([table_key]) where [claim] is not null;
--> statement-breakpoint
drop index [check_result_time] on [sillage].[check_result];
