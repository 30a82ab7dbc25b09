-- migration/deployment/0001_initial/1
IF SCHEMA_ID(N'open') IS NULL EXEC(N'CREATE SCHEMA [open]');

-- migration/deployment/0001_initial/2
IF SCHEMA_ID(N'sealed') IS NULL EXEC(N'CREATE SCHEMA [sealed]');

-- migration/deployment/0001_initial/3
IF SCHEMA_ID(N'staging') IS NULL EXEC(N'CREATE SCHEMA [staging]');

-- migration/deployment/0001_initial/4
IF SCHEMA_ID(N'mart') IS NULL EXEC(N'CREATE SCHEMA [mart]');

-- migration/deployment/0001_initial/5
CREATE TABLE [open].[places] (
	[code] nvarchar(10) collate Latin1_General_100_BIN2 NOT NULL,
	[name] nvarchar(80) collate Latin1_General_100_BIN2 NOT NULL,
	[_hash] nvarchar(64) collate Latin1_General_100_BIN2 NOT NULL,
	[_ordered_at] datetime2(3) NOT NULL,
	[_load] nvarchar(64) collate Latin1_General_100_BIN2 NOT NULL,
	[_line] int NOT NULL,
	[business_day] date NULL,
	CONSTRAINT [places_pkey] PRIMARY KEY([code]) WITH (DATA_COMPRESSION = PAGE)
);

-- migration/deployment/0001_initial/6
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

-- migration/deployment/0001_initial/7
CREATE TABLE [open].[people] (
	[id] char(36) collate Latin1_General_100_BIN2 NOT NULL,
	[birth_year] int NULL,
	[place_code] nvarchar(10) collate Latin1_General_100_BIN2 NULL,
	[points] int NOT NULL,
	[updated_at] datetime2(3) NOT NULL,
	[_hash] nvarchar(64) collate Latin1_General_100_BIN2 NOT NULL,
	[_ordered_at] datetime2(3) NOT NULL,
	[_load] nvarchar(64) collate Latin1_General_100_BIN2 NOT NULL,
	[_line] int NOT NULL,
	[business_day] date NULL,
	CONSTRAINT [people_pkey] PRIMARY KEY([id]) WITH (DATA_COMPRESSION = PAGE)
);

-- migration/deployment/0001_initial/8
CREATE TABLE [sealed].[people] (
	[id] char(36) collate Latin1_General_100_BIN2 NOT NULL,
	[last_name] varbinary(max) NULL,
	[email] varbinary(max) NULL,
	[birth_date] varbinary(max) NULL,
	[street] varbinary(max) NULL,
	CONSTRAINT [people_pkey] PRIMARY KEY([id])
);

-- migration/deployment/0001_initial/9
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

-- migration/deployment/0001_initial/10
CREATE TABLE [open].[orders] (
	[id] bigint NOT NULL,
	[person_id] char(36) collate Latin1_General_100_BIN2 NULL,
	[total] decimal(18,2) NOT NULL,
	[ordered_at] datetime2(3) NOT NULL,
	[updated_at] datetime2(3) NOT NULL,
	[_hash] nvarchar(64) collate Latin1_General_100_BIN2 NOT NULL,
	[_ordered_at] datetime2(3) NOT NULL,
	[_load] nvarchar(64) collate Latin1_General_100_BIN2 NOT NULL,
	[_line] int NOT NULL,
	[business_day] date NULL,
	CONSTRAINT [orders_pkey] PRIMARY KEY([id]) WITH (DATA_COMPRESSION = PAGE)
);

-- migration/deployment/0001_initial/11
CREATE TABLE [sealed].[orders] (
	[id] bigint NOT NULL,
	[comment] varbinary(max) NULL,
	CONSTRAINT [orders_pkey] PRIMARY KEY([id])
);

-- migration/deployment/0001_initial/12
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

-- migration/deployment/0001_initial/13
CREATE TABLE [open].[lines] (
	[id] bigint NOT NULL,
	[order_id] bigint NOT NULL,
	[total] decimal(18,2) NOT NULL,
	[updated_at] datetime2(3) NOT NULL,
	[_hash] nvarchar(64) collate Latin1_General_100_BIN2 NOT NULL,
	[_ordered_at] datetime2(3) NOT NULL,
	[_load] nvarchar(64) collate Latin1_General_100_BIN2 NOT NULL,
	[_line] int NOT NULL,
	[business_day] date NULL,
	CONSTRAINT [lines_pkey] PRIMARY KEY([id]) WITH (DATA_COMPRESSION = PAGE)
);

