import type { Hono } from "hono";
import type { ApiDeps } from "../../api/deps.ts";
import { assetStandings } from "../../api/asset-standings.ts";
import { SillageError } from "../../core/errors.ts";
import { languageOf } from "../language.ts";
import { layout } from "../layout.ts";
import type { PagesEnv } from "../login/guard.ts";
import { allows } from "../login/roles.ts";
import type { Session, Sessions } from "../login/session.ts";
import { messagePage } from "../message-page.ts";
import { ui } from "../words.ts";
import { liveScript, mountLive } from "./live-route.ts";
import { mountAssetPage } from "./mount-asset-page.ts";
import { mountBackfillPages, type Show } from "./backfill-pages.ts";
import { cataloguePage, longestSearch } from "./catalogue-page.ts";
import { lineagePage } from "./lineage-page.ts";
import { mountThrottlePage } from "./mount-throttle-page.ts";
import { quarantinePage } from "./quarantine-page.ts";
import { registerPage, registerPath } from "./register-page.ts";
import { runPage } from "./run-page.ts";
import { runsPage } from "./runs-page.ts";
import type { Standings } from "./trouble-list.ts";
import { words } from "./words.ts";

/** Mount the operators' pages: the catalogue, the lineage, a page of each asset, runs, backfills, the throttle, quarantine, the register. */
export function mountOperate(app: Hono<PagesEnv>, deps: ApiDeps, sessions: Sessions): void {
  const { dashboards } = deps.deployed;
  const show: Show = (context, title, body, scripts = []) => {
    const session = context.get("session");
    return context.html(
      layout({
        language: languageOf(context),
        title,
        at: new URL(context.req.url),
        session,
        csrf: sessions.csrfOf(session.id),
        nav: navOf(session, dashboards.pages.length > 0),
        body,
        scripts,
      }),
    );
  };
  const standings = async (): Promise<Standings> => {
    const [assets, throttle] = await Promise.all([assetStandings(deps), deps.database.throttleState("default")]);
    return { assets, throttle };
  };
  app.get("/operate", (context) => context.redirect("/operate/catalogue", 302));
  app.get("/operate/catalogue", async (context) => {
    const language = languageOf(context);
    const search = (context.req.query("q") ?? "").slice(0, longestSearch);
    return show(
      context,
      words.catalogue[language],
      cataloguePage(deps, { standings: await standings(), search }, language),
    );
  });
  app.get("/operate/lineage", async (context) => {
    const language = languageOf(context);
    return show(context, words.lineage[language], lineagePage(deps, await standings(), language));
  });
  app.get("/operate/runs", async (context) => {
    const language = languageOf(context);
    const runs = await deps.operations.runs({ job: null, state: null, since: null, asset: null, limit: 50 });
    return show(context, words.runs[language], runsPage(runs, deps.deployed.zone, language), [liveScript]);
  });
  app.get("/operate/runs/:id", async (context) => {
    const id = `run/${context.req.param("id")}`;
    const told = await deps.operations.run(id).catch(unlessUnknown);
    if (told === undefined) return messagePage(context, 404, ui.notFound);
    const manner = { language: languageOf(context), zone: deps.deployed.zone, workflow: deps.workflowPage?.(id) };
    return show(context, id, runPage(told, manner), [liveScript]);
  });
  mountBackfillPages(app, { deps, sessions, show });
  mountAssetPage(app, deps, show);
  mountThrottlePage(app, deps, sessions, show);
  app.get("/operate/quarantine", async (context) => {
    const language = languageOf(context);
    return show(context, words.quarantine[language], await quarantinePage(deps, language));
  });
  app.get(registerPath, (context) => {
    const language = languageOf(context);
    return show(context, words.register[language], registerPage(deps, language));
  });
  mountLive(app, deps, sessions);
}

const navOf = ({ roles }: Session, hasDashboards: boolean) => [
  ...(allows(roles, ["operator"]) ? operatorsPages : []),
  { path: registerPath, title: words.register },
  ...(hasDashboards ? [{ path: "/dashboards", title: ui.dashboards }] : []),
];

const operatorsPages = [
  { path: "/operate/catalogue", title: words.catalogue },
  { path: "/operate/lineage", title: words.lineage },
  { path: "/operate/runs", title: words.runs },
  { path: "/operate/backfills", title: words.backfills },
  { path: "/operate/throttle", title: words.throttle },
  { path: "/operate/quarantine", title: words.quarantine },
];

function unlessUnknown(error: unknown): undefined {
  if (error instanceof SillageError && error.code === "run.unknown") return undefined;
  throw error;
}
