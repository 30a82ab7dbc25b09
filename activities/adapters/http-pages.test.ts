import { expect, test } from "vitest";
import { passOf } from "../../test/harness/loopback.ts";
import { answersOf, byOffset, byPage, collect, idsOf, listOf, rowsOf } from "../../test/harness/paged-list.ts";
import type { Json } from "../../core/landed-row.ts";
import type { Page, PageCursor, PassRequest } from "../../core/ports/source-reader.ts";
import type { PagingSpec } from "../../core/spec/read.ts";
import { httpPages, type FetchPage } from "./http-pages.ts";

const byKey: PagingSpec = { kind: "keyset", param: "after", field: "id", sizeParam: "limit", size: 3 };
const byVersion: PagingSpec = { kind: "version", param: "after", field: "v", sizeParam: "limit", size: 3 };
const byLink: PagingSpec = { kind: "link", next: "next", sizeParam: "limit", size: 3 };
const byCursor: PagingSpec = { kind: "cursor", param: "cursor", next: "next", sizeParam: "limit", size: 3 };

test.each([
  ["page numbers", byPage],
  ["offsets", byOffset],
])("by %s, no row is lost when one leaves the list between two pages", async (_, paging) => {
  for (const change of [2, 3, 4, 5]) {
    const rows = rowsOf(11);
    const pass = passOf(paging);
    const { fetchPage } = listOf(
      () => rows,
      pass,
      (request) => void (request === change && rows.splice(0, 1)),
    );
    expect(idsOf(await collect(pass, fetchPage)), `before request ${change}`).toEqual(rowsOf(11).map(({ id }) => id));
  }
});

test.each([
  ["page numbers", byPage],
  ["offsets", byOffset],
])("by %s, no row is lost when more rows than a page leave at once", async (_, paging) => {
  for (const change of [3, 4, 5, 6]) {
    const rows = rowsOf(20);
    const pass = passOf(paging);
    const { fetchPage } = listOf(
      () => rows,
      pass,
      (request) => void (request === change && rows.splice(0, 5)),
    );
    const read = idsOf(await collect(pass, fetchPage));
    for (const { id } of rows) expect(read, `before request ${change}`).toContain(id);
  }
});

test.each([
  ["page numbers", byPage],
  ["offsets", byOffset],
])("by %s, a row of the last full page that moves to the end takes none with it", async (_, paging) => {
  const rows = rowsOf(4);
  const pass = passOf(paging);
  const touch = (): void => {
    const [first, second, ...rest] = rows.splice(0);
    rows.push(...rest, { ...first, v: 90 }, { ...second, v: 91 });
  };
  const { fetchPage } = listOf(
    () => rows,
    pass,
    (request) => void (request === 2 && touch()),
  );
  expect(idsOf(await collect(pass, fetchPage))).toHaveLength(4);
});

test("a list of a single row is read by offset", async () => {
  const pass = passOf(byOffset);
  expect(idsOf(await collect(pass, listOf(() => rowsOf(1), pass).fetchPage))).toEqual([1]);
});

test("pages tell the answers that they cost: a page number two, but for the first", async () => {
  for (const paging of [byPage, byOffset]) {
    const pass = passOf(paging);
    const { fetchPage } = listOf(() => rowsOf(11), pass);
    let asked = 0;
    const pages = await collect(pass, (cursor) => (asked++, fetchPage(cursor)));
    const requests = pages.map((page) => page.requests);
    expect(requests.reduce((sum, one) => sum + one, 0)).toBe(asked);
    if (paging === byPage) expect(requests.slice(0, 3)).toEqual([1, 2, 2]);
  }
});

test("an unchanged list gives each row once", async () => {
  for (const paging of [byPage, byOffset]) {
    const pass = passOf(paging);
    const pages = await collect(pass, listOf(() => rowsOf(11), pass).fetchPage);
    expect(pages.flatMap(({ records }) => records.reveal())).toEqual(rowsOf(11));
  }
});

test("a list that moves all the time is given up with a retryable error", async () => {
  let turn = 0;
  const pass = passOf(byOffset);
  const { fetchPage } = listOf(
    () => rowsOf(9_000).map((row) => ({ ...row, v: turn })),
    pass,
    () => void turn++,
  );
  const from: PageCursor = { kind: "number", at: 8_000, window: 0 };
  const deep = { ...pass, from };
  let request = 0;
  const never: FetchPage = async (cursor) =>
    cursor.kind === "start"
      ? { headers: {}, body: { data: [{ id: ++request }, { id: -request }] } }
      : fetchPage(cursor);
  await expect(collect(deep, never)).rejects.toMatchObject({ code: "source.shifting", retryable: true });
});

