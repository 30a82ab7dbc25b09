import { dashboard } from "../../index.ts";
import { occupied, sales, shareCancelled, visits, weatherClosedDays } from "./cards.ts";
import { booked, kinds, net, period } from "./columns.ts";
import { lostToWeather, occupancyOverTime, peakHours, salesOverTime } from "./drawings.ts";

/** One base. */
export const park = dashboard("park", {
  title: { en: "A base", fr: "Une base" },
  intro: {
    en: "What one base sells, how full it is, and when people come.",
    fr: "Ce que vend une base, comment elle se remplit, et quand on y vient.",
  },
  oneSite: true,
  cards: [sales, visits, occupied, weatherClosedDays, shareCancelled],
  charts: [
    salesOverTime,
    occupancyOverTime,
    peakHours,
    lostToWeather,
    {
      key: "activities",
      kpi: "revenue-by-activity",
      values: { grain: "year" },
      title: { en: "Net sales by activity", fr: "Ventes nettes par activité" },
      draw: "bars",
      columns: [{ name: "name", unit: "text", title: { en: "Activity", fr: "Activité" }, words: kinds }, net],
      value: "netOfVat",
      lastYear: true,
      ofWhole: true,
    },
    {
      key: "no-shows",
      kpi: "cancellations",
      title: { en: "People who did not show up", fr: "Absences" },
      note: { en: "As a share of all bookings.", fr: "En part de toutes les réservations." },
      draw: "line",
      columns: [
        period,
        booked,
        { name: "noShow", unit: "count", title: { en: "Not shown up", fr: "Absents" } },
        { name: "noShowRate", unit: "share", title: { en: "Share", fr: "Part" } },
      ],
      value: "noShowRate",
      lastYear: true,
    },
  ],
});
