import { html } from "hono/html";
import type { DashboardSpec, Language } from "../../core/spec/dashboard.ts";
import type { DeployedGraph } from "../../db/declare/graph.ts";
import { dayText } from "../formats.ts";
import type { Markup } from "../layout.ts";
import type { About, Ask } from "./ask-kpi.ts";
import { card } from "./card.ts";
import { freshnessLine } from "./freshness-line.ts";
import { panel } from "./panel.ts";
import { tellPage } from "./tell-page.ts";
import { addressOf, picker, type Site } from "./picker.ts";

/** What a dashboard is made of. */
export type BodyOptions = {
  readonly page: DashboardSpec;
  readonly about: About;
  readonly today: string;
  readonly sites: readonly Site[];
  readonly ask: Ask;
  readonly language: Language;
  readonly deployed: DeployedGraph;
};

/** A dashboard: pickers, numbers, drawings, and how fresh they are. All of its KPIs are asked at once. */
export async function dashboardBody(options: BodyOptions): Promise<Markup> {
  const { page, about, ask, language, deployed, sites } = options;
  const { cards, charts } = await tellPage(page, about, ask);
  const site = sites.find(({ number }) => number === about.site)?.name;
  const { from, until } = about.period;
  const context = { language, suppression: deployed.suppression, period: about.period };
  return html`<h1>${page.title[language]}${site === undefined ? "" : `, ${site}`}</h1>
    <p>${page.intro[language]}</p>
    ${picker({ ...options, siteTitle: deployed.dashboards.sites?.title })}
    <p class="span">${dayText(from, language)} – ${dayText(until, language)}</p>
    ${freshnessLine([...cards, ...charts], deployed.zone, language)}
    ${
      page.cards.length === 0
        ? ""
        : html`<ul class="cards">
            ${page.cards.map((spec, at) => card(spec, cards[at], language))}
          </ul>`
    }
    <div class="panels">
      ${page.charts.map((spec, at) => panel(spec, charts[at], { ...context, csv: csvOf(page.key, spec.key, about) }))}
    </div>`;
}

const csvOf = (page: string, chart: string, about: About): string => addressOf(`${page}/${chart}.csv`, about);
