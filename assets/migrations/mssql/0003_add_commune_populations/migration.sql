CREATE TABLE [open].[commune_populations] (
	[insee_code] nvarchar(10) collate Latin1_General_100_BIN2 NOT NULL,
	[name] nvarchar(240) collate Latin1_General_100_BIN2 NOT NULL,
	[parent_code] nvarchar(10) collate Latin1_General_100_BIN2 NULL,
	[departement_code] nvarchar(6) collate Latin1_General_100_BIN2 NULL,
	[region_code] nvarchar(6) collate Latin1_General_100_BIN2 NULL,
	[population] int NOT NULL,
	[_hash] nvarchar(64) collate Latin1_General_100_BIN2 NOT NULL,
	[_ordered_at] datetime2(3) NOT NULL,
	[_load] nvarchar(64) collate Latin1_General_100_BIN2 NOT NULL,
	[_part] int NOT NULL,
	[_line] int NOT NULL,
	[business_day] date NULL,
	CONSTRAINT [commune_populations_pkey] PRIMARY KEY([insee_code]) WITH (DATA_COMPRESSION = PAGE)
);
--> statement-breakpoint
CREATE TABLE [staging].[commune_populations] (
	[_load] nvarchar(64) collate Latin1_General_100_BIN2 NOT NULL,
	[_part] int NOT NULL,
	[_line] int NOT NULL,
	[_hash] nvarchar(64) collate Latin1_General_100_BIN2 NOT NULL,
	[_ordered_at] datetime2(3) NOT NULL,
	[business_day] date NULL,
	[insee_code] nvarchar(10) collate Latin1_General_100_BIN2 NULL,
	[name] nvarchar(240) collate Latin1_General_100_BIN2 NULL,
	[parent_code] nvarchar(10) collate Latin1_General_100_BIN2 NULL,
	[departement_code] nvarchar(6) collate Latin1_General_100_BIN2 NULL,
	[region_code] nvarchar(6) collate Latin1_General_100_BIN2 NULL,
	[population] int NULL,
	CONSTRAINT [commune_populations_pkey] PRIMARY KEY([_load],[_part],[_line])
);
--> statement-breakpoint
ALTER TABLE [staging].[commune_populations] SET (LOCK_ESCALATION = DISABLE);
