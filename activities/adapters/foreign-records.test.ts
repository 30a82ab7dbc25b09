import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import type { ApiRecord } from "../../core/landed-row.ts";
import { sampleTable } from "../../test/contracts/sample-orders.ts";
import { foreignRecords } from "./foreign-records.ts";

const orders = sampleTable("orders");
const canary = "Exemple-Canari";

/** Read an object whole, its bytes arriving in pieces of three. */
async function read(body: string | Uint8Array, name = "drop", table = orders): Promise<readonly ApiRecord[]> {
  const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
  const chunks = (async function* () {
    for (let at = 0; at < bytes.length; at += 3) yield bytes.subarray(at, at + 3);
  })();
  const records: ApiRecord[] = [];
  for await (const page of foreignRecords(chunks, `inbox/orders/${name}`, table)) records.push(...page.reveal());
  return records;
}

const wanted = [
  { id: 1, comment: 'a, "b" ] é', total: 12.5 },
  { id: 2, comment: null, total: 3 },
];
const array = `\n [ ${JSON.stringify(wanted[0])} ,\n ${JSON.stringify(wanted[1], undefined, 2)} ]\n`;
const lines = wanted.map((record) => JSON.stringify(record)).join("\r\n");
const text = [
  { id: "1", comment: 'a, "b" ] é', total: "12.5" },
  { id: "2", comment: null, total: "3" },
];
const comma = 'id,comment,total\r\n1,"a, ""b"" ] é",12.5\r\n\r\n2,,3\r\n';
const semicolon = 'id;comment;total\n1;"a, ""b"" ] é";12,5\n2;;3';

test.each<[string, string, unknown]>([
  ["a JSON array", array, wanted],
  ["JSON Lines", lines, wanted],
  ["CSV with commas", comma, text],
  ["CSV with semicolons and decimal commas", semicolon, text],
])("%s is read, gzipped or not, with or without a byte order mark", async (_, body, records) => {
  expect(await read(body)).toEqual(records);
  expect(await read(`\uFEFF${body}`)).toEqual(records);
  expect(await read(gzipSync(body))).toEqual(records);
  expect(await read(gzipSync(`\uFEFF${body}`), "drop.gz")).toEqual(records);
});

test("a comma stays a comma in columns that are no decimals, and in files of commas", async () => {
  expect(await read("id;comment\n1;12,50")).toEqual([{ id: "1", comment: "12,50" }]);
  expect(await read('id,total\n1,"12,50"')).toEqual([{ id: "1", total: "12,50" }]);
});

test("dots in a CSV's names are nesting, left to those who pick values", async () => {
  expect(await read("id,address.street\n1,x", "a.csv", sampleTable("people"))).toEqual([
    { id: "1", "address.street": "x" },
  ]);
});

test("numbers keep their digits", async () => {
  expect(await read('[{"id": 9007199254740993, "total": 12.10}]')).toEqual([
    { id: "9007199254740993", total: "12.10" },
  ]);
});

test("an empty array holds no record", async () => {
  expect(await read("[ ]")).toEqual([]);
});

test("more than a page of records comes in pages", async () => {
  const many = Array.from({ length: 2_500 }, (_, id) => ({ id }));
  expect(await read(JSON.stringify(many))).toEqual(many);
});

