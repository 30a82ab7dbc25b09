CREATE TABLE "mart"."orders_daily" (
	"day" date,
	"site_id" integer,
	"kind" varchar(20),
	"orders" integer NOT NULL,
	"gross" numeric(18,2) NOT NULL,
	"net" numeric(18,2) NOT NULL,
	CONSTRAINT "orders_daily_pkey" PRIMARY KEY("day","site_id","kind")
);
--> statement-breakpoint
CREATE TABLE "mart"."cohorts_daily" (
	"day" date,
	"site_id" integer,
	"grain" varchar(10),
	"period" date,
	"people" integer NOT NULL,
	CONSTRAINT "cohorts_daily_pkey" PRIMARY KEY("day","site_id","grain","period")
);
--> statement-breakpoint
ALTER TABLE "mart"."people_daily" ADD COLUMN "purchases" integer;
--> statement-breakpoint
ALTER TABLE "mart"."people_daily" ADD COLUMN "refunds" integer;
--> statement-breakpoint
ALTER TABLE "mart"."people_daily" ADD COLUMN "first_day" date;
--> statement-breakpoint
ALTER TABLE "mart"."people_daily" ADD COLUMN "first_day_here" date;
--> statement-breakpoint
-- What the rows themselves say, until the mart is built again: a line of no amount is told then.
UPDATE "mart"."people_daily" SET "purchases" = case when "gross" <> 0 then 1 else 0 end, "refunds" = case when "gross" = 0 and "net" <> 0 then 1 else 0 end;
--> statement-breakpoint
UPDATE "mart"."people_daily" SET "first_day" = f.ever, "first_day_here" = f.here
FROM (SELECT day, site_id, person, min(case when visits > 0 then day end) over (partition by person) as ever, min(case when visits > 0 then day end) over (partition by person, site_id) as here FROM "mart"."people_daily" WHERE person <> '00000000-0000-0000-0000-000000000000') f
WHERE f.day = "mart"."people_daily"."day" AND f.site_id = "mart"."people_daily"."site_id" AND f.person = "mart"."people_daily"."person";
