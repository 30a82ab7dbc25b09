import { Agent } from "undici";
import { SillageError } from "../../core/errors.ts";
import { pick } from "../../core/cast/pick.ts";
import type { ApiRecord, Json } from "../../core/landed-row.ts";
import type { Clock } from "../../core/ports/clock.ts";
import type { Page, PageCursor, PassRequest, SourceReader } from "../../core/ports/source-reader.ts";
import { nextCursor, queryOf, toRecord } from "../../core/source/next-request.ts";
import { linkNext } from "../../core/source/retry-after.ts";
import { csvPages } from "./csv-pages.ts";
import { httpGet, transportError, withPatience, type HttpAnswer } from "./http-get.ts";
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

/** What a reader is made of. `timeoutMs`: without an answer, or without a byte of a body. Default 30 s. */
export type SourceReaderOptions = {
  readonly sources: ReadonlyMap<string, ResolvedSource>;
  readonly clock: Clock;
  readonly timeoutMs?: number;
};

type Opened = { readonly source: ResolvedSource; readonly limiter: Limiter };

/** Reads pages over HTTP: one limiter an access key, patience with what passes by itself, coded errors for the rest. */
export function createSourceReader(
  options: SourceReaderOptions,
): SourceReader & { readonly close: () => Promise<void> } {
  const dispatcher = new Agent({ keepAliveTimeout: 10_000 });
  const opened = new Map<string, Opened>();
  const openedSource = (name: string): Opened => {
    const source = options.sources.get(name);
    if (source === undefined)
      throw new SillageError({
        code: "source.unknown",
        message: `There is no source "${name}" in the settings.`,
        fix: "Declare it, and set its address.",
      });
    const known = opened.get(name) ?? { source, limiter: new Limiter(source) };
    opened.set(name, known);
    return known;
  };
  const get = ({ source, limiter }: Opened, path: string, url: string, signal: AbortSignal): Promise<HttpAnswer> =>
    limiter.run(signal, () =>
      httpGet({
        url,
        where: `${source.name}${path}`,
        headers: source.auth === undefined ? {} : { [source.auth.header]: source.auth.value },
        signal,
        dispatcher,
        now: options.clock.now,
        timeoutMs: options.timeoutMs ?? 30_000,
      }),
    );
  const getJson = (
    from: Opened,
    path: string,
    url: string,
    signal: AbortSignal,
  ): Promise<{ readonly answer: HttpAnswer; readonly body: Json }> =>
    withPatience(signal, async () => {
      const answer = await get(from, path, url, signal);
      const where = `${from.source.name}${path}`;
      return {
        answer,
        body: await jsonBody(answer, where).catch((error: unknown) =>
          Promise.reject(transportError(error, where, signal)),
        ),
      };
    });

  async function* jsonPages(pass: PassRequest, signal: AbortSignal): AsyncIterable<Page> {
    const from = openedSource(pass.source);
    const where = `${pass.source}${pass.read.path}`;
    const paging = pass.read.paging;
    let cursor: PageCursor | undefined = pass.from ?? { kind: "start", window: 0 };
    let before: { readonly text: string; readonly last: string } | undefined;
    while (cursor !== undefined) {
      const url = pageUrl(from.source, pass, cursor, where);
      const { answer, body } = await getJson(from, pass.read.path, url, signal);
      const rows = rowsOf(body, pass, where);
      const text = rows.length === 0 ? "" : JSON.stringify(rows);
      if (text !== "" && text === before?.text) throw sourceError.pageLoop(where);
      const overlapping: boolean = paging.kind === "offset" && cursor.kind === "number" && cursor.at > 0;
      if (
        overlapping &&
        before !== undefined &&
        rows.length > 0 &&
        JSON.stringify(rows[0]) !== before.last &&
        cursor.kind === "number"
      ) {
        cursor = {
          kind: "number",
          at: Math.max(0, cursor.at - (paging.kind === "offset" ? paging.size : 0)),
          window: cursor.window,
        };
        before = undefined;
        continue;
      }
      const next: PageCursor | undefined = nextCursor(pass, cursor, {
        records: rows,
        body,
        linkNext: linkNext(answer.headers["link"]),
      });
      refuseDisorder(pass, rows, where);
      before = { text, last: JSON.stringify(rows.at(-1)) };
      const total = pass.read.total === undefined ? undefined : pick(toRecord(body), pass.read.total);
      yield {
        records: overlapping && rows.length > 0 ? rows.slice(1) : rows,
        next,
        serverDate: serverDate(answer),
        total: typeof total === "number" ? total : undefined,
      };
      cursor = next;
    }
  }

  return {
    pages: (pass, signal) =>
      pass.read.format === "csv"
        ? csvPages(
            pass,
            () =>
              get(
                openedSource(pass.source),
                pass.read.path,
                pageUrl(openedSource(pass.source).source, pass, { kind: "start", window: 0 }, pass.source),
                signal,
              ),
            signal,
          )
        : jsonPages(pass, signal),
    async *ids(name, idsPath, signal) {
      const from = openedSource(name);
      for (let after: string | undefined = ""; after !== undefined;) {
        const { body } = await getJson(
          from,
          idsPath,
          `${from.source.baseUrl}${idsPath}?${new URLSearchParams({ limit: "1000", ...(after !== "" && { after }) }).toString()}`,
          signal,
        );
        const ids = pick(toRecord(body), "ids");
        if (!Array.isArray(ids)) throw sourceError.contract(`${name}${idsPath}`, "the listing of ids holds no `ids`");
        yield ids.map(String);
        after = pick(toRecord(body), "has_more") === true ? String(ids.at(-1)) : undefined;
      }
    },
    close: () => dispatcher.close(),
  };
}

