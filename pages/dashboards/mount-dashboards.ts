import type { Context, Hono } from "hono";
import { toCsv } from "../../api/csv.ts";
import type { Ahead, ApiDeps } from "../../api/deps.ts";
import { nameOf, shownColumns } from "../../api/kpi-schema.ts";
import { sayFreshness } from "../../api/say-freshness.ts";
import { businessDay } from "../../core/cast/zone.ts";
import type { DashboardSpec, Words } from "../../core/spec/dashboard.ts";
import { isPeopleTable } from "../../db/declare/kpi.ts";
import { languageOf } from "../language.ts";
import { layout } from "../layout.ts";
import type { PagesEnv } from "../login/guard.ts";
import type { Sessions } from "../login/session.ts";
import { messagePage } from "../message-page.ts";
import { navOf, operatorNavOf } from "../nav.ts";
import { ui } from "../words.ts";
import { createAsk, type About, type Ask } from "./ask-kpi.ts";
import { dashboardBody } from "./dashboard-body.ts";
import { LatelyLooked, type Look } from "./lately-looked.ts";
import { lastWhole, periodOf, presetOf, presets, type Period } from "./period.ts";
import type { Site } from "./picker.ts";
import { sitesOf } from "./sites.ts";
import { tellPage } from "./tell-page.ts";

/** A page that was asked for, or why it cannot be shown. */
type Asked = { readonly about: About; readonly today: string; readonly sites: readonly Site[] };

/** Dashboards that are looked at ahead. */
const mostAhead = 50;

/** Mount every declared dashboard, and the rows of each of its drawings as CSV. Who looked lately is looked for again. */
export function mountDashboards(app: Hono<PagesEnv>, deps: ApiDeps, sessions: Sessions): Ahead {
  const { pages } = deps.deployed.dashboards;
  const beginAsking = createAsk(deps);
  const looked = new LatelyLooked(mostAhead);
  const [first] = pages;
  app.get("/dashboards", (context) =>
    first === undefined ? messagePage(context, 404, ui.notFound) : context.redirect(`/dashboards/${first.key}`, 302),
  );
  for (const page of pages) {
    app.get(`/dashboards/${page.key}`, async (context) => {
      const ask = beginAsking();
      const asked = await toAsked(context, deps, ask, page);
      if (!("about" in asked)) return messagePage(context, asked === ui.unknownSite ? 404 : 400, asked);
      const shown = await show(context, { deps, sessions, page, ask }, asked);
      const preset = presetOf(asked.about.period, asked.today);
      if (preset !== undefined) looked.add({ page, preset, site: asked.about.site }, deps.clock.now());
      return shown;
    });
    for (const chart of page.charts)
      app.get(`/dashboards/${page.key}/${chart.key}.csv`, async (context) => {
        const ask = beginAsking();
        const asked = await toAsked(context, deps, ask, page);
        if (!("about" in asked)) return messagePage(context, asked === ui.unknownSite ? 404 : 400, asked);
        const told = await ask(chart, asked.about);
        if (told === undefined) return messagePage(context, 503, ui.neverBuilt);
        const names = shownColumns(told.kpi).map((column) => nameOf(told.kpi, column));
        const style = languageOf(context) === "fr" ? "excel" : "standard";
        sayFreshness(context, told);
        return context.body(toCsv(names, told.rows, style), 200, {
          "content-type": "text/csv; charset=utf-8",
          "content-disposition": `attachment; filename="${page.key}-${chart.key}.csv"`,
        });
      });
  }
  const lately = (): readonly Look[] => looked.until(deps.clock.now());
  return {
    isWanted: () => lately().length > 0,
    async look() {
      const failed: unknown[] = [];
      for (const look of lately()) await askAhead(deps, beginAsking(), look).catch((error) => failed.push(error));
      if (failed.length > 0) throw failed[0];
    },
  };
}

/** Ask what a page asks, for its period as it is today. */
async function askAhead(deps: ApiDeps, ask: Ask, { page, preset, site }: Look): Promise<void> {
  const today = businessDay(deps.clock.now().toISOString(), deps.deployed.zone);
  const period = presets(today)[preset];
  if (period === undefined) return;
  await sitesOf(deps, ask, today);
  await tellPage(page, { period, site }, ask);
}

type Showing = {
  readonly deps: ApiDeps;
  readonly sessions: Sessions;
  readonly page: DashboardSpec;
  readonly ask: Ask;
};

async function show(
  context: Context<PagesEnv>,
  { deps, sessions, page, ask }: Showing,
  asked: Asked,
): Promise<Response> {
  const language = languageOf(context);
  const session = context.get("session");
  const body = await dashboardBody({ ...asked, page, ask, language, deployed: deps.deployed });
  return context.html(
    layout({
      language,
      title: page.title[language],
      at: new URL(context.req.url),
      session,
      csrf: sessions.csrfOf(session.id),
      nav: [...navOf(deps.deployed, asked.about), ...operatorNavOf(session)],
      body,
    }),
  );
}

async function toAsked(context: Context, deps: ApiDeps, ask: Ask, page: DashboardSpec): Promise<Asked | Words> {
  const today = businessDay(deps.clock.now().toISOString(), deps.deployed.zone);
  const { site: named = "", ...query } = context.req.query();
  const period = periodOf(query, today, usualPeriod(deps, page, today));
  if (period === undefined) return ui.badPeriod;
  const sites = await sitesOf(deps, ask, today);
  const site = named === "" ? (page.oneSite === true ? sites[0]?.number : undefined) : Number(named);
  if (named !== "" && !sites.some(({ number }) => number === site)) return ui.unknownSite;
  return { about: { period, site }, today, sites };
}

/** The last whole month, or year, of a page that has tables of people, which are told of no other. */
function usualPeriod({ deployed }: ApiDeps, { charts }: DashboardSpec, today: string): Period | undefined {
  const hasPeople = charts.some(({ kpi: key, values = {} }) =>
    deployed.kpis.some((kpi) => kpi.spec.key === key && isPeopleTable(kpi, values)),
  );
  return hasPeople ? lastWhole(today, deployed.suppression.span) : undefined;
}
