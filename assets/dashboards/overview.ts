import { dashboard } from "../../index.ts";
import { occupied, sales, shareLostToWeather, visits, weatherClosedDays } from "./cards.ts";
import { net } from "./columns.ts";
import { lostToWeather, occupancyOverTime, salesOverTime } from "./drawings.ts";

/** How the bases are doing, against a year before. */
export const overview = dashboard("overview", {
  title: { en: "Overview", fr: "Vue d’ensemble" },
  intro: {
    en: "Sales, passages and occupancy of the bases, beside those of a year before.",
    fr: "Ventes, passages et remplissage des bases, à côté de ceux d’un an avant.",
  },
  cards: [sales, visits, occupied, weatherClosedDays, shareLostToWeather],
  charts: [
    salesOverTime,
    occupancyOverTime,
    lostToWeather,
    {
      key: "bases",
      kpi: "revenue-by-site",
      title: { en: "Net sales by base", fr: "Ventes nettes par base" },
      draw: "bars",
      columns: [{ name: "name", unit: "text", title: { en: "Base", fr: "Base" } }, net],
      value: "netOfVat",
      lastYear: true,
      ofWhole: true,
    },
  ],
});
