create schema if not exists "open";
--> statement-breakpoint
create schema if not exists "sealed";
--> statement-breakpoint
create schema if not exists "staging";
--> statement-breakpoint
create schema if not exists "mart";
--> statement-breakpoint
create table "open"."communes" (
  "insee_code" varchar(5) not null,
  "postal_code" varchar(5) not null,
  "routing_label" varchar(80) not null,
  "postal_name" varchar(80) not null,
  "full_name" varchar(120),
  "departement_code" varchar(3),
  "departement_name" varchar(60),
  "region_code" varchar(3),
  "region_name" varchar(60),
  "latitude" numeric(9,6),
  "longitude" numeric(9,6),
  "_hash" text not null,
  "_ordered_at" timestamptz(3) not null,
  "_load" text not null,
  "_line" integer not null,
  "business_day" date,
  primary key ("insee_code", "postal_code")
);
--> statement-breakpoint
create unlogged table "staging"."communes" (
  "_load" text not null,
  "_part" integer not null,
  "_line" integer not null,
  "_hash" text not null,
  "_ordered_at" timestamptz(3) not null,
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
  primary key ("_load", "_part", "_line")
);
--> statement-breakpoint
create table "open"."sites" (
  "id" integer not null,
  "code" varchar(20) not null,
  "name" varchar(80) not null,
  "timezone" varchar(40) not null,
  "commune_insee" varchar(5) not null,
  "postal_code" varchar(5) not null,
  "lat" numeric(9,6) not null,
  "lng" numeric(9,6) not null,
  "opened_on" date not null,
  "status" varchar(20) not null,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "deleted_at" timestamptz(3),
  "_hash" text not null,
  "_ordered_at" timestamptz(3) not null,
  "_load" text not null,
  "_line" integer not null,
  "business_day" date,
  primary key ("id")
);
--> statement-breakpoint
create unlogged table "staging"."sites" (
  "_load" text not null,
  "_part" integer not null,
  "_line" integer not null,
  "_hash" text not null,
  "_ordered_at" timestamptz(3) not null,
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
  primary key ("_load", "_part", "_line")
);
--> statement-breakpoint
create table "open"."activities" (
  "id" integer not null,
  "site_id" integer not null,
  "code" varchar(40) not null,
  "name" varchar(80) not null,
  "category" varchar(40) not null,
  "slot_capacity" integer not null,
  "duration_min" integer not null,
  "min_age" integer,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "deleted_at" timestamptz(3),
  "_hash" text not null,
  "_ordered_at" timestamptz(3) not null,
  "_load" text not null,
  "_line" integer not null,
  "business_day" date,
  primary key ("id")
);
--> statement-breakpoint
create unlogged table "staging"."activities" (
  "_load" text not null,
  "_part" integer not null,
  "_line" integer not null,
  "_hash" text not null,
  "_ordered_at" timestamptz(3) not null,
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
  primary key ("_load", "_part", "_line")
);
--> statement-breakpoint
create table "open"."products" (
  "id" integer not null,
  "sku" varchar(40) not null,
  "name" varchar(120),
  "activity_id" integer,
  "kind" varchar(40) not null,
  "price" numeric(18,2) not null,
  "vat_rate" numeric(4,2) not null,
  "valid_from" date not null,
  "valid_to" date,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "deleted_at" timestamptz(3),
  "_hash" text not null,
  "_ordered_at" timestamptz(3) not null,
  "_load" text not null,
  "_line" integer not null,
  "business_day" date,
  primary key ("id")
);
--> statement-breakpoint
create unlogged table "staging"."products" (
  "_load" text not null,
  "_part" integer not null,
  "_line" integer not null,
  "_hash" text not null,
  "_ordered_at" timestamptz(3) not null,
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
  primary key ("_load", "_part", "_line")
);
--> statement-breakpoint
create table "open"."clients" (
  "id" uuid not null,
  "birth_year" integer,
  "gender" varchar(20),
  "commune_code" varchar(5),
  "commune_match" varchar(10),
  "country" varchar(40),
  "language" varchar(10),
  "marketing_opt_in" boolean not null,
  "source" varchar(40),
  "merged_into_id" uuid,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "anonymised_at" timestamptz(3),
  "deleted_at" timestamptz(3),
  "_hash" text not null,
  "_ordered_at" timestamptz(3) not null,
  "_load" text not null,
  "_line" integer not null,
  "business_day" date,
  primary key ("id")
);
--> statement-breakpoint
create table "sealed"."clients" (
  "id" uuid not null,
  "first_name" bytea,
  "last_name" bytea,
  "email" bytea,
  "phone" bytea,
  "birth_date" bytea,
  "address_line1" bytea,
  "address_line2" bytea,
  primary key ("id")
);
--> statement-breakpoint
create unlogged table "staging"."clients" (
  "_load" text not null,
  "_part" integer not null,
  "_line" integer not null,
  "_hash" text not null,
  "_ordered_at" timestamptz(3) not null,
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
  primary key ("_load", "_part", "_line")
);
--> statement-breakpoint
create table "open"."sessions" (
  "id" bigint not null,
  "site_id" integer not null,
  "activity_id" integer not null,
  "starts_at" timestamptz(3) not null,
  "ends_at" timestamptz(3) not null,
  "capacity" integer not null,
  "booked_count" integer not null,
  "status" varchar(40) not null,
  "weather" jsonb,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "deleted_at" timestamptz(3),
  "_hash" text not null,
  "_ordered_at" timestamptz(3) not null,
  "_load" text not null,
  "_line" integer not null,
  "business_day" date,
  primary key ("id")
);
--> statement-breakpoint
create index "sessions_business_day" on "open"."sessions" ("business_day");
--> statement-breakpoint
create unlogged table "staging"."sessions" (
  "_load" text not null,
  "_part" integer not null,
  "_line" integer not null,
  "_hash" text not null,
  "_ordered_at" timestamptz(3) not null,
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
  primary key ("_load", "_part", "_line")
);
--> statement-breakpoint
create table "open"."bookings" (
  "id" bigint not null,
  "number" varchar(40) not null,
  "session_id" bigint not null,
  "site_id" integer not null,
  "client_id" uuid,
  "channel" varchar(20) not null,
  "party_size" integer not null,
  "status" varchar(40) not null,
  "booked_at" timestamptz(3) not null,
  "cancelled_at" timestamptz(3),
  "cancel_reason" varchar(80),
  "price_total" numeric(18,2) not null,
  "currency" varchar(3) not null,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "deleted_at" timestamptz(3),
  "_hash" text not null,
  "_ordered_at" timestamptz(3) not null,
  "_load" text not null,
  "_line" integer not null,
  "business_day" date,
  primary key ("id")
);
--> statement-breakpoint
create index "bookings_business_day" on "open"."bookings" ("business_day");
--> statement-breakpoint
create unlogged table "staging"."bookings" (
  "_load" text not null,
  "_part" integer not null,
  "_line" integer not null,
  "_hash" text not null,
  "_ordered_at" timestamptz(3) not null,
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
  primary key ("_load", "_part", "_line")
);
--> statement-breakpoint
create table "open"."orders" (
  "id" bigint not null,
  "number" varchar(40) not null,
  "site_id" integer not null,
  "client_id" uuid,
  "booking_id" bigint,
  "register_id" varchar(20),
  "opened_at" timestamptz(3) not null,
  "closed_at" timestamptz(3),
  "status" varchar(20) not null,
  "subtotal" numeric(18,2) not null,
  "discount" numeric(18,2) not null,
  "vat_total" numeric(18,2) not null,
  "total" numeric(18,2) not null,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "deleted_at" timestamptz(3),
  "_hash" text not null,
  "_ordered_at" timestamptz(3) not null,
  "_load" text not null,
  "_line" integer not null,
  "business_day" date,
  primary key ("id")
);
--> statement-breakpoint
create index "orders_business_day" on "open"."orders" ("business_day");
--> statement-breakpoint
create unlogged table "staging"."orders" (
  "_load" text not null,
  "_part" integer not null,
  "_line" integer not null,
  "_hash" text not null,
  "_ordered_at" timestamptz(3) not null,
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
  primary key ("_load", "_part", "_line")
);
--> statement-breakpoint
create table "open"."order_lines" (
  "id" bigint not null,
  "order_id" bigint not null,
  "line_no" integer not null,
  "product_id" integer not null,
  "qty" numeric(12,3) not null,
  "unit_price" numeric(18,2) not null,
  "discount" numeric(18,2) not null,
  "vat_rate" numeric(4,2) not null,
  "total" numeric(18,2) not null,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "deleted_at" timestamptz(3),
  "_hash" text not null,
  "_ordered_at" timestamptz(3) not null,
  "_load" text not null,
  "_line" integer not null,
  "business_day" date,
  primary key ("id")
);
--> statement-breakpoint
create index "order_lines_business_day" on "open"."order_lines" ("business_day");
--> statement-breakpoint
create unlogged table "staging"."order_lines" (
  "_load" text not null,
  "_part" integer not null,
  "_line" integer not null,
  "_hash" text not null,
  "_ordered_at" timestamptz(3) not null,
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
  primary key ("_load", "_part", "_line")
);
--> statement-breakpoint
create table "open"."payments" (
  "id" bigint not null,
  "order_id" bigint not null,
  "method" varchar(40) not null,
  "amount" numeric(18,2) not null,
  "paid_at" timestamptz(3) not null,
  "status" varchar(20) not null,
  "psp_ref" varchar(60),
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "deleted_at" timestamptz(3),
  "_hash" text not null,
  "_ordered_at" timestamptz(3) not null,
  "_load" text not null,
  "_line" integer not null,
  "business_day" date,
  primary key ("id")
);
--> statement-breakpoint
create index "payments_business_day" on "open"."payments" ("business_day");
--> statement-breakpoint
create unlogged table "staging"."payments" (
  "_load" text not null,
  "_part" integer not null,
  "_line" integer not null,
  "_hash" text not null,
  "_ordered_at" timestamptz(3) not null,
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
  primary key ("_load", "_part", "_line")
);
--> statement-breakpoint
create table "open"."refunds" (
  "id" bigint not null,
  "payment_id" bigint not null,
  "order_id" bigint not null,
  "amount" numeric(18,2) not null,
  "reason" varchar(80),
  "refunded_at" timestamptz(3) not null,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "deleted_at" timestamptz(3),
  "_hash" text not null,
  "_ordered_at" timestamptz(3) not null,
  "_load" text not null,
  "_line" integer not null,
  "business_day" date,
  primary key ("id")
);
--> statement-breakpoint
create index "refunds_business_day" on "open"."refunds" ("business_day");
--> statement-breakpoint
create unlogged table "staging"."refunds" (
  "_load" text not null,
  "_part" integer not null,
  "_line" integer not null,
  "_hash" text not null,
  "_ordered_at" timestamptz(3) not null,
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
  primary key ("_load", "_part", "_line")
);
--> statement-breakpoint
create table "open"."passes" (
  "id" bigint not null,
  "client_id" uuid not null,
  "product_id" integer not null,
  "site_scope" jsonb not null,
  "starts_on" date not null,
  "ends_on" date not null,
  "credits_total" integer,
  "credits_used" integer,
  "auto_renew" boolean not null,
  "status" varchar(20) not null,
  "renewed_from_id" bigint,
  "version" bigint not null,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "deleted_at" timestamptz(3),
  "_hash" text not null,
  "_ordered_at" timestamptz(3) not null,
  "_load" text not null,
  "_line" integer not null,
  "business_day" date,
  primary key ("id")
);
--> statement-breakpoint
create unlogged table "staging"."passes" (
  "_load" text not null,
  "_part" integer not null,
  "_line" integer not null,
  "_hash" text not null,
  "_ordered_at" timestamptz(3) not null,
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
  primary key ("_load", "_part", "_line")
);
--> statement-breakpoint
create table "open"."visits" (
  "id" bigint not null,
  "site_id" integer not null,
  "client_id" uuid,
  "pass_id" bigint,
  "booking_id" bigint,
  "gate" varchar(20) not null,
  "entered_at" timestamptz(3) not null,
  "left_at" timestamptz(3),
  "created_at" timestamptz(3) not null,
  "_hash" text not null,
  "_ordered_at" timestamptz(3) not null,
  "_load" text not null,
  "_line" integer not null,
  "business_day" date,
  primary key ("id")
);
--> statement-breakpoint
create index "visits_business_day" on "open"."visits" ("business_day");
--> statement-breakpoint
create unlogged table "staging"."visits" (
  "_load" text not null,
  "_part" integer not null,
  "_line" integer not null,
  "_hash" text not null,
  "_ordered_at" timestamptz(3) not null,
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
  primary key ("_load", "_part", "_line")
);
--> statement-breakpoint
create table "open"."gift_cards" (
  "id" uuid not null,
  "order_id" bigint,
  "initial_amount" numeric(18,2) not null,
  "balance" numeric(18,2) not null,
  "expires_on" date not null,
  "status" varchar(20) not null,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "deleted_at" timestamptz(3),
  "_hash" text not null,
  "_ordered_at" timestamptz(3) not null,
  "_load" text not null,
  "_line" integer not null,
  "business_day" date,
  primary key ("id")
);
--> statement-breakpoint
create unlogged table "staging"."gift_cards" (
  "_load" text not null,
  "_part" integer not null,
  "_line" integer not null,
  "_hash" text not null,
  "_ordered_at" timestamptz(3) not null,
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
  primary key ("_load", "_part", "_line")
);
--> statement-breakpoint
create table "open"."site_days" (
  "site_id" integer not null,
  "date" date not null,
  "open" boolean not null,
  "opens_at" varchar(8),
  "closes_at" varchar(8),
  "weather" jsonb,
  "staff_count" integer,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "deleted_at" timestamptz(3),
  "_hash" text not null,
  "_ordered_at" timestamptz(3) not null,
  "_load" text not null,
  "_line" integer not null,
  "business_day" date,
  primary key ("site_id", "date")
);
--> statement-breakpoint
create index "site_days_business_day" on "open"."site_days" ("business_day");
--> statement-breakpoint
create unlogged table "staging"."site_days" (
  "_load" text not null,
  "_part" integer not null,
  "_line" integer not null,
  "_hash" text not null,
  "_ordered_at" timestamptz(3) not null,
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
  primary key ("_load", "_part", "_line")
);
--> statement-breakpoint
create table "mart"."revenue_daily" (
  "day" date not null,
  "site_id" integer not null,
  "product_id" integer not null,
  "activity_id" integer,
  "gross" numeric(18,2) not null,
  "net" numeric(18,2) not null,
  "quantity" numeric(12,3) not null,
  primary key ("day", "site_id", "product_id")
);
--> statement-breakpoint
create table "mart"."occupancy_daily" (
  "day" date not null,
  "site_id" integer not null,
  "activity_id" integer not null,
  "slots" integer not null,
  "offered" integer not null,
  "booked" integer not null,
  primary key ("day", "site_id", "activity_id")
);
--> statement-breakpoint
create table "mart"."visits_daily" (
  "day" date not null,
  "site_id" integer not null,
  "visits" integer not null,
  "people" integer not null,
  primary key ("day", "site_id")
);
