/** Sales without VAT, after refunds. */
export const sales = {
  key: "sales",
  kpi: "revenue",
  title: { en: "Net sales", fr: "Ventes nettes" },
  measure: { sum: "netOfVat" },
  unit: "money",
} as const;
/** People let in. */
export const visits = {
  key: "visits",
  kpi: "peak-hours",
  title: { en: "Passages", fr: "Passages" },
  measure: { sum: "visits" },
  unit: "count",
} as const;
/** Booked of offered places. */
export const occupied = {
  key: "occupied",
  kpi: "occupancy",
  title: { en: "Occupancy", fr: "Remplissage" },
  measure: { part: "booked", of: "offered" },
  unit: "share",
} as const;
/** Days on which storms closed a whole base. */
export const weatherClosedDays = {
  key: "weather-closed",
  kpi: "occupancy",
  title: { en: "Days closed by the weather", fr: "Jours fermés par la météo" },
  measure: { sum: "weatherClosedDays" },
  unit: "count",
} as const;
/** Bookings that storms cost, of all. */
export const shareLostToWeather = {
  key: "lost-to-weather",
  kpi: "cancellations",
  title: { en: "Bookings lost to the weather", fr: "Réservations perdues à cause de la météo" },
  measure: { part: "weather", of: "booked" },
  unit: "share",
} as const;
/** Bookings that were lost, of all. */
export const shareCancelled = {
  key: "cancelled",
  kpi: "cancellations",
  title: { en: "Cancelled bookings", fr: "Réservations annulées" },
  measure: { part: "cancelled", of: "booked" },
  unit: "share",
} as const;
