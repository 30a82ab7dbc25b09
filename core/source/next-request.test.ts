import { expect, test } from "vitest";
import { readOf } from "../../test/fakes/specs.ts";
import type { ApiRecord, Json } from "../landed-row.ts";
import type { PageCursor, PassRequest } from "../ports/source-reader.ts";
import type { FilterSpec, PagingSpec } from "../spec/read.ts";
import { nextCursor, queryOf, toRecord } from "./next-request.ts";

const size = { sizeParam: "limit", size: 2 } as const;
const page: PagingSpec = { kind: "page", pageParam: "page", ...size };
const offset: PagingSpec = { kind: "offset", offsetParam: "offset", ...size };
const cursor: PagingSpec = { kind: "cursor", param: "cursor", next: "meta.next", ...size };
const keyset: PagingSpec = { kind: "keyset", param: "after", field: "id", ...size };
const version: PagingSpec = { kind: "version", param: "after_version", field: "v", ...size };
const header: PagingSpec = { kind: "link", next: "header", ...size };
const inBody: PagingSpec = { kind: "link", next: "links.next", ...size };

const passOf = (
  paging: PagingSpec,
  filter: FilterSpec = { kind: "none" },
  over: Partial<PassRequest> = {},
): PassRequest => ({
  source: "shop",
  table: "t",
  read: readOf(paging, filter),
  since: undefined,
  version: undefined,
  until: "2026-11-24T00:00:00.000Z",
  from: undefined,
  ...over,
});
const start: PageCursor = { kind: "start", window: 0 };
const number = (at: number): PageCursor => ({ kind: "number", at, window: 0 });
const text = (at: string): PageCursor => ({ kind: "text", at, window: 0 });
const facts = (records: readonly ApiRecord[], body: Json = {}, linkNext?: string) => ({ records, body, linkNext });
const rows = [
  { id: 1, v: 10 },
  { id: 2, v: 20 },
];

test.each<[string, PassRequest, PageCursor, Record<string, string>]>([
  ["the first numbered page", passOf(page), start, { page: "1", limit: "2" }],
  ["a numbered page", passOf(page), number(3), { page: "3", limit: "2" }],
  ["the first offset", passOf(offset), start, { offset: "0", limit: "2" }],
  ["an offset", passOf(offset), number(5), { offset: "5", limit: "2" }],
  ["the first opaque cursor", passOf(cursor), start, { limit: "2" }],
  ["an opaque cursor", passOf(cursor), text("c2"), { cursor: "c2", limit: "2" }],
  ["what comes after a key", passOf(keyset), text("2"), { after: "2", limit: "2" }],
  ["the first version", passOf(version), start, { after_version: "0", limit: "2" }],
  [
    "the version of the mark",
    passOf(version, { kind: "version", overlap: 2, longestJump: 100 }, { version: "7" }),
    start,
    { after_version: "7", limit: "2" },
  ],
  [
    "a later version",
    passOf(version, { kind: "version", overlap: 2, longestJump: 100 }, { version: "7" }),
    text("9"),
    { after_version: "9", limit: "2" },
  ],
  ["a link's first page", passOf(header), start, { limit: "2" }],
  ["a whole document", passOf({ kind: "whole" }), start, {}],
  [
    "what was updated since",
    passOf(keyset, { kind: "updated-since", param: "since" }, { since: "2026-01-01T00:00:00.000Z" }),
    start,
    { since: "2026-01-01T00:00:00.000Z", limit: "2" },
  ],
  [
    "what was updated since a day of the vendor's zone",
    passOf(
      keyset,
      { kind: "updated-since", param: "since", sent: { sends: "date", zone: "Europe/Paris" } },
      { since: "2026-01-01T23:30:00.000Z" },
    ),
    start,
    { since: "2026-01-02", limit: "2" },
  ],
  [
    "windows by the second since 1970",
    passOf(
      page,
      {
        kind: "window",
        fromParam: "from",
        toParam: "to",
        longestDays: 31,
        from: "2023-01-01",
        sent: { sends: "unix-seconds", tickMs: 1_000 },
      },
      { since: "2026-11-01T00:00:00.999Z" },
    ),
    start,
    { from: "1793491200", to: "1795478400", page: "1", limit: "2" },
  ],
  [
    "everything of a filtered list",
    passOf(keyset, { kind: "created-since", param: "since", horizonDays: 45 }),
    start,
    { limit: "2" },
  ],
  [
    "one window",
    passOf(
      page,
      { kind: "window", fromParam: "from", toParam: "to", longestDays: 31, from: "2023-01-01" },
      { since: "2026-11-01T00:00:00.000Z" },
    ),
    start,
    { from: "2026-11-01T00:00:00.000Z", to: "2026-11-24T00:00:00.000Z", page: "1", limit: "2" },
  ],
  [
    "a window beyond the last",
    passOf(
      page,
      { kind: "window", fromParam: "from", toParam: "to", longestDays: 31, from: "2023-01-01" },
      { since: "2026-11-01T00:00:00.000Z" },
    ),
    { kind: "start", window: 9 },
    { from: "", to: "", page: "1", limit: "2" },
  ],
])("the query asks for %s", (_, pass, at, query) => {
  expect(queryOf(pass, at)).toEqual(query);
});

