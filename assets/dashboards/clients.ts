import { dashboard } from "../../index.ts";
import { clients, net, period, unknown } from "./columns.ts";

const returning = { name: "returning", unit: "count", title: { en: "Came again", fr: "Revenus" } } as const;

/** Who comes, without anybody being told apart: small cells are hidden. */
export const clientele = dashboard("clients", {
  title: { en: "Clients", fr: "Clients" },
  intro: {
    en: "Who comes, from where, and who comes again. Homes of a few people are hidden.",
    fr: "Qui vient, d’où, et qui revient. Les lieux dont viennent quelques personnes sont masqués.",
  },
  cards: [
    {
      key: "new",
      kpi: "new-vs-returning",
      values: { grain: "season" },
      title: { en: "Came for the first time", fr: "Venus pour la première fois" },
      measure: { sum: "new" },
      unit: "count",
    },
    {
      key: "returning",
      kpi: "new-vs-returning",
      values: { grain: "season" },
      title: { en: "Known from an earlier season", fr: "Connus d’une saison précédente" },
      measure: { sum: "returning" },
      unit: "count",
    },
  ],
  charts: [
    {
      key: "new-people",
      kpi: "new-vs-returning",
      title: { en: "People who come for the first time", fr: "Personnes qui viennent pour la première fois" },
      draw: "columns",
      columns: [
        period,
        { name: "new", unit: "count", title: { en: "New", fr: "Nouveaux" } },
        returning,
        { name: "share", unit: "share", title: { en: "Share of new", fr: "Part des nouveaux" } },
      ],
      value: "new",
      lastYear: true,
    },
    {
      key: "cohorts",
      kpi: "retention-cohorts",
      values: { cohort: "month" },
      title: { en: "Who came again, by month of the first visit", fr: "Qui est revenu, par mois de première visite" },
      note: { en: "Months after the first visit, across.", fr: "Mois après la première visite, en travers." },
      draw: "grid",
      columns: [
        { name: "cohort", unit: "period", title: { en: "First visit", fr: "Première visite" } },
        { name: "k", unit: "plain", title: { en: "Months later", fr: "Mois après" } },
        { name: "size", unit: "count", title: { en: "People", fr: "Personnes" } },
        { name: "retained", unit: "count", title: { en: "Came again", fr: "Revenus" } },
        { name: "rate", unit: "share", title: { en: "Share", fr: "Part" } },
      ],
      value: "rate",
    },
    {
      key: "homes",
      kpi: "revenue-by-territory",
      values: { by: "client", level: "departement" },
      title: { en: "Clients by home", fr: "Clients par lieu de résidence" },
      draw: "bars",
      columns: [
        { name: "name", unit: "text", title: { en: "Department", fr: "Département" }, words: unknown },
        clients,
        net,
      ],
      value: "clients",
    },
    {
      key: "distance",
      kpi: "catchment",
      title: { en: "How far people come", fr: "De quelle distance on vient" },
      note: {
        en: "Kilometres from the commune of their home to the base.",
        fr: "Kilomètres de leur commune à la base.",
      },
      draw: "columns",
      columns: [
        { name: "label", unit: "text", title: { en: "km", fr: "km" }, words: { unknown: { en: "?", fr: "?" } } },
        clients,
        { name: "visits", unit: "count", title: { en: "Passages", fr: "Passages" } },
        { name: "medianKm", unit: "km", title: { en: "Median", fr: "Médiane" } },
      ],
      value: "clients",
    },
  ],
});
