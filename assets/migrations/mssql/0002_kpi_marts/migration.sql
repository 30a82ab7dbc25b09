CREATE TABLE [mart].[refunds_daily] (
	[day] date NOT NULL,
	[site_id] int NOT NULL,
	[product_id] int NOT NULL,
	[amount] decimal(18,2) NOT NULL,
	[net] decimal(18,2) NOT NULL,
	CONSTRAINT [refunds_daily_pkey] PRIMARY KEY([day],[site_id],[product_id]) WITH (DATA_COMPRESSION = PAGE)
);
--> statement-breakpoint
CREATE TABLE [mart].[payments_daily] (
	[day] date NOT NULL,
	[site_id] int NOT NULL,
	[method] nvarchar(40) collate Latin1_General_100_BIN2 NOT NULL,
	[amount] decimal(18,2) NOT NULL,
	[refunds] decimal(18,2) NOT NULL,
	CONSTRAINT [payments_daily_pkey] PRIMARY KEY([day],[site_id],[method]) WITH (DATA_COMPRESSION = PAGE)
);
--> statement-breakpoint
CREATE TABLE [mart].[baskets_daily] (
	[day] date NOT NULL,
	[site_id] int NOT NULL,
	[channel] nvarchar(40) collate Latin1_General_100_BIN2 NOT NULL,
	[basket] decimal(18,2) NOT NULL,
	[orders] int NOT NULL,
	[lines] int NOT NULL,
	CONSTRAINT [baskets_daily_pkey] PRIMARY KEY([day],[site_id],[channel],[basket]) WITH (DATA_COMPRESSION = PAGE)
);
--> statement-breakpoint
CREATE TABLE [mart].[bookings_daily] (
	[day] date NOT NULL,
	[site_id] int NOT NULL,
	[activity_id] int NOT NULL,
	[channel] nvarchar(40) collate Latin1_General_100_BIN2 NOT NULL,
	[reason] nvarchar(40) collate Latin1_General_100_BIN2 NOT NULL,
	[bookings] int NOT NULL,
	[no_shows] int NOT NULL,
	[checked_in] int NOT NULL,
	[refunded] decimal(18,2) NOT NULL,
	CONSTRAINT [bookings_daily_pkey] PRIMARY KEY([day],[site_id],[activity_id],[channel],[reason]) WITH (DATA_COMPRESSION = PAGE)
);
--> statement-breakpoint
CREATE TABLE [mart].[lead_times_daily] (
	[day] date NOT NULL,
	[site_id] int NOT NULL,
	[channel] nvarchar(40) collate Latin1_General_100_BIN2 NOT NULL,
	[lead_days] int NOT NULL,
	[bookings] int NOT NULL,
	CONSTRAINT [lead_times_daily_pkey] PRIMARY KEY([day],[site_id],[channel],[lead_days]) WITH (DATA_COMPRESSION = PAGE)
);
--> statement-breakpoint
CREATE TABLE [mart].[slots_hourly] (
	[day] date NOT NULL,
	[site_id] int NOT NULL,
	[activity_id] int NOT NULL,
	[hour] int NOT NULL,
	[offered] int NOT NULL,
	[booked] int NOT NULL,
	CONSTRAINT [slots_hourly_pkey] PRIMARY KEY([day],[site_id],[activity_id],[hour]) WITH (DATA_COMPRESSION = PAGE)
);
--> statement-breakpoint
CREATE TABLE [mart].[visits_hourly] (
	[day] date NOT NULL,
	[site_id] int NOT NULL,
	[activity_id] int NOT NULL,
	[hour] int NOT NULL,
	[visits] int NOT NULL,
	CONSTRAINT [visits_hourly_pkey] PRIMARY KEY([day],[site_id],[activity_id],[hour]) WITH (DATA_COMPRESSION = PAGE)
);
--> statement-breakpoint
CREATE TABLE [mart].[people_daily] (
	[day] date NOT NULL,
	[site_id] int NOT NULL,
	[person] char(36) collate Latin1_General_100_BIN2 NOT NULL,
	[commune_code] nvarchar(10) collate Latin1_General_100_BIN2 NULL,
	[visits] int NOT NULL,
	[gross] decimal(18,2) NOT NULL,
	[net] decimal(18,2) NOT NULL,
	CONSTRAINT [people_daily_pkey] PRIMARY KEY([day],[site_id],[person]) WITH (DATA_COMPRESSION = PAGE)
);
