import { httpPages, type FetchPage } from "../../activities/adapters/http-pages.ts";
import type { ApiRecord, Json } from "../../core/landed-row.ts";
import type { Page, PassRequest } from "../../core/ports/source-reader.ts";
import { queryOf } from "../../core/source/next-request.ts";
import type { PagingSpec } from "../../core/spec/read.ts";

/** Pages of three rows by number, and by offset. */
export const byPage: PagingSpec = { kind: "page", pageParam: "page", sizeParam: "limit", size: 3 };
export const byOffset: PagingSpec = { kind: "offset", offsetParam: "offset", sizeParam: "limit", size: 3 };

/** Pages of three rows behind an id. */
export const byKeyset: PagingSpec = { kind: "keyset", param: "after", field: "id", sizeParam: "limit", size: 3 };

/** Rows 1 to `count`. */
export const rowsOf = (count: number): ApiRecord[] =>
  Array.from({ length: count }, (_, at) => ({ id: at + 1, v: at + 1 }));
/** Their ids, each once. */
export const idsOf = (pages: readonly Page[]): readonly Json[] => [
  ...new Set(pages.flatMap(({ records }) => records.reveal().map((row) => row["id"] ?? null))),
];

/** A list in memory, asked like the API; `before` may change it ahead of each request (counted from 1). */
export function listOf(
  rows: () => readonly ApiRecord[],
  pass: PassRequest,
  before: (request: number) => void = () => undefined,
  told: () => { readonly total?: number } = () => ({}),
): { readonly fetchPage: FetchPage; readonly asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    fetchPage: async (cursor) => {
      const query = queryOf(pass, cursor);
      asked.push(new URLSearchParams(query).toString());
      before(asked.length);
      const listed =
        query["after"] === undefined ? rows() : rows().filter((row) => Number(row["id"]) > Number(query["after"]));
      const start = startOf(query);
      return { headers: {}, body: { data: listed.slice(start, start + Number(query["limit"])), ...told() } };
    },
  };
}

/** How many rows a query by offset or page number jumps over. */
const startOf = ({ page, offset, limit }: Readonly<Record<string, string>>): number =>
  page === undefined ? Number(offset ?? 0) : (Number(page) - 1) * Number(limit);

/** A fixed answer for each request in turn. */
export function answersOf(...bodies: readonly Json[]): FetchPage {
  let at = 0;
  return async () => ({ headers: {}, body: bodies[Math.min(at++, bodies.length - 1)] ?? null });
}

/** Every page of a pass; an error when it does not end. */
export async function collect(pass: PassRequest, fetchPage: FetchPage, most = 200): Promise<readonly Page[]> {
  const pages: Page[] = [];
  for await (const page of httpPages(pass, fetchPage)) {
    pages.push(page);
    if (pages.length > most) throw new Error("the pass does not end");
  }
  return pages;
}
