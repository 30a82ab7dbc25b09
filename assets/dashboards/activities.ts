import { dashboard } from "../../index.ts";
import { occupied, sales } from "./cards.ts";
import { kinds, net, period } from "./columns.ts";
import { occupancyOverTime, peakHours } from "./drawings.ts";

/** What people do at the bases. */
export const activities = dashboard("activities", {
  title: { en: "Activities", fr: "Activités" },
  intro: {
    en: "What sells, what is full, how early people book and why they do not come.",
    fr: "Ce qui se vend, ce qui est plein, combien de temps avant on réserve et pourquoi on ne vient pas.",
  },
  cards: [sales, occupied],
  charts: [
    {
      key: "sales-by-category",
      kpi: "revenue-by-activity",
      values: { grain: "year" },
      title: { en: "Net sales by kind of activity", fr: "Ventes nettes par type d’activité" },
      draw: "bars",
      columns: [
        {
          name: "category",
          unit: "text",
          title: { en: "Kind", fr: "Type" },
          words: kinds,
        },
        net,
      ],
      value: "netOfVat",
      lastYear: true,
      ofWhole: true,
    },
    occupancyOverTime,
    peakHours,
    {
      key: "cancellations",
      kpi: "cancellations",
      title: { en: "Cancelled bookings", fr: "Réservations annulées" },
      draw: "line",
      columns: [
        period,
        { name: "booked", unit: "count", title: { en: "Booked", fr: "Réservées" } },
        { name: "cancelled", unit: "count", title: { en: "Cancelled", fr: "Annulées" } },
        { name: "cancelledRate", unit: "share", title: { en: "Share", fr: "Part" } },
        { name: "refunded", unit: "money", title: { en: "Refunded", fr: "Remboursé" } },
      ],
      value: "cancelledRate",
      lastYear: true,
    },
    {
      key: "lead-time",
      kpi: "booking-lead-time",
      title: { en: "Days from booking to slot", fr: "Jours de la réservation au créneau" },
      note: {
        en: "Half of the bookings are made no earlier.",
        fr: "La moitié des réservations ne se font pas plus tôt.",
      },
      draw: "columns",
      columns: [
        {
          name: "channel",
          unit: "text",
          title: { en: "Channel", fr: "Canal" },
          words: {
            web: { en: "Web", fr: "Web" },
            phone: { en: "Phone", fr: "Téléphone" },
            counter: { en: "Counter", fr: "Guichet" },
            partner: { en: "Partner", fr: "Partenaire" },
          },
        },
        { name: "bookings", unit: "count", title: { en: "Bookings", fr: "Réservations" } },
        { name: "p50", unit: "days", title: { en: "Half within", fr: "La moitié en" } },
        { name: "p90", unit: "days", title: { en: "90 % within", fr: "90 % en" } },
        { name: "sameDayShare", unit: "share", title: { en: "Same day", fr: "Le jour même" } },
      ],
      value: "p50",
    },
  ],
});
