CREATE TABLE [mart].[orders_daily] (
	[day] date NOT NULL,
	[site_id] int NOT NULL,
	[kind] nvarchar(40) collate Latin1_General_100_BIN2 NOT NULL,
	[orders] int NOT NULL,
	[gross] decimal(18,2) NOT NULL,
	[net] decimal(18,2) NOT NULL,
	CONSTRAINT [orders_daily_pkey] PRIMARY KEY([day],[site_id],[kind]) WITH (DATA_COMPRESSION = PAGE)
);
--> statement-breakpoint
CREATE TABLE [mart].[cohorts_daily] (
	[day] date NOT NULL,
	[site_id] int NOT NULL,
	[grain] nvarchar(20) collate Latin1_General_100_BIN2 NOT NULL,
	[period] date NOT NULL,
	[people] int NOT NULL,
	CONSTRAINT [cohorts_daily_pkey] PRIMARY KEY([day],[site_id],[grain],[period]) WITH (DATA_COMPRESSION = PAGE)
);
--> statement-breakpoint
ALTER TABLE [mart].[people_daily] ADD [purchases] int NULL;
--> statement-breakpoint
ALTER TABLE [mart].[people_daily] ADD [refunds] int NULL;
--> statement-breakpoint
ALTER TABLE [mart].[people_daily] ADD [first_day] date NULL;
--> statement-breakpoint
ALTER TABLE [mart].[people_daily] ADD [first_day_here] date NULL;
--> statement-breakpoint
-- What the rows themselves say, until the mart is built again: a line of no amount is told then.
UPDATE [mart].[people_daily] SET [purchases] = case when [gross] <> 0 then 1 else 0 end, [refunds] = case when [gross] = 0 and [net] <> 0 then 1 else 0 end;
--> statement-breakpoint
UPDATE p SET [first_day] = f.ever, [first_day_here] = f.here FROM [mart].[people_daily] p JOIN (SELECT day, site_id, person, min(case when visits > 0 then day end) over (partition by person) as ever, min(case when visits > 0 then day end) over (partition by person, site_id) as here FROM [mart].[people_daily] WHERE person <> '00000000-0000-0000-0000-000000000000') f ON f.day = p.day AND f.site_id = p.site_id AND f.person = p.person;
