import { describe, expect, test } from "vitest";
import type { ApiRecord } from "../../core/landed-row.ts";
import type { SourceReader } from "../../core/ports/source-reader.ts";
import type { FilterSpec, PagingSpec } from "../../core/spec/read.ts";
import { readOf } from "../fakes/specs.ts";
import { json, loopback, pagesOf, passOf, recordsOf, type Answering } from "../harness/loopback.ts";

const size = { sizeParam: "limit", size: 3 } as const;
/** The paging kinds, one of each. */
const pagings: readonly PagingSpec[] = [
  { kind: "page", pageParam: "page", ...size },
  { kind: "offset", offsetParam: "offset", ...size },
  { kind: "cursor", param: "cursor", next: "meta.next", ...size },
  { kind: "keyset", param: "after", field: "id", ...size },
  { kind: "version", param: "after", field: "version", ...size },
  { kind: "link", next: "links.next", ...size },
  { kind: "link", next: "header", ...size },
  { kind: "whole" },
];
const keyset: PagingSpec = { kind: "keyset", param: "after", field: "id", ...size };

const day = (number: number): string => `2026-11-${String(number).padStart(2, "0")}T00:00:00.000Z`;
/** Ten rows: one a day, the version their order of change. */
const rows: readonly ApiRecord[] = Array.from({ length: 10 }, (_, at) => ({
  id: at + 1,
  version: 100 + at,
  updated_at: day(at + 1),
}));

/** What the API's filter leaves. */
function filtered(query: URLSearchParams): readonly ApiRecord[] {
  const [from, to] = [query.get("since") ?? query.get("from") ?? "", query.get("to") ?? "9999"];
  return rows.filter((row) => String(row["updated_at"]) >= from && String(row["updated_at"]) < to);
}

/** An API that pages its rows in one way. */
function vendor(paging: PagingSpec): Answering {
  return (_, response, url) => {
    const query = url.searchParams;
    const left = filtered(query);
    const most = paging.kind === "whole" ? left.length : Number(query.get("limit"));
    const start = startOf(paging, query, left);
    const data = left.slice(start, start + most);
    const more = start + most < left.length;
    const next = new URL(url);
    next.searchParams.set("at", String(start + most));
    const link = more ? `${next.pathname}${next.search}` : null;
    json(
      response,
      { data, total: left.length, meta: { next: more ? `c${start + most}` : null }, links: { next: link } },
      link === null ? {} : { link: `<${link}>; rel="next"` },
    );
  };
}

function startOf(paging: PagingSpec, query: URLSearchParams, left: readonly ApiRecord[]): number {
  switch (paging.kind) {
    case "page":
      return (Number(query.get("page")) - 1) * paging.size;
    case "offset":
      return Number(query.get("offset"));
    case "cursor":
      return Number((query.get("cursor") ?? "c0").slice(1));
    case "keyset":
    case "version": {
      const after = query.get("after");
      const found = left.findIndex((row) => Number(row[paging.field]) > Number(after ?? 0));
      return found < 0 ? left.length : found;
    }
    case "link":
      return Number(query.get("at") ?? 0);
    case "whole":
      return 0;
  }
}

const named = (paging: PagingSpec): string => (paging.kind === "link" ? `link in ${paging.next}` : paging.kind);
const passing = (paging: PagingSpec, filter: FilterSpec, since?: string) =>
  passOf(paging, { read: readOf(paging, filter, { rows: "data", total: "total" }), since, until: day(25) });
const idsOf = (records: readonly ApiRecord[]): readonly number[] => records.map((row) => Number(row["id"]));

/** What every source reader promises, on APIs that behave and on APIs that do not. `open` gives one on the source `shop`. */
export function sourceReaderContract(open: (baseUrl: string, key?: string) => SourceReader): void {
  describe.each(pagings.map((paging) => [named(paging), paging] as const))("paged by %s", (_, paging) => {
    const on = async (): Promise<SourceReader> => open(await loopback(vendor(paging)));

    test("without a filter every row comes once, in order, none missing", async () => {
      const pages = await pagesOf(await on(), passing(paging, { kind: "none" }));
      expect(idsOf(pages.flatMap(({ records }) => records.reveal()))).toEqual(idsOf(rows));
      // A page that is logged or handed on tells nothing of its records.
      expect(JSON.stringify(pages.map(({ records }) => records))).toBe(JSON.stringify(pages.map(() => "[sensitive]")));
      expect(pages.map(({ missing }) => missing)).toEqual(pages.map(() => 0));
    });

    test("what was updated, or created, since an instant is asked for", async () => {
      const since: FilterSpec = { kind: "updated-since", param: "since" };
      const created: FilterSpec = { kind: "created-since", param: "since", horizonDays: 45 };
      for (const filter of [since, created])
        expect(idsOf(await recordsOf(await on(), passing(paging, filter, day(4))))).toEqual([4, 5, 6, 7, 8, 9, 10]);
    });

    test("windows follow one another without a gap", async () => {
      const filter: FilterSpec = {
        kind: "window",
        fromParam: "from",
        toParam: "to",
        longestDays: 4,
        from: "2023-01-01",
      };
      const pages = await pagesOf(await on(), passing(paging, filter, day(2)));
      expect(idsOf(pages.flatMap(({ records }) => records.reveal()))).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10]);
      expect(pages.reduce((sum, { missing }) => sum + missing, 0)).toBe(0);
    });

    test("a pass that is resumed after any page goes on there", async () => {
      const reader = await on();
      const pass = passing(paging, { kind: "none" });
      for (const { next } of (await pagesOf(reader, pass)).filter((page) => page.next !== undefined)) {
        const read = next?.kind === "start" ? 0 : (next?.rows ?? 0);
        const rest = await recordsOf(reader, { ...pass, from: next });
        expect(new Set(idsOf([...rows.slice(0, read), ...rest]))).toEqual(new Set(idsOf(rows)));
      }
    });
  });

  test("a version cursor starts after the mark's version", async () => {
    const paging: PagingSpec = { kind: "version", param: "after", field: "version", ...size };
    const reader = open(await loopback(vendor(paging)));
    const pass = { ...passing(paging, { kind: "version", overlap: 2, longestJump: 100 }), version: "106" };
    expect(idsOf(await recordsOf(reader, pass))).toEqual([8, 9, 10]);
  });

  test("the greatest version that the API tells comes with each page that holds rows", async () => {
    const answer: Answering = (_, response, url) =>
      json(
        response,
        url.searchParams.get("after") === "8"
          ? { data: [], version: { max: null } }
          : { data: [{ id: 1, version: 8 }], version: { max: 9 } },
      );
    const paging: PagingSpec = { kind: "version", param: "after", field: "version", ...size };
    const filter: FilterSpec = { kind: "version", overlap: 2, longestJump: 100, told: "version.max" };
    const pages = await pagesOf(open(await loopback(answer)), passing(paging, filter));
    expect(pages.map(({ toldVersion }) => toldVersion)).toEqual(["9", undefined]);
  });

  test("the server's date comes with each page, less the answer's age", async () => {
    const answer: Answering = (_, response, url) =>
      json(
        response,
        { data: url.searchParams.has("after") ? [] : [{ id: 1 }] },
        { date: "Tue, 24 Nov 2026 02:00:00 GMT", age: "30" },
      );
    const [page] = await pagesOf(open(await loopback(answer)), passOf(keyset));
    expect(page?.serverDate).toBe("2026-11-24T01:59:30.000Z");
  });
}
