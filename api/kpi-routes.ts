import { createRoute, type OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { AssetMirror } from "../core/ports/database.ts";
import type { DeclaredKpi } from "../db/declare/kpi.ts";
import type { Caller } from "./keys.ts";
import { toCsv } from "./csv.ts";
import type { ApiDeps } from "./deps.ts";
import { answerRows, etagOf, lateAssets, metaOf, rangeOf, type Question } from "./kpi-answer.ts";
import { answerSchema, nameOf, problemSchema, querySchema } from "./kpi-schema.ts";
import { problem } from "./problem.ts";

/** What authentication leaves for handlers. */
export type ApiEnv = { Variables: { caller: Caller } };

const problemContent = { "application/problem+json": { schema: problemSchema } };

/** Mount one operation for each declared KPI. */
export function mountKpis(app: OpenAPIHono<ApiEnv>, deps: ApiDeps): void {
  for (const kpi of deps.deployed.kpis) mountKpi(app, deps, kpi);
}

function mountKpi(app: OpenAPIHono<ApiEnv>, deps: ApiDeps, kpi: DeclaredKpi): void {
  const schema = querySchema(kpi);
  const route = createRoute({
    method: "get",
    path: `/api/v1/kpi/${kpi.spec.key}`,
    operationId: kpi.spec.key,
    summary: kpi.spec.summary,
    description: kpi.doc,
    tags: ["KPI"],
    security: [{ apiKey: [] }],
    request: { query: schema },
    responses: {
      200: {
        description: "The KPI's rows and where they come from.",
        content: { "application/json": { schema: answerSchema(kpi) }, "text/csv": { schema: { type: "string" } } },
      },
      304: { description: "Nothing changed since the ETag given in If-None-Match." },
      400: { description: "A parameter is unknown or does not fit.", content: problemContent },
      401: { description: "No usable key.", content: problemContent },
      403: { description: "The key lacks the scope.", content: problemContent },
      503: { description: "An asset that the KPI reads was never built.", content: problemContent },
    },
  });
  app.openapi(
    route,
    (context) => answer(context, deps, kpi, context.req.valid("query")),
    (result, context) => {
      if (result.success) return undefined;
      return problem(context, 400, "invalid-parameter", "A parameter is unknown or does not fit.", {
        errors: result.error.issues.map((issue) => ({
          path: issue.path.join(".") || unknownKeys(issue),
          rule: issue.code,
        })),
      });
    },
  );
}

const unknownKeys = (issue: object): string =>
  "keys" in issue && Array.isArray(issue.keys) ? issue.keys.join(",") : "";

type Query = {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly site?: number | undefined;
  readonly format?: string | undefined;
  readonly csv?: string | undefined;
  readonly [name: string]: string | number | undefined;
};

async function answer(context: Context<ApiEnv>, deps: ApiDeps, kpi: DeclaredKpi, query: Query): Promise<Response> {
  const caller = context.get("caller");
  if (kpi.individual && !caller.scopes.includes("kpi:individual"))
    return problem(
      context,
      403,
      "missing-scope",
      "This KPI shows single people: the key needs the scope kpi:individual.",
    );
  const media = mediaOf(context, query);
  if (media === undefined) return problem(context, 406, "not-acceptable", "JSON and CSV are served.");
  const { from, to, site, format: _format, csv: _csv, ...own } = query;
  const values = Object.fromEntries(
    Object.entries(own).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
  );
  const question: Question = { range: rangeOf(deps, { from, to, site }), values, media };
  const found = await Promise.all(kpi.spec.deps.map((key) => deps.database.mirror(key)));
  const mirrors = found.filter(
    (mirror): mirror is AssetMirror => mirror !== undefined && mirror.materialisationId !== null,
  );
  if (mirrors.length < kpi.spec.deps.length) {
    context.header("Retry-After", "60");
    return problem(
      context,
      503,
      "asset-not-materialised",
      "An asset that this KPI reads was never built: run the initial extraction.",
    );
  }
  return fresh(context, deps, kpi, question, mirrors);
}

async function fresh(
  context: Context<ApiEnv>,
  deps: ApiDeps,
  kpi: DeclaredKpi,
  question: Question,
  mirrors: readonly AssetMirror[],
): Promise<Response> {
  const consumer = context.get("caller").id;
  const etag = etagOf(kpi, mirrors, question, consumer);
  const meta = metaOf(deps, kpi, mirrors);
  context.header("ETag", etag);
  context.header("Cache-Control", "private, max-age=60, stale-while-revalidate=600");
  context.header("Vary", "Accept, Authorization");
  if (meta.dataAsOf !== null) context.header("Last-Modified", new Date(meta.dataAsOf).toUTCString());
  const late = lateAssets(deps, mirrors);
  if (late.length > 0) context.header("Sillage-Late", late.join(", "));
  if (context.req.header("if-none-match")?.split(/,\s*/).includes(etag) === true) return context.body(null, 304);
  const data = await answerRows(deps, kpi, question, consumer);
  if (question.media === "json") return context.json({ data, meta, links: { next: null } });
  const names = kpi.columns.map((column) => nameOf(kpi, column));
  return context.body(toCsv(names, data, question.media === "excel" ? "excel" : "standard"), 200, {
    "content-type": "text/csv; charset=utf-8",
  });
}

function mediaOf(context: Context, query: Query): Question["media"] | undefined {
  const accept = context.req.header("accept") ?? "*/*";
  const csv = query.csv === "excel" ? "excel" : "csv";
  if (query.format === "csv") return csv;
  if (query.format === "json" || /application\/json|\*\/\*|application\/\*/.test(accept)) return "json";
  return accept.includes("text/csv") ? csv : undefined;
}
