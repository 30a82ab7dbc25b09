import { hash } from "node:crypto";
import { pick } from "../../core/cast/pick.ts";
import type { ApiRecord, Json } from "../../core/landed-row.ts";
import type { PageCursor, PassRequest } from "../../core/ports/source-reader.ts";
import { sourceError } from "./source-errors.ts";

/** Refuses pages of one pass that go in circles or break the declared order. */
export class PageGuard {
  readonly #pass: PassRequest;
  readonly #where: string;
  #window = 0;
  readonly #sent = new Set<string>();

  constructor(pass: PassRequest, where: string) {
    this.#pass = pass;
    this.#where = where;
  }

  /** Rows moved: a page may now hold what another one held. */
  forget(): void {
    this.#sent.clear();
  }

  /** Throws `source.page-loop` for a page whose rows were sent before in this window; of empty pages, whose cursor was. */
  refuseLoop(cursor: PageCursor, rows: string, next: PageCursor | undefined): void {
    if (cursor.window !== this.#window) this.#sent.clear();
    this.#window = cursor.window;
    if (rows === "" && next?.kind !== "text") return;
    const sent = hash("sha256", rows === "" ? `then ${next?.kind === "text" ? next.at : ""}` : rows);
    if (this.#sent.has(sent)) throw sourceError.pageLoop(this.#where);
    this.#sent.add(sent);
  }

  /** Throws `source.contract`: a keyset or version list that is not in its declared order would lose rows silently. */
  refuseDisorder(cursor: PageCursor, rows: readonly ApiRecord[]): void {
    const { paging } = this.#pass.read;
    if (paging.kind !== "keyset" && paging.kind !== "version") return;
    const values = rows.map((row) => pick(row, paging.field));
    if (values.some((value) => value === undefined || value === null))
      throw sourceError.contract(
        this.#where,
        `a row of it has no ${paging.field}, by which its pages follow one another`,
      );
    if (values.some((value, at) => at > 0 && !inOrder(values[at - 1], value)))
      throw sourceError.contract(this.#where, `its rows are not in order of ${paging.field}`);
    const after = cursor.kind === "text" ? cursor.at : paging.kind === "version" ? this.#pass.version : undefined;
    if (after !== undefined && values.length > 0 && !inOrder(after, values[0]))
      throw sourceError.contract(this.#where, `its page does not come after the ${paging.field} that was asked for`);
  }
}

/** Numbers by their value, long ones as text too; other values by their text. */
function inOrder(left: Json | undefined, right: Json | undefined): boolean {
  const [a, b] = [String(left), String(right)];
  if (typeof right === "string" && a < b) return true;
  if (wholePattern.test(a) && wholePattern.test(b)) return BigInt(a) < BigInt(b);
  return typeof right === "number" ? Number(a) < right : a < b;
}

const wholePattern = /^-?\d+$/;
