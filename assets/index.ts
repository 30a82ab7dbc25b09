import { defineGraph } from "../index.ts";
import { communeLookup } from "./commune-lookup.ts";
import { drift, initial, nightly, reconcile } from "./jobs.ts";
import { dashboards } from "./dashboards.ts";
import { averageBasket } from "./kpis/average-basket.ts";
import { bookingLeadTime } from "./kpis/booking-lead-time.ts";
import { cancellations } from "./kpis/cancellations.ts";
import { catchment } from "./kpis/catchment.ts";
import { newVsReturning } from "./kpis/new-vs-returning.ts";
import { occupancy } from "./kpis/occupancy.ts";
import { passes as passesKpi } from "./kpis/passes.ts";
import { paymentMix } from "./kpis/payment-mix.ts";
import { peakHours } from "./kpis/peak-hours.ts";
import { retentionCohorts } from "./kpis/retention-cohorts.ts";
import { revenueByActivity } from "./kpis/revenue-by-activity.ts";
import { revenueBySite } from "./kpis/revenue-by-site.ts";
import { revenueByTerritory } from "./kpis/revenue-by-territory.ts";
import { revenue } from "./kpis/revenue.ts";
import { seasonalityIndex } from "./kpis/seasonality-index.ts";
import { topClients } from "./kpis/top-clients.ts";
import { basketsDaily } from "./marts/baskets-daily.ts";
import { bookingsDaily } from "./marts/bookings-daily.ts";
import { cohortsDaily } from "./marts/cohorts-daily.ts";
import { leadTimesDaily } from "./marts/lead-times-daily.ts";
import { occupancyDaily } from "./marts/occupancy-daily.ts";
import { ordersDaily } from "./marts/orders-daily.ts";
import { paymentsDaily } from "./marts/payments-daily.ts";
import { peopleDaily } from "./marts/people-daily.ts";
import { refundsDaily } from "./marts/refunds-daily.ts";
import { revenueDaily } from "./marts/revenue-daily.ts";
import { slotsHourly } from "./marts/slots-hourly.ts";
import { visitsDaily } from "./marts/visits-daily.ts";
import { visitsHourly } from "./marts/visits-hourly.ts";
import { processing } from "./register.ts";
import { guestRelations, safety } from "./reveals.ts";
import { communesFile } from "./sensors.ts";
import { dataGouv } from "./sources/data-gouv.ts";
import { populationsFile } from "./sources/populations-file.ts";
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
  sources: [ponton, dataGouv, populationsFile],
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
  marts: [
    revenueDaily,
    ordersDaily,
    refundsDaily,
    occupancyDaily,
    visitsDaily,
    paymentsDaily,
    basketsDaily,
    bookingsDaily,
    leadTimesDaily,
    slotsHourly,
    visitsHourly,
    peopleDaily,
    cohortsDaily,
  ],
  kpis: [
    revenue,
    revenueBySite,
    revenueByTerritory,
    revenueByActivity,
    averageBasket,
    topClients,
    newVsReturning,
    retentionCohorts,
    occupancy,
    cancellations,
    peakHours,
    seasonalityIndex,
    paymentMix,
    passesKpi,
    catchment,
    bookingLeadTime,
  ],
  sites,
  dashboards,
  jobs: [initial, nightly, drift, reconcile],
  register: processing,
  sensors: [communesFile],
  reveals: [guestRelations, safety],
  lookups: { communes: communeLookup },
  migrations: new URL("migrations/", import.meta.url),
});
