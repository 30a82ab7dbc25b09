import { Agent } from "undici";
import { SillageError } from "../../core/errors.ts";
import { pick } from "../../core/cast/pick.ts";
import type { Clock } from "../../core/ports/clock.ts";
import type { Page, PageCursor, PassRequest, SourceReader } from "../../core/ports/source-reader.ts";
import { queryOf, toRecord } from "../../core/source/next-request.ts";
import { csvPages } from "./csv-pages.ts";
import type { JsonAnswer } from "./http-answered-page.ts";
import { httpGet, withPatience, type HttpAnswer } from "./http-get.ts";
import { httpPages } from "./http-pages.ts";
import { jsonBody } from "./json-body.ts";
import { Limiter } from "./limiter.ts";
import { sourceError } from "./source-errors.ts";

/** A source with its settings resolved. */
export type ResolvedSource = {
  readonly name: string;
  readonly baseUrl: string;
  readonly auth?: { readonly header: string; readonly value: string };
  readonly requestsPerSecond: number;
  readonly inFlight: number;
};

/** What a reader is made of. `timeoutMs`: without an answer, or without a byte of a body; default 30 s. `tries` of a request in place: default 5. */
export type SourceReaderOptions = {
  /** Asked at the first read, so that a process that extracts nothing needs no source's settings. */
  readonly sources: () => ReadonlyMap<string, ResolvedSource>;
  readonly clock: Clock;
  readonly timeoutMs?: number;
  readonly tries?: number;
};

type Opened = { readonly source: ResolvedSource; readonly limiter: Limiter };
type Turned = { readonly answer: HttpAnswer; readonly turn: Disposable };

/** How long a key rests when its source asks for less without saying for how long. Milliseconds. */
const restMs = 1_000;

/** Reads pages over HTTP: one limiter an access key, patience with what passes by itself, coded errors for the rest. */
export function createSourceReader(
  options: SourceReaderOptions,
): SourceReader & { readonly close: () => Promise<void> } {
  const dispatcher = new Agent({ keepAliveTimeout: 10_000 });
  const limiters = new Map<string, Limiter>();
  const openedSource = (name: string): Opened => {
    const sources = options.sources();
    const source = sources.get(name);
    if (source === undefined)
      throw new SillageError({
        code: "source.unknown",
        message: `There is no source "${name}" in the settings.`,
        fix: "Declare it, and set its address.",
      });
    const key = source.auth === undefined ? `source ${name}` : `key ${source.auth.value}`;
    const limiter = limiters.get(key) ?? new Limiter(strictest(source, sources));
    limiters.set(key, limiter);
    return { source, limiter };
  };
  /** One answer, its slot held until `turn` is disposed of: when the body was read. */
  const open = async (from: Opened, path: string, url: string, signal: AbortSignal): Promise<Turned> => {
    const { source, limiter } = from;
    const where = `${source.name}${path}`;
    const turn = await limiter.turn(where, signal);
    try {
      const headers = source.auth === undefined ? {} : { [source.auth.header]: source.auth.value };
      const timeoutMs = options.timeoutMs ?? 30_000;
      return {
        answer: await httpGet({ url, where, headers, signal, dispatcher, now: options.clock.now, timeoutMs }),
        turn,
      };
    } catch (error) {
      turn[Symbol.dispose]();
      if (error instanceof SillageError && error.code === "source.rate-limited")
        limiter.pause(error.retryAfterMs ?? restMs);
      throw error;
    }
  };
  const getJson = (from: Opened, path: string, url: string, signal: AbortSignal): Promise<JsonAnswer> =>
    withPatience(
      signal,
      async () => {
        const { answer, turn } = await open(from, path, url, signal);
        using _turn = turn;
        return { headers: answer.headers, body: await jsonBody(answer, `${from.source.name}${path}`) };
      },
      options.tries,
    );

  return {
    async *pages(pass: PassRequest, signal: AbortSignal): AsyncIterable<Page> {
      const from = openedSource(pass.source);
      const { path, format } = pass.read;
      if (format === "json")
        return yield* httpPages(pass, (cursor) => getJson(from, path, pageUrl(from.source, pass, cursor), signal));
      const url = pageUrl(from.source, pass, { kind: "start", window: 0 });
      const { answer, turn } = await withPatience(signal, () => open(from, path, url, signal), options.tries);
      using _turn = turn;
      yield* csvPages(pass, answer, signal);
    },
    async *ids(name, idsPath, signal) {
      const from = openedSource(name);
      const where = `${name}${idsPath}`;
      const asked = new Set<string>();
      for (let after: string | undefined = ""; after !== undefined;) {
        if (asked.has(after)) throw sourceError.pageLoop(where);
        asked.add(after);
        const query = new URLSearchParams({ limit: "1000", ...(after !== "" && { after }) });
        const { body } = await getJson(from, idsPath, `${from.source.baseUrl}${idsPath}?${query.toString()}`, signal);
        const ids = pick(toRecord(body), "ids");
        if (!Array.isArray(ids)) throw sourceError.contract(where, "the listing of ids holds no `ids`");
        const more = pick(toRecord(body), "has_more") === true;
        if (more && ids.length === 0) throw sourceError.contract(where, "it tells of more ids and lists none");
        yield ids.map(String);
        after = more ? String(ids.at(-1)) : undefined;
      }
    },
    close: () => dispatcher.close(),
  };
}

/** The manners of a key: of all sources that are read with it, the gentlest. */
function strictest(source: ResolvedSource, sources: ReadonlyMap<string, ResolvedSource>): ResolvedSource {
  const sharing = [...sources.values()].filter(
    (other) => other.auth !== undefined && other.auth.value === source.auth?.value,
  );
  return {
    ...source,
    requestsPerSecond: Math.min(source.requestsPerSecond, ...sharing.map((other) => other.requestsPerSecond)),
    inFlight: Math.min(source.inFlight, ...sharing.map((other) => other.inFlight)),
  };
}

/** The URL of a page: a link cursor is its own, on the source's host only. */
function pageUrl(source: ResolvedSource, pass: PassRequest, cursor: PageCursor): string {
  if (pass.read.paging.kind !== "link" || cursor.kind !== "text")
    return `${source.baseUrl}${pass.read.path}?${new URLSearchParams(queryOf(pass, cursor)).toString()}`;
  const target = URL.parse(cursor.at, source.baseUrl);
  if (target === null)
    throw sourceError.contract(`${pass.source}${pass.read.path}`, "its link to the next page is no address");
  if (target.origin !== new URL(source.baseUrl).origin)
    throw sourceError.foreignLink(`${pass.source}${pass.read.path}`);
  return target.href;
}
