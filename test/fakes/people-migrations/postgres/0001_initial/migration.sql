CREATE SCHEMA IF NOT EXISTS "open";
--> statement-breakpoint
CREATE SCHEMA IF NOT EXISTS "sealed";
--> statement-breakpoint
CREATE SCHEMA IF NOT EXISTS "staging";
--> statement-breakpoint
CREATE SCHEMA IF NOT EXISTS "mart";
--> statement-breakpoint
CREATE TABLE "open"."places" (
	"code" varchar(5) PRIMARY KEY,
	"name" varchar(40) NOT NULL,
	"_hash" text NOT NULL,
	"_ordered_at" timestamptz(3) NOT NULL,
	"_load" text NOT NULL,
	"_part" integer NOT NULL,
	"_line" integer NOT NULL,
	"business_day" date
);
--> statement-breakpoint
CREATE UNLOGGED TABLE "staging"."places" (
	"_load" text NOT NULL,
	"_part" integer NOT NULL,
	"_line" integer NOT NULL,
	"_hash" text NOT NULL,
	"_ordered_at" timestamptz(3) NOT NULL,
	"business_day" date,
	"code" varchar(5),
	"name" varchar(40)
);
--> statement-breakpoint
CREATE TABLE "open"."people" (
	"id" uuid PRIMARY KEY,
	"birth_year" integer,
	"place_code" varchar(5),
	"points" integer NOT NULL,
	"updated_at" timestamptz(3) NOT NULL,
	"_hash" text NOT NULL,
	"_ordered_at" timestamptz(3) NOT NULL,
	"_load" text NOT NULL,
	"_part" integer NOT NULL,
	"_line" integer NOT NULL,
	"business_day" date
);
--> statement-breakpoint
CREATE TABLE "sealed"."people" (
	"id" uuid PRIMARY KEY,
	"last_name" bytea,
	"email" bytea,
	"birth_date" bytea,
	"street" bytea
);
--> statement-breakpoint
CREATE UNLOGGED TABLE "staging"."people" (
	"_load" text NOT NULL,
	"_part" integer NOT NULL,
	"_line" integer NOT NULL,
	"_hash" text NOT NULL,
	"_ordered_at" timestamptz(3) NOT NULL,
	"business_day" date,
	"id" uuid,
	"last_name" bytea,
	"email" bytea,
	"birth_date" bytea,
	"birth_year" integer,
	"street" bytea,
	"place_code" varchar(5),
	"points" integer,
	"updated_at" timestamptz(3)
);
--> statement-breakpoint
CREATE TABLE "open"."orders" (
	"id" bigint PRIMARY KEY,
	"person_id" uuid,
	"total" numeric(18,2) NOT NULL,
	"ordered_at" timestamptz(3) NOT NULL,
	"updated_at" timestamptz(3) NOT NULL,
	"_hash" text NOT NULL,
	"_ordered_at" timestamptz(3) NOT NULL,
	"_load" text NOT NULL,
	"_part" integer NOT NULL,
	"_line" integer NOT NULL,
	"business_day" date
);
--> statement-breakpoint
CREATE TABLE "sealed"."orders" (
	"id" bigint PRIMARY KEY,
	"comment" bytea
);
--> statement-breakpoint
CREATE UNLOGGED TABLE "staging"."orders" (
	"_load" text NOT NULL,
	"_part" integer NOT NULL,
	"_line" integer NOT NULL,
	"_hash" text NOT NULL,
	"_ordered_at" timestamptz(3) NOT NULL,
	"business_day" date,
	"id" bigint,
	"person_id" uuid,
	"comment" bytea,
	"total" numeric(18,2),
	"ordered_at" timestamptz(3),
	"updated_at" timestamptz(3)
);
--> statement-breakpoint
CREATE TABLE "mart"."orders_daily" (
	"day" date PRIMARY KEY,
	"orders" integer NOT NULL,
	"total" numeric(18,2) NOT NULL
);
--> statement-breakpoint
CREATE INDEX "places__part__line" ON "staging"."places" ("_part","_line");
--> statement-breakpoint
CREATE INDEX "people__part__line" ON "staging"."people" ("_part","_line");
--> statement-breakpoint
CREATE INDEX "orders_business_day" ON "open"."orders" ("business_day");
--> statement-breakpoint
CREATE INDEX "orders__part__line" ON "staging"."orders" ("_part","_line");
