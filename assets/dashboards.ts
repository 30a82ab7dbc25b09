import { activities } from "./dashboards/activities.ts";
import { clientele } from "./dashboards/clients.ts";
import { overview } from "./dashboards/overview.ts";
import { park } from "./dashboards/park.ts";
import { payments } from "./dashboards/payments.ts";
import { seasonality } from "./dashboards/seasonality.ts";

/** Pages for managers, in the order of their links. */
export const dashboards = {
  sites: {
    kpi: "revenue-by-site",
    values: { sort: "site" },
    number: "site",
    name: "name",
    title: { en: "Base", fr: "Base" },
  },
  pages: [overview, park, clientele, activities, seasonality, payments],
} as const;
