IF SCHEMA_ID(N'open') IS NULL EXEC(N'CREATE SCHEMA [open]');
--> statement-breakpoint
IF SCHEMA_ID(N'sealed') IS NULL EXEC(N'CREATE SCHEMA [sealed]');
--> statement-breakpoint
IF SCHEMA_ID(N'staging') IS NULL EXEC(N'CREATE SCHEMA [staging]');
--> statement-breakpoint
IF SCHEMA_ID(N'mart') IS NULL EXEC(N'CREATE SCHEMA [mart]');
--> statement-breakpoint
CREATE TABLE [open].[communes] (
	[insee_code] nvarchar(10) collate Latin1_General_100_BIN2 NOT NULL,
	[postal_code] nvarchar(10) collate Latin1_General_100_BIN2 NOT NULL,
	[routing_label] nvarchar(160) collate Latin1_General_100_BIN2 NOT NULL,
	[postal_name] nvarchar(160) collate Latin1_General_100_BIN2 NOT NULL,
	[full_name] nvarchar(240) collate Latin1_General_100_BIN2 NULL,
	[departement_code] nvarchar(6) collate Latin1_General_100_BIN2 NULL,
	[departement_name] nvarchar(120) collate Latin1_General_100_BIN2 NULL,
	[region_code] nvarchar(6) collate Latin1_General_100_BIN2 NULL,
	[region_name] nvarchar(120) collate Latin1_General_100_BIN2 NULL,
	[latitude] decimal(9,6) NULL,
	[longitude] decimal(9,6) NULL,
	[_hash] nvarchar(64) collate Latin1_General_100_BIN2 NOT NULL,
	[_ordered_at] datetime2(3) NOT NULL,
	[_load] nvarchar(64) collate Latin1_General_100_BIN2 NOT NULL,
	[_part] int NOT NULL,
	[_line] int NOT NULL,
	[business_day] date NULL,
	CONSTRAINT [communes_pkey] PRIMARY KEY([insee_code],[postal_code]) WITH (DATA_COMPRESSION = PAGE)
);
--> statement-breakpoint
CREATE TABLE [staging].[communes] (
	[_load] nvarchar(64) collate Latin1_General_100_BIN2 NOT NULL,
	[_part] int NOT NULL,
	[_line] int NOT NULL,
	[_hash] nvarchar(64) collate Latin1_General_100_BIN2 NOT NULL,
	[_ordered_at] datetime2(3) NOT NULL,
	[business_day] date NULL,
	[insee_code] nvarchar(10) collate Latin1_General_100_BIN2 NULL,
	[postal_code] nvarchar(10) collate Latin1_General_100_BIN2 NULL,
	[routing_label] nvarchar(160) collate Latin1_General_100_BIN2 NULL,
	[postal_name] nvarchar(160) collate Latin1_General_100_BIN2 NULL,
	[full_name] nvarchar(240) collate Latin1_General_100_BIN2 NULL,
	[departement_code] nvarchar(6) collate Latin1_General_100_BIN2 NULL,
	[departement_name] nvarchar(120) collate Latin1_General_100_BIN2 NULL,
	[region_code] nvarchar(6) collate Latin1_General_100_BIN2 NULL,
	[region_name] nvarchar(120) collate Latin1_General_100_BIN2 NULL,
	[latitude] nvarchar(40) collate Latin1_General_100_BIN2 NULL,
	[longitude] nvarchar(40) collate Latin1_General_100_BIN2 NULL,
	CONSTRAINT [communes_pkey] PRIMARY KEY([_load],[_part],[_line])
);
--> statement-breakpoint
ALTER TABLE [staging].[communes] SET (LOCK_ESCALATION = DISABLE);
--> statement-breakpoint
CREATE TABLE [open].[sites] (
	[id] int NOT NULL,
	[code] nvarchar(40) collate Latin1_General_100_BIN2 NOT NULL,
	[name] nvarchar(160) collate Latin1_General_100_BIN2 NOT NULL,
	[timezone] nvarchar(80) collate Latin1_General_100_BIN2 NOT NULL,
	[commune_insee] nvarchar(10) collate Latin1_General_100_BIN2 NOT NULL,
	[postal_code] nvarchar(10) collate Latin1_General_100_BIN2 NOT NULL,
	[lat] decimal(9,6) NOT NULL,
	[lng] decimal(9,6) NOT NULL,
	[opened_on] date NOT NULL,
	[status] nvarchar(40) collate Latin1_General_100_BIN2 NOT NULL,
	[created_at] datetime2(3) NOT NULL,
	[updated_at] datetime2(3) NOT NULL,
	[deleted_at] datetime2(3) NULL,
	[_hash] nvarchar(64) collate Latin1_General_100_BIN2 NOT NULL,
	[_ordered_at] datetime2(3) NOT NULL,
	[_load] nvarchar(64) collate Latin1_General_100_BIN2 NOT NULL,
	[_part] int NOT NULL,
	[_line] int NOT NULL,
	[business_day] date NULL,
	CONSTRAINT [sites_pkey] PRIMARY KEY([id]) WITH (DATA_COMPRESSION = PAGE)
);
--> statement-breakpoint
CREATE TABLE [staging].[sites] (
	[_load] nvarchar(64) collate Latin1_General_100_BIN2 NOT NULL,
	[_part] int NOT NULL,
	[_line] int NOT NULL,
	[_hash] nvarchar(64) collate Latin1_General_100_BIN2 NOT NULL,
	[_ordered_at] datetime2(3) NOT NULL,
	[business_day] date NULL,
	[id] int NULL,
	[code] nvarchar(40) collate Latin1_General_100_BIN2 NULL,
	[name] nvarchar(160) collate Latin1_General_100_BIN2 NULL,
	[timezone] nvarchar(80) collate Latin1_General_100_BIN2 NULL,
	[commune_insee] nvarchar(10) collate Latin1_General_100_BIN2 NULL,
	[postal_code] nvarchar(10) collate Latin1_General_100_BIN2 NULL,
	[lat] nvarchar(40) collate Latin1_General_100_BIN2 NULL,
	[lng] nvarchar(40) collate Latin1_General_100_BIN2 NULL,
	[opened_on] date NULL,
	[status] nvarchar(40) collate Latin1_General_100_BIN2 NULL,
	[created_at] datetime2(3) NULL,
	[updated_at] datetime2(3) NULL,
	[deleted_at] datetime2(3) NULL,
	CONSTRAINT [sites_pkey] PRIMARY KEY([_load],[_part],[_line])
);
--> statement-breakpoint
ALTER TABLE [staging].[sites] SET (LOCK_ESCALATION = DISABLE);
--> statement-breakpoint
CREATE TABLE [open].[activities] (
	[id] int NOT NULL,
	[site_id] int NOT NULL,
	[code] nvarchar(80) collate Latin1_General_100_BIN2 NOT NULL,
	[name] nvarchar(160) collate Latin1_General_100_BIN2 NOT NULL,
	[category] nvarchar(80) collate Latin1_General_100_BIN2 NOT NULL,
	[slot_capacity] int NOT NULL,
	[duration_min] int NOT NULL,
	[min_age] int NULL,
	[created_at] datetime2(3) NOT NULL,
	[updated_at] datetime2(3) NOT NULL,
	[deleted_at] datetime2(3) NULL,
	[_hash] nvarchar(64) collate Latin1_General_100_BIN2 NOT NULL,
	[_ordered_at] datetime2(3) NOT NULL,
	[_load] nvarchar(64) collate Latin1_General_100_BIN2 NOT NULL,
	[_part] int NOT NULL,
	[_line] int NOT NULL,
	[business_day] date NULL,
	CONSTRAINT [activities_pkey] PRIMARY KEY([id]) WITH (DATA_COMPRESSION = PAGE)
);
--> statement-breakpoint
CREATE TABLE [staging].[activities] (
	[_load] nvarchar(64) collate Latin1_General_100_BIN2 NOT NULL,
	[_part] int NOT NULL,
	[_line] int NOT NULL,
	[_hash] nvarchar(64) collate Latin1_General_100_BIN2 NOT NULL,
	[_ordered_at] datetime2(3) NOT NULL,
	[business_day] date NULL,
	[id] int NULL,
	[site_id] int NULL,
	[code] nvarchar(80) collate Latin1_General_100_BIN2 NULL,
	[name] nvarchar(160) collate Latin1_General_100_BIN2 NULL,
	[category] nvarchar(80) collate Latin1_General_100_BIN2 NULL,
	[slot_capacity] int NULL,
	[duration_min] int NULL,
	[min_age] int NULL,
	[created_at] datetime2(3) NULL,
	[updated_at] datetime2(3) NULL,
	[deleted_at] datetime2(3) NULL,
	CONSTRAINT [activities_pkey] PRIMARY KEY([_load],[_part],[_line])
);
--> statement-breakpoint
ALTER TABLE [staging].[activities] SET (LOCK_ESCALATION = DISABLE);
--> statement-breakpoint
CREATE TABLE [open].[products] (
	[id] int NOT NULL,
	[sku] nvarchar(80) collate Latin1_General_100_BIN2 NOT NULL,
	[name] nvarchar(240) collate Latin1_General_100_BIN2 NULL,
	[activity_id] int NULL,
	[kind] nvarchar(80) collate Latin1_General_100_BIN2 NOT NULL,
	[price] decimal(18,2) NOT NULL,
	[vat_rate] decimal(4,2) NOT NULL,
	[valid_from] date NOT NULL,
	[valid_to] date NULL,
	[created_at] datetime2(3) NOT NULL,
	[updated_at] datetime2(3) NOT NULL,
	[deleted_at] datetime2(3) NULL,
	[_hash] nvarchar(64) collate Latin1_General_100_BIN2 NOT NULL,
	[_ordered_at] datetime2(3) NOT NULL,
	[_load] nvarchar(64) collate Latin1_General_100_BIN2 NOT NULL,
	[_part] int NOT NULL,
	[_line] int NOT NULL,
	[business_day] date NULL,
	CONSTRAINT [products_pkey] PRIMARY KEY([id]) WITH (DATA_COMPRESSION = PAGE)
);
--> statement-breakpoint
CREATE TABLE [staging].[products] (
	[_load] nvarchar(64) collate Latin1_General_100_BIN2 NOT NULL,
	[_part] int NOT NULL,
	[_line] int NOT NULL,
	[_hash] nvarchar(64) collate Latin1_General_100_BIN2 NOT NULL,
	[_ordered_at] datetime2(3) NOT NULL,
	[business_day] date NULL,
	[id] int NULL,
	[sku] nvarchar(80) collate Latin1_General_100_BIN2 NULL,
	[name] nvarchar(240) collate Latin1_General_100_BIN2 NULL,
	[activity_id] int NULL,
	[kind] nvarchar(80) collate Latin1_General_100_BIN2 NULL,
	[price] nvarchar(40) collate Latin1_General_100_BIN2 NULL,
	[vat_rate] nvarchar(40) collate Latin1_General_100_BIN2 NULL,
	[valid_from] date NULL,
	[valid_to] date NULL,
	[created_at] datetime2(3) NULL,
	[updated_at] datetime2(3) NULL,
	[deleted_at] datetime2(3) NULL,
	CONSTRAINT [products_pkey] PRIMARY KEY([_load],[_part],[_line])
);
--> statement-breakpoint
ALTER TABLE [staging].[products] SET (LOCK_ESCALATION = DISABLE);
--> statement-breakpoint
CREATE TABLE [open].[clients] (
	[id] char(36) collate Latin1_General_100_BIN2 NOT NULL,
	[birth_year] int NULL,
	[gender] nvarchar(40) collate Latin1_General_100_BIN2 NULL,
	[commune_code] nvarchar(10) collate Latin1_General_100_BIN2 NULL,
	[commune_match] nvarchar(20) collate Latin1_General_100_BIN2 NULL,
	[country] nvarchar(80) collate Latin1_General_100_BIN2 NULL,
	[language] nvarchar(20) collate Latin1_General_100_BIN2 NULL,
	[marketing_opt_in] bit NOT NULL,
	[source] nvarchar(80) collate Latin1_General_100_BIN2 NULL,
	[merged_into_id] char(36) collate Latin1_General_100_BIN2 NULL,
	[created_at] datetime2(3) NOT NULL,
	[updated_at] datetime2(3) NOT NULL,
	[anonymised_at] datetime2(3) NULL,
	[deleted_at] datetime2(3) NULL,
	[_hash] nvarchar(64) collate Latin1_General_100_BIN2 NOT NULL,
	[_ordered_at] datetime2(3) NOT NULL,
	[_load] nvarchar(64) collate Latin1_General_100_BIN2 NOT NULL,
	[_part] int NOT NULL,
	[_line] int NOT NULL,
	[business_day] date NULL,
	CONSTRAINT [clients_pkey] PRIMARY KEY([id]) WITH (DATA_COMPRESSION = PAGE)
);
--> statement-breakpoint
CREATE TABLE [sealed].[clients] (
	[id] char(36) collate Latin1_General_100_BIN2 NOT NULL,
	[first_name] varbinary(max) NULL,
	[last_name] varbinary(max) NULL,
	[email] varbinary(max) NULL,
	[phone] varbinary(max) NULL,
	[birth_date] varbinary(max) NULL,
	[address_line1] varbinary(max) NULL,
	[address_line2] varbinary(max) NULL,
	CONSTRAINT [clients_pkey] PRIMARY KEY([id])
);
--> statement-breakpoint
CREATE TABLE [staging].[clients] (
	[_load] nvarchar(64) collate Latin1_General_100_BIN2 NOT NULL,
	[_part] int NOT NULL,
	[_line] int NOT NULL,
	[_hash] nvarchar(64) collate Latin1_General_100_BIN2 NOT NULL,
	[_ordered_at] datetime2(3) NOT NULL,
	[business_day] date NULL,
	[id] char(36) collate Latin1_General_100_BIN2 NULL,
	[first_name] varbinary(max) NULL,
	[last_name] varbinary(max) NULL,
	[email] varbinary(max) NULL,
	[phone] varbinary(max) NULL,
	[birth_date] varbinary(max) NULL,
	[birth_year] int NULL,
	[gender] nvarchar(40) collate Latin1_General_100_BIN2 NULL,
	[address_line1] varbinary(max) NULL,
	[address_line2] varbinary(max) NULL,
	[commune_code] nvarchar(10) collate Latin1_General_100_BIN2 NULL,
	[commune_match] nvarchar(20) collate Latin1_General_100_BIN2 NULL,
	[country] nvarchar(80) collate Latin1_General_100_BIN2 NULL,
	[language] nvarchar(20) collate Latin1_General_100_BIN2 NULL,
	[marketing_opt_in] bit NULL,
	[source] nvarchar(80) collate Latin1_General_100_BIN2 NULL,
	[merged_into_id] char(36) collate Latin1_General_100_BIN2 NULL,
	[created_at] datetime2(3) NULL,
	[updated_at] datetime2(3) NULL,
	[anonymised_at] datetime2(3) NULL,
	[deleted_at] datetime2(3) NULL,
	CONSTRAINT [clients_pkey] PRIMARY KEY([_load],[_part],[_line])
);
--> statement-breakpoint
ALTER TABLE [staging].[clients] SET (LOCK_ESCALATION = DISABLE);
--> statement-breakpoint
CREATE TABLE [open].[sessions] (
	[id] bigint NOT NULL,
	[site_id] int NOT NULL,
	[activity_id] int NOT NULL,
	[starts_at] datetime2(3) NOT NULL,
	[ends_at] datetime2(3) NOT NULL,
	[capacity] int NOT NULL,
	[booked_count] int NOT NULL,
	[status] nvarchar(80) collate Latin1_General_100_BIN2 NOT NULL,
	[weather] nvarchar(max) collate Latin1_General_100_BIN2 NULL,
	[created_at] datetime2(3) NOT NULL,
	[updated_at] datetime2(3) NOT NULL,
	[deleted_at] datetime2(3) NULL,
	[_hash] nvarchar(64) collate Latin1_General_100_BIN2 NOT NULL,
	[_ordered_at] datetime2(3) NOT NULL,
	[_load] nvarchar(64) collate Latin1_General_100_BIN2 NOT NULL,
	[_part] int NOT NULL,
	[_line] int NOT NULL,
	[business_day] date NULL,
	CONSTRAINT [sessions_pkey] PRIMARY KEY([id]) WITH (DATA_COMPRESSION = PAGE)
);
--> statement-breakpoint
CREATE TABLE [staging].[sessions] (
	[_load] nvarchar(64) collate Latin1_General_100_BIN2 NOT NULL,
	[_part] int NOT NULL,
	[_line] int NOT NULL,
	[_hash] nvarchar(64) collate Latin1_General_100_BIN2 NOT NULL,
	[_ordered_at] datetime2(3) NOT NULL,
	[business_day] date NULL,
	[id] bigint NULL,
	[site_id] int NULL,
	[activity_id] int NULL,
	[starts_at] datetime2(3) NULL,
	[ends_at] datetime2(3) NULL,
	[capacity] int NULL,
	[booked_count] int NULL,
	[status] nvarchar(80) collate Latin1_General_100_BIN2 NULL,
	[weather] nvarchar(max) collate Latin1_General_100_BIN2 NULL,
	[created_at] datetime2(3) NULL,
	[updated_at] datetime2(3) NULL,
	[deleted_at] datetime2(3) NULL,
	CONSTRAINT [sessions_pkey] PRIMARY KEY([_load],[_part],[_line])
);
--> statement-breakpoint
ALTER TABLE [staging].[sessions] SET (LOCK_ESCALATION = DISABLE);
--> statement-breakpoint
CREATE TABLE [open].[bookings] (
	[id] bigint NOT NULL,
	[number] nvarchar(80) collate Latin1_General_100_BIN2 NOT NULL,
	[session_id] bigint NOT NULL,
	[site_id] int NOT NULL,
	[client_id] char(36) collate Latin1_General_100_BIN2 NULL,
	[channel] nvarchar(40) collate Latin1_General_100_BIN2 NOT NULL,
	[party_size] int NOT NULL,
	[status] nvarchar(80) collate Latin1_General_100_BIN2 NOT NULL,
	[booked_at] datetime2(3) NOT NULL,
	[cancelled_at] datetime2(3) NULL,
	[cancel_reason] nvarchar(160) collate Latin1_General_100_BIN2 NULL,
	[price_total] decimal(18,2) NOT NULL,
	[currency] nvarchar(6) collate Latin1_General_100_BIN2 NOT NULL,
	[created_at] datetime2(3) NOT NULL,
	[updated_at] datetime2(3) NOT NULL,
	[deleted_at] datetime2(3) NULL,
	[_hash] nvarchar(64) collate Latin1_General_100_BIN2 NOT NULL,
	[_ordered_at] datetime2(3) NOT NULL,
	[_load] nvarchar(64) collate Latin1_General_100_BIN2 NOT NULL,
	[_part] int NOT NULL,
	[_line] int NOT NULL,
	[business_day] date NULL,
	CONSTRAINT [bookings_pkey] PRIMARY KEY([id]) WITH (DATA_COMPRESSION = PAGE)
);
--> statement-breakpoint
CREATE TABLE [staging].[bookings] (
	[_load] nvarchar(64) collate Latin1_General_100_BIN2 NOT NULL,
	[_part] int NOT NULL,
	[_line] int NOT NULL,
	[_hash] nvarchar(64) collate Latin1_General_100_BIN2 NOT NULL,
	[_ordered_at] datetime2(3) NOT NULL,
	[business_day] date NULL,
	[id] bigint NULL,
	[number] nvarchar(80) collate Latin1_General_100_BIN2 NULL,
	[session_id] bigint NULL,
	[site_id] int NULL,
	[client_id] char(36) collate Latin1_General_100_BIN2 NULL,
	[channel] nvarchar(40) collate Latin1_General_100_BIN2 NULL,
	[party_size] int NULL,
	[status] nvarchar(80) collate Latin1_General_100_BIN2 NULL,
	[booked_at] datetime2(3) NULL,
	[cancelled_at] datetime2(3) NULL,
	[cancel_reason] nvarchar(160) collate Latin1_General_100_BIN2 NULL,
	[price_total] nvarchar(40) collate Latin1_General_100_BIN2 NULL,
	[currency] nvarchar(6) collate Latin1_General_100_BIN2 NULL,
	[created_at] datetime2(3) NULL,
	[updated_at] datetime2(3) NULL,
	[deleted_at] datetime2(3) NULL,
	CONSTRAINT [bookings_pkey] PRIMARY KEY([_load],[_part],[_line])
);
--> statement-breakpoint
ALTER TABLE [staging].[bookings] SET (LOCK_ESCALATION = DISABLE);
--> statement-breakpoint
CREATE TABLE [open].[orders] (
	[id] bigint NOT NULL,
	[number] nvarchar(80) collate Latin1_General_100_BIN2 NOT NULL,
	[site_id] int NOT NULL,
	[client_id] char(36) collate Latin1_General_100_BIN2 NULL,
	[booking_id] bigint NULL,
	[register_id] nvarchar(40) collate Latin1_General_100_BIN2 NULL,
	[opened_at] datetime2(3) NOT NULL,
	[closed_at] datetime2(3) NULL,
	[status] nvarchar(40) collate Latin1_General_100_BIN2 NOT NULL,
	[subtotal] decimal(18,2) NOT NULL,
	[discount] decimal(18,2) NOT NULL,
	[vat_total] decimal(18,2) NOT NULL,
	[total] decimal(18,2) NOT NULL,
	[created_at] datetime2(3) NOT NULL,
	[updated_at] datetime2(3) NOT NULL,
	[deleted_at] datetime2(3) NULL,
	[_hash] nvarchar(64) collate Latin1_General_100_BIN2 NOT NULL,
	[_ordered_at] datetime2(3) NOT NULL,
	[_load] nvarchar(64) collate Latin1_General_100_BIN2 NOT NULL,
	[_part] int NOT NULL,
	[_line] int NOT NULL,
	[business_day] date NULL,
	CONSTRAINT [orders_pkey] PRIMARY KEY([id]) WITH (DATA_COMPRESSION = PAGE)
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
	[number] nvarchar(80) collate Latin1_General_100_BIN2 NULL,
	[site_id] int NULL,
	[client_id] char(36) collate Latin1_General_100_BIN2 NULL,
	[booking_id] bigint NULL,
	[register_id] nvarchar(40) collate Latin1_General_100_BIN2 NULL,
	[opened_at] datetime2(3) NULL,
	[closed_at] datetime2(3) NULL,
	[status] nvarchar(40) collate Latin1_General_100_BIN2 NULL,
	[subtotal] nvarchar(40) collate Latin1_General_100_BIN2 NULL,
	[discount] nvarchar(40) collate Latin1_General_100_BIN2 NULL,
	[vat_total] nvarchar(40) collate Latin1_General_100_BIN2 NULL,
	[total] nvarchar(40) collate Latin1_General_100_BIN2 NULL,
	[created_at] datetime2(3) NULL,
	[updated_at] datetime2(3) NULL,
	[deleted_at] datetime2(3) NULL,
	CONSTRAINT [orders_pkey] PRIMARY KEY([_load],[_part],[_line])
);
--> statement-breakpoint
ALTER TABLE [staging].[orders] SET (LOCK_ESCALATION = DISABLE);
--> statement-breakpoint
CREATE TABLE [open].[order_lines] (
	[id] bigint NOT NULL,
	[order_id] bigint NOT NULL,
	[line_no] int NOT NULL,
	[product_id] int NOT NULL,
	[qty] decimal(12,3) NOT NULL,
	[unit_price] decimal(18,2) NOT NULL,
	[discount] decimal(18,2) NOT NULL,
	[vat_rate] decimal(4,2) NOT NULL,
	[total] decimal(18,2) NOT NULL,
	[created_at] datetime2(3) NOT NULL,
	[updated_at] datetime2(3) NOT NULL,
	[deleted_at] datetime2(3) NULL,
	[_hash] nvarchar(64) collate Latin1_General_100_BIN2 NOT NULL,
	[_ordered_at] datetime2(3) NOT NULL,
	[_load] nvarchar(64) collate Latin1_General_100_BIN2 NOT NULL,
	[_part] int NOT NULL,
	[_line] int NOT NULL,
	[business_day] date NULL,
	CONSTRAINT [order_lines_pkey] PRIMARY KEY([id]) WITH (DATA_COMPRESSION = PAGE)
);
--> statement-breakpoint
CREATE TABLE [staging].[order_lines] (
	[_load] nvarchar(64) collate Latin1_General_100_BIN2 NOT NULL,
	[_part] int NOT NULL,
	[_line] int NOT NULL,
	[_hash] nvarchar(64) collate Latin1_General_100_BIN2 NOT NULL,
	[_ordered_at] datetime2(3) NOT NULL,
	[business_day] date NULL,
	[id] bigint NULL,
	[order_id] bigint NULL,
	[line_no] int NULL,
	[product_id] int NULL,
	[qty] nvarchar(40) collate Latin1_General_100_BIN2 NULL,
	[unit_price] nvarchar(40) collate Latin1_General_100_BIN2 NULL,
	[discount] nvarchar(40) collate Latin1_General_100_BIN2 NULL,
	[vat_rate] nvarchar(40) collate Latin1_General_100_BIN2 NULL,
	[total] nvarchar(40) collate Latin1_General_100_BIN2 NULL,
	[created_at] datetime2(3) NULL,
	[updated_at] datetime2(3) NULL,
	[deleted_at] datetime2(3) NULL,
	CONSTRAINT [order_lines_pkey] PRIMARY KEY([_load],[_part],[_line])
);
--> statement-breakpoint
ALTER TABLE [staging].[order_lines] SET (LOCK_ESCALATION = DISABLE);
--> statement-breakpoint
CREATE TABLE [open].[payments] (
	[id] bigint NOT NULL,
	[order_id] bigint NOT NULL,
	[method] nvarchar(80) collate Latin1_General_100_BIN2 NOT NULL,
	[amount] decimal(18,2) NOT NULL,
	[paid_at] datetime2(3) NOT NULL,
	[status] nvarchar(40) collate Latin1_General_100_BIN2 NOT NULL,
	[psp_ref] nvarchar(120) collate Latin1_General_100_BIN2 NULL,
	[created_at] datetime2(3) NOT NULL,
	[updated_at] datetime2(3) NOT NULL,
	[deleted_at] datetime2(3) NULL,
	[_hash] nvarchar(64) collate Latin1_General_100_BIN2 NOT NULL,
	[_ordered_at] datetime2(3) NOT NULL,
	[_load] nvarchar(64) collate Latin1_General_100_BIN2 NOT NULL,
	[_part] int NOT NULL,
	[_line] int NOT NULL,
	[business_day] date NULL,
	CONSTRAINT [payments_pkey] PRIMARY KEY([id]) WITH (DATA_COMPRESSION = PAGE)
);
--> statement-breakpoint
CREATE TABLE [staging].[payments] (
	[_load] nvarchar(64) collate Latin1_General_100_BIN2 NOT NULL,
	[_part] int NOT NULL,
	[_line] int NOT NULL,
	[_hash] nvarchar(64) collate Latin1_General_100_BIN2 NOT NULL,
	[_ordered_at] datetime2(3) NOT NULL,
	[business_day] date NULL,
	[id] bigint NULL,
	[order_id] bigint NULL,
	[method] nvarchar(80) collate Latin1_General_100_BIN2 NULL,
	[amount] nvarchar(40) collate Latin1_General_100_BIN2 NULL,
	[paid_at] datetime2(3) NULL,
	[status] nvarchar(40) collate Latin1_General_100_BIN2 NULL,
	[psp_ref] nvarchar(120) collate Latin1_General_100_BIN2 NULL,
	[created_at] datetime2(3) NULL,
	[updated_at] datetime2(3) NULL,
	[deleted_at] datetime2(3) NULL,
	CONSTRAINT [payments_pkey] PRIMARY KEY([_load],[_part],[_line])
);
--> statement-breakpoint
ALTER TABLE [staging].[payments] SET (LOCK_ESCALATION = DISABLE);
--> statement-breakpoint
CREATE TABLE [open].[refunds] (
	[id] bigint NOT NULL,
	[payment_id] bigint NOT NULL,
	[order_id] bigint NOT NULL,
	[amount] decimal(18,2) NOT NULL,
	[reason] nvarchar(160) collate Latin1_General_100_BIN2 NULL,
	[refunded_at] datetime2(3) NOT NULL,
	[created_at] datetime2(3) NOT NULL,
	[updated_at] datetime2(3) NOT NULL,
	[deleted_at] datetime2(3) NULL,
	[_hash] nvarchar(64) collate Latin1_General_100_BIN2 NOT NULL,
	[_ordered_at] datetime2(3) NOT NULL,
	[_load] nvarchar(64) collate Latin1_General_100_BIN2 NOT NULL,
	[_part] int NOT NULL,
	[_line] int NOT NULL,
	[business_day] date NULL,
	CONSTRAINT [refunds_pkey] PRIMARY KEY([id]) WITH (DATA_COMPRESSION = PAGE)
);
--> statement-breakpoint
CREATE TABLE [staging].[refunds] (
	[_load] nvarchar(64) collate Latin1_General_100_BIN2 NOT NULL,
	[_part] int NOT NULL,
	[_line] int NOT NULL,
	[_hash] nvarchar(64) collate Latin1_General_100_BIN2 NOT NULL,
	[_ordered_at] datetime2(3) NOT NULL,
	[business_day] date NULL,
	[id] bigint NULL,
	[payment_id] bigint NULL,
	[order_id] bigint NULL,
	[amount] nvarchar(40) collate Latin1_General_100_BIN2 NULL,
	[reason] nvarchar(160) collate Latin1_General_100_BIN2 NULL,
	[refunded_at] datetime2(3) NULL,
	[created_at] datetime2(3) NULL,
	[updated_at] datetime2(3) NULL,
	[deleted_at] datetime2(3) NULL,
	CONSTRAINT [refunds_pkey] PRIMARY KEY([_load],[_part],[_line])
);
--> statement-breakpoint
ALTER TABLE [staging].[refunds] SET (LOCK_ESCALATION = DISABLE);
--> statement-breakpoint
CREATE TABLE [open].[passes] (
	[id] bigint NOT NULL,
	[client_id] char(36) collate Latin1_General_100_BIN2 NOT NULL,
	[product_id] int NOT NULL,
	[site_scope] nvarchar(max) collate Latin1_General_100_BIN2 NOT NULL,
	[starts_on] date NOT NULL,
	[ends_on] date NOT NULL,
	[credits_total] int NULL,
	[credits_used] int NULL,
	[auto_renew] bit NOT NULL,
	[status] nvarchar(40) collate Latin1_General_100_BIN2 NOT NULL,
	[renewed_from_id] bigint NULL,
	[version] bigint NOT NULL,
	[created_at] datetime2(3) NOT NULL,
	[updated_at] datetime2(3) NOT NULL,
	[deleted_at] datetime2(3) NULL,
	[_hash] nvarchar(64) collate Latin1_General_100_BIN2 NOT NULL,
	[_ordered_at] datetime2(3) NOT NULL,
	[_load] nvarchar(64) collate Latin1_General_100_BIN2 NOT NULL,
	[_part] int NOT NULL,
	[_line] int NOT NULL,
	[business_day] date NULL,
	CONSTRAINT [passes_pkey] PRIMARY KEY([id]) WITH (DATA_COMPRESSION = PAGE)
);
--> statement-breakpoint
CREATE TABLE [staging].[passes] (
	[_load] nvarchar(64) collate Latin1_General_100_BIN2 NOT NULL,
	[_part] int NOT NULL,
	[_line] int NOT NULL,
	[_hash] nvarchar(64) collate Latin1_General_100_BIN2 NOT NULL,
	[_ordered_at] datetime2(3) NOT NULL,
	[business_day] date NULL,
	[id] bigint NULL,
	[client_id] char(36) collate Latin1_General_100_BIN2 NULL,
	[product_id] int NULL,
	[site_scope] nvarchar(max) collate Latin1_General_100_BIN2 NULL,
	[starts_on] date NULL,
	[ends_on] date NULL,
	[credits_total] int NULL,
	[credits_used] int NULL,
	[auto_renew] bit NULL,
	[status] nvarchar(40) collate Latin1_General_100_BIN2 NULL,
	[renewed_from_id] bigint NULL,
	[version] bigint NULL,
	[created_at] datetime2(3) NULL,
	[updated_at] datetime2(3) NULL,
	[deleted_at] datetime2(3) NULL,
	CONSTRAINT [passes_pkey] PRIMARY KEY([_load],[_part],[_line])
);
--> statement-breakpoint
ALTER TABLE [staging].[passes] SET (LOCK_ESCALATION = DISABLE);
--> statement-breakpoint
CREATE TABLE [open].[visits] (
	[id] bigint NOT NULL,
	[site_id] int NOT NULL,
	[client_id] char(36) collate Latin1_General_100_BIN2 NULL,
	[pass_id] bigint NULL,
	[booking_id] bigint NULL,
	[gate] nvarchar(40) collate Latin1_General_100_BIN2 NOT NULL,
	[entered_at] datetime2(3) NOT NULL,
	[left_at] datetime2(3) NULL,
	[created_at] datetime2(3) NOT NULL,
	[_hash] nvarchar(64) collate Latin1_General_100_BIN2 NOT NULL,
	[_ordered_at] datetime2(3) NOT NULL,
	[_load] nvarchar(64) collate Latin1_General_100_BIN2 NOT NULL,
	[_part] int NOT NULL,
	[_line] int NOT NULL,
	[business_day] date NULL,
	CONSTRAINT [visits_pkey] PRIMARY KEY([id]) WITH (DATA_COMPRESSION = PAGE)
);
--> statement-breakpoint
CREATE TABLE [staging].[visits] (
	[_load] nvarchar(64) collate Latin1_General_100_BIN2 NOT NULL,
	[_part] int NOT NULL,
	[_line] int NOT NULL,
	[_hash] nvarchar(64) collate Latin1_General_100_BIN2 NOT NULL,
	[_ordered_at] datetime2(3) NOT NULL,
	[business_day] date NULL,
	[id] bigint NULL,
	[site_id] int NULL,
	[client_id] char(36) collate Latin1_General_100_BIN2 NULL,
	[pass_id] bigint NULL,
	[booking_id] bigint NULL,
	[gate] nvarchar(40) collate Latin1_General_100_BIN2 NULL,
	[entered_at] datetime2(3) NULL,
	[left_at] datetime2(3) NULL,
	[created_at] datetime2(3) NULL,
	CONSTRAINT [visits_pkey] PRIMARY KEY([_load],[_part],[_line])
);
--> statement-breakpoint
ALTER TABLE [staging].[visits] SET (LOCK_ESCALATION = DISABLE);
--> statement-breakpoint
CREATE TABLE [open].[gift_cards] (
	[id] char(36) collate Latin1_General_100_BIN2 NOT NULL,
	[order_id] bigint NULL,
	[initial_amount] decimal(18,2) NOT NULL,
	[balance] decimal(18,2) NOT NULL,
	[expires_on] date NOT NULL,
	[status] nvarchar(40) collate Latin1_General_100_BIN2 NOT NULL,
	[created_at] datetime2(3) NOT NULL,
	[updated_at] datetime2(3) NOT NULL,
	[deleted_at] datetime2(3) NULL,
	[_hash] nvarchar(64) collate Latin1_General_100_BIN2 NOT NULL,
	[_ordered_at] datetime2(3) NOT NULL,
	[_load] nvarchar(64) collate Latin1_General_100_BIN2 NOT NULL,
	[_part] int NOT NULL,
	[_line] int NOT NULL,
	[business_day] date NULL,
	CONSTRAINT [gift_cards_pkey] PRIMARY KEY([id]) WITH (DATA_COMPRESSION = PAGE)
);
--> statement-breakpoint
CREATE TABLE [staging].[gift_cards] (
	[_load] nvarchar(64) collate Latin1_General_100_BIN2 NOT NULL,
	[_part] int NOT NULL,
	[_line] int NOT NULL,
	[_hash] nvarchar(64) collate Latin1_General_100_BIN2 NOT NULL,
	[_ordered_at] datetime2(3) NOT NULL,
	[business_day] date NULL,
	[id] char(36) collate Latin1_General_100_BIN2 NULL,
	[order_id] bigint NULL,
	[initial_amount] nvarchar(40) collate Latin1_General_100_BIN2 NULL,
	[balance] nvarchar(40) collate Latin1_General_100_BIN2 NULL,
	[expires_on] date NULL,
	[status] nvarchar(40) collate Latin1_General_100_BIN2 NULL,
	[created_at] datetime2(3) NULL,
	[updated_at] datetime2(3) NULL,
	[deleted_at] datetime2(3) NULL,
	CONSTRAINT [gift_cards_pkey] PRIMARY KEY([_load],[_part],[_line])
);
--> statement-breakpoint
ALTER TABLE [staging].[gift_cards] SET (LOCK_ESCALATION = DISABLE);
--> statement-breakpoint
CREATE TABLE [open].[site_days] (
	[site_id] int NOT NULL,
	[date] date NOT NULL,
	[open] bit NOT NULL,
	[opens_at] nvarchar(16) collate Latin1_General_100_BIN2 NULL,
	[closes_at] nvarchar(16) collate Latin1_General_100_BIN2 NULL,
	[weather] nvarchar(max) collate Latin1_General_100_BIN2 NULL,
	[staff_count] int NULL,
	[created_at] datetime2(3) NOT NULL,
	[updated_at] datetime2(3) NOT NULL,
	[deleted_at] datetime2(3) NULL,
	[_hash] nvarchar(64) collate Latin1_General_100_BIN2 NOT NULL,
	[_ordered_at] datetime2(3) NOT NULL,
	[_load] nvarchar(64) collate Latin1_General_100_BIN2 NOT NULL,
	[_part] int NOT NULL,
	[_line] int NOT NULL,
	[business_day] date NULL,
	CONSTRAINT [site_days_pkey] PRIMARY KEY([site_id],[date]) WITH (DATA_COMPRESSION = PAGE)
);
--> statement-breakpoint
CREATE TABLE [staging].[site_days] (
	[_load] nvarchar(64) collate Latin1_General_100_BIN2 NOT NULL,
	[_part] int NOT NULL,
	[_line] int NOT NULL,
	[_hash] nvarchar(64) collate Latin1_General_100_BIN2 NOT NULL,
	[_ordered_at] datetime2(3) NOT NULL,
	[business_day] date NULL,
	[site_id] int NULL,
	[date] date NULL,
	[open] bit NULL,
	[opens_at] nvarchar(16) collate Latin1_General_100_BIN2 NULL,
	[closes_at] nvarchar(16) collate Latin1_General_100_BIN2 NULL,
	[weather] nvarchar(max) collate Latin1_General_100_BIN2 NULL,
	[staff_count] int NULL,
	[created_at] datetime2(3) NULL,
	[updated_at] datetime2(3) NULL,
	[deleted_at] datetime2(3) NULL,
	CONSTRAINT [site_days_pkey] PRIMARY KEY([_load],[_part],[_line])
);
--> statement-breakpoint
ALTER TABLE [staging].[site_days] SET (LOCK_ESCALATION = DISABLE);
--> statement-breakpoint
CREATE TABLE [mart].[revenue_daily] (
	[day] date NOT NULL,
	[site_id] int NOT NULL,
	[product_id] int NOT NULL,
	[activity_id] int NULL,
	[gross] decimal(18,2) NOT NULL,
	[net] decimal(18,2) NOT NULL,
	[quantity] decimal(12,3) NOT NULL,
	CONSTRAINT [revenue_daily_pkey] PRIMARY KEY([day],[site_id],[product_id]) WITH (DATA_COMPRESSION = PAGE)
);
--> statement-breakpoint
CREATE TABLE [mart].[occupancy_daily] (
	[day] date NOT NULL,
	[site_id] int NOT NULL,
	[activity_id] int NOT NULL,
	[slots] int NOT NULL,
	[offered] int NOT NULL,
	[booked] int NOT NULL,
	CONSTRAINT [occupancy_daily_pkey] PRIMARY KEY([day],[site_id],[activity_id]) WITH (DATA_COMPRESSION = PAGE)
);
--> statement-breakpoint
CREATE TABLE [mart].[visits_daily] (
	[day] date NOT NULL,
	[site_id] int NOT NULL,
	[visits] int NOT NULL,
	[people] int NOT NULL,
	CONSTRAINT [visits_daily_pkey] PRIMARY KEY([day],[site_id]) WITH (DATA_COMPRESSION = PAGE)
);
--> statement-breakpoint
CREATE INDEX [clients_merged_into_id] ON [open].[clients] ([merged_into_id]) WHERE [merged_into_id] is not null;
--> statement-breakpoint
CREATE INDEX [sessions_business_day] ON [open].[sessions] ([business_day]);
--> statement-breakpoint
CREATE INDEX [bookings_business_day] ON [open].[bookings] ([business_day]);
--> statement-breakpoint
CREATE INDEX [orders_business_day] ON [open].[orders] ([business_day]);
--> statement-breakpoint
CREATE INDEX [order_lines_business_day] ON [open].[order_lines] ([business_day]);
--> statement-breakpoint
CREATE INDEX [order_lines_order_id] ON [open].[order_lines] ([order_id]);
--> statement-breakpoint
CREATE INDEX [payments_business_day] ON [open].[payments] ([business_day]);
--> statement-breakpoint
CREATE INDEX [refunds_business_day] ON [open].[refunds] ([business_day]);
--> statement-breakpoint
CREATE INDEX [visits_business_day] ON [open].[visits] ([business_day]);
--> statement-breakpoint
CREATE INDEX [site_days_business_day] ON [open].[site_days] ([business_day]);