-- migration/deployment/0001_initial/14
CREATE TABLE [staging].[lines] (
	[_load] nvarchar(64) collate Latin1_General_100_BIN2 NOT NULL,
	[_part] int NOT NULL,
	[_line] int NOT NULL,
	[_hash] nvarchar(64) collate Latin1_General_100_BIN2 NOT NULL,
	[_ordered_at] datetime2(3) NOT NULL,
	[business_day] date NULL,
	[id] bigint NULL,
	[order_id] bigint NULL,
	[total] nvarchar(40) collate Latin1_General_100_BIN2 NULL,
	[updated_at] datetime2(3) NULL,
	CONSTRAINT [lines_pkey] PRIMARY KEY([_load],[_part],[_line])
);

-- migration/deployment/0001_initial/15
CREATE TABLE [mart].[orders_daily] (
	[day] date NOT NULL,
	[orders] int NOT NULL,
	[total] decimal(18,2) NOT NULL,
	CONSTRAINT [orders_daily_pkey] PRIMARY KEY([day]) WITH (DATA_COMPRESSION = PAGE)
);

-- migration/deployment/0001_initial/16
CREATE TABLE [mart].[lines_daily] (
	[day] date NOT NULL,
	[lines] int NOT NULL,
	[total] decimal(18,2) NOT NULL,
	CONSTRAINT [lines_daily_pkey] PRIMARY KEY([day]) WITH (DATA_COMPRESSION = PAGE)
);

-- migration/deployment/0001_initial/17
CREATE INDEX [orders_business_day] ON [open].[orders] ([business_day]);

-- migration/deployment/0001_initial/18
CREATE INDEX [lines_business_day] ON [open].[lines] ([business_day]);

-- migration/deployment/0001_initial/19
CREATE INDEX [lines_order_id] ON [open].[lines] ([order_id]);

-- mart/orders_daily/compute
select m.[day] as [day], m.[orders] as [orders], m.[total] as [total] from (select [open].[orders].[business_day] as [day], cast(count(*) as integer) as [orders], cast(coalesce(sum([open].[orders].[total]), 0) as decimal(18,2)) as [total] from [open].[orders] where (@p1 is null or [open].[orders].[business_day] in (select [day] from openjson(@p1) with ([day] date '$'))) group by [open].[orders].[business_day]) as m

-- mart/lines_daily/compute
select m.[day] as [day], m.[lines] as [lines], m.[total] as [total] from (select [open].[lines].[business_day] as [day], cast(count(*) as integer) as [lines], cast(coalesce(sum([open].[lines].[total]), 0) as decimal(18,2)) as [total] from [open].[lines] where (((@p1 is null or [open].[lines].[business_day] in (select [day] from openjson(@p1) with ([day] date '$')))) and ([open].[lines].[business_day] is not null)) group by [open].[lines].[business_day]) as m

-- read/stored
select 'places' as asset, cast(count(*) as integer) as [rows] from [open].[places] as [stored] where [stored].[_hash] <> '' union all select 'people' as asset, cast(count(*) as integer) as [rows] from [open].[people] as [stored] where [stored].[_hash] <> '' union all select 'orders' as asset, cast(count(*) as integer) as [rows] from [open].[orders] as [stored] where [stored].[_hash] <> '' union all select 'lines' as asset, cast(count(*) as integer) as [rows] from [open].[lines] as [stored] where [stored].[_hash] <> '' union all select 'orders_daily' as asset, cast(count(*) as integer) as [rows] from [mart].[orders_daily] union all select 'lines_daily' as asset, cast(count(*) as integer) as [rows] from [mart].[lines_daily]

-- read/refused
select load_id, table_key, code from sillage.load where state = 'refused' order by load_id desc offset 0 rows fetch next 100 rows only

-- read/places
select [stored].[code] as [code], [stored].[name] as [name], [stored].[_hash] as [_hash] from [open].[places] as [stored] where [stored].[_hash] <> ''

-- read/people
select [stored].[id] as [id], [stored].[birth_year] as [birth_year], [stored].[place_code] as [place_code], [stored].[points] as [points], replace(convert(nvarchar(23), [stored].[updated_at], 121), N' ', N'T') + N'Z' as [updated_at], [stored].[_hash] as [_hash] from [open].[people] as [stored] where [stored].[_hash] <> ''

