ALTER TABLE "staging"."communes" DROP CONSTRAINT "communes_pkey";
--> statement-breakpoint
ALTER TABLE "staging"."commune_populations" DROP CONSTRAINT "commune_populations_pkey";
--> statement-breakpoint
ALTER TABLE "staging"."sites" DROP CONSTRAINT "sites_pkey";
--> statement-breakpoint
ALTER TABLE "staging"."activities" DROP CONSTRAINT "activities_pkey";
--> statement-breakpoint
ALTER TABLE "staging"."products" DROP CONSTRAINT "products_pkey";
--> statement-breakpoint
ALTER TABLE "staging"."clients" DROP CONSTRAINT "clients_pkey";
--> statement-breakpoint
ALTER TABLE "staging"."sessions" DROP CONSTRAINT "sessions_pkey";
--> statement-breakpoint
ALTER TABLE "staging"."bookings" DROP CONSTRAINT "bookings_pkey";
--> statement-breakpoint
ALTER TABLE "staging"."orders" DROP CONSTRAINT "orders_pkey";
--> statement-breakpoint
ALTER TABLE "staging"."order_lines" DROP CONSTRAINT "order_lines_pkey";
--> statement-breakpoint
ALTER TABLE "staging"."payments" DROP CONSTRAINT "payments_pkey";
--> statement-breakpoint
ALTER TABLE "staging"."refunds" DROP CONSTRAINT "refunds_pkey";
--> statement-breakpoint
ALTER TABLE "staging"."passes" DROP CONSTRAINT "passes_pkey";
--> statement-breakpoint
ALTER TABLE "staging"."visits" DROP CONSTRAINT "visits_pkey";
--> statement-breakpoint
ALTER TABLE "staging"."gift_cards" DROP CONSTRAINT "gift_cards_pkey";
--> statement-breakpoint
ALTER TABLE "staging"."site_days" DROP CONSTRAINT "site_days_pkey";
--> statement-breakpoint
CREATE INDEX "communes__part__line" ON "staging"."communes" ("_part","_line");
--> statement-breakpoint
CREATE INDEX "commune_populations__part__line" ON "staging"."commune_populations" ("_part","_line");
--> statement-breakpoint
CREATE INDEX "sites__part__line" ON "staging"."sites" ("_part","_line");
--> statement-breakpoint
CREATE INDEX "activities__part__line" ON "staging"."activities" ("_part","_line");
--> statement-breakpoint
CREATE INDEX "products__part__line" ON "staging"."products" ("_part","_line");
--> statement-breakpoint
CREATE INDEX "clients__part__line" ON "staging"."clients" ("_part","_line");
--> statement-breakpoint
CREATE INDEX "sessions__part__line" ON "staging"."sessions" ("_part","_line");
--> statement-breakpoint
CREATE INDEX "bookings__part__line" ON "staging"."bookings" ("_part","_line");
--> statement-breakpoint
CREATE INDEX "orders__part__line" ON "staging"."orders" ("_part","_line");
--> statement-breakpoint
CREATE INDEX "order_lines__part__line" ON "staging"."order_lines" ("_part","_line");
--> statement-breakpoint
CREATE INDEX "payments__part__line" ON "staging"."payments" ("_part","_line");
--> statement-breakpoint
CREATE INDEX "refunds__part__line" ON "staging"."refunds" ("_part","_line");
--> statement-breakpoint
CREATE INDEX "passes__part__line" ON "staging"."passes" ("_part","_line");
--> statement-breakpoint
CREATE INDEX "visits__part__line" ON "staging"."visits" ("_part","_line");
--> statement-breakpoint
CREATE INDEX "gift_cards__part__line" ON "staging"."gift_cards" ("_part","_line");
--> statement-breakpoint
CREATE INDEX "site_days__part__line" ON "staging"."site_days" ("_part","_line");
