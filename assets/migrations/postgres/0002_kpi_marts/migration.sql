CREATE TABLE "mart"."refunds_daily" (
	"day" date,
	"site_id" integer,
	"product_id" integer,
	"amount" numeric(18,2) NOT NULL,
	"net" numeric(18,2) NOT NULL,
	CONSTRAINT "refunds_daily_pkey" PRIMARY KEY("day","site_id","product_id")
);
--> statement-breakpoint
CREATE TABLE "mart"."payments_daily" (
	"day" date,
	"site_id" integer,
	"method" varchar(20),
	"amount" numeric(18,2) NOT NULL,
	"refunds" numeric(18,2) NOT NULL,
	CONSTRAINT "payments_daily_pkey" PRIMARY KEY("day","site_id","method")
);
--> statement-breakpoint
CREATE TABLE "mart"."baskets_daily" (
	"day" date,
	"site_id" integer,
	"channel" varchar(20),
	"basket" numeric(18,2),
	"orders" integer NOT NULL,
	"lines" integer NOT NULL,
	CONSTRAINT "baskets_daily_pkey" PRIMARY KEY("day","site_id","channel","basket")
);
--> statement-breakpoint
CREATE TABLE "mart"."bookings_daily" (
	"day" date,
	"site_id" integer,
	"activity_id" integer,
	"channel" varchar(20),
	"reason" varchar(20),
	"bookings" integer NOT NULL,
	"no_shows" integer NOT NULL,
	"checked_in" integer NOT NULL,
	"refunded" numeric(18,2) NOT NULL,
	CONSTRAINT "bookings_daily_pkey" PRIMARY KEY("day","site_id","activity_id","channel","reason")
);
--> statement-breakpoint
CREATE TABLE "mart"."lead_times_daily" (
	"day" date,
	"site_id" integer,
	"channel" varchar(20),
	"lead_days" integer,
	"bookings" integer NOT NULL,
	CONSTRAINT "lead_times_daily_pkey" PRIMARY KEY("day","site_id","channel","lead_days")
);
--> statement-breakpoint
CREATE TABLE "mart"."slots_hourly" (
	"day" date,
	"site_id" integer,
	"activity_id" integer,
	"hour" integer,
	"offered" integer NOT NULL,
	"booked" integer NOT NULL,
	CONSTRAINT "slots_hourly_pkey" PRIMARY KEY("day","site_id","activity_id","hour")
);
--> statement-breakpoint
CREATE TABLE "mart"."visits_hourly" (
	"day" date,
	"site_id" integer,
	"activity_id" integer,
	"hour" integer,
	"visits" integer NOT NULL,
	CONSTRAINT "visits_hourly_pkey" PRIMARY KEY("day","site_id","activity_id","hour")
);
--> statement-breakpoint
CREATE TABLE "mart"."people_daily" (
	"day" date,
	"site_id" integer,
	"person" uuid,
	"commune_code" varchar(5),
	"visits" integer NOT NULL,
	"gross" numeric(18,2) NOT NULL,
	"net" numeric(18,2) NOT NULL,
	CONSTRAINT "people_daily_pkey" PRIMARY KEY("day","site_id","person")
);
