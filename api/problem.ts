import { HTTPException } from "hono/http-exception";
import type { Context } from "hono";
import { describeError } from "../core/describe-error.ts";
import { SillageError } from "../core/errors.ts";

/** An RFC 9457 problem. `errors` name a path and a rule, never the value received. */
export type Problem = {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
  /** Which refusal it was, for whoever runs the service: `db.resuming`. */
  readonly code?: string;
  readonly errors?: readonly { readonly path: string; readonly rule: string }[];
  readonly instance?: string;
};

/** Answer with a problem. */
export function problem(
  context: Context,
  status: 400 | 401 | 403 | 404 | 405 | 406 | 408 | 409 | 410 | 413 | 429 | 500 | 503,
  name: string,
  title: string,
  more: Partial<Problem> = {},
): Response {
  const body: Problem = { type: `/problems/${name}`, title, status, ...more };
  return context.body(JSON.stringify(body), status, { "content-type": "application/problem+json" });
}

/** What a longer body than is taken is told. */
export const tooLarge = (context: Context): Response =>
  problem(context, 413, "too-large", "The body is longer than is taken.");

/** After this a client may ask again when nothing better is known: half of the minute that a resume mostly takes. */
const patienceMs = 30_000;

/** Any error of a handler as a problem: a retryable one as 503, an unexpected one with an id only. `report` is told what a log may hold of it. */
export function toProblem(error: unknown, context: Context, report: (line: string) => void): Response {
  if (error instanceof HTTPException) return problem(context, 400, "bad-request", "The request is not usable.");
  if (error instanceof SillageError && error.retryable) {
    context.header("Retry-After", String(Math.ceil((error.retryAfterMs ?? patienceMs) / 1000)));
    const title = /^(temporal|order)\./.test(error.code)
      ? "Temporal does not answer at the moment."
      : error.code.startsWith("auth.")
        ? "The issuer of access tokens does not answer at the moment."
        : "The database does not answer at the moment.";
    return problem(context, 503, "unavailable", title, { code: error.code });
  }
  const id = crypto.randomUUID();
  report(`${id}: ${describeError(error)}`);
  return problem(context, 500, "unexpected", "Something failed on our side.", { instance: `urn:uuid:${id}` });
}
