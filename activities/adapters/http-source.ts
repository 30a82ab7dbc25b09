import { pick } from "../../core/cast/pick.ts";
import type { SourceHeads } from "../../core/ports/source-heads.ts";
import type { Page, PageCursor, PassRequest, SourceReader } from "../../core/ports/source-reader.ts";
import { queryOf, toRecord } from "../../core/source/next-request.ts";
import { bodyPages } from "./body-pages.ts";
import { csvRecords } from "./csv-records.ts";
import { OpenSources, type ResolvedSource, type SourceReaderOptions } from "./http-open.ts";
import { httpPages } from "./http-pages.ts";
import { jsonRecords } from "./json-records.ts";
import { sourceError } from "./source-errors.ts";

/** Reads pages over HTTP: one limiter an access key, patience with what passes by itself, coded errors for the rest. */
export function createSourceReader(
  options: SourceReaderOptions,
): SourceReader & SourceHeads & { readonly close: () => Promise<void> } {
  const sources = new OpenSources(options);
  return {
    async *pages(pass: PassRequest, signal: AbortSignal): AsyncIterable<Page> {
      const from = sources.named(pass.source);
      const { path, format, paging } = pass.read;
      const urlOf = (cursor: PageCursor): string => pageUrl(from.source, pass, cursor);
      if (format === "json" && paging.kind !== "whole")
        return yield* httpPages(pass, (cursor) => sources.getJson(from, path, urlOf(cursor), signal));
      yield* bodyPages(pass, {
        open: (cursor) => sources.open(from, path, urlOf(cursor), { signal }),
        records: (answer) => (format === "json" ? jsonRecords(answer, pass) : csvRecords(answer, pass, signal)),
        signal,
        tries: options.tries,
      });
    },
    async *ids(name, idsPath, signal) {
      const from = sources.named(name);
      const where = `${name}${idsPath}`;
      const asked = new Set<string>();
      for (let after: string | undefined = ""; after !== undefined;) {
        if (asked.has(after)) throw sourceError.pageLoop(where);
        asked.add(after);
        const query = new URLSearchParams({ limit: "1000", ...(after !== "" && { after }) });
        const { body } = await sources.getJson(
          from,
          idsPath,
          `${from.source.baseUrl}${idsPath}?${query.toString()}`,
          signal,
        );
        const ids = pick(toRecord(body), "ids");
        if (!Array.isArray(ids)) throw sourceError.contract(where, "the listing of ids holds no `ids`");
        const more = pick(toRecord(body), "has_more") === true;
        if (more && ids.length === 0) throw sourceError.contract(where, "it tells of more ids and lists none");
        yield ids.map(String);
        after = more ? String(ids.at(-1)) : undefined;
      }
    },
    async head(name, path, signal) {
      const headers = await sources.head(sources.named(name), path, signal);
      return { etag: headers["etag"] ?? null, lastModified: headers["last-modified"] ?? null };
    },
    close: () => sources.close(),
  };
}

/** The URL of a page: a link cursor is its own, on the source's host only. Without a query it is the source's and the path's, as they stand. */
function pageUrl(source: ResolvedSource, pass: PassRequest, cursor: PageCursor): string {
  if (pass.read.paging.kind !== "link" || cursor.kind !== "text") {
    const query = new URLSearchParams(queryOf(pass, cursor)).toString();
    return `${source.baseUrl}${pass.read.path}${query === "" ? "" : `?${query}`}`;
  }
  const target = URL.parse(cursor.at, source.baseUrl);
  if (target === null)
    throw sourceError.contract(`${pass.source}${pass.read.path}`, "its link to the next page is no address");
  if (target.origin !== new URL(source.baseUrl).origin)
    throw sourceError.foreignLink(`${pass.source}${pass.read.path}`);
  return target.href;
}
