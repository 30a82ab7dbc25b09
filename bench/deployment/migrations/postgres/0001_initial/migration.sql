CREATE SCHEMA IF NOT EXISTS "open";
--> statement-breakpoint
CREATE SCHEMA IF NOT EXISTS "sealed";
--> statement-breakpoint
CREATE SCHEMA IF NOT EXISTS "staging";
--> statement-breakpoint
CREATE SCHEMA IF NOT EXISTS "mart";
--> statement-breakpoint
CREATE TABLE "open"."sales" (
	"id" bigint PRIMARY KEY,
	"site_id" integer NOT NULL,
	"label" varchar(60) NOT NULL,
	"reference" varchar(40),
	"status" varchar(40) NOT NULL,
	"quantity" numeric(12,3) NOT NULL,
	"price" numeric(18,2) NOT NULL,
	"total" numeric(18,2) NOT NULL,
	"online" boolean NOT NULL,
	"day" date NOT NULL,
	"created_at" timestamptz(3) NOT NULL,
	"updated_at" timestamptz(3) NOT NULL,
	"_hash" text NOT NULL,
	"_ordered_at" timestamptz(3) NOT NULL,
	"_load" text NOT NULL,
	"_part" integer NOT NULL,
	"_line" integer NOT NULL,
	"business_day" date
);
--> statement-breakpoint
CREATE UNLOGGED TABLE "staging"."sales" (
	"_load" text NOT NULL,
	"_part" integer NOT NULL,
	"_line" integer NOT NULL,
	"_hash" text NOT NULL,
	"_ordered_at" timestamptz(3) NOT NULL,
	"business_day" date,
	"id" bigint,
	"site_id" integer,
	"label" varchar(60),
	"reference" varchar(40),
	"status" varchar(40),
	"quantity" numeric(12,3),
	"price" numeric(18,2),
	"total" numeric(18,2),
	"online" boolean,
	"day" date,
	"created_at" timestamptz(3),
	"updated_at" timestamptz(3)
);
--> statement-breakpoint
CREATE TABLE "open"."people" (
	"id" uuid PRIMARY KEY,
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
	"first_name" bytea,
	"last_name" bytea,
	"email" bytea,
	"phone" bytea,
	"address" bytea
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
	"first_name" bytea,
	"last_name" bytea,
	"email" bytea,
	"phone" bytea,
	"address" bytea,
	"updated_at" timestamptz(3)
);
--> statement-breakpoint
CREATE INDEX "sales__part__line" ON "staging"."sales" ("_part","_line");
--> statement-breakpoint
CREATE INDEX "people__part__line" ON "staging"."people" ("_part","_line");
