import type { ApiRecord, Json } from "../landed-row.ts";
import { pick } from "../cast/pick.ts";
import type { PageCursor, PassRequest } from "../ports/source-reader.ts";
import type { SentInstant } from "../spec/read.ts";
import { bySecond, sentMs, sentText } from "./sent-instant.ts";
import { windowsOf } from "./windows-of.ts";

/** The query parameters that ask for a page. A link cursor holds a whole URL and needs none. */
export function queryOf(pass: PassRequest, cursor: PageCursor): Readonly<Record<string, string>> {
  return { ...filterQuery(pass, cursor.window), ...pagingQuery(pass, cursor) };
}

function filterQuery(pass: PassRequest, window: number): Readonly<Record<string, string>> {
  const { filter } = pass.read;
  switch (filter.kind) {
    case "updated-since":
    case "created-since":
      return pass.since === undefined ? {} : { [filter.param]: sinceText(pass.since, filter) };
    case "window": {
      const { from = "", to = "" } = windowsOf(pass)[window] ?? {};
      return { [filter.fromParam]: from, [filter.toParam]: to };
    }
    case "version":
    case "none":
      return {};
  }
}

const sinceText = (since: string, { sent = bySecond }: { readonly sent?: SentInstant }): string =>
  sentText(sentMs(since, sent), sent);

function pagingQuery(pass: PassRequest, cursor: PageCursor): Readonly<Record<string, string>> {
  const { paging } = pass.read;
  const at = cursor.kind === "start" ? undefined : String(cursor.at);
  switch (paging.kind) {
    case "page":
      return { [paging.pageParam]: at ?? "1", [paging.sizeParam]: String(paging.size) };
    case "offset":
      return { [paging.offsetParam]: at ?? "0", [paging.sizeParam]: String(paging.size) };
    case "cursor":
    case "keyset":
      return { ...(at !== undefined && { [paging.param]: at }), [paging.sizeParam]: String(paging.size) };
    case "version":
      return { [paging.param]: at ?? pass.version ?? "0", [paging.sizeParam]: String(paging.size) };
    case "link":
      return { [paging.sizeParam]: String(paging.size) };
    case "whole":
      return {};
  }
}

/** What a page told, as far as finding the next one needs. */
export type PageFacts = {
  readonly records: readonly ApiRecord[];
  readonly body: Json;
  readonly linkNext: string | undefined;
};

/** Where the page after this one starts; undefined at the end of the pass. */
export function nextCursor(pass: PassRequest, cursor: PageCursor, page: PageFacts): PageCursor | undefined {
  const inside = withinWindow(pass, cursor, page);
  if (inside !== undefined) return inside;
  const window = cursor.window + 1;
  return window < windowsOf(pass).length ? { kind: "start", window } : undefined;
}

function withinWindow(
  pass: PassRequest,
  cursor: PageCursor,
  { records, body, linkNext }: PageFacts,
): PageCursor | undefined {
  const { paging } = pass.read;
  const { window } = cursor;
  const at = cursor.kind === "number" ? cursor.at : 0;
  const last = records.at(-1);
  switch (paging.kind) {
    case "page":
      return records.length === 0 ? undefined : { kind: "number", at: Math.max(1, at) + 1, window };
    case "offset":
      // One row of overlap: when it is not where it was, rows have shifted. A single row is the end of the list.
      return records.length <= 1 ? undefined : { kind: "number", at: at + records.length - 1, window };
    case "cursor":
      return textCursor(
        typeof body === "object" && body !== null && !Array.isArray(body)
          ? pick(toRecord(body), paging.next)
          : undefined,
        window,
      );
    case "keyset":
    case "version":
      return textCursor(last && pick(last, paging.field), window);
    case "link":
      return textCursor(paging.next === "header" ? linkNext : pick(toRecord(body), paging.next), window);
    case "whole":
      return undefined;
  }
}

const textCursor = (value: Json | undefined, window: number): PageCursor | undefined =>
  value === undefined || value === null || value === "" ? undefined : { kind: "text", at: String(value), window };

/** A body as a record; anything but an object holds no field. */
export const toRecord = (body: Json): ApiRecord => (isRecord(body) ? body : {});
const isRecord = (body: Json): body is ApiRecord => typeof body === "object" && body !== null && !Array.isArray(body);
