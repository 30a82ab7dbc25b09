import { Sensitive } from "../../core/sensitive.ts";
import type { ApiRecord } from "../../core/landed-row.ts";
import type { Page, PageCursor, PassRequest } from "../../core/ports/source-reader.ts";
import { answeredPage, type AnsweredPage, type JsonAnswer } from "./http-answered-page.ts";
import { Continuity } from "./http-continuity.ts";
import { Coverage } from "./http-coverage.ts";
import { PageGuard } from "./http-page-guard.ts";

/** One GET of a page. */
export type FetchPage = (cursor: PageCursor) => Promise<JsonAnswer>;

/** Pages of a JSON list in order; see the port's promise. `fetchPage` asks for one page. */
export async function* httpPages(pass: PassRequest, fetchPage: FetchPage): AsyncIterable<Page> {
  const reading = new Reading(pass, fetchPage);
  let cursor: PageCursor | undefined = reading.first();
  while (cursor !== undefined) {
    const { page, next } = await reading.read(cursor);
    if (page !== undefined) yield page;
    cursor = next;
  }
}

/** What one cursor gave: no page when rows moved, and pages before it are to be read again from `next`. */
type Read = { readonly page: Page | undefined; readonly next: PageCursor | undefined };

/** One reading of a list, page after page: what was read so far decides what a page adds. */
class Reading {
  readonly #pass: PassRequest;
  readonly #fetchPage: FetchPage;
  readonly #where: string;
  readonly #numbered: boolean;
  readonly #guard: PageGuard;
  readonly #coverage: Coverage;
  #continuity: Continuity;
  #requests = 0;

  constructor(pass: PassRequest, fetchPage: FetchPage) {
    const { paging, path } = pass.read;
    this.#pass = pass;
    this.#fetchPage = fetchPage;
    this.#where = `${pass.source}${path}`;
    this.#numbered = paging.kind === "page" || paging.kind === "offset";
    this.#guard = new PageGuard(pass, this.#where);
    this.#coverage = new Coverage(pass.from);
    this.#continuity = new Continuity(paging, this.#where);
  }

  first(): PageCursor {
    const from: PageCursor = this.#pass.from ?? { kind: "start", window: 0 };
    return this.#numbered && from.kind === "number" ? this.#continuity.resume(from) : from;
  }

  async read(cursor: PageCursor): Promise<Read> {
    const page = await this.#fetchWhole(cursor);
    this.#guard.refuseDisorder(cursor, page.rows);
    if (this.#numbered && cursor.kind === "number" && !(await this.#follows(cursor, page))) {
      this.#guard.forget();
      return { page: undefined, next: this.#continuity.back(cursor) };
    }
    if (!this.#continuity.stepping) this.#guard.refuseLoop(cursor, page.texts.join("\n"), page.next);
    const records = new Sensitive(this.#unread(cursor, page));
    const next = this.#marked(page.next, cursor);
    if (next?.window !== cursor.window) this.#continuity = new Continuity(this.#pass.read.paging, this.#where);
    const { serverDate, toldVersion } = page;
    const { ahead } = this.#coverage;
    const told = { ...(toldVersion !== undefined && { toldVersion }), ...(ahead !== undefined && { ahead }) };
    const requests = this.#requests;
    this.#requests = 0;
    return { page: { records, next, serverDate, missing: this.#coverage.missing(next), requests, ...told }, next };
  }

  /** A page; an empty one that would end the list is asked for again, unless the API told that this is all. */
  async #fetchWhole(at: PageCursor): Promise<AnsweredPage> {
    const page = await this.#fetchOnce(at);
    const ends = page.rows.length === 0 && page.next?.window !== at.window && this.#pass.read.paging.kind !== "whole";
    return ends && !this.#coverage.isWhole(page.total) ? this.#fetchOnce(at) : page;
  }

  async #fetchOnce(at: PageCursor): Promise<AnsweredPage> {
    const answer = await this.#fetchPage(at);
    this.#requests++;
    return answeredPage(this.#pass, at, answer);
  }

  /** Whether no row can lie between this page and what was read before. */
  async #follows(at: Extract<PageCursor, { kind: "number" }>, page: AnsweredPage): Promise<boolean> {
    if (this.#continuity.lastKnown(page.texts) >= 0) return true;
    if (this.#pass.read.paging.kind !== "page" || this.#continuity.stepping) return false;
    // Numbered pages share no row: the page before must still end where it did, now that this one was read.
    const before = await this.#fetchOnce({ kind: "number", at: at.at - 1, window: at.window });
    return this.#continuity.standsStill(before.texts);
  }

  /** The page's rows without those that were read before; counted and kept. */
  #unread(cursor: PageCursor, { rows, texts, total }: AnsweredPage): readonly ApiRecord[] {
    const known = this.#numbered ? this.#continuity.lastKnown(texts) : -1;
    if (cursor.kind === "start" && known < 0) this.#coverage.restart();
    this.#coverage.add(cursor, rows.length - 1 - known, total);
    const unread = known < 0 ? rows : rows.filter((_, at) => !this.#continuity.has(texts[at] ?? ""));
    if (this.#numbered) this.#continuity.keep(cursor, texts);
    return unread;
  }

  /** A cursor within the window carries what a later attempt needs to go on as this one would. */
  #marked(next: PageCursor | undefined, from: PageCursor): PageCursor | undefined {
    if (next === undefined || next.kind === "start" || next.window !== from.window) return next;
    const { rows } = this.#coverage;
    const after = this.#continuity.mark;
    return next.kind === "text" || after === undefined ? { ...next, rows } : { ...next, rows, after };
  }
}
