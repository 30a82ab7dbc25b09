CREATE SCHEMA IF NOT EXISTS "open";
--> statement-breakpoint
CREATE SCHEMA IF NOT EXISTS "sealed";
--> statement-breakpoint
CREATE SCHEMA IF NOT EXISTS "staging";
--> statement-breakpoint
CREATE SCHEMA IF NOT EXISTS "mart";
--> statement-breakpoint
CREATE TABLE "open"."communes" (
	"insee_code" varchar(5),
	"postal_code" varchar(5),
	"routing_label" varchar(80) NOT NULL,
	"postal_name" varchar(80) NOT NULL,
	"full_name" varchar(120),
	"departement_code" varchar(3),
	"departement_name" varchar(60),
	"region_code" varchar(3),
	"region_name" varchar(60),
	"latitude" numeric(9,6),
	"longitude" numeric(9,6),
	"_hash" text NOT NULL,
	"_ordered_at" timestamptz(3) NOT NULL,
	"_load" text NOT NULL,
	"_part" integer NOT NULL,
	"_line" integer NOT NULL,
	"business_day" date,
	CONSTRAINT "communes_pkey" PRIMARY KEY("insee_code","postal_code")
);
--> statement-breakpoint
CREATE UNLOGGED TABLE "staging"."communes" (
	"_load" text,
	"_part" integer,
	"_line" integer,
	"_hash" text NOT NULL,
	"_ordered_at" timestamptz(3) NOT NULL,
	"business_day" date,
	"insee_code" varchar(5),
	"postal_code" varchar(5),
	"routing_label" varchar(80),
	"postal_name" varchar(80),
	"full_name" varchar(120),
	"departement_code" varchar(3),
	"departement_name" varchar(60),
	"region_code" varchar(3),
	"region_name" varchar(60),
	"latitude" numeric(9,6),
	"longitude" numeric(9,6),
	CONSTRAINT "communes_pkey" PRIMARY KEY("_load","_part","_line")
);
--> statement-breakpoint
CREATE TABLE "open"."sites" (
	"id" integer PRIMARY KEY,
	"code" varchar(20) NOT NULL,
	"name" varchar(80) NOT NULL,
	"timezone" varchar(40) NOT NULL,
	"commune_insee" varchar(5) NOT NULL,
	"postal_code" varchar(5) NOT NULL,
	"lat" numeric(9,6) NOT NULL,
	"lng" numeric(9,6) NOT NULL,
	"opened_on" date NOT NULL,
	"status" varchar(20) NOT NULL,
	"created_at" timestamptz(3) NOT NULL,
	"updated_at" timestamptz(3) NOT NULL,
	"deleted_at" timestamptz(3),
	"_hash" text NOT NULL,
	"_ordered_at" timestamptz(3) NOT NULL,
	"_load" text NOT NULL,
	"_part" integer NOT NULL,
	"_line" integer NOT NULL,
	"business_day" date
);
--> statement-breakpoint
CREATE UNLOGGED TABLE "staging"."sites" (
	"_load" text,
	"_part" integer,
	"_line" integer,
	"_hash" text NOT NULL,
	"_ordered_at" timestamptz(3) NOT NULL,
	"business_day" date,
	"id" integer,
	"code" varchar(20),
	"name" varchar(80),
	"timezone" varchar(40),
	"commune_insee" varchar(5),
	"postal_code" varchar(5),
	"lat" numeric(9,6),
	"lng" numeric(9,6),
	"opened_on" date,
	"status" varchar(20),
	"created_at" timestamptz(3),
	"updated_at" timestamptz(3),
	"deleted_at" timestamptz(3),
	CONSTRAINT "sites_pkey" PRIMARY KEY("_load","_part","_line")
);
--> statement-breakpoint
CREATE TABLE "open"."activities" (
	"id" integer PRIMARY KEY,
	"site_id" integer NOT NULL,
	"code" varchar(40) NOT NULL,
	"name" varchar(80) NOT NULL,
	"category" varchar(40) NOT NULL,
	"slot_capacity" integer NOT NULL,
	"duration_min" integer NOT NULL,
	"min_age" integer,
	"created_at" timestamptz(3) NOT NULL,
	"updated_at" timestamptz(3) NOT NULL,
	"deleted_at" timestamptz(3),
	"_hash" text NOT NULL,
	"_ordered_at" timestamptz(3) NOT NULL,
	"_load" text NOT NULL,
	"_part" integer NOT NULL,
	"_line" integer NOT NULL,
	"business_day" date
);
--> statement-breakpoint
CREATE UNLOGGED TABLE "staging"."activities" (
	"_load" text,
	"_part" integer,
	"_line" integer,
	"_hash" text NOT NULL,
	"_ordered_at" timestamptz(3) NOT NULL,
	"business_day" date,
	"id" integer,
	"site_id" integer,
	"code" varchar(40),
	"name" varchar(80),
	"category" varchar(40),
	"slot_capacity" integer,
	"duration_min" integer,
	"min_age" integer,
	"created_at" timestamptz(3),
	"updated_at" timestamptz(3),
	"deleted_at" timestamptz(3),
	CONSTRAINT "activities_pkey" PRIMARY KEY("_load","_part","_line")
);
--> statement-breakpoint
CREATE TABLE "open"."products" (
	"id" integer PRIMARY KEY,
	"sku" varchar(40) NOT NULL,
	"name" varchar(120),
	"activity_id" integer,
	"kind" varchar(40) NOT NULL,
	"price" numeric(18,2) NOT NULL,
	"vat_rate" numeric(4,2) NOT NULL,
	"valid_from" date NOT NULL,
	"valid_to" date,
	"created_at" timestamptz(3) NOT NULL,
	"updated_at" timestamptz(3) NOT NULL,
	"deleted_at" timestamptz(3),
	"_hash" text NOT NULL,
	"_ordered_at" timestamptz(3) NOT NULL,
	"_load" text NOT NULL,
	"_part" integer NOT NULL,
	"_line" integer NOT NULL,
	"business_day" date
);
--> statement-breakpoint
CREATE UNLOGGED TABLE "staging"."products" (
	"_load" text,
	"_part" integer,
	"_line" integer,
	"_hash" text NOT NULL,
	"_ordered_at" timestamptz(3) NOT NULL,
	"business_day" date,
	"id" integer,
	"sku" varchar(40),
	"name" varchar(120),
	"activity_id" integer,
	"kind" varchar(40),
	"price" numeric(18,2),
	"vat_rate" numeric(4,2),
	"valid_from" date,
	"valid_to" date,
	"created_at" timestamptz(3),
	"updated_at" timestamptz(3),
	"deleted_at" timestamptz(3),
	CONSTRAINT "products_pkey" PRIMARY KEY("_load","_part","_line")
);
--> statement-breakpoint
CREATE TABLE "open"."clients" (
	"id" uuid PRIMARY KEY,
	"birth_year" integer,
	"gender" varchar(20),
	"commune_code" varchar(5),
	"commune_match" varchar(10),
	"country" varchar(40),
	"language" varchar(10),
	"marketing_opt_in" boolean NOT NULL,
	"source" varchar(40),
	"merged_into_id" uuid,
	"created_at" timestamptz(3) NOT NULL,
	"updated_at" timestamptz(3) NOT NULL,
	"anonymised_at" timestamptz(3),
	"deleted_at" timestamptz(3),
	"_hash" text NOT NULL,
	"_ordered_at" timestamptz(3) NOT NULL,
	"_load" text NOT NULL,
	"_part" integer NOT NULL,
	"_line" integer NOT NULL,
	"business_day" date
);
--> statement-breakpoint
CREATE TABLE "sealed"."clients" (
	"id" uuid PRIMARY KEY,
	"first_name" bytea,
	"last_name" bytea,
	"email" bytea,
	"phone" bytea,
	"birth_date" bytea,
	"address_line1" bytea,
	"address_line2" bytea
);
--> statement-breakpoint
CREATE UNLOGGED TABLE "staging"."clients" (
	"_load" text,
	"_part" integer,
	"_line" integer,
	"_hash" text NOT NULL,
	"_ordered_at" timestamptz(3) NOT NULL,
	"business_day" date,
	"id" uuid,
	"first_name" bytea,
	"last_name" bytea,
	"email" bytea,
	"phone" bytea,
	"birth_date" bytea,
	"birth_year" integer,
	"gender" varchar(20),
	"address_line1" bytea,
	"address_line2" bytea,
	"commune_code" varchar(5),
	"commune_match" varchar(10),
	"country" varchar(40),
	"language" varchar(10),
	"marketing_opt_in" boolean,
	"source" varchar(40),
	"merged_into_id" uuid,
	"created_at" timestamptz(3),
	"updated_at" timestamptz(3),
	"anonymised_at" timestamptz(3),
	"deleted_at" timestamptz(3),
	CONSTRAINT "clients_pkey" PRIMARY KEY("_load","_part","_line")
);
--> statement-breakpoint
CREATE TABLE "open"."sessions" (
	"id" bigint PRIMARY KEY,
	"site_id" integer NOT NULL,
	"activity_id" integer NOT NULL,
	"starts_at" timestamptz(3) NOT NULL,
	"ends_at" timestamptz(3) NOT NULL,
	"capacity" integer NOT NULL,
	"booked_count" integer NOT NULL,
	"status" varchar(40) NOT NULL,
	"weather" jsonb,
	"created_at" timestamptz(3) NOT NULL,
	"updated_at" timestamptz(3) NOT NULL,
	"deleted_at" timestamptz(3),
	"_hash" text NOT NULL,
	"_ordered_at" timestamptz(3) NOT NULL,
	"_load" text NOT NULL,
	"_part" integer NOT NULL,
	"_line" integer NOT NULL,
	"business_day" date
);
--> statement-breakpoint
CREATE UNLOGGED TABLE "staging"."sessions" (
	"_load" text,
	"_part" integer,
	"_line" integer,
	"_hash" text NOT NULL,
	"_ordered_at" timestamptz(3) NOT NULL,
	"business_day" date,
	"id" bigint,
	"site_id" integer,
	"activity_id" integer,
	"starts_at" timestamptz(3),
	"ends_at" timestamptz(3),
	"capacity" integer,
	"booked_count" integer,
	"status" varchar(40),
	"weather" jsonb,
	"created_at" timestamptz(3),
	"updated_at" timestamptz(3),
	"deleted_at" timestamptz(3),
	CONSTRAINT "sessions_pkey" PRIMARY KEY("_load","_part","_line")
);
--> statement-breakpoint
CREATE TABLE "open"."bookings" (
	"id" bigint PRIMARY KEY,
	"number" varchar(40) NOT NULL,
	"session_id" bigint NOT NULL,
	"site_id" integer NOT NULL,
	"client_id" uuid,
	"channel" varchar(20) NOT NULL,
	"party_size" integer NOT NULL,
	"status" varchar(40) NOT NULL,
	"booked_at" timestamptz(3) NOT NULL,
	"cancelled_at" timestamptz(3),
	"cancel_reason" varchar(80),
	"price_total" numeric(18,2) NOT NULL,
	"currency" varchar(3) NOT NULL,
	"created_at" timestamptz(3) NOT NULL,
	"updated_at" timestamptz(3) NOT NULL,
	"deleted_at" timestamptz(3),
	"_hash" text NOT NULL,
	"_ordered_at" timestamptz(3) NOT NULL,
	"_load" text NOT NULL,
	"_part" integer NOT NULL,
	"_line" integer NOT NULL,
	"business_day" date
);
--> statement-breakpoint
CREATE UNLOGGED TABLE "staging"."bookings" (
	"_load" text,
	"_part" integer,
	"_line" integer,
	"_hash" text NOT NULL,
	"_ordered_at" timestamptz(3) NOT NULL,
	"business_day" date,
	"id" bigint,
	"number" varchar(40),
	"session_id" bigint,
	"site_id" integer,
	"client_id" uuid,
	"channel" varchar(20),
	"party_size" integer,
	"status" varchar(40),
	"booked_at" timestamptz(3),
	"cancelled_at" timestamptz(3),
	"cancel_reason" varchar(80),
	"price_total" numeric(18,2),
	"currency" varchar(3),
	"created_at" timestamptz(3),
	"updated_at" timestamptz(3),
	"deleted_at" timestamptz(3),
	CONSTRAINT "bookings_pkey" PRIMARY KEY("_load","_part","_line")
);
--> statement-breakpoint
CREATE TABLE "open"."orders" (
	"id" bigint PRIMARY KEY,
	"number" varchar(40) NOT NULL,
	"site_id" integer NOT NULL,
	"client_id" uuid,
	"booking_id" bigint,
	"register_id" varchar(20),
	"opened_at" timestamptz(3) NOT NULL,
	"closed_at" timestamptz(3),
	"status" varchar(20) NOT NULL,
	"subtotal" numeric(18,2) NOT NULL,
	"discount" numeric(18,2) NOT NULL,
	"vat_total" numeric(18,2) NOT NULL,
	"total" numeric(18,2) NOT NULL,
	"created_at" timestamptz(3) NOT NULL,
	"updated_at" timestamptz(3) NOT NULL,
	"deleted_at" timestamptz(3),
	"_hash" text NOT NULL,
	"_ordered_at" timestamptz(3) NOT NULL,
	"_load" text NOT NULL,
	"_part" integer NOT NULL,
	"_line" integer NOT NULL,
	"business_day" date
);
--> statement-breakpoint
CREATE UNLOGGED TABLE "staging"."orders" (
	"_load" text,
	"_part" integer,
	"_line" integer,
	"_hash" text NOT NULL,
	"_ordered_at" timestamptz(3) NOT NULL,
	"business_day" date,
	"id" bigint,
	"number" varchar(40),
	"site_id" integer,
	"client_id" uuid,
	"booking_id" bigint,
	"register_id" varchar(20),
	"opened_at" timestamptz(3),
	"closed_at" timestamptz(3),
	"status" varchar(20),
	"subtotal" numeric(18,2),
	"discount" numeric(18,2),
	"vat_total" numeric(18,2),
	"total" numeric(18,2),
	"created_at" timestamptz(3),
	"updated_at" timestamptz(3),
	"deleted_at" timestamptz(3),
	CONSTRAINT "orders_pkey" PRIMARY KEY("_load","_part","_line")
);
--> statement-breakpoint
CREATE TABLE "open"."order_lines" (
	"id" bigint PRIMARY KEY,
	"order_id" bigint NOT NULL,
	"line_no" integer NOT NULL,
	"product_id" integer NOT NULL,
	"qty" numeric(12,3) NOT NULL,
	"unit_price" numeric(18,2) NOT NULL,
	"discount" numeric(18,2) NOT NULL,
	"vat_rate" numeric(4,2) NOT NULL,
	"total" numeric(18,2) NOT NULL,
	"created_at" timestamptz(3) NOT NULL,
	"updated_at" timestamptz(3) NOT NULL,
	"deleted_at" timestamptz(3),
	"_hash" text NOT NULL,
	"_ordered_at" timestamptz(3) NOT NULL,
	"_load" text NOT NULL,
	"_part" integer NOT NULL,
	"_line" integer NOT NULL,
	"business_day" date
);
--> statement-breakpoint
CREATE UNLOGGED TABLE "staging"."order_lines" (
	"_load" text,
	"_part" integer,
	"_line" integer,
	"_hash" text NOT NULL,
	"_ordered_at" timestamptz(3) NOT NULL,
	"business_day" date,
	"id" bigint,
	"order_id" bigint,
	"line_no" integer,
	"product_id" integer,
	"qty" numeric(12,3),
	"unit_price" numeric(18,2),
	"discount" numeric(18,2),
	"vat_rate" numeric(4,2),
	"total" numeric(18,2),
	"created_at" timestamptz(3),
	"updated_at" timestamptz(3),
	"deleted_at" timestamptz(3),
	CONSTRAINT "order_lines_pkey" PRIMARY KEY("_load","_part","_line")
);
--> statement-breakpoint
CREATE TABLE "open"."payments" (
	"id" bigint PRIMARY KEY,
	"order_id" bigint NOT NULL,
	"method" varchar(40) NOT NULL,
	"amount" numeric(18,2) NOT NULL,
	"paid_at" timestamptz(3) NOT NULL,
	"status" varchar(20) NOT NULL,
	"psp_ref" varchar(60),
	"created_at" timestamptz(3) NOT NULL,
	"updated_at" timestamptz(3) NOT NULL,
	"deleted_at" timestamptz(3),
	"_hash" text NOT NULL,
	"_ordered_at" timestamptz(3) NOT NULL,
	"_load" text NOT NULL,
	"_part" integer NOT NULL,
	"_line" integer NOT NULL,
	"business_day" date
);
--> statement-breakpoint
CREATE UNLOGGED TABLE "staging"."payments" (
	"_load" text,
	"_part" integer,
	"_line" integer,
	"_hash" text NOT NULL,
	"_ordered_at" timestamptz(3) NOT NULL,
	"business_day" date,
	"id" bigint,
	"order_id" bigint,
	"method" varchar(40),
	"amount" numeric(18,2),
	"paid_at" timestamptz(3),
	"status" varchar(20),
	"psp_ref" varchar(60),
	"created_at" timestamptz(3),
	"updated_at" timestamptz(3),
	"deleted_at" timestamptz(3),
	CONSTRAINT "payments_pkey" PRIMARY KEY("_load","_part","_line")
);
--> statement-breakpoint
CREATE TABLE "open"."refunds" (
	"id" bigint PRIMARY KEY,
	"payment_id" bigint NOT NULL,
	"order_id" bigint NOT NULL,
	"amount" numeric(18,2) NOT NULL,
	"reason" varchar(80),
	"refunded_at" timestamptz(3) NOT NULL,
	"created_at" timestamptz(3) NOT NULL,
	"updated_at" timestamptz(3) NOT NULL,
	"deleted_at" timestamptz(3),
	"_hash" text NOT NULL,
	"_ordered_at" timestamptz(3) NOT NULL,
	"_load" text NOT NULL,
	"_part" integer NOT NULL,
	"_line" integer NOT NULL,
	"business_day" date
);
--> statement-breakpoint
CREATE UNLOGGED TABLE "staging"."refunds" (
	"_load" text,
	"_part" integer,
	"_line" integer,
	"_hash" text NOT NULL,
	"_ordered_at" timestamptz(3) NOT NULL,
	"business_day" date,
	"id" bigint,
	"payment_id" bigint,
	"order_id" bigint,
	"amount" numeric(18,2),
	"reason" varchar(80),
	"refunded_at" timestamptz(3),
	"created_at" timestamptz(3),
	"updated_at" timestamptz(3),
	"deleted_at" timestamptz(3),
	CONSTRAINT "refunds_pkey" PRIMARY KEY("_load","_part","_line")
);
--> statement-breakpoint
CREATE TABLE "open"."passes" (
	"id" bigint PRIMARY KEY,
	"client_id" uuid NOT NULL,
	"product_id" integer NOT NULL,
	"site_scope" jsonb NOT NULL,
	"starts_on" date NOT NULL,
	"ends_on" date NOT NULL,
	"credits_total" integer,
	"credits_used" integer,
	"auto_renew" boolean NOT NULL,
	"status" varchar(20) NOT NULL,
	"renewed_from_id" bigint,
	"version" bigint NOT NULL,
	"created_at" timestamptz(3) NOT NULL,
	"updated_at" timestamptz(3) NOT NULL,
	"deleted_at" timestamptz(3),
	"_hash" text NOT NULL,
	"_ordered_at" timestamptz(3) NOT NULL,
	"_load" text NOT NULL,
	"_part" integer NOT NULL,
	"_line" integer NOT NULL,
	"business_day" date
);
--> statement-breakpoint
CREATE UNLOGGED TABLE "staging"."passes" (
	"_load" text,
	"_part" integer,
	"_line" integer,
	"_hash" text NOT NULL,
	"_ordered_at" timestamptz(3) NOT NULL,
	"business_day" date,
	"id" bigint,
	"client_id" uuid,
	"product_id" integer,
	"site_scope" jsonb,
	"starts_on" date,
	"ends_on" date,
	"credits_total" integer,
	"credits_used" integer,
	"auto_renew" boolean,
	"status" varchar(20),
	"renewed_from_id" bigint,
	"version" bigint,
	"created_at" timestamptz(3),
	"updated_at" timestamptz(3),
	"deleted_at" timestamptz(3),
	CONSTRAINT "passes_pkey" PRIMARY KEY("_load","_part","_line")
);
--> statement-breakpoint
CREATE TABLE "open"."visits" (
	"id" bigint PRIMARY KEY,
	"site_id" integer NOT NULL,
	"client_id" uuid,
	"pass_id" bigint,
	"booking_id" bigint,
	"gate" varchar(20) NOT NULL,
	"entered_at" timestamptz(3) NOT NULL,
	"left_at" timestamptz(3),
	"created_at" timestamptz(3) NOT NULL,
	"_hash" text NOT NULL,
	"_ordered_at" timestamptz(3) NOT NULL,
	"_load" text NOT NULL,
	"_part" integer NOT NULL,
	"_line" integer NOT NULL,
	"business_day" date
);
--> statement-breakpoint
CREATE UNLOGGED TABLE "staging"."visits" (
	"_load" text,
	"_part" integer,
	"_line" integer,
	"_hash" text NOT NULL,
	"_ordered_at" timestamptz(3) NOT NULL,
	"business_day" date,
	"id" bigint,
	"site_id" integer,
	"client_id" uuid,
	"pass_id" bigint,
	"booking_id" bigint,
	"gate" varchar(20),
	"entered_at" timestamptz(3),
	"left_at" timestamptz(3),
	"created_at" timestamptz(3),
	CONSTRAINT "visits_pkey" PRIMARY KEY("_load","_part","_line")
);
--> statement-breakpoint
CREATE TABLE "open"."gift_cards" (
	"id" uuid PRIMARY KEY,
	"order_id" bigint,
	"initial_amount" numeric(18,2) NOT NULL,
	"balance" numeric(18,2) NOT NULL,
	"expires_on" date NOT NULL,
	"status" varchar(20) NOT NULL,
	"created_at" timestamptz(3) NOT NULL,
	"updated_at" timestamptz(3) NOT NULL,
	"deleted_at" timestamptz(3),
	"_hash" text NOT NULL,
	"_ordered_at" timestamptz(3) NOT NULL,
	"_load" text NOT NULL,
	"_part" integer NOT NULL,
	"_line" integer NOT NULL,
	"business_day" date
);
--> statement-breakpoint
CREATE UNLOGGED TABLE "staging"."gift_cards" (
	"_load" text,
	"_part" integer,
	"_line" integer,
	"_hash" text NOT NULL,
	"_ordered_at" timestamptz(3) NOT NULL,
	"business_day" date,
	"id" uuid,
	"order_id" bigint,
	"initial_amount" numeric(18,2),
	"balance" numeric(18,2),
	"expires_on" date,
	"status" varchar(20),
	"created_at" timestamptz(3),
	"updated_at" timestamptz(3),
	"deleted_at" timestamptz(3),
	CONSTRAINT "gift_cards_pkey" PRIMARY KEY("_load","_part","_line")
);
--> statement-breakpoint
CREATE TABLE "open"."site_days" (
	"site_id" integer,
	"date" date,
	"open" boolean NOT NULL,
	"opens_at" varchar(8),
	"closes_at" varchar(8),
	"weather" jsonb,
	"staff_count" integer,
	"created_at" timestamptz(3) NOT NULL,
	"updated_at" timestamptz(3) NOT NULL,
	"deleted_at" timestamptz(3),
	"_hash" text NOT NULL,
	"_ordered_at" timestamptz(3) NOT NULL,
	"_load" text NOT NULL,
	"_part" integer NOT NULL,
	"_line" integer NOT NULL,
	"business_day" date,
	CONSTRAINT "site_days_pkey" PRIMARY KEY("site_id","date")
);
--> statement-breakpoint
CREATE UNLOGGED TABLE "staging"."site_days" (
	"_load" text,
	"_part" integer,
	"_line" integer,
	"_hash" text NOT NULL,
	"_ordered_at" timestamptz(3) NOT NULL,
	"business_day" date,
	"site_id" integer,
	"date" date,
	"open" boolean,
	"opens_at" varchar(8),
	"closes_at" varchar(8),
	"weather" jsonb,
	"staff_count" integer,
	"created_at" timestamptz(3),
	"updated_at" timestamptz(3),
	"deleted_at" timestamptz(3),
	CONSTRAINT "site_days_pkey" PRIMARY KEY("_load","_part","_line")
);
--> statement-breakpoint
CREATE TABLE "mart"."revenue_daily" (
	"day" date,
	"site_id" integer,
	"product_id" integer,
	"activity_id" integer,
	"gross" numeric(18,2) NOT NULL,
	"net" numeric(18,2) NOT NULL,
	"quantity" numeric(12,3) NOT NULL,
	CONSTRAINT "revenue_daily_pkey" PRIMARY KEY("day","site_id","product_id")
);
--> statement-breakpoint
CREATE TABLE "mart"."occupancy_daily" (
	"day" date,
	"site_id" integer,
	"activity_id" integer,
	"slots" integer NOT NULL,
	"offered" integer NOT NULL,
	"booked" integer NOT NULL,
	CONSTRAINT "occupancy_daily_pkey" PRIMARY KEY("day","site_id","activity_id")
);
--> statement-breakpoint
CREATE TABLE "mart"."visits_daily" (
	"day" date,
	"site_id" integer,
	"visits" integer NOT NULL,
	"people" integer NOT NULL,
	CONSTRAINT "visits_daily_pkey" PRIMARY KEY("day","site_id")
);
--> statement-breakpoint
CREATE INDEX "clients_merged_into_id" ON "open"."clients" ("merged_into_id") WHERE "merged_into_id" is not null;
--> statement-breakpoint
CREATE INDEX "sessions_business_day" ON "open"."sessions" ("business_day");
--> statement-breakpoint
CREATE INDEX "bookings_business_day" ON "open"."bookings" ("business_day");
--> statement-breakpoint
CREATE INDEX "orders_business_day" ON "open"."orders" ("business_day");
--> statement-breakpoint
CREATE INDEX "order_lines_business_day" ON "open"."order_lines" ("business_day");
--> statement-breakpoint
CREATE INDEX "order_lines_order_id" ON "open"."order_lines" ("order_id");
--> statement-breakpoint
CREATE INDEX "payments_business_day" ON "open"."payments" ("business_day");
--> statement-breakpoint
CREATE INDEX "refunds_business_day" ON "open"."refunds" ("business_day");
--> statement-breakpoint
CREATE INDEX "visits_business_day" ON "open"."visits" ("business_day");
--> statement-breakpoint
CREATE INDEX "site_days_business_day" ON "open"."site_days" ("business_day");
