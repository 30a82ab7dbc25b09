import { booked, hour, net, offered, period, rate, weekday } from "./columns.ts";

/** Sales of each period, beside those of a year before. */
export const salesOverTime = {
  key: "sales-over-time",
  kpi: "revenue",
  title: { en: "Net sales", fr: "Ventes nettes" },
  note: { en: "Without VAT, after refunds.", fr: "Hors TVA, remboursements déduits." },
  draw: "line",
  columns: [period, net, { name: "orders", unit: "count", title: { en: "Orders", fr: "Commandes" } }],
  value: "netOfVat",
  lastYear: true,
} as const;

/** Booked of offered places in each period. */
export const occupancyOverTime = {
  key: "occupancy-over-time",
  kpi: "occupancy",
  title: { en: "Occupancy", fr: "Remplissage" },
  note: { en: "Booked of offered places.", fr: "Places réservées sur places offertes." },
  draw: "line",
  columns: [period, offered, booked, rate],
  value: "rate",
  lastYear: true,
} as const;

/** Bookings that storms cost. */
export const lostToWeather = {
  key: "weather",
  kpi: "cancellations",
  values: { reason: "weather" },
  title: { en: "Bookings lost to the weather", fr: "Réservations perdues à cause de la météo" },
  draw: "columns",
  columns: [
    period,
    booked,
    { name: "weather", unit: "count", title: { en: "Lost", fr: "Perdues" } },
    { name: "refunded", unit: "money", title: { en: "Refunded", fr: "Remboursé" } },
  ],
  value: "weather",
  lastYear: true,
} as const;

/** When people come. */
export const peakHours = {
  key: "peak-hours",
  kpi: "peak-hours",
  title: { en: "Passages by day and hour", fr: "Passages par jour et heure" },
  note: { en: "Per open day.", fr: "Par jour d’ouverture." },
  draw: "grid",
  columns: [
    weekday,
    hour,
    { name: "visits", unit: "count", title: { en: "Passages", fr: "Passages" } },
    { name: "visitsPerOpenDay", unit: "index", title: { en: "Per open day", fr: "Par jour d’ouverture" } },
    { name: "occupancy", unit: "share", title: { en: "Occupancy", fr: "Remplissage" } },
  ],
  value: "visitsPerOpenDay",
} as const;
