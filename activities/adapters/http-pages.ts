import { pick } from "../../core/cast/pick.ts";
import type { ApiRecord, Json } from "../../core/landed-row.ts";
import type { Page, PageCursor, PassRequest } from "../../core/ports/source-reader.ts";
import { nextCursor, toRecord } from "../../core/source/next-request.ts";
import { linkNext } from "../../core/source/retry-after.ts";
import { serverDate } from "../../core/source/server-date.ts";
import { Continuity, textsOf } from "./http-continuity.ts";
import { Coverage } from "./http-coverage.ts";
import type { HttpAnswer } from "./http-get.ts";
import { PageGuard } from "./http-page-guard.ts";
import { sourceError } from "./source-errors.ts";

/** One GET of a page: its headers and its JSON. */
export type FetchPage = (
  cursor: PageCursor,
) => Promise<{ readonly headers: HttpAnswer["headers"]; readonly body: Json }>;

type Fetched = {
  readonly rows: readonly ApiRecord[];
  readonly texts: readonly string[];
  readonly next: PageCursor | undefined;
  readonly total: number | undefined;
  readonly serverDate: string | undefined;
};

/** Pages of a JSON list in order; see the port's promise. `fetchPage` asks for one page. */
export async function* httpPages(pass: PassRequest, fetchPage: FetchPage): AsyncIterable<Page> {
  const where = `${pass.source}${pass.read.path}`;
  const { paging } = pass.read;
  const numbered = paging.kind === "page" || paging.kind === "offset";
  const guard = new PageGuard(pass, where);
  const coverage = new Coverage(pass.from);
  let continuity = new Continuity(paging, where);
  let cursor: PageCursor | undefined = pass.from ?? { kind: "start", window: 0 };
  if (numbered && cursor.kind === "number") cursor = continuity.resume(cursor);
  while (cursor !== undefined) {
    const page = await fetchWhole(cursor);
    guard.refuseDisorder(cursor, page.rows);
    if (numbered && cursor.kind === "number" && !(await follows(cursor, page))) {
      cursor = continuity.back(cursor);
      guard.forget();
      continue;
    }
    if (!continuity.stepping) guard.refuseLoop(cursor, page.texts.join("\n"), page.next);
    const known = numbered ? continuity.lastKnown(page.texts) : -1;
    if (cursor.kind === "start" && known < 0) coverage.restart();
    coverage.add(cursor, page.rows.length - 1 - known, page.total);
    const records = known < 0 ? page.rows : page.rows.filter((_, at) => !continuity.has(page.texts[at] ?? ""));
    if (numbered) continuity.keep(cursor, page.texts);
    const next = marked(page.next, cursor);
    yield { records, next, serverDate: page.serverDate, missing: coverage.missing(next) };
    if (next?.window !== cursor.window) continuity = new Continuity(paging, where);
    cursor = next;
  }

  /** A page; an empty one that would end the list is asked for again, unless the API told that this is all. */
  async function fetchWhole(at: PageCursor): Promise<Fetched> {
    const page = await fetchOnce(at);
    const ends = page.rows.length === 0 && page.next?.window !== at.window && paging.kind !== "whole";
    return ends && !coverage.isWhole(page.total) ? fetchOnce(at) : page;
  }

  async function fetchOnce(at: PageCursor): Promise<Fetched> {
    const { headers, body } = await fetchPage(at);
    const rows = rowsOf(body, pass, where);
    const total = pass.read.total === undefined ? undefined : pick(toRecord(body), pass.read.total);
    return {
      rows,
      texts: textsOf(rows),
      next: nextCursor(pass, at, { records: rows, body, linkNext: linkNext(headers["link"]) }),
      total: typeof total === "number" ? total : undefined,
      serverDate: serverDate(headers),
    };
  }

  /** Whether no row can lie between this page and what was read before. */
  async function follows(at: Extract<PageCursor, { kind: "number" }>, page: Fetched): Promise<boolean> {
    if (continuity.lastKnown(page.texts) >= 0) return true;
    if (paging.kind !== "page" || continuity.stepping) return false;
    // Numbered pages share no row: the page before must still end where it did, now that this one was read.
    const before = await fetchOnce({ kind: "number", at: at.at - 1, window: at.window });
    return continuity.standsStill(before.texts);
  }

  function marked(next: PageCursor | undefined, from: PageCursor): PageCursor | undefined {
    if (next === undefined || next.kind === "start" || next.window !== from.window) return next;
    const rows = { rows: coverage.rows };
    const after = continuity.mark;
    return next.kind === "text" || after === undefined ? { ...next, ...rows } : { ...next, ...rows, after };
  }
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
