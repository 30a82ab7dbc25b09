import type { Hono } from "hono";
import type { ApiDeps } from "../../api/deps.ts";
import { assetStandings } from "../../api/asset-standings.ts";
import { languageOf } from "../language.ts";
import type { PagesEnv } from "../login/guard.ts";
import { messagePage } from "../message-page.ts";
import { ui } from "../words.ts";
import { assetChecks } from "./asset-checks.ts";
import { assetPage } from "./asset-page.ts";
import { assetPartitions } from "./asset-partitions.ts";
import { assetWhy } from "./asset-why.ts";
import type { Show } from "./backfill-pages.ts";

/** Mount the page of each asset. */
export function mountAssetPage(app: Hono<PagesEnv>, deps: ApiDeps, show: Show): void {
  const { database, deployed } = deps;
  app.get("/operate/assets/:key", async (context) => {
    const asset = deployed.graph.assets.find(({ key }) => key === context.req.param("key"));
    if (asset === undefined) return messagePage(context, 404, ui.notFound);
    const language = languageOf(context);
    const page = pageOf(context.req.query("page"));
    const [standings, materialisations, ...sections] = await Promise.all([
      assetStandings(deps),
      database.materialisations(asset.key),
      assetChecks(deps, asset, language),
      assetWhy(deps, asset, language),
      assetPartitions(deps, asset, { page, language }),
    ]);
    const standing = standings.get(asset.key);
    if (standing === undefined) return messagePage(context, 404, ui.notFound);
    return show(context, asset.key, assetPage(deps, { asset, standing, materialisations, sections }, language));
  });
}

/** A page's number; the first where none is asked for, or what is no number. */
const pageOf = (asked: string | undefined): number => (/^[1-9]\d{0,6}$/.test(asked ?? "") ? Number(asked) : 1);
