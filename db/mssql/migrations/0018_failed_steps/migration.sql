create index [run_step_asset] on [sillage].[run_step] ([asset], [ended_at], [run_id]);
--> statement-breakpoint
create index [run_step_failed] on [sillage].[run_step] ([asset], [ended_at]) where [state] = N'failed';
