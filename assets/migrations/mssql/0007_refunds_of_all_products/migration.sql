ALTER TABLE [mart].[orders_daily] DROP CONSTRAINT [orders_daily_pkey];
--> statement-breakpoint
ALTER TABLE [mart].[refunds_daily] DROP CONSTRAINT [refunds_daily_pkey];
--> statement-breakpoint
ALTER TABLE [mart].[orders_daily] ADD CONSTRAINT [orders_daily_pkey] PRIMARY KEY ([kind],[day],[site_id]) WITH (DATA_COMPRESSION = PAGE);
--> statement-breakpoint
ALTER TABLE [mart].[refunds_daily] ADD CONSTRAINT [refunds_daily_pkey] PRIMARY KEY ([product_id],[day],[site_id]) WITH (DATA_COMPRESSION = PAGE);
--> statement-breakpoint
-- What the rows themselves say, until the mart is built again.
INSERT INTO [mart].[refunds_daily] ([day], [site_id], [product_id], [amount], [net]) SELECT [day], [site_id], 0, sum([amount]), sum([net]) FROM [mart].[refunds_daily] GROUP BY [day], [site_id];
