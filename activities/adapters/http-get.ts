import { pipeline, type Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { request, type Dispatcher } from "undici";
import { createGunzip } from "node:zlib";
import { SillageError } from "../../core/errors.ts";
import { retryAfterMs } from "../../core/source/retry-after.ts";
import { longestWaitMs } from "./limiter.ts";
import { redirectTarget } from "./redirect-target.ts";
import { sourceError } from "./source-errors.ts";

/** A successful answer. Header names are lower case. */
export type HttpAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: AsyncIterable<Uint8Array>;
};

/** What one GET, or with `method` one HEAD, is given. `where` names it in errors: no query, no key. */
export type GetOptions = {
  readonly url: string;
  readonly where: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  readonly dispatcher: Dispatcher;
  readonly now: () => Date;
  readonly timeoutMs: number;
  readonly method?: "HEAD";
  /** Redirects that are followed at most, to other hosts too: for what is asked without a key. Default none. */
  readonly redirects?: number;
};

/** One GET, its status checked and redirects followed as told. Throws the `source.*` errors of statuses and transport; so does its body while it is read. */
export async function httpGet(options: GetOptions): Promise<HttpAnswer> {
  const { url, where, signal, dispatcher, timeoutMs, redirects = 0 } = options;
  const answer = await request(url, {
    method: options.method ?? "GET",
    headers: { accept: "application/json, text/csv", "accept-encoding": "gzip", ...options.headers },
    signal,
    dispatcher,
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
  }).catch((error: unknown) => Promise.reject(transportError(error, where, signal)));
  const headers: Record<string, string | undefined> = Object.fromEntries(
    Object.entries(answer.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(", ") : value]),
  );
  if (answer.statusCode >= 200 && answer.statusCode < 300)
    return {
      status: answer.statusCode,
      headers,
      body: readBody(answer.body, headers["content-encoding"] === "gzip", where, signal),
    };
  await answer.body.dump().catch(() => undefined);
  if (redirects > 0 && redirecting.includes(answer.statusCode))
    return httpGet({ ...options, url: redirectTarget(headers["location"], url, where), redirects: redirects - 1 });
  throw statusError(answer.statusCode, where, retryAfterMs(headers["retry-after"], headers["date"], options.now()));
}

/** Statuses that name another address for the same thing. */
const redirecting: readonly number[] = [301, 302, 303, 307, 308];

/** Statuses below 500 that pass by themselves: the request took too long, or came too early. */
const passing: readonly number[] = [408, 425];

/** A body's bytes, gzip undone; what cuts it on the wire ends the reading too, gzipped or not. */
async function* readBody(
  body: Readable,
  gzipped: boolean,
  where: string,
  signal: AbortSignal,
): AsyncIterable<Uint8Array> {
  try {
    // Each error surfaces where the last stream is read: nothing is left for the callback.
    yield* gzipped ? pipeline(body, createGunzip(), () => undefined) : body;
  } catch (error) {
    throw bodyError(error, where, signal);
  }
}

function statusError(status: number, where: string, waitMs: number | undefined): SillageError {
  if (status === 401) return sourceError.unauthorised(where);
  if (status === 403) return sourceError.forbidden(where);
  if (status === 410) return sourceError.cursorExpired(where);
  if (status === 429 || (status === 503 && waitMs !== undefined)) return sourceError.rateLimited(where, waitMs);
  if (status >= 500 || passing.includes(status)) return sourceError.serverError(where, status);
  return sourceError.contract(where, `it answers ${status}`);
}

/** An error of the wire before an answer as a coded one; a cancelled request stays a cancellation. */
function transportError(error: unknown, where: string, signal: AbortSignal): unknown {
  return signal.aborted ? error : sourceError.unreachable(where, codeOf(error));
}

/** An error of the wire inside a body as a coded one; a cancelled request stays a cancellation. */
function bodyError(error: unknown, where: string, signal: AbortSignal): unknown {
  if (signal.aborted) return error;
  const code = codeOf(error);
  return code === "UND_ERR_BODY_TIMEOUT" ? sourceError.unreachable(where, code) : sourceError.truncated(where);
}

const codeOf = (error: unknown): string =>
  typeof error === "object" && error !== null && "code" in error ? String(error.code) : "unknown";

/** Try again in place what may pass by itself: up to `tries` times, waiting as the source asks or with growing, jittered pauses. */
export async function withPatience<Result>(
  signal: AbortSignal,
  work: () => Promise<Result>,
  tries = 5,
): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      const again =
        error instanceof SillageError && error.retryable && error.code !== "source.cursor-expired" && attempt < tries;
      const waitMs =
        error instanceof SillageError ? (error.retryAfterMs ?? 200 * 2 ** attempt * (0.5 + Math.random())) : 0;
      if (!again || waitMs > longestWaitMs) throw error;
      await sleep(waitMs, undefined, { signal });
    }
  }
}
