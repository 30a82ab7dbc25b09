import type { IncomingMessage, ServerResponse } from "node:http";
import type { MiddlewareHandler } from "hono";
import type { ApiEnv, Again } from "./caller.ts";
import { individualCaching } from "./individual-answers.ts";
import { requestIdOf } from "./request-id.ts";

const most = 10_000;
type Told = { readonly headers: readonly (readonly [string, string])[]; readonly again: Again; readonly until: number };

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

  /** Keeps the 304s that go through, but for those of which each is to be looked at; the first of all handlers, so that it sees all headers. */
  readonly keep: MiddlewareHandler<ApiEnv & { Bindings: { incoming?: IncomingMessage } }> = async (context, next) => {
    const until = Date.now() + this.#ms;
    await next();
    const [request, again] = [context.env?.incoming, context.get("again")];
    if (context.res.status !== 304 || request === undefined || again === undefined || this.#ms === 0) return;
    if (context.res.headers.get("cache-control") === individualCaching) return;
    const headers = [...context.res.headers].filter(([name]) => !ofThisRequest.has(name));
    this.#told.delete(wordsOf(request));
    this.#told.set(wordsOf(request), { headers, again, until });
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
    response.writeHead(304, [...told.headers, ...limits, ["x-request-id", id]].flat()).end();
    return true;
  }
}

const ofThisRequest = new Set(["x-request-id", "ratelimit", "ratelimit-policy"]);
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
