import { overview } from "./dashboards/overview.ts";

/** Pages for managers, in the order of their links. */
export const dashboards = {
  sites: {
    kpi: "revenue-by-site",
    values: { sort: "site" },
    number: "site",
    name: "name",
    title: { en: "Base", fr: "Base" },
  },
  pages: [overview],
} as const;
