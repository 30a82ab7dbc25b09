ALTER TABLE [mart].[cohorts_daily] DROP CONSTRAINT [cohorts_daily_pkey];
--> statement-breakpoint
-- Filled below with what the rows themselves say, until the mart is built again.
ALTER TABLE [mart].[people_daily] ADD [previous_day] date NULL;
--> statement-breakpoint
ALTER TABLE [mart].[people_daily] ADD [previous_day_here] date NULL;
--> statement-breakpoint
ALTER TABLE [mart].[cohorts_daily] ADD CONSTRAINT [cohorts_daily_pkey] PRIMARY KEY ([site_id],[grain],[day],[period]) WITH (DATA_COMPRESSION = PAGE);
--> statement-breakpoint
UPDATE p SET [previous_day] = f.before, [previous_day_here] = f.here FROM [mart].[people_daily] p JOIN (SELECT day, site_id, person, lag(day) over (partition by person order by day, site_id) as before, lag(day) over (partition by person, site_id order by day) as here FROM [mart].[people_daily] WHERE visits > 0 AND person <> '00000000-0000-0000-0000-000000000000') f ON f.day = p.day AND f.site_id = p.site_id AND f.person = p.person;
