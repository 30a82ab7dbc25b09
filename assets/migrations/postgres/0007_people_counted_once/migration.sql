ALTER TABLE "mart"."people_daily" ADD COLUMN "previous_day" date;
--> statement-breakpoint
ALTER TABLE "mart"."people_daily" ADD COLUMN "previous_day_here" date;
--> statement-breakpoint
ALTER TABLE "mart"."cohorts_daily" DROP CONSTRAINT "cohorts_daily_pkey";
--> statement-breakpoint
ALTER TABLE "mart"."cohorts_daily" ADD CONSTRAINT "cohorts_daily_pkey" PRIMARY KEY("site_id","grain","day","period");
--> statement-breakpoint
-- What the rows themselves say, until the mart is built again.
UPDATE "mart"."people_daily" SET "previous_day" = f.before, "previous_day_here" = f.here
FROM (SELECT day, site_id, person, lag(day) over (partition by person order by day, site_id) as before, lag(day) over (partition by person, site_id order by day) as here FROM "mart"."people_daily" WHERE visits > 0 AND person <> '00000000-0000-0000-0000-000000000000') f
WHERE f.day = "mart"."people_daily"."day" AND f.site_id = "mart"."people_daily"."site_id" AND f.person = "mart"."people_daily"."person";
