CREATE TABLE [mart].[refunds_daily] (
	[day] date NOT NULL,
	[site_id] int NOT NULL,
	[product_id] int NOT NULL,
	[amount] decimal(18,2) NOT NULL,
	[net] decimal(18,2) NOT NULL,
	CONSTRAINT [refunds_daily_pkey] PRIMARY KEY([day],[site_id],[product_id]) WITH (DATA_COMPRESSION = PAGE)
);
