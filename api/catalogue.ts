import { createRoute, z, type OpenAPIHono } from "@hono/zod-openapi";
import type { ApiEnv } from "./caller.ts";
import type { ApiDeps } from "./deps.ts";
import { completeness, lateAssets } from "./freshness.ts";
import { refusals } from "./refusals.ts";

const operation = (path: string, operationId: string, summary: string, schema: z.ZodType) =>
  createRoute({
    method: "get",
    path,
    operationId,
    summary,
    tags: ["Catalogue"],
    security: [{ apiKey: [] }],
    request: { query: z.strictObject({}) },
    responses: {
      200: { description: summary, content: { "application/json": { schema } } },
      ...refusals(400, 401, 429, 503),
    },
  });

const catalogueSchema = z.object({
  data: z.array(
    z.object({ key: z.string(), summary: z.string(), doc: z.string(), deps: z.array(z.string()), href: z.string() }),
  ),
});
const instant = z.string().nullable();
const freshnessSchema = z.object({
  data: z.array(
    z.object({
      asset: z.string(),
      landedThrough: instant,
      loadedThrough: instant,
      fence: z.number(),
      materialisationId: instant,
      materialisedAt: instant,
      rows: z.number(),
    }),
  ),
  meta: z.object({ dataAsOf: instant, complete: z.boolean(), late: z.array(z.string()) }),
});

/** Mount the list of KPIs, and the freshness of all assets. */
export function mountCatalogue(app: OpenAPIHono<ApiEnv>, deps: ApiDeps): void {
  app.openapi(operation("/api/v1/kpi", "list-kpis", "The KPIs that there are.", catalogueSchema), (context) =>
    context.json({
      data: deps.deployed.kpis.map(({ spec, doc }) => ({
        key: spec.key,
        summary: spec.summary,
        doc,
        deps: spec.deps,
        href: `/api/v1/kpi/${spec.key}`,
      })),
    }),
  );
  const freshness = operation(
    "/api/v1/kpi/freshness",
    "freshness",
    "How fresh every asset is, and which are late.",
    freshnessSchema,
  );
  app.openapi(freshness, async (context) => {
    const known = new Set(deps.deployed.graph.assets.map((asset) => asset.key));
    const mirrors = (await deps.database.mirrors()).filter((mirror) => known.has(mirror.asset));
    const unknown = deps.deployed.graph.assets.length - mirrors.length;
    const { dataAsOf, complete } = completeness(deps, mirrors);
    return context.json({
      data: mirrors,
      meta: {
        dataAsOf: unknown > 0 ? null : dataAsOf,
        complete: complete && unknown === 0,
        late: lateAssets(deps, mirrors),
      },
    });
  });
}
