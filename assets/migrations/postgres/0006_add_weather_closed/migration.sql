ALTER TABLE "mart"."occupancy_daily" ADD COLUMN "weather_closed" integer;