-- read/orders
select [stored].[id] as [id], [stored].[person_id] as [person_id], cast([stored].[total] as nvarchar(41)) as [total], replace(convert(nvarchar(23), [stored].[ordered_at], 121), N' ', N'T') + N'Z' as [ordered_at], replace(convert(nvarchar(23), [stored].[updated_at], 121), N' ', N'T') + N'Z' as [updated_at], [stored].[_hash] as [_hash] from [open].[orders] as [stored] where [stored].[_hash] <> ''

-- read/lines
select [stored].[id] as [id], [stored].[order_id] as [order_id], cast([stored].[total] as nvarchar(41)) as [total], replace(convert(nvarchar(23), [stored].[updated_at], 121), N' ', N'T') + N'Z' as [updated_at], [stored].[_hash] as [_hash] from [open].[lines] as [stored] where [stored].[_hash] <> ''

-- grant/writer/role
create role sillage_writer;

-- grant/writer/sillage
grant select, insert, update, delete on schema::[sillage] to [sillage_writer];

-- grant/writer/open
grant select, insert, update, delete on schema::[open] to [sillage_writer];

-- grant/writer/sealed
grant select, insert, update, delete on schema::[sealed] to [sillage_writer];

-- grant/writer/staging
grant select, insert, update, delete on schema::[staging] to [sillage_writer];

-- grant/writer/mart
grant select, insert, update, delete on schema::[mart] to [sillage_writer];

-- grant/reader/role
create role sillage_reader;

-- grant/reader/sillage
grant select on schema::[sillage] to [sillage_reader];

-- grant/reader/open
grant select on schema::[open] to [sillage_reader];

-- grant/reader/mart
grant select on schema::[mart] to [sillage_reader];

-- mart/revenue_daily/compute
select m.[day] as [day], m.[siteId] as [site_id], m.[productId] as [product_id], m.[activityId] as [activity_id], m.[gross] as [gross], m.[net] as [net], m.[quantity] as [quantity] from (select [open].[order_lines].[business_day] as [day], [open].[orders].[site_id] as [siteId], [open].[order_lines].[product_id] as [productId], [open].[products].[activity_id] as [activityId], cast(coalesce(sum([open].[order_lines].[total]), 0) as decimal(18,2)) as [gross], cast(coalesce(sum(cast([open].[order_lines].[total] * 100 / (100 + [open].[order_lines].[vat_rate]) as decimal(18,2))), 0) as decimal(18,2)) as [net], cast(coalesce(sum([open].[order_lines].[qty]), 0) as decimal(12,3)) as [quantity] from [open].[order_lines] inner join [open].[orders] on [open].[orders].[id] = [open].[order_lines].[order_id] left join [open].[products] on [open].[products].[id] = [open].[order_lines].[product_id] where (((@p1 is null or [open].[order_lines].[business_day] in (select [day] from openjson(@p1) with ([day] date '$')))) and ([open].[order_lines].[business_day] is not null) and (((([open].[order_lines].[deleted_at] is null)) and (([open].[orders].[deleted_at] is null)) and ([open].[orders].[status] <> N'cancelled')))) group by [open].[order_lines].[business_day], [open].[orders].[site_id], [open].[order_lines].[product_id], [open].[products].[activity_id]) as m

-- mart/occupancy_daily/compute
select m.[day] as [day], m.[siteId] as [site_id], m.[activityId] as [activity_id], m.[slots] as [slots], m.[offered] as [offered], m.[booked] as [booked] from (select [open].[sessions].[business_day] as [day], [site_id] as [siteId], [activity_id] as [activityId], cast(count(*) as integer) as [slots], cast(coalesce(sum([open].[sessions].[capacity]), 0) as integer) as [offered], cast(coalesce(sum([open].[sessions].[booked_count]), 0) as integer) as [booked] from [open].[sessions] where (((@p1 is null or [open].[sessions].[business_day] in (select [day] from openjson(@p1) with ([day] date '$')))) and ([open].[sessions].[business_day] is not null) and (([open].[sessions].[deleted_at] is null)) and ([open].[sessions].[status] <> N'cancelled') and ([open].[sessions].[status] <> N'closed_weather')) group by [open].[sessions].[business_day], [open].[sessions].[site_id], [open].[sessions].[activity_id]) as m

