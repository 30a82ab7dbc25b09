import { OpenAPIHono } from "@hono/zod-openapi";
import type { MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { compress } from "hono/compress";
import { secureHeaders } from "hono/secure-headers";
import { authenticate, requireScope } from "./authenticate.ts";
import type { ApiEnv } from "./caller.ts";
import { mountCatalogue } from "./catalogue.ts";
import type { ApiDeps } from "./deps.ts";
import { mountPages } from "./docs-page.ts";
import { mountOperations } from "./operations/mount-operations.ts";
import { mountProgress } from "./operations/progress-route.ts";
import { refusedOrder } from "./operations/refused-order.ts";
import { limitAddresses, type Addresses } from "./limit-addresses.ts";
import { tooMany } from "./limit-headers.ts";
import { usualManners } from "./manners.ts";
import { forAMoment } from "./for-a-moment.ts";
import { mountEvents } from "./events/mount-events.ts";
import { mountReveals } from "./reveal-routes.ts";
import { mountKpis } from "./kpi-routes.ts";
import { refuseUnfit } from "./request-errors.ts";
import { requestId } from "./request-id.ts";
import { tooLarge, toProblem } from "./problem.ts";
import { Unchanged } from "./unchanged.ts";
import { tellNotFound } from "./wrong-method.ts";

/** The KPI service: every declared KPI as an OpenAPI operation, the object-event endpoint, the documentation. `unchanged` remembers the 304s that it gives. */
export function createApp(deps: ApiDeps, unchanged = new Unchanged(0)): OpenAPIHono<ApiEnv> {
  const app = new OpenAPIHono<ApiEnv>({
    defaultHook: refuseUnfit,
  });
  app.use("/api/v1/kpi/*", unchanged.keep);
  app.use(requestId, compress());
  app.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", "data:"],
        connectSrc: ["'self'"],
        frameAncestors: ["'none'"],
        // These two do not fall back to `default-src`.
        baseUri: ["'none'"],
        formAction: ["'self'"],
      },
      strictTransportSecurity: "max-age=31536000",
    }),
  );
  app.onError((error, context) => {
    const refused = context.req.path.startsWith("/api/v1/kpi") ? undefined : refusedOrder(error, context);
    return refused ?? toProblem(error, context, deps.report);
  });
  app.notFound(tellNotFound(app));
  for (const path of [...guarded, "/api/v1/reveals/*", "/api/v1/events", "/readyz"])
    app.use(path, async (_, next) => {
      const refusal = deps.standing?.();
      if (refusal !== undefined) throw refusal;
      await next();
    });
  guardDoors(app, deps);
  app.openAPIRegistry.registerComponent("securitySchemes", "apiKey", { type: "http", scheme: "bearer" });
  const mirrors = forAMoment(() => deps.database.mirrors(), deps.memory?.stateMs ?? 0);
  mountCatalogue(app, deps);
  mountKpis(app, { ...deps, mirrors });
  if (deps.reveals !== undefined) mountReveals(app, deps.reveals);
  mountOperations(app, deps);
  mountProgress(app, deps);
  mountEvents(app, deps);
  mountDocument(app);
  mountPages(app, { ...deps, mirrors });
  if (deps.pages !== undefined) app.route("/", deps.pages(deps).routes);
  return app;
}

/** What is limited for each address, and what callers need a key for besides. */
function guardDoors(app: OpenAPIHono<ApiEnv>, deps: ApiDeps): void {
  const addresses = limitAddresses({
    name: "address",
    manner: deps.access?.manners?.address ?? usualManners.address,
    trustedProxies: deps.access?.trustedProxies,
    refuse: tooMany,
  });
  // Open to anybody, and long.
  for (const path of ["/openapi.json", "/docs/*"]) app.use(path, addresses.limit);
  const known = authenticate(deps, addresses);
  app.use("/api/v1/events", addresses.limit, known);
  for (const path of guarded)
    app.use(path, bodyLimit({ maxSize: longestOrder, onError: tooLarge }), addresses.limit, known);
  app.use("/api/v1/kpi/*", requireScope("kpi:read"));
  if (deps.reveals !== undefined) guardReveals(app, addresses, known);
}

/** The document is the same as long as the process lasts. */
function mountDocument(app: OpenAPIHono<ApiEnv>): void {
  // All operations are mounted when the first one asks for it.
  let document: string | undefined;
  app.get("/openapi.json", (context) => {
    document ??= JSON.stringify(app.getOpenAPI31Document(openApiInfo));
    return context.body(document, 200, { "content-type": "application/json" });
  });
}

/** No answer about reveals is kept by anybody, also a refusal. */
function guardReveals(
  app: OpenAPIHono<ApiEnv>,
  { limit }: Pick<Addresses, "limit">,
  known: MiddlewareHandler<ApiEnv>,
): void {
  app.use("/api/v1/reveals/*", async (context, next) => {
    await next();
    context.header("Cache-Control", "no-store");
  });
  app.use(
    "/api/v1/reveals/*",
    bodyLimit({ maxSize: 1_000_000, onError: tooLarge }),
    limit,
    known,
    requireScope("pii:reveal"),
  );
}

/** What callers need a key for; buckets that tell of objects have a token of their own. */
const guarded = ["kpi", "assets", "runs", "backfills", "throttle", "sources"].map((part) => `/api/v1/${part}/*`);
/** Bytes. */
const longestOrder = 16 * 1024;

/** The head of the OpenAPI document. */
export const openApiInfo = {
  openapi: "3.1.0",
  info: {
    title: "Sillage KPI API",
    version: "1.0.0",
    description: "KPIs of the deployed asset graph. Every answer says how fresh its data are.",
  },
};