const latin1 = Buffer.from(`id;comment\n1;é ${canary}`, "latin1");
test.each<[string, string | Uint8Array, string, string]>([
  ["nothing", "", "drop", "it is empty"],
  ["blanks only", " \n \n", "drop", "it is empty"],
  [
    "a CSV without its header line",
    `7;${canary};0612345678\n8;x;y`,
    "drop.csv",
    "its header line names no field of orders",
  ],
  ["a field named twice", "id,total,id\n1,2,3\n", "drop.csv", "its header line names a field twice"],
  ["an HTML page", `<html>${canary}</html>\n`, "drop", "its header line names no field of orders"],
  ["CSV under the name of JSON", comma, "drop.json", "its content is not what its name says"],
  ["JSON under the name of CSV", array, "drop.csv", "its content is not what its name says"],
  ["a JSON array under the name of JSON Lines", array, "drop.jsonl.gz.jsonl", "its content is not what its name says"],
  ["bytes that are no gzip under its name", comma, "drop.csv.gz", "its name says gzip and its bytes do not"],
  ["gzip cut short", gzipSync(comma.repeat(9)).subarray(0, 40), "drop.csv", "its gzip is damaged"],
  ["another encoding", latin1, "drop.csv", "it is not UTF-8"],
  ["a JSON array cut short", `[{"id":1,"comment":"${canary}"},{"id`, "drop", "it is cut short"],
  ["something after its array", `[{"id":1}] "${canary}"`, "drop", "something follows its array"],
  ["an empty element", `[{"id":1},,{"id":2}]`, "drop", "an element of its array is empty"],
  ["JSON that does not parse", `[{"id":1},{"id":${canary}}]`, "drop", "its record 2 does not parse"],
  ["a line that does not parse", `{"id":1}\n${canary}\n`, "drop", "its record 2 does not parse"],
  ["a record that is none", `[{"id":1},"${canary}"]`, "drop", "its record 2 is no record"],
  ["an envelope around its records", `{"${canary}":[{"id":1}]}`, "drop", "its first record names no field of orders"],
  [
    "a row of another length",
    `id,comment\n1,2,${canary}\n`,
    "drop",
    "its CSV does not parse (CSV_RECORD_INCONSISTENT_COLUMNS)",
  ],
])("an object with %s is unreadable, and nothing of it is shown", async (_, body, name, why) => {
  await expect(read(body, name)).rejects.toThrow(
    expect.objectContaining({
      code: "foreign.unreadable",
      retryable: false,
      message: `The dropped object inbox/orders/${name} is not readable: ${why}. Nothing of it was kept, and it stays where it is: drop a JSON array, JSON Lines or CSV in UTF-8 (gzip or not) with the API's field names, and remove this one.`,
    }),
  );
});

const endless = "x".repeat(8_000_001);
test.each([
  ["JSON Lines", "a.jsonl", `{"id":1}\n{"comment":"${endless}`, "a line of it is longer than 8000000 characters"],
  [
    "a JSON array",
    "a.json",
    `[{"id":1},{"comment":"${endless}`,
    "an element of its array is longer than 8000000 characters",
  ],
  ["CSV", "a.csv", `id,comment\n1,"${endless}`, "its CSV does not parse (CSV_MAX_RECORD_SIZE)"],
])("a record of %s that does not end is refused long before the file is over", async (_, name, begun, why) => {
  let sent = 0;
  const chunks = (async function* () {
    for (; sent < begun.length * 4; sent += 65_536)
      yield new TextEncoder().encode(begun.slice(sent, sent + 65_536).padEnd(65_536, "x"));
  })();
  const records = foreignRecords(chunks, `inbox/orders/${name}`, orders);
  await expect(Array.fromAsync(records)).rejects.toMatchObject({
    code: "foreign.unreadable",
    message: expect.stringContaining(`is not readable: ${why}.`),
  });
  expect(sent).toBeLessThan(begun.length * 2);
});

test("lines that come in many pieces are read as they were written", async () => {
  const long = JSON.stringify({ id: 1, comment: "é".repeat(5_000) });
  expect(await read(`${long}\n\n${long}`, "a.jsonl")).toEqual([JSON.parse(long), JSON.parse(long)]);
});

test("a store that goes away while it is read is no fault of the object", async () => {
  const chunks = (async function* () {
    yield new TextEncoder().encode("id,total\n1,2\n");
    throw Object.assign(new Error(canary), { code: "ECONNRESET" });
  })();
  const records = foreignRecords(chunks, "inbox/orders/a.csv", orders)[Symbol.asyncIterator]();
  await expect(records.next()).rejects.toThrow(expect.objectContaining({ code: "ECONNRESET" }));
});