-- mart/visits_daily/compute
select m.[day] as [day], m.[siteId] as [site_id], m.[visits] as [visits], m.[people] as [people] from (select [open].[visits].[business_day] as [day], [open].[visits].[site_id] as [siteId], cast(count(*) as integer) as [visits], cast(count(distinct [people].[person]) as integer) as [people] from [open].[visits] left join (select [merged].[client] as [id], [living].[id] as [person], [living].[communeCode] as [communeCode] from (select [open].[clients].[id] as [client], coalesce([hop8].[into], [hop7].[into], [hop6].[into], [hop5].[into], [hop4].[into], [hop3].[into], [hop2].[into], [hop1].[into], [open].[clients].[id]) as [person] from [open].[clients] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop1] on [hop1].[client] = [open].[clients].[id] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop2] on [hop2].[client] = [hop1].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop3] on [hop3].[client] = [hop2].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop4] on [hop4].[client] = [hop3].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop5] on [hop5].[client] = [hop4].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop6] on [hop6].[client] = [hop5].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop7] on [hop7].[client] = [hop6].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop8] on [hop8].[client] = [hop7].[into]) [merged] inner join (select [id] as [id], [commune_code] as [communeCode] from [open].[clients] where ((([open].[clients].[deleted_at] is null)) and ([open].[clients].[id] <> N'00000000-0000-0000-0000-000000000000'))) [living] on [living].[id] = [merged].[person]) [people] on [people].[id] = [open].[visits].[client_id] where (((@p1 is null or [open].[visits].[business_day] in (select [day] from openjson(@p1) with ([day] date '$')))) and ([open].[visits].[business_day] is not null)) group by [open].[visits].[business_day], [open].[visits].[site_id]) as m

-- kpi/revenue/month/all/all/first
select convert(nvarchar(10), [answer].[period], 23) as [period], cast([answer].[gross] as nvarchar(41)) as [gross], cast([answer].[refunds] as nvarchar(41)) as [refunds], cast([answer].[netOfVat] as nvarchar(41)) as [netOfVat], [answer].[orders] as [orders] from (select [all].[period] as [period], cast(coalesce(sum([all].[gross]), 0) as decimal(18,2)) as [gross], cast(coalesce(sum([all].[refunds]), 0) as decimal(18,2)) as [refunds], cast(coalesce(sum([all].[netOfVat]), 0) as decimal(18,2)) as [netOfVat], cast(coalesce(sum([all].[orders]), 0) as integer) as [orders] from ((((select datefromparts(year([open].[site_days].[date]), month([open].[site_days].[date]), 1) as [period], cast(0 as decimal(18,2)) as [gross], cast(0 as decimal(18,2)) as [refunds], cast(0 as decimal(18,2)) as [netOfVat], cast(0 as integer) as [orders] from [open].[site_days] where (([open].[site_days].[open] = @p1) and (([open].[site_days].[deleted_at] is null)) and ([open].[site_days].[date] >= @p2) and ([open].[site_days].[date] < @p3))) union all (select datefromparts(year([mart].[revenue_daily].[day]), month([mart].[revenue_daily].[day]), 1) as [period], cast(coalesce(sum([mart].[revenue_daily].[gross]), 0) as decimal(18,2)) as [gross], cast(0 as decimal(18,2)) as [refunds], cast(coalesce(sum([mart].[revenue_daily].[net]), 0) as decimal(18,2)) as [netOfVat], cast(0 as integer) as [orders] from [mart].[revenue_daily] left join [open].[products] on [open].[products].[id] = [mart].[revenue_daily].[product_id] where (([mart].[revenue_daily].[day] >= @p4) and ([mart].[revenue_daily].[day] < @p5)) group by datefromparts(year([mart].[revenue_daily].[day]), month([mart].[revenue_daily].[day]), 1))) union all (select datefromparts(year([sold].[day]), month([sold].[day]), 1) as [period], cast(0 as decimal(18,2)) as [gross], cast(0 as decimal(18,2)) as [refunds], cast(0 as decimal(18,2)) as [netOfVat], cast(count(distinct [sold].[orderId]) as integer) as [orders] from (select [open].[orders].[id] as [orderId], [open].[order_lines].[business_day] as [day], [open].[orders].[client_id] as [clientId], [open].[orders].[site_id] as [siteId], [open].[order_lines].[total] as [gross], cast([open].[order_lines].[total] * 100 / (100 + [open].[order_lines].[vat_rate]) as decimal(18,2)) as [net] from [open].[order_lines] inner join [open].[orders] on [open].[orders].[id] = [open].[order_lines].[order_id] left join [open].[products] on [open].[products].[id] = [open].[order_lines].[product_id] where ((((([open].[order_lines].[deleted_at] is null)) and (([open].[orders].[deleted_at] is null)) and ([open].[orders].[status] <> @p6))) and ([open].[order_lines].[business_day] >= @p7) and ([open].[order_lines].[business_day] < @p8))) [sold] group by datefromparts(year([sold].[day]), month([sold].[day]), 1))) union all (select datefromparts(year([refunded].[day]), month([refunded].[day]), 1) as [period], cast(0 as decimal(18,2)) as [gross], cast(coalesce(sum([refunded].[amount]), 0) as decimal(18,2)) as [refunds], -cast(coalesce(sum([refunded].[net]), 0) as decimal(18,2)) as [netOfVat], cast(0 as integer) as [orders] from (select [open].[refunds].[business_day] as [day], [open].[orders].[client_id] as [clientId], [open].[orders].[site_id] as [siteId], cast(coalesce(cast([open].[refunds].[amount] as decimal(12,2)) * cast([shares].[gross] as decimal(12,2)) / nullif(cast([shares].[whole] as decimal(12,2)), 0), 0) as decimal(18,2)) as [amount], cast(coalesce(cast([open].[refunds].[amount] as decimal(12,2)) * cast([shares].[net] as decimal(12,2)) / nullif(cast([shares].[whole] as decimal(12,2)), 0), 0) as decimal(18,2)) as [net] from [open].[refunds] inner join [open].[orders] on [open].[orders].[id] = [open].[refunds].[order_id] inner join (select [open].[order_lines].[order_id] as [orderId], sum([open].[order_lines].[total]) as [whole], sum([open].[order_lines].[total]) as [gross], sum(cast([open].[order_lines].[total] * 100 / (100 + [open].[order_lines].[vat_rate]) as decimal(18,2))) as [net] from [open].[order_lines] left join [open].[products] on [open].[products].[id] = [open].[order_lines].[product_id] where ((([open].[order_lines].[deleted_at] is null)) and ([open].[order_lines].[order_id] in (select [order_id] as [orderId] from [open].[refunds] where ((([open].[refunds].[deleted_at] is null)) and ([open].[refunds].[business_day] >= @p9) and ([open].[refunds].[business_day] < @p10))))) group by [open].[order_lines].[order_id]) [shares] on [shares].[orderId] = [open].[refunds].[order_id] where ((((([open].[refunds].[deleted_at] is null)) and ([open].[refunds].[business_day] >= @p11) and ([open].[refunds].[business_day] < @p12))) and (([open].[orders].[deleted_at] is null)) and ([open].[orders].[status] <> @p13))) [refunded] group by datefromparts(year([refunded].[day]), month([refunded].[day]), 1))) [all] group by [all].[period]) as [answer] order by [answer].[period] asc offset 0 rows fetch next @p14 rows only

