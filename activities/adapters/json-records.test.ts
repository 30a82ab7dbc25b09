import type { ServerResponse } from "node:http";
import { expect, test } from "vitest";
import { readOf } from "../../test/fakes/specs.ts";
import { json, loopback, pagesOf, passOf, readerOf, recordsOf } from "../../test/harness/loopback.ts";

const whole = { kind: "whole" } as const;
const pass = passOf(whole, { read: readOf(whole, { kind: "none" }, { rows: "data", total: "total" }) });
const list = (rows: number, from = 0) => Array.from({ length: rows }, (_, at) => ({ id: from + at }));

test("pages are read while the list is still being sent: it is never held whole", async () => {
  let rest: (() => void) | undefined;
  const begin = (response: ServerResponse) => {
    response.writeHead(200, { "content-type": "application/json" });
    response.write(`${JSON.stringify({ total: 1_001, data: list(1_000) }).slice(0, -2)},`);
    rest = () => response.end(`${JSON.stringify({ id: 1_000 })}]}`);
  };
  const reader = readerOf(await loopback((_, response) => begin(response)));
  const pages = reader.pages(pass, new AbortController().signal)[Symbol.asyncIterator]();
  const first = await pages.next();
  expect(first.value?.records.reveal()).toEqual(list(1_000));
  expect(first.value).toMatchObject({ requests: 1, missing: 0, next: { kind: "number", at: 1_000, rows: 1_000 } });
  rest?.();
  const last = await pages.next();
  expect(last.value?.records.reveal()).toEqual([{ id: 1_000 }]);
  expect(last.value).toMatchObject({ requests: 0, missing: 0, next: undefined });
  expect(await pages.next()).toMatchObject({ done: true });
});

test("rows that the answer's total tells and its list lacks are told as missing, wherever the total stands", async () => {
  const before = readerOf(await loopback((_, response) => json(response, { total: 5, data: list(3) })));
  const after = readerOf(await loopback((_, response) => json(response, { data: list(3), total: 5 })));
  for (const reader of [before, after])
    expect((await pagesOf(reader, pass)).map(({ missing }) => missing)).toEqual([2]);
});

test("a list that is the whole answer, its numbers exact", async () => {
  const bare = passOf(whole, { read: readOf(whole, { kind: "none" }) });
  const reader = readerOf(
    await loopback((_, response) => {
      response.writeHead(200, { "content-type": "application/json" });
      response.end('[{"price":12.50},\n{"price":9007199254740993}]');
    }),
  );
  expect(await recordsOf(reader, bare)).toEqual([{ price: "12.50" }, { price: "9007199254740993" }]);
});

test("a list that is cut on the way is asked for again, and goes on behind the rows read before", async () => {
  let asked = 0;
  const reader = readerOf(
    await loopback((_, response) => {
      const body = JSON.stringify({ data: list(2_500), total: 2_500 });
      if (++asked > 1) return response.end(body);
      response.writeHead(200, { "content-length": String(body.length) });
      response.write(body.slice(0, -100), () => response.socket?.destroy());
    }),
  );
  const pages = await pagesOf(reader, pass);
  expect(pages.map(({ records }) => records.reveal().length)).toEqual([1_000, 1_000, 500]);
  expect(pages.flatMap(({ records }) => records.reveal())).toEqual(list(2_500));
  expect(pages.reduce((sum, { requests }) => sum + requests, 0)).toBe(2);
});

test("a pass that is resumed in a list that moved meanwhile begins it again", async () => {
  let rows = list(2_500);
  const reader = readerOf(await loopback((_, response) => json(response, { data: rows })));
  const [first] = await pagesOf(reader, pass, 1);
  rows = rows.slice(1);
  expect(await recordsOf(reader, { ...pass, from: first?.next })).toEqual(rows);
});

test.each([
  ["a row that is none", '{"data":[{"id":1},2]}', "source.contract", 'there is no array of rows at "data"'],
  ["rows that are no list", '{"data":{"id":1}}', "source.contract", 'there is no array of rows at "data"'],
  ["another list of rows", '{"rows":[{"id":1}]}', "source.contract", 'there is no array of rows at "data"'],
  ["an error instead of rows", '{"error":{"code":"INTERNAL"}}', "source.contract", "it answers 200 with an error"],
  ["an empty row", '{"data":[{"id":1},,{"id":2}]}', "source.contract", "an element of its array is empty"],
  ["something after its end", '{"data":[{"id":1}]} "x"', "source.contract", "its JSON does not parse"],
  ["rows without an end", '{"data":[{"id":1}', "source.truncated", "sent a body that is cut short"],
  ["an envelope without an end", '{"data":[{"id":1}]', "source.truncated", "sent a body that is cut short"],
])("%s is refused", async (_, body, code, message) => {
  const reader = readerOf(
    await loopback((_request, response) => {
      response.writeHead(200, { "content-type": "application/json" });
      response.end(body);
    }),
  );
  await expect(recordsOf(reader, pass)).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
});
