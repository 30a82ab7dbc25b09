import { createRoute, type OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { AssetMirror } from "../core/ports/database.ts";
import { isPeopleTable, type DeclaredKpi } from "../db/declare/kpi.ts";
import { missingScope } from "./authenticate.ts";
import type { ApiEnv } from "./caller.ts";
import { toCsv } from "./csv.ts";
import type { ApiDeps } from "./deps.ts";
import { completeBefore, completeness, lateAssets, mirrorsBehind } from "./freshness.ts";
import { KeptAnswers, type WrittenAnswer } from "./kept-answers.ts";
import { auditIndividual, individualCaching, purposeErrors, purposeHeader } from "./individual-answers.ts";
import { answerExample, type AnswerExample } from "./kpi-example.ts";
import { answerQuestion, etagOf, metaOf } from "./kpi-answer.ts";
import { invalid } from "./invalid.ts";
import { questionErrors, toQuestion, waitErrors, type ParameterError, type Question } from "./kpi-question.ts";
import { answerSchema, nameOf, querySchema, shownColumns, type KpiQuery } from "./kpi-schema.ts";
import { mediaOf } from "./media.ts";
import { sayFreshness } from "./say-freshness.ts";
import { problem } from "./problem.ts";
import { refusals } from "./refusals.ts";
import { givenOnce, requestErrors } from "./request-errors.ts";

/** Mount one operation for each declared KPI. */
export function mountKpis(app: OpenAPIHono<ApiEnv>, deps: Omit<Served, "answers">): void {
  const answers = new KeptAnswers({ ms: deps.memory?.answersMs ?? 0, characters: mostCharacters });
  const served: Served = { ...deps, answers };
  for (const kpi of deps.deployed.kpis) mountKpi(app, served, kpi);
}

const mostCharacters = 32_000_000;
/** What questions are answered with: the state of assets as of a moment ago, and answers that are kept. */
type Served = ApiDeps & { readonly mirrors: ApiDeps["database"]["mirrors"]; readonly answers: KeptAnswers };

function mountKpi(app: OpenAPIHono<ApiEnv>, deps: Served, kpi: DeclaredKpi): void {
  const schema = querySchema(kpi);
  app.openapi(
    routeOf(kpi, schema, answerExample(kpi, deps.deployed.zone)),
    (context) => answer(context, deps, kpi, usable(schema, context.req.query())),
    (result, context) => {
      const own = requestErrors(result, context);
      // A parameter refused by itself is asked as if it were absent, so that all that is wrong is told at once.
      const rest = usable(schema, givenOnce(context));
      const together = questionErrors(deps, kpi, rest, toQuestion(deps, kpi, rest, "json"));
      const errors = [...own, ...together];
      if (errors.length === 0) return undefined;
      return alsoWrong(context, deps, kpi, rest).then((also) => invalid(context, [...errors, ...also]));
    },
  );
}

type QuerySchema = ReturnType<typeof querySchema>;

const routeOf = (kpi: DeclaredKpi, schema: QuerySchema, example: AnswerExample | undefined) =>
  createRoute({
    method: "get",
    path: `/api/v1/kpi/${kpi.spec.key}`,
    operationId: kpi.spec.key,
    summary: kpi.spec.summary,
    description: kpi.doc,
    tags: ["KPI"],
    security: [{ apiKey: [] }],
    request: { query: schema },
    ...(kpi.individual && { parameters: [purposeHeader] }),
    responses: {
      200: {
        description: "The KPI's rows and where they come from.",
        content: {
          "application/json": { schema: answerSchema(kpi), ...(example && { example: example.json }) },
          "text/csv": {
            schema: { type: "string" },
            ...(example && { examples: { standard: { value: example.csv }, excel: { value: example.excel } } }),
          },
        },
      },
      304: { description: "Nothing changed since the ETag given in If-None-Match." },
      ...refusals(400, 401, 403, 404, 406, 429, 503),
    },
  });

/** The parameters that fit by themselves. */
function usable({ shape }: QuerySchema, query: Readonly<Record<string, string>>): KpiQuery {
  return Object.fromEntries(
    Object.entries(shape).flatMap(([name, schema]) => {
      const parsed = schema.safeParse(query[name]);
      return parsed.success && (typeof parsed.data === "string" || typeof parsed.data === "number")
        ? [[name, parsed.data] as const]
        : [];
    }),
  );
}

/** What the state of its assets and its purpose refuse of a question that is refused anyway. */
async function alsoWrong(
  context: Context,
  deps: Served,
  kpi: DeclaredKpi,
  query: KpiQuery,
): Promise<readonly ParameterError[]> {
  const isOfPeople = isPeopleTable(kpi, toQuestion(deps, kpi, query, "json").values);
  const mirrors = isOfPeople ? await mirrorsBehind({ deployed: deps.deployed, database: deps }, kpi) : undefined;
  if (mirrors === undefined) return purposeErrors(context, kpi);
  const asking = { ...deps, complete: completeBefore(deps, mirrors) };
  return [...waitErrors(asking, kpi, toQuestion(asking, kpi, query, "json")), ...purposeErrors(context, kpi)];
}

async function answer(context: Context<ApiEnv>, deps: Served, kpi: DeclaredKpi, query: KpiQuery): Promise<Response> {
  if (kpi.individual && !context.get("caller").scopes.includes("kpi:individual"))
    return missingScope(context, "kpi:individual", "This KPI shows single people: it needs the scope kpi:individual.");
  const media = mediaOf(context.req.header("accept"), query);
  if (media === undefined) return problem(context, 406, "not-acceptable", "JSON and CSV are served.");
  const mirrors = await mirrorsBehind({ deployed: deps.deployed, database: deps }, kpi);
  if (mirrors === undefined) {
    context.header("Retry-After", "60");
    return problem(
      context,
      503,
      "asset-not-materialised",
      "An asset that this KPI reads was never built: run the initial extraction.",
    );
  }
  const asking = { ...deps, complete: completeBefore(deps, mirrors) };
  const question = toQuestion(asking, kpi, query, media);
  const errors = [...waitErrors(asking, kpi, question), ...purposeErrors(context, kpi)];
  return errors.length > 0 ? invalid(context, errors) : fresh(context, deps, kpi, question, mirrors);
}

async function fresh(
  context: Context<ApiEnv>,
  deps: Served,
  kpi: DeclaredKpi,
  question: Question,
  mirrors: readonly AssetMirror[],
): Promise<Response> {
  const consumer = context.get("caller").consumer;
  const etag = etagOf(deps, kpi, mirrors, question, consumer);
  const leaves = async (said: string): Promise<void> => {
    if (kpi.individual) await auditIndividual(context, deps, { kpi, question, said });
    cachingHeaders(context, deps, kpi, mirrors, etag);
  };
  if (context.req.header("if-none-match")?.split(/,\s*/).includes(etag) === true) {
    await leaves("unchanged since it was asked for");
    return context.body(null, 304);
  }
  // A 304 asks nothing, and neither does a kept answer: a site that was answered once exists.
  const written = await deps.answers.answer(`${kpi.spec.key} ${etag}`, async () =>
    (await siteExists(deps, question.range.site)) ? write(deps, kpi, question, mirrors, consumer) : undefined,
  );
  if (written === undefined) return problem(context, 404, "unknown-site", "There is no site of this number.");
  await leaves(`${written.rows} rows`);
  if (question.media !== "json" && written.next !== null) context.header("Link", `<${written.next}>; rel="next"`);
  return context.body(written.text, 200, { "content-type": written.type });
}

async function write(
  deps: ApiDeps,
  kpi: DeclaredKpi,
  question: Question,
  mirrors: readonly AssetMirror[],
  consumer: string,
): Promise<WrittenAnswer> {
  const { data, suppressed, next } = await answerQuestion(deps, kpi, question, consumer);
  if (question.media === "json") {
    const text = JSON.stringify({ data, meta: metaOf(deps, mirrors, suppressed), links: { next } });
    return { text, type: "application/json", rows: data.length, next };
  }
  const names = [...shownColumns(kpi).map((column) => nameOf(kpi, column)), ...(kpi.compared ? ["delta"] : [])];
  const text = toCsv(names, data, question.media === "excel" ? "excel" : "standard");
  return { text, type: "text/csv; charset=utf-8", rows: data.length, next };
}

async function siteExists(deps: ApiDeps, site: number | undefined): Promise<boolean> {
  const { siteCount } = deps.deployed;
  if (site === undefined || siteCount === undefined) return true;
  const [row] = await deps.database.read(siteCount(site));
  return Number(row?.["known"] ?? 0) > 0;
}

function cachingHeaders(
  context: Context,
  deps: ApiDeps,
  kpi: DeclaredKpi,
  mirrors: readonly AssetMirror[],
  etag: string,
): void {
  context.header("ETag", etag);
  context.header(
    "Cache-Control",
    kpi.individual ? individualCaching : "private, max-age=60, stale-while-revalidate=600",
  );
  context.header("Vary", "Accept, Authorization, X-Api-Key");
  sayFreshness(context, { ...completeness(deps, mirrors), late: lateAssets(deps, mirrors) });
}
