import { OpenAPIHono } from "@hono/zod-openapi";
import { secureHeaders } from "hono/secure-headers";
import { authenticate, type ApiEnv } from "./authenticate.ts";
import { mountCatalogue } from "./catalogue.ts";
import type { ApiDeps } from "./deps.ts";
import { mountPages } from "./docs-page.ts";
import { mountEvents } from "./events/mount-events.ts";
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
  for (const path of ["/api/v1/kpi/*", "/ready"])
    app.use(path, async (_, next) => {
      const refusal = deps.standing?.();
      if (refusal !== undefined) throw refusal;
      await next();
    });
  app.use("/api/v1/kpi/*", authenticate(deps));
  app.openAPIRegistry.registerComponent("securitySchemes", "apiKey", { type: "http", scheme: "bearer" });
  mountCatalogue(app, deps);
  mountKpis(app, deps);
  mountEvents(app, deps);
  app.doc31("/openapi.json", openApiInfo);
  mountPages(app, deps);
  if (deps.pages !== undefined) app.route("/", deps.pages(deps));
  return app;
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
