import { OpenAPIHono } from "@hono/zod-openapi";
import { bodyLimit } from "hono/body-limit";
import { secureHeaders } from "hono/secure-headers";
import { authenticate, type ApiEnv } from "./authenticate.ts";
import { mountCatalogue } from "./catalogue.ts";
import type { ApiDeps } from "./deps.ts";
import { mountPages } from "./docs-page.ts";
import { mountEvents } from "./events/mount-events.ts";
import { mountReveals } from "./reveal-routes.ts";
import { mountKpis } from "./kpi-routes.ts";
import { problem, toProblem } from "./problem.ts";

/** The KPI service: every declared KPI as an OpenAPI operation, the object-event endpoint, the documentation. */
export function createApp(deps: ApiDeps): OpenAPIHono<ApiEnv> {
  const app = new OpenAPIHono<ApiEnv>();
  app.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", "data:"],
        connectSrc: ["'self'"],
        frameAncestors: ["'none'"],
      },
      strictTransportSecurity: "max-age=31536000",
    }),
  );
  app.onError((error, context) => toProblem(error, context, deps.report));
  app.notFound((context) => problem(context, 404, "not-found", "There is nothing here."));
  for (const path of ["/api/v1/kpi/*", "/api/v1/reveals/*", "/ready"])
    app.use(path, async (_, next) => {
      const refusal = deps.standing?.();
      if (refusal !== undefined) throw refusal;
      await next();
    });
  app.use("/api/v1/kpi/*", authenticate(deps));
  if (deps.reveals !== undefined) guardReveals(app, deps);
  app.openAPIRegistry.registerComponent("securitySchemes", "apiKey", { type: "http", scheme: "bearer" });
  mountCatalogue(app, deps);
  mountKpis(app, deps);
  if (deps.reveals !== undefined) mountReveals(app, deps.reveals);
  mountEvents(app, deps);
  app.doc31("/openapi.json", openApiInfo);
  mountPages(app, deps);
  if (deps.pages !== undefined) app.route("/", deps.pages(deps));
  return app;
}

/** No answer about reveals is kept by anybody, also a refusal. */
function guardReveals(app: OpenAPIHono<ApiEnv>, deps: ApiDeps): void {
  app.use("/api/v1/reveals/*", async (context, next) => {
    await next();
    context.header("Cache-Control", "no-store");
  });
  app.use("/api/v1/reveals/*", bodyLimit({ maxSize: 1_000_000 }), authenticate(deps, "pii:reveal"));
}

/** The head of the OpenAPI document. */
export const openApiInfo = {
  openapi: "3.1.0",
  info: {
    title: "Sillage KPI API",
    version: "1.0.0",
    description: "KPIs of the deployed asset graph. Every answer says how fresh its data are.",
  },
};
