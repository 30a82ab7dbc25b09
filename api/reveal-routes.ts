import { createRoute, z, type OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import { SillageError } from "../core/errors.ts";
import type { Asker, Reveals } from "../core/ports/reveals.ts";
import type { ApiEnv } from "./caller.ts";
import { problem, type Problem } from "./problem.ts";
import { refusals } from "./refusals.ts";

const pid = z.uuid().describe("A person's pseudonym, as tables hold it.");
const ground = {
  fields: z.array(z.string().max(200)).min(1).max(50).describe("`<table>.<column>` of each."),
  purpose: z.string().min(1).max(100).describe("A declared purpose, which opens these fields."),
  ticket: z.string().min(1).max(100).describe("The case that it is asked for in."),
  reason: z.string().min(1).max(2_000).describe("Why, in free text: kept sealed."),
};
const oneBody = z.union([
  z.strictObject({ pid, ...ground }),
  z.strictObject({ alias: z.string().max(50).describe("The name that KPIs give a person for this key."), ...ground }),
]);
const manyBody = z.strictObject({ pids: z.array(pid).min(1).max(10_000), ...ground });

const revealed = z.object({
  pid,
  audit: z.number().describe("The line of the audit that tells of it."),
  values: z.array(z.object({ field: z.string(), row: z.string(), value: z.string().nullable() })),
});
const bulk = z.object({
  id: z.uuid(),
  state: z.enum(["waiting", "approved", "ready", "over"]),
  people: z.number(),
  until: z.string().describe("Until when it can be approved, or its file be read."),
});
const id = z.object({ id: z.uuid() });

/** Mount what opens sealed values; its caller was authenticated and has the scope `pii:reveal`. */
export function mountReveals(app: OpenAPIHono<ApiEnv>, reveals: Reveals): void {
  for (const route of [one, askMany, approve, standing, file]) app.openAPIRegistry.registerPath(route);
  app.post(one.getRoutingPath(), (context) =>
    answered(context, async () => {
      const { fields, purpose, ticket, reason, ...whom } = await bodyOf(context, oneBody);
      const found = await reveals.reveal(askerOf(context), whom, { fields, purpose, ticket, reason });
      // The audit's line is written: here, and nowhere before, values are let out.
      return context.json({ ...found, values: found.values.map((one) => ({ ...one, value: one.value.reveal() })) });
    }),
  );
  app.post(askMany.getRoutingPath(), (context) =>
    answered(context, async () => {
      const { pids, ...ground } = await bodyOf(context, manyBody);
      return context.json(await reveals.askBulk(askerOf(context), pids, ground), 202);
    }),
  );
  app.post(approve.getRoutingPath(), (context) =>
    answered(context, async () => context.json(await reveals.approveBulk(askerOf(context), idOf(context)))),
  );
  app.get(standing.getRoutingPath(), (context) =>
    answered(context, async () => context.json(await reveals.bulk(idOf(context)))),
  );
  app.get(file.getRoutingPath(), (context) =>
    answered(context, async () => {
      const text = await reveals.readBulk(askerOf(context), idOf(context));
      return context.body(text, 200, { "content-type": "application/jsonl; charset=utf-8" });
    }),
  );
}

const common = { tags: ["Reveals"], security: [{ apiKey: [] }] };
const problems = refusals(400, 401, 403, 404, 409, 410, 429, 503);
const asked = <Schema extends z.ZodType>(schema: Schema) => ({
  body: { required: true, content: { "application/json": { schema } } },
});
const answers = <Schema extends z.ZodType>(description: string, schema: Schema) => ({
  description,
  content: { "application/json": { schema } },
});

const one = createRoute({
  method: "post",
  path: "/api/v1/reveals",
  operationId: "reveal",
  summary: "Open sealed fields of one person",
  description: "A line in the audit is committed before any value is answered.",
  request: asked(oneBody),
  responses: { 200: answers("The values, row by row.", revealed), ...problems },
  ...common,
});
const askMany = createRoute({
  method: "post",
  path: "/api/v1/reveals/bulk",
  operationId: "askBulkReveal",
  summary: "Ask for sealed fields of many people",
  description: "Somebody else, with another key, has to approve it within 24 hours.",
  request: asked(manyBody),
  responses: { 202: answers("It waits for its approval.", bulk), ...problems },
  ...common,
});
const approve = createRoute({
  method: "post",
  path: "/api/v1/reveals/bulk/{id}/approve",
  operationId: "approveBulkReveal",
  summary: "Approve what somebody else asked for",
  request: { params: id },
  responses: { 200: answers("How it stands.", bulk), ...problems },
  ...common,
});
const standing = createRoute({
  method: "get",
  path: "/api/v1/reveals/bulk/{id}",
  operationId: "bulkReveal",
  summary: "How a bulk reveal stands",
  request: { params: id },
  responses: { 200: answers("How it stands.", bulk), ...problems },
  ...common,
});
const file = createRoute({
  method: "get",
  path: "/api/v1/reveals/bulk/{id}/file",
  operationId: "bulkRevealFile",
  summary: "Read what was revealed, for 24 hours",
  request: { params: id },
  responses: {
    200: { description: "A line a person.", content: { "application/jsonl": { schema: z.string() } } },
    ...problems,
  },
  ...common,
});

const askerOf = (context: Context<ApiEnv>): Asker => {
  const { id, consumer } = context.get("caller");
  return { id, consumer };
};

/** What does not fit: places and rules, never what was given. */
class Misfit extends Error {
  readonly errors: Problem["errors"];
  constructor(issues: readonly { readonly path: readonly PropertyKey[]; readonly code: string }[]) {
    super();
    this.errors = issues.map(({ path, code }) => ({ path: path.join("."), rule: code }));
  }
}

async function bodyOf<Schema extends z.ZodType>(context: Context, schema: Schema): Promise<z.output<Schema>> {
  const parsed = schema.safeParse(await context.req.json().catch(() => undefined));
  if (parsed.success) return parsed.data;
  throw new Misfit(parsed.error.issues);
}

/** An id that is none is that of no request. */
const idOf = (context: Context): string => context.req.param("id") ?? "";

const statusOf: Readonly<Record<string, 403 | 404 | 409 | 410 | 429 | 503>> = {
  "dsr.ledger-lost": 503,
  "kek.denied": 503,
  "kek.epoch-gone": 410,
  "kek.no-key": 503,
  "pii.altered": 409,
  "pii.malformed": 409,
  "pii.no-epoch": 410,
  "pii.person-key": 409,
  "pii.unknown-person": 404,
  "pii.unwrap": 503,
  "pii.wrong-key": 409,
  "pii.wrong-root": 503,
  "reveal.alias": 409,
  "reveal.budget": 429,
  "reveal.field": 403,
  "reveal.no-request": 404,
  "reveal.not-ready": 409,
  "reveal.not-yours": 403,
  "reveal.over": 409,
  "reveal.own-request": 403,
  "reveal.purpose": 403,
  "reveal.restricted": 403,
};

/** An answer that nobody keeps, or the refusal that it met. */
async function answered(context: Context, work: () => Promise<Response>): Promise<Response> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Misfit)
      return problem(context, 400, "invalid-body", "The request does not fit.", { errors: error.errors ?? [] });
    if (!(error instanceof SillageError)) throw error;
    const status = error.retryable ? 503 : statusOf[error.code];
    if (status === undefined) throw error;
    if (status === 429) context.header("Retry-After", "3600");
    if (status === 503) context.header("Retry-After", "30");
    const name = status === 503 ? "unavailable" : error.code.replace(".", "-");
    return problem(context, status, name, titleOf(status, error), { code: error.code });
  }
}

/** What is wrong with a vault or with what is stored names keys and places, which a caller need not know: they are told the code. */
function titleOf(status: (typeof statusOf)[string], { code, message }: SillageError): string {
  if (status === 503) return "Nothing can be revealed at the moment.";
  if (status === 410) return "The key of what is asked for was destroyed: nothing opens it any more.";
  return isOfStored(code)
    ? "What is stored of this person cannot be opened: whoever runs the service must look."
    : message;
}

const isOfStored = (code: string): boolean => code.startsWith("pii.") && code !== "pii.unknown-person";
