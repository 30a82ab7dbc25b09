import { expect, test } from "vitest";
import { jsonBody } from "./json-body.ts";
import { parseJson } from "./parse-json.ts";

const answerOf = (text: string | Uint8Array, type = "application/json") => ({
  status: 200,
  headers: { "content-type": type },
  body: (async function* () {
    yield typeof text === "string" ? Buffer.from(text) : text;
  })(),
});
const read = (text: string | Uint8Array, type?: string) => jsonBody(answerOf(text, type), "shop/things");

test.each<[string, unknown]>([
  ['{"a": 12.50}', { a: "12.50" }],
  ['{"a":[0.1234567890123456789]}', { a: ["0.1234567890123456789"] }],
  ['{"a":12345678901234567.89}', { a: "12345678901234567.89" }],
  ['{"a":9007199254740993}', { a: "9007199254740993" }],
  ['{"a":-99999999999999999999}', { a: "-99999999999999999999" }],
  ['{"a":1.5e400}', { a: "1.5e400" }],
  ['{"a":0.00}', { a: 0 }],
  ['{"a":1.0,"b":1e3,"c":12.5,"d":9007199254740991}', { a: 1, b: 1000, c: 12.5, d: 9007199254740991 }],
  ['{"text":"12.50","deep":{"list":[{"price":7.10}]}}', { text: "12.50", deep: { list: [{ price: "7.10" }] } }],
])("the numbers of %s lose no digit", (text, parsed) => {
  expect(parseJson(text)).toEqual(parsed);
});

test.each([
  ["", "application/json", "source.truncated", "shop/things sent a body that is cut short."],
  ['{"data": [1, 2', "application/json", "source.truncated", "shop/things sent a body that is cut short."],
  ['{"data": [{"a": 1}', "application/json", "source.truncated", "shop/things sent a body that is cut short."],
  ['{"a": "}', "application/json", "source.truncated", "shop/things sent a body that is cut short."],
  ['{"a": "\\"}', "application/json", "source.truncated", "shop/things sent a body that is cut short."],
  ["1.", "application/json", "source.truncated", "shop/things sent a body that is cut short."],
  ['{"a": NaN}', "application/json", "source.contract", "shop/things breaks its contract: its JSON does not parse."],
  ['[{"a": "]"},]', "application/json", "source.contract", "shop/things breaks its contract: its JSON does not parse."],
  ['{"a": 1}\n{"a": 2}\n', "application/json", "source.contract", "breaks its contract: its JSON does not parse."],
  ["<html></html>", "text/html", "source.not-json", "shop/things answers 200 with an HTML page instead of JSON."],
  ["<?xml?>", "text/xml", "source.not-json", "shop/things answers 200 with text/xml instead of JSON."],
  ["Service down", "text/plain", "source.not-json", "shop/things answers 200 with text/plain instead of JSON."],
])("the body %j of type %s is refused as %s", async (text, type, code, message) => {
  await expect(read(text, type)).rejects.toMatchObject({ code });
  await expect(read(text, type)).rejects.toThrow(message);
});

test("a byte order mark and blanks before the JSON are no harm", async () => {
  expect(await read('\uFEFF \n{"a":1}')).toEqual({ a: 1 });
});

test.each([
  ["is not UTF-8", Buffer.from('{"a":"Café"}', "latin1"), "source.contract", false],
  ["ends inside a character", Buffer.from('{"a":"Café').subarray(0, -1), "source.truncated", true],
])("a body that %s is not stored damaged", async (_, bytes, code, retryable) => {
  await expect(read(bytes)).rejects.toMatchObject({ code, retryable });
});

test("an HTML page in another encoding is told as a page", async () => {
  await expect(read(Buffer.from("<p>Accès</p>", "latin1"), "text/html")).rejects.toMatchObject({
    code: "source.not-json",
  });
});

test("a body of more bytes than a worker holds is refused before it is read to its end", async () => {
  let sent = 0;
  const body = (async function* () {
    for (; sent < 100; sent++) yield Buffer.from("[1, 2, 3,");
  })();
  const endless = { status: 200, headers: {}, body };
  await expect(jsonBody(endless, "shop/things", 20)).rejects.toMatchObject({
    code: "source.too-large",
    retryable: false,
    message:
      "shop/things answers with more than 20 bytes of JSON at once. Declare smaller pages, or the list as whole() where the API sends it at once: that is read as it arrives.",
  });
  expect(sent).toBe(2);
});

test("a body of just the bytes that a worker holds is read", async () => {
  expect(await jsonBody(answerOf('{"a": "é"}'), "shop/things", 11)).toEqual({ a: "é" });
});
