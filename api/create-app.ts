import { OpenAPIHono } from "@hono/zod-openapi";
import { secureHeaders } from "hono/secure-headers";
import type { ApiDeps } from "./deps.ts";
import { mountPages } from "./docs-page.ts";
import { mountEvents } from "./events/mount-events.ts";
import { verifyApiKey } from "./keys.ts";
import { lateAssets, oldest } from "./kpi-answer.ts";
import { mountKpis, type ApiEnv } from "./kpi-routes.ts";
import { problem, toProblem } from "./problem.ts";
import { RateLimit } from "./rate-limit.ts";

/** Requests a second and at once, for each address. */
const manners = { perSecond: 50, burst: 100 };

/** The KPI service: every declared KPI as an OpenAPI operation, the object-event endpoint, the documentation. */
export function createApp(deps: ApiDeps): OpenAPIHono<ApiEnv> {
  const app = new OpenAPIHono<ApiEnv>();
  const limit = new RateLimit(manners.perSecond, manners.burst);
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
  app.use("/api/*", async (context, next) => {
    const taken = limit.take(context.req.header("x-forwarded-for") ?? "local", Date.now());
    context.header("RateLimit", `"default";r=${taken.left}`);
    if (taken.allowed) return next();
    context.header("Retry-After", String(taken.waitSeconds));
    return problem(context, 429, "too-many-requests", "Too many requests.");
  });
  app.use("/api/v1/kpi/*", async (context, next) => {
    const given = context.req.header("authorization")?.replace(/^Bearer /, "") ?? context.req.header("x-api-key") ?? "";
    const caller = await verifyApiKey(given, deps.database, deps.clock.now());
    if (caller === undefined || !caller.scopes.includes("kpi:read")) {
      context.header("WWW-Authenticate", "Bearer");
      return problem(context, 401, "unauthorised", "A usable API key is needed.", {
        detail: "Make one with: sillage keys create --label <who>",
      });
    }
    context.set("caller", caller);
    return next();
  });
  app.openAPIRegistry.registerComponent("securitySchemes", "apiKey", { type: "http", scheme: "bearer" });
  app.get("/api/v1/kpi", (context) =>
    context.json({
      data: deps.deployed.kpis.map((kpi) => ({
        key: kpi.spec.key,
        summary: kpi.spec.summary,
        deps: kpi.spec.deps,
        href: `/api/v1/kpi/${kpi.spec.key}`,
      })),
    }),
  );
  app.get("/api/v1/kpi/freshness", async (context) => {
    const mirrors = await deps.database.mirrors();
    return context.json({
      data: mirrors,
      meta: { dataAsOf: oldest(mirrors.map((mirror) => mirror.loadedThrough)), late: lateAssets(deps, mirrors) },
    });
  });
  mountKpis(app, deps);
  mountEvents(app, deps);
  app.doc31("/openapi.json", openApiInfo);
  mountPages(app, deps);
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
