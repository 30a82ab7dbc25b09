import { readFile } from "node:fs/promises";
import { Hono } from "hono";
import type { OpenAPIHono } from "@hono/zod-openapi";
import { compress } from "hono/compress";
import type { ApiEnv } from "../api/authenticate.ts";
import type { ApiDeps } from "../api/deps.ts";
import { mountDashboards } from "./dashboards/mount-dashboards.ts";
import type { Access } from "./login/access.ts";
import { guard, type PagesEnv } from "./login/guard.ts";
import { mountLogin } from "./login/mount-login.ts";

const style = new URL("style.css", import.meta.url);

/** Mount the pages on the API's server: signing in, dashboards, and what they are styled with. */
export function mountPages(app: OpenAPIHono<ApiEnv>, deps: ApiDeps, access: Access): void {
  const login = new Hono();
  mountLogin(login, access, deps.report);
  login.get("/pages/style.css", async (context) =>
    context.body(await readFile(style, "utf8"), 200, {
      "content-type": "text/css; charset=utf-8",
      "cache-control": "public, max-age=3600",
    }),
  );
  app.route("/", login);
  const dashboards = new Hono<PagesEnv>();
  for (const path of ["/dashboards", "/dashboards/*"]) dashboards.use(path, compress(), guard(access, ["viewer"]));
  mountDashboards(dashboards, deps, access.sessions);
  app.route("/", dashboards);
}
