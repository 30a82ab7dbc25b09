import { dashboard } from "../../index.ts";
import { period } from "./columns.ts";

const method = {
  name: "method",
  unit: "text",
  title: { en: "Method", fr: "Moyen" },
  words: {
    card: { en: "Card at the counter", fr: "Carte au guichet" },
    web_card: { en: "Card on the web", fr: "Carte en ligne" },
    cash: { en: "Cash", fr: "Espèces" },
    cheque_vacances: { en: "Holiday vouchers", fr: "Chèques-vacances" },
    gift_card: { en: "Gift card", fr: "Carte cadeau" },
    transfer: { en: "Transfer", fr: "Virement" },
    cheque: { en: "Cheque", fr: "Chèque" },
  },
} as const;

/** How people pay, and for what. */
export const payments = dashboard("payments", {
  title: { en: "Payments", fr: "Paiements" },
  intro: {
    en: "How people pay, what an order comes to, and what passes are in force.",
    fr: "Comment on paie, à combien se monte une commande, et quels abonnements courent.",
  },
  cards: [
    {
      key: "paid",
      kpi: "payment-mix",
      values: { grain: "year" },
      title: { en: "Paid, after refunds", fr: "Encaissé, remboursements déduits" },
      measure: { sum: "net" },
      unit: "money",
    },
    {
      key: "refunded",
      kpi: "payment-mix",
      values: { grain: "year" },
      title: { en: "Refunded of what was paid", fr: "Remboursé sur l’encaissé" },
      measure: { part: "refunds", of: "amount" },
      unit: "share",
    },
  ],
  charts: [
    {
      key: "methods",
      kpi: "payment-mix",
      values: { grain: "year" },
      title: { en: "Payments by method", fr: "Paiements par moyen" },
      draw: "bars",
      columns: [method, { name: "net", unit: "money", title: { en: "After refunds", fr: "Remboursements déduits" } }],
      value: "net",
      lastYear: true,
      ofWhole: true,
    },
    {
      key: "baskets",
      kpi: "average-basket",
      values: { by: "site" },
      title: { en: "What an order comes to", fr: "Panier moyen" },
      draw: "bars",
      columns: [
        { name: "name", unit: "text", title: { en: "Base", fr: "Base" } },
        { name: "mean", unit: "money", title: { en: "Mean", fr: "Moyenne" } },
      ],
      value: "mean",
      lastYear: true,
    },
    {
      key: "passes",
      kpi: "passes",
      title: { en: "Passes in force", fr: "Abonnements en cours" },
      draw: "bars",
      columns: [
        { name: "name", unit: "text", title: { en: "Pass", fr: "Abonnement" } },
        { name: "active", unit: "count", title: { en: "In force", fr: "En cours" } },
      ],
      value: "active",
      lastYear: true,
    },
    {
      key: "gross",
      kpi: "revenue",
      title: { en: "Sales and refunds", fr: "Ventes et remboursements" },
      note: { en: "With VAT, before refunds.", fr: "TTC, avant remboursements." },
      draw: "line",
      columns: [
        period,
        { name: "gross", unit: "money", title: { en: "Sales", fr: "Ventes" } },
        { name: "refunds", unit: "money", title: { en: "Refunds", fr: "Remboursements" } },
      ],
      value: "gross",
      lastYear: true,
    },
  ],
});
