import type { DashboardSpec } from "../../core/spec/dashboard.ts";
import type { About, Ask, Told } from "./ask-kpi.ts";

/** What the KPIs of a dashboard told, in the order in which it declares its numbers and drawings. */
export type PageTold = {
  readonly cards: readonly (Told | undefined)[];
  readonly charts: readonly (Told | undefined)[];
};

/** Ask all KPIs of a dashboard at once. */
export async function tellPage(page: DashboardSpec, about: About, ask: Ask): Promise<PageTold> {
  const [cards, charts] = await Promise.all([
    Promise.all(page.cards.map((spec) => ask(spec, about, "previous_year"))),
    Promise.all(page.charts.map((spec) => ask(spec, about, spec.lastYear && "previous_year"))),
  ]);
  return { cards, charts };
}