-- kpi/revenue-by-territory/region/site/all/first
select [answer].[code] as [code], [answer].[name] as [name], [answer].[clients] as [clients], cast([answer].[gross] as nvarchar(41)) as [gross], cast([answer].[netOfVat] as nvarchar(41)) as [netOfVat], cast([answer].[largest] as nvarchar(41)) as [largest], [answer].[within] as [within] from (select [each].[code] as [code], min([each].[name]) as [name], cast(count([each].[person]) as integer) as [clients], cast(coalesce(sum([each].[gross]), 0) as decimal(18,2)) as [gross], cast(coalesce(sum([each].[net]), 0) as decimal(18,2)) as [netOfVat], cast(max(case when [each].[person] is null then 0 else [each].[gross] end) as decimal(18,2)) as [largest], min([each].[within]) as [within] from (select coalesce([territories].[code], 'unknown') as [code], coalesce(min([territories].[name]), 'unknown') as [name], coalesce(min([territories].[within]), 'unknown') as [within], [facts].[person] as [person], cast(coalesce(sum([facts].[gross]), 0) as decimal(18,2)) as [gross], cast(coalesce(sum([facts].[net]), 0) as decimal(18,2)) as [net] from (((select [open].[sites].[commune_insee] as [insee], cast(null as char(36)) as [person], [mart].[revenue_daily].[gross] as [gross], [mart].[revenue_daily].[net] as [net] from [mart].[revenue_daily] inner join [open].[sites] on [open].[sites].[id] = [mart].[revenue_daily].[site_id] where (([mart].[revenue_daily].[day] >= @p1) and ([mart].[revenue_daily].[day] < @p2))) union all (select [open].[sites].[commune_insee] as [insee], [buyers].[person] as [person], cast(0 as decimal(18,2)) as [gross], cast(0 as decimal(18,2)) as [net] from (select [open].[orders].[id] as [orderId], [open].[order_lines].[business_day] as [day], [open].[orders].[client_id] as [clientId], [open].[orders].[site_id] as [siteId], [open].[order_lines].[total] as [gross], cast([open].[order_lines].[total] * 100 / (100 + [open].[order_lines].[vat_rate]) as decimal(18,2)) as [net] from [open].[order_lines] inner join [open].[orders] on [open].[orders].[id] = [open].[order_lines].[order_id] left join [open].[products] on [open].[products].[id] = [open].[order_lines].[product_id] where ((((([open].[order_lines].[deleted_at] is null)) and (([open].[orders].[deleted_at] is null)) and ([open].[orders].[status] <> @p3))) and ([open].[order_lines].[business_day] >= @p4) and ([open].[order_lines].[business_day] < @p5))) [sold] inner join [open].[sites] on [open].[sites].[id] = [sold].[siteId] inner join (select [merged].[client] as [id], [living].[id] as [person], [living].[communeCode] as [communeCode] from (select [open].[clients].[id] as [client], coalesce([hop8].[into], [hop7].[into], [hop6].[into], [hop5].[into], [hop4].[into], [hop3].[into], [hop2].[into], [hop1].[into], [open].[clients].[id]) as [person] from [open].[clients] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop1] on [hop1].[client] = [open].[clients].[id] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop2] on [hop2].[client] = [hop1].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop3] on [hop3].[client] = [hop2].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop4] on [hop4].[client] = [hop3].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop5] on [hop5].[client] = [hop4].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop6] on [hop6].[client] = [hop5].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop7] on [hop7].[client] = [hop6].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop8] on [hop8].[client] = [hop7].[into]) [merged] inner join (select [id] as [id], [commune_code] as [communeCode] from [open].[clients] where ((([open].[clients].[deleted_at] is null)) and ([open].[clients].[id] <> @p6))) [living] on [living].[id] = [merged].[person]) [buyers] on [buyers].[id] = [sold].[clientId])) union all (select [open].[sites].[commune_insee] as [insee], [returners].[person] as [person], cast(0 as decimal(18,2)) as [gross], -[refunded].[net] as [net] from (select [open].[refunds].[business_day] as [day], [open].[orders].[client_id] as [clientId], [open].[orders].[site_id] as [siteId], cast(coalesce(cast([open].[refunds].[amount] as decimal(12,2)) * cast([shares].[gross] as decimal(12,2)) / nullif(cast([shares].[whole] as decimal(12,2)), 0), 0) as decimal(18,2)) as [amount], cast(coalesce(cast([open].[refunds].[amount] as decimal(12,2)) * cast([shares].[net] as decimal(12,2)) / nullif(cast([shares].[whole] as decimal(12,2)), 0), 0) as decimal(18,2)) as [net] from [open].[refunds] inner join [open].[orders] on [open].[orders].[id] = [open].[refunds].[order_id] inner join (select [open].[order_lines].[order_id] as [orderId], sum([open].[order_lines].[total]) as [whole], sum([open].[order_lines].[total]) as [gross], sum(cast([open].[order_lines].[total] * 100 / (100 + [open].[order_lines].[vat_rate]) as decimal(18,2))) as [net] from [open].[order_lines] left join [open].[products] on [open].[products].[id] = [open].[order_lines].[product_id] where ((([open].[order_lines].[deleted_at] is null)) and ([open].[order_lines].[order_id] in (select [order_id] as [orderId] from [open].[refunds] where ((([open].[refunds].[deleted_at] is null)) and ([open].[refunds].[business_day] >= @p7) and ([open].[refunds].[business_day] < @p8))))) group by [open].[order_lines].[order_id]) [shares] on [shares].[orderId] = [open].[refunds].[order_id] where ((((([open].[refunds].[deleted_at] is null)) and ([open].[refunds].[business_day] >= @p9) and ([open].[refunds].[business_day] < @p10))) and (([open].[orders].[deleted_at] is null)) and ([open].[orders].[status] <> @p11))) [refunded] inner join [open].[sites] on [open].[sites].[id] = [refunded].[siteId] left join (select [merged].[client] as [id], [living].[id] as [person], [living].[communeCode] as [communeCode] from (select [open].[clients].[id] as [client], coalesce([hop8].[into], [hop7].[into], [hop6].[into], [hop5].[into], [hop4].[into], [hop3].[into], [hop2].[into], [hop1].[into], [open].[clients].[id]) as [person] from [open].[clients] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop1] on [hop1].[client] = [open].[clients].[id] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop2] on [hop2].[client] = [hop1].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop3] on [hop3].[client] = [hop2].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop4] on [hop4].[client] = [hop3].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop5] on [hop5].[client] = [hop4].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop6] on [hop6].[client] = [hop5].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop7] on [hop7].[client] = [hop6].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop8] on [hop8].[client] = [hop7].[into]) [merged] inner join (select [id] as [id], [commune_code] as [communeCode] from [open].[clients] where ((([open].[clients].[deleted_at] is null)) and ([open].[clients].[id] <> @p12))) [living] on [living].[id] = [merged].[person]) [returners] on [returners].[id] = [refunded].[clientId])) [facts] left join (select [insee_code] as [insee], min([region_code]) as [code], min([region_name]) as [name], min('FR') as [within] from [open].[communes] group by [open].[communes].[insee_code]) [territories] on [territories].[insee] = [facts].[insee] group by coalesce([territories].[code], 'unknown'), [facts].[person]) [each] group by [each].[code]) as [answer] order by [answer].[code] asc offset 0 rows fetch next @p13 rows only

