CREATE TABLE "mart"."refunds_daily" (
	"day" date,
	"site_id" integer,
	"product_id" integer,
	"amount" numeric(18,2) NOT NULL,
	"net" numeric(18,2) NOT NULL,
	CONSTRAINT "refunds_daily_pkey" PRIMARY KEY("day","site_id","product_id")
);
