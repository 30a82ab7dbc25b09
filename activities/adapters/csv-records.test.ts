import { expect, test } from "vitest";
import { loopback, pagesOf, passOf, readerOf, recordsOf } from "../../test/harness/loopback.ts";
import { readOf } from "../../test/fakes/specs.ts";
import { sniffDelimiter } from "./csv-delimiter.ts";

const whole = { kind: "whole" } as const;
const pass = passOf(whole, { read: readOf(whole, { kind: "none" }, { format: "csv" }) });
const serve = async (text: string | Uint8Array, type = "text/csv") =>
  readerOf(
    await loopback((_, response) => {
      response.writeHead(200, { "content-type": type, date: "Tue, 24 Nov 2026 02:00:00 GMT", age: "60" });
      response.end(text);
    }),
  );

test.each([
  ["a,b;c,d", ","],
  ["a;b;c", ";"],
  ['"a;b;c;d",e', ","],
  ["only", ","],
])("the header %j is separated by %j", (header, delimiter) => {
  expect(sniffDelimiter(header)).toBe(delimiter);
});

test("one delimiter separates the whole file: the other one is text", async () => {
  expect(await recordsOf(await serve("name;price\nA, B;12,50\n"), pass)).toEqual([{ name: "A, B", price: "12,50" }]);
  expect(await recordsOf(await serve('name,note\nA,"x;y"\nB,z;w\n'), pass)).toEqual([
    { name: "A", note: "x;y" },
    { name: "B", note: "z;w" },
  ]);
});

test("a byte order mark, blank lines and empty values are no harm", async () => {
  expect(await recordsOf(await serve("\uFEFFa,b\r\n1,\r\n\r\n2,x\r\n"), pass)).toEqual([
    { a: "1", b: null },
    { a: "2", b: "x" },
  ]);
});

test("a header without rows is a source without rows", async () => {
  expect(await recordsOf(await serve("a,b\n"), pass)).toEqual([]);
});

test.each(["", "\n", "\uFEFF"])("an answer without a header line (%j) is cut short, not empty", async (text) => {
  await expect(pagesOf(await serve(text), pass)).rejects.toMatchObject({
    code: "source.truncated",
    retryable: true,
    message: "shop/things sent a body that is cut short. It is tried again; tell the vendor if it lasts.",
  });
});

test("an HTML page in the file's place is told", async () => {
  await expect(pagesOf(await serve("<html>", "text/html"), pass)).rejects.toMatchObject({
    code: "source.not-csv",
    retryable: false,
    message:
      "shop/things answers 200 with an HTML page instead of CSV. A login or maintenance page stands before the file: check the address.",
  });
});

test("text that is not UTF-8 is refused, for the vendor to mend", async () => {
  await expect(pagesOf(await serve(Buffer.from("name\nCafé Muster\n", "latin1")), pass)).rejects.toMatchObject({
    code: "source.contract",
    retryable: false,
    message:
      "shop/things breaks its contract: its text is not UTF-8. Compare the table's declaration with the vendor's documentation.",
  });
});

test("a file that ends inside a character is cut short", async () => {
  const cut = Buffer.from("name\nCafé").subarray(0, -1);
  await expect(pagesOf(await serve(cut), pass)).rejects.toMatchObject({ code: "source.truncated", retryable: true });
});

test("rows of another width than the header's are refused", async () => {
  await expect(pagesOf(await serve("a,b\n1,2,3\n"), pass)).rejects.toThrow(/its CSV does not parse \(CSV_/);
});

test("pages hold 1,000 rows, and a resumed pass skips what it had", async () => {
  const reader = await serve(`a\n${Array.from({ length: 2_500 }, (_, at) => at).join("\n")}\n`);
  const pages = await pagesOf(reader, pass);
  expect(pages.map(({ records }) => records.reveal().length)).toEqual([1_000, 1_000, 500]);
  expect(pages[0]?.serverDate).toBe("2026-11-24T01:59:00.000Z");
  const rest = await recordsOf(reader, { ...pass, from: pages[1]?.next });
  expect(rest.map(({ a }) => a)).toEqual(Array.from({ length: 500 }, (_, at) => String(2_000 + at)));
});

test("a file that is cut on the way is asked for again, and goes on behind the rows read before", async () => {
  let asked = 0;
  const text = `a\n${Array.from({ length: 2_500 }, (_, at) => at).join("\n")}\n`;
  const reader = readerOf(
    await loopback((_, response) => {
      response.writeHead(200, { "content-type": "text/csv", "content-length": String(text.length) });
      if (++asked > 1) response.end(text);
      else response.write(text.slice(0, -100), () => response.socket?.destroy());
    }),
  );
  expect((await recordsOf(reader, pass)).map(({ a }) => Number(a))).toEqual(
    Array.from({ length: 2_500 }, (_, at) => at),
  );
  expect(asked).toBe(2);
});

test("a pass that is resumed in a file that was published anew meanwhile begins it again", async () => {
  let first = 0;
  const numbers = () => Array.from({ length: 2_500 - first }, (_, at) => String(at + first));
  const reader = readerOf(await loopback((_, response) => response.end(`a\n${numbers().join("\n")}\n`)));
  const [page] = await pagesOf(reader, pass, 1);
  first = 1;
  expect((await recordsOf(reader, { ...pass, from: page?.next })).map(({ a }) => a)).toEqual(numbers());
});

test("a first answer that fails is asked for again", async () => {
  let asked = 0;
  const reader = readerOf(
    await loopback((_, response) => {
      response.writeHead(++asked === 1 ? 429 : 200, { "content-type": "text/csv", "retry-after": "0" });
      response.end("a\n1\n");
    }),
  );
  expect(await recordsOf(reader, pass)).toEqual([{ a: "1" }]);
});

test("a file that is cut on the way is a retryable error", async () => {
  const reader = readerOf(
    await loopback((_, response) => {
      response.writeHead(200, { "content-type": "text/csv", "content-length": "1000" });
      response.write("a,b\n1,2\n", () => response.socket?.destroy());
    }),
  );
  await expect(pagesOf(reader, pass)).rejects.toMatchObject({ code: "source.truncated", retryable: true });
});
