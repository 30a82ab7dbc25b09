ALTER TABLE [mart].[occupancy_daily] ADD [weather_closed] int NULL;
