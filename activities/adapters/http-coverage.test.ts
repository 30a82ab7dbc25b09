import { expect, test } from "vitest";
import { readOf } from "../../test/fakes/specs.ts";
import { passOf } from "../../test/harness/loopback.ts";
import { byOffset, byPage, collect, listOf, rowsOf } from "../../test/harness/paged-list.ts";
import type { Page, PageCursor, PassRequest } from "../../core/ports/source-reader.ts";
import type { FilterSpec, PagingSpec } from "../../core/spec/read.ts";
import { httpPages } from "./http-pages.ts";

const windowed: FilterSpec = { kind: "window", fromParam: "from", toParam: "to", longestDays: 31, from: "2023-01-01" };
const totals = (paging: PagingSpec, over: Partial<PassRequest> = {}): PassRequest =>
  passOf(paging, {
    read: readOf(paging, over.since === undefined ? undefined : windowed, { rows: "data", total: "total" }),
    ...over,
  });
const missing = (pages: readonly Page[]): number => pages.reduce((sum, page) => sum + page.missing, 0);

test.each([
  ["page numbers", byPage],
  ["offsets", byOffset],
])("by %s, rows that the total tells and no page holds are missing", async (_, paging) => {
  const pass = totals(paging);
  const missingOf = async (total: number): Promise<number> =>
    missing(
      await collect(
        pass,
        listOf(
          () => rowsOf(11),
          pass,
          undefined,
          () => ({ total }),
        ).fetchPage,
      ),
    );
  expect(await missingOf(11)).toBe(0);
  expect(await missingOf(13)).toBe(2);
});

test("rows read twice do not make up for missing ones", async () => {
  const rows = rowsOf(11);
  const pass = totals(byPage);
  const { fetchPage } = listOf(
    () => rows,
    pass,
    (request) => void (request === 3 && rows.splice(0, 1)),
    () => ({ total: 13 }),
  );
  expect(missing(await collect(pass, fetchPage))).toBe(2);
});

test("a total that changes on the way counts at its lowest", async () => {
  let told = 11;
  const pass = totals(byPage);
  expect(
    missing(
      await collect(
        pass,
        listOf(
          () => rowsOf(10),
          pass,
          () => void told--,
          () => ({ total: Math.max(10, told) }),
        ).fetchPage,
      ),
    ),
  ).toBe(0);
});

test("each window is held against its own total", async () => {
  const pass = totals(byPage, { since: "2026-09-01T00:00:00.000Z" });
  const ofWindow = (counts: readonly number[]) => async (cursor: PageCursor) => ({
    headers: {},
    body: {
      data:
        cursor.kind === "start" || cursor.at === 1
          ? rowsOf(2).map(({ id }) => ({ id: `${cursor.window}/${String(id)}` }))
          : [],
      total: counts[cursor.window] ?? 0,
    },
  });
  expect(missing(await collect(pass, ofWindow([2, 2, 2])))).toBe(0);
  expect(missing(await collect(pass, ofWindow([2, 5, 2])))).toBe(3);
  expect(missing(await collect(pass, ofWindow([3, 1, 2])))).toBe(1);
});

test("a resumed pass goes on counting where it was", async () => {
  for (const paging of [byPage, byOffset]) {
    const pass = totals(paging);
    const whole = () =>
      listOf(
        () => rowsOf(11),
        pass,
        undefined,
        () => ({ total: 12 }),
      ).fetchPage;
    for await (const page of httpPages(pass, whole()))
      if (page.next !== undefined) expect(missing(await collect({ ...pass, from: page.next }, whole()))).toBe(1);
  }
});

test("each page tells how many rows of its window are ahead, where the API tells a total", async () => {
  const pass = totals(byPage);
  const aheadOf = async (extra: object): Promise<readonly (number | undefined)[]> => {
    const list = listOf(
      () => rowsOf(11),
      pass,
      undefined,
      () => extra,
    );
    return (await collect(pass, list.fetchPage)).map(({ ahead }) => ahead);
  };
  const told = await aheadOf({ total: 11 });
  expect([told.length > 1, told.at(-1)]).toEqual([true, 0]);
  expect(told[0]).toBeGreaterThan(0);
  expect(new Set(await aheadOf({}))).toEqual(new Set([undefined]));
});
