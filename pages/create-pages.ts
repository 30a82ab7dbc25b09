import { readFile } from "node:fs/promises";
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { ApiDeps, Pages } from "../api/deps.ts";
import { limitAddresses } from "../api/limit-addresses.ts";
import { usualManners } from "../api/manners.ts";
import { mountDashboards } from "./dashboards/mount-dashboards.ts";
import type { Access } from "./login/access.ts";
import { guard, type PagesEnv } from "./login/guard.ts";
import { mountLogin } from "./login/mount-login.ts";
import { registerReaders } from "./login/roles.ts";
import { homePage } from "./home-page.ts";
import { registerPath } from "./operate/register-page.ts";
import { mountOperate } from "./operate/mount-operate.ts";
import { messagePage } from "./message-page.ts";
import { onPageError } from "./on-page-error.ts";
import { ui } from "./words.ts";

/** Bytes. */
const longestForm = 16 * 1024;
const style = new URL("style.css", import.meta.url);

/** The pages of an API: signing in, dashboards, the operators' pages, and what they are styled with. */
export function createPages(deps: ApiDeps, access: Access): Pages {
  const pages = new Hono();
  pages.onError((error, context) => onPageError(error, context, deps.report));
  for (const path of ["/login/*", "/logout", "/dashboards/*", "/operate/*"])
    pages.use(path, bodyLimit({ maxSize: longestForm, onError: (context) => messagePage(context, 413, ui.tooLong) }));
  const { limit } = limitAddresses({
    name: "sign-in",
    manner: deps.access?.manners?.signIn ?? usualManners.signIn,
    trustedProxies: deps.access?.trustedProxies,
    refuse: (context) => messagePage(context, 429, ui.tooMany),
  });
  pages.use("/login/*", limit);
  mountLogin(pages, access, deps.report);
  pages.get("/", (context) => homePage(context, deps, access));
  pages.get("/pages/style.css", async (context) =>
    context.body(await readFile(style, "utf8"), 200, {
      "content-type": "text/css; charset=utf-8",
      "cache-control": "public, max-age=3600",
    }),
  );
  const dashboards = new Hono<PagesEnv>();
  dashboards.onError((error, context) => onPageError(error, context, deps.report));
  for (const path of ["/dashboards", "/dashboards/*"])
    dashboards.use(path, guard(access, ["viewer"]), async (_, next) => {
      const refusal = deps.standing?.();
      if (refusal !== undefined) throw refusal;
      await next();
    });
  const ahead = mountDashboards(dashboards, deps, access.sessions);
  pages.route("/", dashboards);
  const operate = new Hono<PagesEnv>();
  operate.onError((error, context) => onPageError(error, context, deps.report));
  const [operators, readers] = [guard(access, ["operator"]), guard(access, registerReaders)];
  const guarded: typeof operators = (context, next) =>
    (context.req.path === registerPath ? readers : operators)(context, next);
  for (const path of ["/operate", "/operate/*"])
    operate.use(path, guarded, async (_, next) => {
      const refusal = deps.standing?.();
      if (refusal !== undefined) throw refusal;
      await next();
    });
  mountOperate(operate, deps, access.sessions);
  pages.route("/", operate);
  return { routes: pages, ahead };
}
