import { pick } from "../../core/cast/pick.ts";
import type { ApiRecord, Json } from "../../core/landed-row.ts";
import type { PageCursor, PassRequest } from "../../core/ports/source-reader.ts";
import { nextCursor, toRecord } from "../../core/source/next-request.ts";
import { linkNext } from "../../core/source/retry-after.ts";
import { serverDate } from "../../core/source/server-date.ts";
import { textsOf } from "./http-continuity.ts";
import type { HttpAnswer } from "./http-get.ts";
import { sourceError } from "./source-errors.ts";

/** The answer to one GET of a page: its headers and its JSON. */
export type JsonAnswer = { readonly headers: HttpAnswer["headers"]; readonly body: Json };

/** What an answer tells: rows, their texts in the same order, where the following page starts, and the API's total of the window. */
export type AnsweredPage = {
  readonly rows: readonly ApiRecord[];
  readonly texts: readonly string[];
  readonly next: PageCursor | undefined;
  readonly total: number | undefined;
  readonly serverDate: string | undefined;
  readonly toldVersion: string | undefined;
};

/** The page that an answer holds. Throws `source.contract`. */
export function answeredPage(pass: PassRequest, at: PageCursor, { headers, body }: JsonAnswer): AnsweredPage {
  const rows = rowsOf(body, pass);
  return {
    rows,
    texts: textsOf(rows),
    next: nextCursor(pass, at, { records: rows, body, linkNext: linkNext(headers["link"]) }),
    total: toldTotal(body, pass),
    serverDate: serverDate(headers),
    toldVersion: rows.length === 0 ? undefined : toldVersion(body, pass),
  };
}

/** The rows that the API tells there are; undefined where it is not declared to. */
export function toldTotal(body: Json, { read }: PassRequest): number | undefined {
  const total = read.total === undefined ? undefined : pick(toRecord(body), read.total);
  return typeof total === "number" ? total : undefined;
}

/** The greatest version that the API tells. Throws `source.contract` for a declared version that is not there, or is no whole number: it guards the mark. */
function toldVersion(body: Json, { source, read }: PassRequest): string | undefined {
  if (read.filter.kind !== "version" || read.filter.told === undefined) return undefined;
  const told = pick(toRecord(body), read.filter.told);
  if ((typeof told === "string" || typeof told === "number") && /^\d+$/.test(String(told))) return String(told);
  throw sourceError.contract(`${source}${read.path}`, `there is no version at "${read.filter.told}"`);
}

/** The rows of an answer. Throws `source.contract` where there are none at their place, as in an error that comes with status 200. */
export function rowsOf(body: Json, { source, read }: PassRequest): readonly ApiRecord[] {
  const rows = read.rows === "" ? body : pick(toRecord(body), read.rows);
  if (isRows(rows)) return rows;
  const envelope = pick(toRecord(body), "error") !== undefined;
  throw sourceError.contract(
    `${source}${read.path}`,
    envelope ? "it answers 200 with an error" : `there is no array of rows at "${read.rows}"`,
  );
}

const isRows = (rows: Json | undefined): rows is readonly ApiRecord[] =>
  Array.isArray(rows) && rows.every((row) => typeof row === "object" && row !== null && !Array.isArray(row));
