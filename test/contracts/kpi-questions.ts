import * as bookings from "../harness/booking-truth.ts";
import * as payments from "../harness/payment-truth.ts";
import * as people from "../harness/people-truth.ts";
import * as sales from "../harness/sales-truth.ts";
import type { Compared } from "../harness/compared-truth.ts";
import type { Question, VendorSales } from "../harness/vendor-sales.ts";

type Rows = readonly Readonly<Record<string, unknown>>[];

/** What marts hold, by the vendor's rows alone. */
export const martTruths: Readonly<Record<string, (vendor: VendorSales) => Rows>> = {
  orders_daily: sales.ordersDaily,
  refunds_daily: sales.refundsDaily,
  payments_daily: payments.paymentsDaily,
  baskets_daily: payments.basketsDaily,
  bookings_daily: bookings.bookingsDaily,
  lead_times_daily: bookings.leadTimesDaily,
  slots_hourly: bookings.slotsHourly,
  visits_hourly: bookings.visitsHourly,
  people_daily: people.peopleDaily,
  cohorts_daily: people.cohortsDaily,
};

/** What KPIs answer, in order, by the vendor's rows alone. */
export const kpiTruths: Readonly<Record<string, (vendor: VendorSales, question: Question) => Rows>> = {
  "revenue-by-site": sales.revenueBySite,
  "revenue-by-activity": sales.revenueByActivity,
  "seasonality-index": sales.seasonalityIndex,
  "payment-mix": payments.paymentMix,
  "average-basket": payments.averageBasket,
  passes: payments.passes,
  occupancy: bookings.occupancy,
  cancellations: bookings.cancellations,
  "booking-lead-time": bookings.bookingLeadTime,
  "peak-hours": bookings.peakHours,
  "new-vs-returning": people.newVsReturning,
  "retention-cohorts": people.retentionCohorts,
  catchment: people.catchment,
};

const period = { column: "period", grain: "grain" };

/** Which rows of a KPI are alike at two times, and what of them is compared; the KPIs that are not here compare nothing. */
export const comparedTruths: Readonly<Record<string, Compared>> = {
  revenue: { by: ["period"], of: "netOfVat", period },
  "revenue-by-site": { by: ["site"], of: "netOfVat" },
  "revenue-by-territory": { by: ["code"], of: "netOfVat" },
  "revenue-by-activity": { by: ["period", "category", "activity"], of: "netOfVat", period },
  "average-basket": { by: ["key"], of: "mean" },
  "new-vs-returning": { by: ["period"], of: "new", period },
  "retention-cohorts": { by: ["cohort", "k"], of: "rate", period: { column: "cohort", grain: "cohort" } },
  occupancy: { by: ["period"], of: "rate", period },
  cancellations: { by: ["period"], of: "cancelledRate", period },
  "peak-hours": { by: ["weekday", "hour"], of: "visits" },
  "seasonality-index": { by: ["unit"], of: "index" },
  "payment-mix": { by: ["period", "method"], of: "net", period },
  passes: { by: ["product"], of: "active" },
  catchment: { by: ["band"], of: "netOfVat" },
  "booking-lead-time": { by: ["channel"], of: "p50" },
};
