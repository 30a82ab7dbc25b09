IF SCHEMA_ID(N'open') IS NULL EXEC(N'CREATE SCHEMA [open]');
--> statement-breakpoint
IF SCHEMA_ID(N'sealed') IS NULL EXEC(N'CREATE SCHEMA [sealed]');
--> statement-breakpoint
IF SCHEMA_ID(N'staging') IS NULL EXEC(N'CREATE SCHEMA [staging]');
--> statement-breakpoint
IF SCHEMA_ID(N'mart') IS NULL EXEC(N'CREATE SCHEMA [mart]');
--> statement-breakpoint
CREATE TABLE [open].[places] (
	[code] nvarchar(10) collate Latin1_General_100_BIN2 NOT NULL,
	[name] nvarchar(80) collate Latin1_General_100_BIN2 NOT NULL,
	[_hash] nvarchar(64) collate Latin1_General_100_BIN2 NOT NULL,
	[_ordered_at] datetime2(3) NOT NULL,
	[_load] nvarchar(64) collate Latin1_General_100_BIN2 NOT NULL,
	[_part] int NOT NULL,
	[_line] int NOT NULL,
	[business_day] date NULL,
	CONSTRAINT [places_pkey] PRIMARY KEY([code]) WITH (DATA_COMPRESSION = PAGE)
);
--> statement-breakpoint
CREATE TABLE [staging].[places] (
	[_load] nvarchar(64) collate Latin1_General_100_BIN2 NOT NULL,
	[_part] int NOT NULL,
	[_line] int NOT NULL,
	[_hash] nvarchar(64) collate Latin1_General_100_BIN2 NOT NULL,
	[_ordered_at] datetime2(3) NOT NULL,
	[business_day] date NULL,
	[code] nvarchar(10) collate Latin1_General_100_BIN2 NULL,
	[name] nvarchar(80) collate Latin1_General_100_BIN2 NULL,
	CONSTRAINT [places_pkey] PRIMARY KEY([_load],[_part],[_line])
);
--> statement-breakpoint
CREATE TABLE [open].[people] (
	[id] char(36) collate Latin1_General_100_BIN2 NOT NULL,
	[birth_year] int NULL,
	[place_code] nvarchar(10) collate Latin1_General_100_BIN2 NULL,
	[points] int NOT NULL,
	[updated_at] datetime2(3) NOT NULL,
	[_hash] nvarchar(64) collate Latin1_General_100_BIN2 NOT NULL,
	[_ordered_at] datetime2(3) NOT NULL,
	[_load] nvarchar(64) collate Latin1_General_100_BIN2 NOT NULL,
	[_part] int NOT NULL,
	[_line] int NOT NULL,
	[business_day] date NULL,
	CONSTRAINT [people_pkey] PRIMARY KEY([id]) WITH (DATA_COMPRESSION = PAGE)
);
--> statement-breakpoint
CREATE TABLE [sealed].[people] (
	[id] char(36) collate Latin1_General_100_BIN2 NOT NULL,
	[last_name] varbinary(max) NULL,
	[email] varbinary(max) NULL,
	[birth_date] varbinary(max) NULL,
	[street] varbinary(max) NULL,
	CONSTRAINT [people_pkey] PRIMARY KEY([id])
);
--> statement-breakpoint
CREATE TABLE [staging].[people] (
	[_load] nvarchar(64) collate Latin1_General_100_BIN2 NOT NULL,
	[_part] int NOT NULL,
	[_line] int NOT NULL,
	[_hash] nvarchar(64) collate Latin1_General_100_BIN2 NOT NULL,
	[_ordered_at] datetime2(3) NOT NULL,
	[business_day] date NULL,
	[id] char(36) collate Latin1_General_100_BIN2 NULL,
	[last_name] varbinary(max) NULL,
	[email] varbinary(max) NULL,
	[birth_date] varbinary(max) NULL,
	[birth_year] int NULL,
	[street] varbinary(max) NULL,
	[place_code] nvarchar(10) collate Latin1_General_100_BIN2 NULL,
	[points] int NULL,
	[updated_at] datetime2(3) NULL,
	CONSTRAINT [people_pkey] PRIMARY KEY([_load],[_part],[_line])
);
--> statement-breakpoint
CREATE TABLE [open].[orders] (
	[id] bigint NOT NULL,
	[person_id] char(36) collate Latin1_General_100_BIN2 NULL,
	[total] decimal(18,2) NOT NULL,
	[ordered_at] datetime2(3) NOT NULL,
	[updated_at] datetime2(3) NOT NULL,
	[_hash] nvarchar(64) collate Latin1_General_100_BIN2 NOT NULL,
	[_ordered_at] datetime2(3) NOT NULL,
	[_load] nvarchar(64) collate Latin1_General_100_BIN2 NOT NULL,
	[_part] int NOT NULL,
	[_line] int NOT NULL,
	[business_day] date NULL,
	CONSTRAINT [orders_pkey] PRIMARY KEY([id]) WITH (DATA_COMPRESSION = PAGE)
);
--> statement-breakpoint
CREATE TABLE [sealed].[orders] (
	[id] bigint NOT NULL,
	[comment] varbinary(max) NULL,
	CONSTRAINT [orders_pkey] PRIMARY KEY([id])
);
--> statement-breakpoint
CREATE TABLE [staging].[orders] (
	[_load] nvarchar(64) collate Latin1_General_100_BIN2 NOT NULL,
	[_part] int NOT NULL,
	[_line] int NOT NULL,
	[_hash] nvarchar(64) collate Latin1_General_100_BIN2 NOT NULL,
	[_ordered_at] datetime2(3) NOT NULL,
	[business_day] date NULL,
	[id] bigint NULL,
	[person_id] char(36) collate Latin1_General_100_BIN2 NULL,
	[comment] varbinary(max) NULL,
	[total] nvarchar(40) collate Latin1_General_100_BIN2 NULL,
	[ordered_at] datetime2(3) NULL,
	[updated_at] datetime2(3) NULL,
	CONSTRAINT [orders_pkey] PRIMARY KEY([_load],[_part],[_line])
);
--> statement-breakpoint
CREATE TABLE [mart].[orders_daily] (
	[day] date NOT NULL,
	[orders] int NOT NULL,
	[total] decimal(18,2) NOT NULL,
	CONSTRAINT [orders_daily_pkey] PRIMARY KEY([day]) WITH (DATA_COMPRESSION = PAGE)
);
--> statement-breakpoint
CREATE INDEX [orders_business_day] ON [open].[orders] ([business_day]);
