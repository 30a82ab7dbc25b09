import type { Context, Hono } from "hono";
import type { ApiDeps } from "../../api/deps.ts";
import { languageOf } from "../language.ts";
import { layout, type Markup } from "../layout.ts";
import type { PagesEnv } from "../login/guard.ts";
import type { Sessions } from "../login/session.ts";
import { messagePage } from "../message-page.ts";
import { navOf } from "../nav.ts";
import { ui } from "../words.ts";
import { assetPage } from "./asset-page.ts";
import { cataloguePage } from "./catalogue-page.ts";
import { words } from "./words.ts";

/** Mount the operators' pages: the catalogue, and a page of each asset. */
export function mountOperate(app: Hono<PagesEnv>, deps: ApiDeps, sessions: Sessions): void {
  const show = (context: Context<PagesEnv>, title: string, body: Markup): Response | Promise<Response> => {
    const session = context.get("session");
    return context.html(
      layout({
        language: languageOf(context),
        title,
        at: new URL(context.req.url),
        session,
        csrf: sessions.csrfOf(session.id),
        nav: [{ path: "/operate/catalogue", title: words.catalogue }, ...navOf(deps.deployed)],
        body,
      }),
    );
  };
  const mirrors = async () => new Map((await deps.database.mirrors()).map((mirror) => [mirror.asset, mirror]));
  app.get("/operate", (context) => context.redirect("/operate/catalogue", 302));
  app.get("/operate/catalogue", async (context) => {
    const language = languageOf(context);
    return show(context, words.catalogue[language], cataloguePage(deps, await mirrors(), language));
  });
  app.get("/operate/assets/:key", async (context) => {
    const asset = deps.deployed.graph.assets.find(({ key }) => key === context.req.param("key"));
    if (asset === undefined) return messagePage(context, 404, ui.notFound);
    const mirror = (await mirrors()).get(asset.key);
    return show(context, asset.key, assetPage(deps, asset, mirror, languageOf(context)));
  });
}
