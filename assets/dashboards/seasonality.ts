import { dashboard } from "../../index.ts";
import { salesOverTime } from "./drawings.ts";

/** How the year goes. */
export const seasonality = dashboard("seasonality", {
  title: { en: "Seasonality", fr: "Saisonnalité" },
  intro: {
    en: "How months and weeks of the year compare with the mean one, over three seasons.",
    fr: "Comment les mois et les semaines de l’année se comparent à la moyenne, sur trois saisons.",
  },
  cards: [],
  charts: [
    {
      key: "months",
      kpi: "seasonality-index",
      title: { en: "Index by month", fr: "Indice par mois" },
      note: { en: "100 is the mean month.", fr: "100 est le mois moyen." },
      draw: "columns",
      columns: [
        { name: "unit", unit: "plain", title: { en: "Month", fr: "Mois" } },
        { name: "index", unit: "index", title: { en: "Index", fr: "Indice" } },
        { name: "seasons", unit: "count", title: { en: "Seasons", fr: "Saisons" } },
      ],
      value: "index",
    },
    {
      key: "weeks",
      kpi: "seasonality-index",
      values: { grain: "week" },
      title: { en: "Index by week", fr: "Indice par semaine" },
      note: { en: "100 is the mean week.", fr: "100 est la semaine moyenne." },
      draw: "columns",
      columns: [
        { name: "unit", unit: "plain", title: { en: "Week", fr: "Semaine" } },
        { name: "index", unit: "index", title: { en: "Index", fr: "Indice" } },
        { name: "seasons", unit: "count", title: { en: "Seasons", fr: "Saisons" } },
      ],
      value: "index",
    },
    salesOverTime,
  ],
});
