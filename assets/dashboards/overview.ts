import { dashboard } from "../../index.ts";
import { net, period, rate } from "./columns.ts";

/** How the bases are doing, against a year before. */
export const overview = dashboard("overview", {
  title: { en: "Overview", fr: "Vue d’ensemble" },
  intro: {
    en: "Sales, passages and occupancy of the bases, beside those of a year before.",
    fr: "Ventes, passages et remplissage des bases, à côté de ceux d’un an avant.",
  },
  cards: [
    {
      key: "sales",
      kpi: "revenue",
      title: { en: "Net sales", fr: "Ventes nettes" },
      measure: { sum: "netOfVat" },
      unit: "money",
    },
    {
      key: "visits",
      kpi: "peak-hours",
      title: { en: "Passages", fr: "Passages" },
      measure: { sum: "visits" },
      unit: "count",
    },
    {
      key: "occupied",
      kpi: "occupancy",
      title: { en: "Occupancy", fr: "Remplissage" },
      measure: { part: "booked", of: "offered" },
      unit: "share",
    },
    {
      key: "lost-to-weather",
      kpi: "cancellations",
      title: { en: "Bookings lost to the weather", fr: "Réservations perdues à cause de la météo" },
      measure: { part: "weather", of: "booked" },
      unit: "share",
    },
  ],
  charts: [
    {
      key: "sales-over-time",
      kpi: "revenue",
      title: { en: "Net sales", fr: "Ventes nettes" },
      note: { en: "Without VAT, after refunds.", fr: "Hors TVA, remboursements déduits." },
      draw: "line",
      columns: [period, net, { name: "orders", unit: "count", title: { en: "Orders", fr: "Commandes" } }],
      value: "netOfVat",
      lastYear: true,
    },
    {
      key: "occupancy-over-time",
      kpi: "occupancy",
      title: { en: "Occupancy", fr: "Remplissage" },
      note: { en: "Booked of offered places.", fr: "Places réservées sur places offertes." },
      draw: "line",
      columns: [
        period,
        { name: "offered", unit: "count", title: { en: "Offered", fr: "Offertes" } },
        { name: "booked", unit: "count", title: { en: "Booked", fr: "Réservées" } },
        rate,
      ],
      value: "rate",
      lastYear: true,
    },
    {
      key: "weather",
      kpi: "cancellations",
      values: { reason: "weather" },
      title: { en: "Bookings lost to the weather", fr: "Réservations perdues à cause de la météo" },
      draw: "columns",
      columns: [
        period,
        { name: "booked", unit: "count", title: { en: "Booked", fr: "Réservées" } },
        { name: "weather", unit: "count", title: { en: "Lost", fr: "Perdues" } },
        { name: "refunded", unit: "money", title: { en: "Refunded", fr: "Remboursé" } },
      ],
      value: "weather",
      lastYear: true,
    },
    {
      key: "bases",
      kpi: "revenue-by-site",
      title: { en: "Net sales by base", fr: "Ventes nettes par base" },
      draw: "bars",
      columns: [{ name: "name", unit: "text", title: { en: "Base", fr: "Base" } }, net],
      value: "netOfVat",
      lastYear: true,
    },
  ],
});
