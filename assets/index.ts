import { defineGraph } from "../index.ts";
import { communeLookup } from "./commune-lookup.ts";
import { initial, nightly } from "./jobs.ts";
import { revenueByTerritory } from "./kpis/revenue-by-territory.ts";
import { revenue } from "./kpis/revenue.ts";
import { topClients } from "./kpis/top-clients.ts";
import { occupancyDaily } from "./marts/occupancy-daily.ts";
import { revenueDaily } from "./marts/revenue-daily.ts";
import { visitsDaily } from "./marts/visits-daily.ts";
import { dataGouv } from "./sources/data-gouv.ts";
import { ponton } from "./sources/ponton.ts";
import { activities } from "./tables/activities.ts";
import { bookings } from "./tables/bookings.ts";
import { clients } from "./tables/clients.ts";
import { communePopulations } from "./tables/commune-populations.ts";
import { communes } from "./tables/communes.ts";
import { giftCards } from "./tables/gift-cards.ts";
import { orderLines } from "./tables/order-lines.ts";
import { orders } from "./tables/orders.ts";
import { passes } from "./tables/passes.ts";
import { payments } from "./tables/payments.ts";
import { products } from "./tables/products.ts";
import { refunds } from "./tables/refunds.ts";
import { sessions } from "./tables/sessions.ts";
import { siteDays } from "./tables/site-days.ts";
import { sites } from "./tables/sites.ts";
import { visits } from "./tables/visits.ts";

/** Wampark: eight leisure bases in France (names are illustrative, no data is real). The only export that the engine reads. */
export const deployment = defineGraph({
  zone: "Europe/Paris",
  sources: [ponton, dataGouv],
  tables: [
    communes,
    communePopulations,
    sites,
    activities,
    products,
    clients,
    sessions,
    bookings,
    orders,
    orderLines,
    payments,
    refunds,
    passes,
    visits,
    giftCards,
    siteDays,
  ],
  marts: [revenueDaily, occupancyDaily, visitsDaily],
  kpis: [revenue, revenueByTerritory, topClients],
  sites,
  jobs: [initial, nightly],
  lookups: { communes: communeLookup },
  migrations: new URL("migrations/", import.meta.url),
});
