CREATE TABLE "open"."commune_populations" (
	"insee_code" varchar(5) PRIMARY KEY,
	"name" varchar(120) NOT NULL,
	"parent_code" varchar(5),
	"departement_code" varchar(3),
	"region_code" varchar(3),
	"population" integer NOT NULL,
	"_hash" text NOT NULL,
	"_ordered_at" timestamptz(3) NOT NULL,
	"_load" text NOT NULL,
	"_part" integer NOT NULL,
	"_line" integer NOT NULL,
	"business_day" date
);
--> statement-breakpoint
CREATE UNLOGGED TABLE "staging"."commune_populations" (
	"_load" text,
	"_part" integer,
	"_line" integer,
	"_hash" text NOT NULL,
	"_ordered_at" timestamptz(3) NOT NULL,
	"business_day" date,
	"insee_code" varchar(5),
	"name" varchar(120),
	"parent_code" varchar(5),
	"departement_code" varchar(3),
	"region_code" varchar(3),
	"population" integer,
	CONSTRAINT "commune_populations_pkey" PRIMARY KEY("_load","_part","_line")
);
