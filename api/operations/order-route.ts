import { createRoute, z, type RouteConfig } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { Scope } from "../../core/access/scopes.ts";
import type { By } from "../../core/ports/audit.ts";
import { requireScope } from "../authenticate.ts";
import type { ApiEnv } from "../caller.ts";
import { refusals } from "../refusals.ts";

/** Why something is changed, for the audit. */
export const reason = z
  .string()
  .trim()
  .min(1)
  .max(300)
  .openapi({ description: "Why, for the audit.", example: "asked for by the vendor" });

type Path = Readonly<Record<string, z.ZodType>>;

/** What an operation is. `body`: what an order says; absent for what only asks. */
type Operation = {
  readonly method: "get" | "post" | "put" | "patch";
  readonly path: string;
  readonly operationId: string;
  readonly summary: string;
  readonly scope: Scope;
  readonly params?: Path;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodObject;
  readonly answer: z.ZodType;
};

/** An operation that is done when it is answered, for the document and for the router. */
export const operation = (said: Operation) =>
  createRoute({ ...headOf(said), responses: { 200: answerOf(said), ...refusalsOf(said) } });

/** One that goes on after it was answered. */
export const beginning = (said: Operation) =>
  createRoute({ ...headOf(said), responses: { 202: answerOf(said), ...refusalsOf(said) } });

function headOf({ method, path, operationId, summary, scope, ...said }: Operation) {
  const request: NonNullable<RouteConfig["request"]> = {
    ...(said.params && { params: z.object(said.params) }),
    // A parameter that nobody reads is a mistake of who asks.
    query: said.query ?? z.strictObject({}),
    ...(said.body && { body: { required: true, content: { "application/json": { schema: said.body } } } }),
  };
  return {
    method,
    path: `/api/v1${path}`,
    operationId,
    summary,
    description: `Needs the scope \`${scope}\`.${method === "get" ? "" : " Leaves a row in the audit."}`,
    tags: ["Operations"],
    security: [{ apiKey: [] }],
    middleware: requireScope(scope),
    request,
  };
}

const answerOf = ({ summary, answer }: Operation) => ({
  description: summary,
  content: { "application/json": { schema: answer } },
});

function refusalsOf({ method, params }: Operation) {
  const named = params === undefined ? [] : ([404] as const);
  return refusals(400, 401, 403, ...named, ...(method === "get" ? [] : ([404, 409, 413] as const)), 429, 503);
}

/** Who orders, and why: a caller by its id. */
export const byOf = (context: Context<ApiEnv>, why: string): By => ({ who: context.get("caller").id, why });

/** A part of the address, which the router has held against its pattern. */
export const namedIn = (context: Context<ApiEnv>, name: string): string => context.req.param(name) ?? "";