/** The URL of a page: a link cursor is its own, on the source's host only. */
function pageUrl(source: ResolvedSource, pass: PassRequest, cursor: PageCursor, where: string): string {
  if (pass.read.paging.kind !== "link" || cursor.kind !== "text")
    return `${source.baseUrl}${pass.read.path}?${new URLSearchParams(queryOf(pass, cursor)).toString()}`;
  const target = new URL(cursor.at, source.baseUrl);
  if (target.origin !== new URL(source.baseUrl).origin) throw sourceError.foreignLink(where);
  return target.href;
}

function rowsOf(body: Json, pass: PassRequest, where: string): readonly ApiRecord[] {
  const rows = pass.read.rows === "" ? body : pick(toRecord(body), pass.read.rows);
  if (isRows(rows)) return rows;
  const envelope = pick(toRecord(body), "error") !== undefined;
  throw sourceError.contract(
    where,
    envelope ? "it answers 200 with an error" : `there is no array of rows at "${pass.read.rows}"`,
  );
}

const isRows = (rows: Json | undefined): rows is readonly ApiRecord[] =>
  Array.isArray(rows) && rows.every((row) => typeof row === "object" && row !== null && !Array.isArray(row));

/** A keyset or version list that is not in its declared order would lose rows silently. */
function refuseDisorder(pass: PassRequest, rows: readonly ApiRecord[], where: string): void {
  const { paging } = pass.read;
  if (paging.kind !== "keyset" && paging.kind !== "version") return;
  const values = rows.map((row) => pick(row, paging.field));
  const disorder = values.some((value, at) => at > 0 && !inOrder(values[at - 1], value));
  if (disorder) throw sourceError.contract(where, `its rows are not in order of ${paging.field}`);
}

function inOrder(left: Json | undefined, right: Json | undefined): boolean {
  return typeof left === "number" && typeof right === "number" ? left < right : String(left) < String(right);
}

function serverDate(answer: HttpAnswer): string | undefined {
  const ms = Date.parse(answer.headers["date"] ?? "") - Number(answer.headers["age"] ?? 0) * 1000;
  return Number.isNaN(ms) ? undefined : new Date(ms).toISOString();
}