-- kpi/top-clients/net/all/first
select [answer].[rank] as [rank], [answer].[client] as [client], [answer].[recency] as [recency], [answer].[visits] as [visits], cast([answer].[net] as nvarchar(41)) as [net] from (select cast(row_number() over (order by [totals].[net] desc, [totals].[person] asc) as integer) as [rank], [totals].[person] as [client], datediff(day, [totals].[last], cast(@p1 as date)) as [recency], [totals].[visits] as [visits], [totals].[net] as [net] from (select [facts].[person] as [person], max([facts].[day]) as [last], cast(coalesce(sum([facts].[visits]), 0) as integer) as [visits], cast(coalesce(sum([facts].[net]), 0) as decimal(18,2)) as [net] from (((select [people].[person] as [person], [sold].[day] as [day], cast(0 as integer) as [visits], [sold].[net] as [net] from (select [open].[orders].[id] as [orderId], [open].[order_lines].[business_day] as [day], [open].[orders].[client_id] as [clientId], [open].[orders].[site_id] as [siteId], [open].[order_lines].[total] as [gross], cast([open].[order_lines].[total] * 100 / (100 + [open].[order_lines].[vat_rate]) as decimal(18,2)) as [net] from [open].[order_lines] inner join [open].[orders] on [open].[orders].[id] = [open].[order_lines].[order_id] left join [open].[products] on [open].[products].[id] = [open].[order_lines].[product_id] where ((((([open].[order_lines].[deleted_at] is null)) and (([open].[orders].[deleted_at] is null)) and ([open].[orders].[status] <> @p2))) and ([open].[order_lines].[business_day] >= @p3) and ([open].[order_lines].[business_day] < @p4))) [sold] inner join (select [merged].[client] as [id], [living].[id] as [person], [living].[communeCode] as [communeCode] from (select [open].[clients].[id] as [client], coalesce([hop8].[into], [hop7].[into], [hop6].[into], [hop5].[into], [hop4].[into], [hop3].[into], [hop2].[into], [hop1].[into], [open].[clients].[id]) as [person] from [open].[clients] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop1] on [hop1].[client] = [open].[clients].[id] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop2] on [hop2].[client] = [hop1].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop3] on [hop3].[client] = [hop2].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop4] on [hop4].[client] = [hop3].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop5] on [hop5].[client] = [hop4].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop6] on [hop6].[client] = [hop5].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop7] on [hop7].[client] = [hop6].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop8] on [hop8].[client] = [hop7].[into]) [merged] inner join (select [id] as [id], [commune_code] as [communeCode] from [open].[clients] where ((([open].[clients].[deleted_at] is null)) and ([open].[clients].[id] <> @p5))) [living] on [living].[id] = [merged].[person]) [people] on [people].[id] = [sold].[clientId]) union all (select [people].[person] as [person], cast(null as date) as [day], cast(0 as integer) as [visits], -[refunded].[net] as [net] from (select [open].[refunds].[business_day] as [day], [open].[orders].[client_id] as [clientId], [open].[orders].[site_id] as [siteId], cast(coalesce(cast([open].[refunds].[amount] as decimal(12,2)) * cast([shares].[gross] as decimal(12,2)) / nullif(cast([shares].[whole] as decimal(12,2)), 0), 0) as decimal(18,2)) as [amount], cast(coalesce(cast([open].[refunds].[amount] as decimal(12,2)) * cast([shares].[net] as decimal(12,2)) / nullif(cast([shares].[whole] as decimal(12,2)), 0), 0) as decimal(18,2)) as [net] from [open].[refunds] inner join [open].[orders] on [open].[orders].[id] = [open].[refunds].[order_id] inner join (select [open].[order_lines].[order_id] as [orderId], sum([open].[order_lines].[total]) as [whole], sum([open].[order_lines].[total]) as [gross], sum(cast([open].[order_lines].[total] * 100 / (100 + [open].[order_lines].[vat_rate]) as decimal(18,2))) as [net] from [open].[order_lines] left join [open].[products] on [open].[products].[id] = [open].[order_lines].[product_id] where ((([open].[order_lines].[deleted_at] is null)) and ([open].[order_lines].[order_id] in (select [order_id] as [orderId] from [open].[refunds] where ((([open].[refunds].[deleted_at] is null)) and ([open].[refunds].[business_day] >= @p6) and ([open].[refunds].[business_day] < @p7))))) group by [open].[order_lines].[order_id]) [shares] on [shares].[orderId] = [open].[refunds].[order_id] where ((((([open].[refunds].[deleted_at] is null)) and ([open].[refunds].[business_day] >= @p8) and ([open].[refunds].[business_day] < @p9))) and (([open].[orders].[deleted_at] is null)) and ([open].[orders].[status] <> @p10))) [refunded] inner join (select [merged].[client] as [id], [living].[id] as [person], [living].[communeCode] as [communeCode] from (select [open].[clients].[id] as [client], coalesce([hop8].[into], [hop7].[into], [hop6].[into], [hop5].[into], [hop4].[into], [hop3].[into], [hop2].[into], [hop1].[into], [open].[clients].[id]) as [person] from [open].[clients] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop1] on [hop1].[client] = [open].[clients].[id] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop2] on [hop2].[client] = [hop1].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop3] on [hop3].[client] = [hop2].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop4] on [hop4].[client] = [hop3].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop5] on [hop5].[client] = [hop4].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop6] on [hop6].[client] = [hop5].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop7] on [hop7].[client] = [hop6].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop8] on [hop8].[client] = [hop7].[into]) [merged] inner join (select [id] as [id], [commune_code] as [communeCode] from [open].[clients] where ((([open].[clients].[deleted_at] is null)) and ([open].[clients].[id] <> @p11))) [living] on [living].[id] = [merged].[person]) [people] on [people].[id] = [refunded].[clientId])) union all (select [people].[person] as [person], [open].[visits].[business_day] as [day], cast(1 as integer) as [visits], cast(0 as decimal(18,2)) as [net] from [open].[visits] inner join (select [merged].[client] as [id], [living].[id] as [person], [living].[communeCode] as [communeCode] from (select [open].[clients].[id] as [client], coalesce([hop8].[into], [hop7].[into], [hop6].[into], [hop5].[into], [hop4].[into], [hop3].[into], [hop2].[into], [hop1].[into], [open].[clients].[id]) as [person] from [open].[clients] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop1] on [hop1].[client] = [open].[clients].[id] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop2] on [hop2].[client] = [hop1].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop3] on [hop3].[client] = [hop2].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop4] on [hop4].[client] = [hop3].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop5] on [hop5].[client] = [hop4].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop6] on [hop6].[client] = [hop5].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop7] on [hop7].[client] = [hop6].[into] left join (select [id] as [client], [merged_into_id] as [into] from [open].[clients] where ([open].[clients].[merged_into_id] is not null)) [hop8] on [hop8].[client] = [hop7].[into]) [merged] inner join (select [id] as [id], [commune_code] as [communeCode] from [open].[clients] where ((([open].[clients].[deleted_at] is null)) and ([open].[clients].[id] <> @p12))) [living] on [living].[id] = [merged].[person]) [people] on [people].[id] = [open].[visits].[client_id] where (([open].[visits].[business_day] >= @p13) and ([open].[visits].[business_day] < @p14)))) [facts] group by [facts].[person]) [totals] where [totals].[last] is not null) as [answer] order by [answer].[rank] asc offset 0 rows fetch next @p15 rows only
