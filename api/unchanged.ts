import type { IncomingMessage, ServerResponse } from "node:http";
import type { MiddlewareHandler } from "hono";
import type { ApiEnv, Again } from "./caller.ts";
import { individualCaching } from "./individual-answers.ts";
import { requestIdOf } from "./request-id.ts";

const most = 10_000;
/** What was told; `head` is names and values by turns, as Node takes them. */
type Told = { readonly head: readonly string[]; readonly again: Again; readonly until: number };

/**
 * 304s that were given, by all that was said in the request: the same words within `ms` get the same answer before
 * anything else is looked at, but for the caller's limit, which is counted as ever.
 */
export class Unchanged {
  readonly #ms: number;
  readonly #told = new Map<string, Told>();

  constructor(ms: number) {
    this.#ms = ms;
  }

  /** Takes from 304s what says how a body may be used, and keeps them, but for those of which each is to be looked at; the first of all handlers, so that it sees all headers. */
  readonly keep: MiddlewareHandler<ApiEnv & { Bindings: { incoming?: IncomingMessage } }> = async (context, next) => {
    const until = Date.now() + this.#ms;
    await next();
    if (context.res.status !== 304) return;
    const unsaid = Array.from(context.res.headers.keys()).filter((name) => !ofNoBody.has(name));
    for (const name of unsaid) context.res.headers.delete(name);
    const [request, again] = [context.env?.incoming, context.get("again")];
    if (request === undefined || again === undefined || this.#ms === 0) return;
    if (context.res.headers.get("cache-control") === individualCaching) return;
    const head = [...context.res.headers].filter(([name]) => !ofThisRequest.has(name)).flat();
    this.#told.delete(wordsOf(request));
    this.#told.set(wordsOf(request), { head, again, until });
    const [oldest] = this.#told.keys();
    if (this.#told.size > most && oldest !== undefined) this.#told.delete(oldest);
  };

  /** True when the request was answered. */
  answer(request: IncomingMessage, response: ServerResponse): boolean {
    if (request.method !== "GET" || request.headers["if-none-match"] === undefined || hasBody(request)) return false;
    const told = this.#told.get(wordsOf(request));
    if (told === undefined || Date.now() >= told.until) return false;
    const limits = told.again();
    if (limits === undefined) return false;
    const id = requestIdOf(request.headers["x-request-id"]?.toString());
    response.writeHead(304, [...told.head, ...limits.flat(), "x-request-id", id]).end();
    return true;
  }
}

const ofThisRequest = new Set(["x-request-id", "ratelimit", "ratelimit-policy"]);
/** What a 304 says. How a body may be used stands on the answer that its reader keeps (RFC 9110, 15.4.5). */
const ofNoBody = new Set([
  ...ofThisRequest,
  "cache-control",
  "etag",
  "last-modified",
  "sillage-late",
  "strict-transport-security",
  "vary",
]);
const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers["content-length"] !== undefined || headers["transfer-encoding"] !== undefined;

/** All of a request that an answer to it depends on. No header holds a line's end. */
const wordsOf = ({ url, headers, socket }: IncomingMessage): string =>
  [
    url,
    headers.authorization,
    headers["x-api-key"],
    headers["if-none-match"],
    headers.accept ?? "*/*",
    headers["x-forwarded-for"],
    socket.remoteAddress,
  ].join("\n");