test.each([
  ["page numbers", byPage],
  ["offsets", byOffset],
])("by %s, a resumed pass looks for the row it ended with, and loses none that moved meanwhile", async (_, paging) => {
  for (const leaving of [0, 1, 2, 7]) {
    const rows = rowsOf(20);
    const pass = passOf(paging);
    const first: Page[] = [];
    for await (const page of httpPages(pass, listOf(() => rows, pass).fetchPage)) {
      first.push(page);
      if (first.length === 3) break;
    }
    rows.splice(0, leaving);
    const from = first.at(-1)?.next;
    const rest = await collect({ ...pass, from }, listOf(() => rows, pass).fetchPage);
    expect(idsOf([...first, ...rest]), `${leaving} rows left`).toEqual(rowsOf(20).map(({ id }) => id));
  }
});

test("a resumed pass whose last row is gone reads the list from its beginning", async () => {
  const rows = rowsOf(12);
  const pass: PassRequest = {
    ...passOf(byOffset),
    from: { kind: "number", at: 8, window: 0, after: "0000000000000000" },
  };
  expect(idsOf(await collect(pass, listOf(() => rows, pass).fetchPage))).toHaveLength(12);
});

test.each<[string, PagingSpec, FetchPage]>([
  [
    "links that go in a circle",
    byLink,
    (() => {
      const pages: Readonly<Record<string, Json>> = {
        start: { data: [{ id: 0 }], next: "/a" },
        "/a": { data: [{ id: 1 }], next: "/b" },
        "/b": { data: [{ id: 2 }], next: "/a" },
      };
      return async (cursor: PageCursor) => ({
        headers: {},
        body: pages[cursor.kind === "text" ? cursor.at : "start"] ?? null,
      });
    })(),
  ],
  ["a cursor that stands still", byCursor, answersOf({ data: [{ id: 1 }], next: "c" })],
  ["empty pages that lead nowhere", byCursor, answersOf({ data: [], next: "c" })],
  ["a page number that the API ignores", byPage, answersOf({ data: rowsOf(3) })],
  ["an offset that the API ignores", byOffset, answersOf({ data: rowsOf(3) })],
])("%s: the pass stops with a page loop", async (_, paging, fetchPage) => {
  await expect(collect(passOf(paging), fetchPage)).rejects.toMatchObject({
    code: "source.page-loop",
    retryable: false,
  });
});

test.each<[string, PagingSpec, readonly Json[], string]>([
  ["a key that the API ignores", byKey, [{ data: rowsOf(3) }, { data: rowsOf(3) }], "does not come after the id"],
  [
    "a key that it ignores every second time",
    byKey,
    [{ data: rowsOf(3) }, { data: [{ id: 4 }, { id: 5 }] }, { data: rowsOf(2) }],
    "does not come after the id",
  ],
  ["rows out of order", byKey, [{ data: [{ id: 2 }, { id: 1 }] }], "not in order of id"],
  ["a row without the key", byKey, [{ data: [{ id: 1 }, { v: 2 }] }], "a row of it has no id"],
  ["a version at the mark", byVersion, [{ data: [{ id: 1, v: 7 }] }], "does not come after the v"],
])("%s: the pass stops, the declaration is broken", async (_, paging, bodies, message) => {
  const pass = passOf(paging, { version: "7" });
  await expect(collect(pass, answersOf(...bodies))).rejects.toMatchObject({ code: "source.contract" });
  await expect(collect(pass, answersOf(...bodies))).rejects.toThrow(message);
});

test("keys are in order as numbers, as long numbers in text, and as text", async () => {
  const big = ["9007199254740993", "9007199254740995", "10000000000000000001"];
  for (const keys of [
    [8, 9, 10, 11],
    [7, ...big],
    ["a9", "b1"],
    ["10", "9"],
  ]) {
    const last = keys.at(-1);
    const fetchPage: FetchPage = async (cursor) => ({
      headers: {},
      body: { data: cursor.kind === "text" && cursor.at === String(last) ? [] : keys.map((id) => ({ id })) },
    });
    expect(idsOf(await collect(passOf(byKey), fetchPage))).toEqual(keys);
  }
});

test("an empty page in the middle ends nothing: it is asked for again", async () => {
  const pass = passOf(byKey);
  const page = (...keys: readonly number[]): Json => ({ data: keys.map((id) => ({ id })) });
  expect(idsOf(await collect(pass, answersOf(page(1, 2), page(), page(3), page(), page())))).toEqual([1, 2, 3]);
});