test.each<[string, PagingSpec, PageCursor, ReturnType<typeof facts>, PageCursor | undefined]>([
  ["numbered pages follow one another", page, start, facts(rows), number(2)],
  ["numbered pages go on", page, number(2), facts(rows), number(3)],
  ["an empty page ends numbered pages", page, number(2), facts([]), undefined],
  ["offsets overlap by one row", offset, start, facts(rows), number(1)],
  ["offsets go on", offset, number(1), facts(rows), number(2)],
  ["an empty first page ends offsets", offset, start, facts([]), undefined],
  ["only the overlapping row ends offsets", offset, number(1), facts([{ id: 2 }]), undefined],
  ["the body's cursor leads on", cursor, start, facts(rows, { meta: { next: "c2" } }), text("c2")],
  ["no cursor in the body ends", cursor, start, facts(rows, { meta: { next: null } }), undefined],
  ["a body that is a list has no cursor", cursor, start, facts(rows, []), undefined],
  ["the last key leads on", keyset, start, facts(rows), text("2")],
  ["an empty page ends keys", keyset, text("2"), facts([]), undefined],
  ["the last version leads on", version, start, facts(rows), text("20")],
  [
    "the Link header leads on",
    header,
    start,
    facts(rows, {}, "https://x.example.test/?p=2"),
    text("https://x.example.test/?p=2"),
  ],
  ["no Link header ends", header, start, facts(rows), undefined],
  ["the body's link leads on", inBody, start, facts(rows, { links: { next: "/?p=2" } }), text("/?p=2")],
  ["an empty link ends", inBody, start, facts(rows, { links: { next: "" } }), undefined],
  ["a whole document is all", { kind: "whole" }, start, facts(rows), undefined],
])("%s", (_, paging, at, told, next) => {
  expect(nextCursor(passOf(paging), at, told)).toEqual(next);
});

test("a window's end leads to the next window, the last one's nowhere", () => {
  const filter: FilterSpec = { kind: "window", fromParam: "from", toParam: "to", longestDays: 31, from: "2023-01-01" };
  const pass = passOf(page, filter, { since: "2026-09-01T00:00:00.000Z" });
  expect(nextCursor(pass, start, facts([]))).toEqual({ kind: "start", window: 1 });
  expect(nextCursor(pass, { kind: "start", window: 2 }, facts([]))).toBeUndefined();
});

test("only an object has fields", () => {
  expect(toRecord({ a: 1 })).toEqual({ a: 1 });
  for (const body of [null, [], "a", 1]) expect(toRecord(body)).toEqual({});
});
