import { Sensitive } from "../../core/sensitive.ts";
import { SillageError } from "../../core/errors.ts";
import type { ApiRecord } from "../../core/landed-row.ts";
import type { TableSpec } from "../../core/spec/asset.ts";
import { sniffDelimiter, type CsvDelimiter } from "./csv-delimiter.ts";
import { csvErrorCode, csvRows } from "./csv-rows.ts";
import { NoArrayError } from "./json-array.ts";
import { JsonRows } from "./json-rows.ts";
import { longestRecord } from "./longest-record.ts";
import { gunzipped } from "./line-codec.ts";
import { parseJson } from "./parse-json.ts";
import { peekLine } from "./peek-line.ts";

/** What is wrong with a dropped object; never holds anything of its content. */
class Unreadable extends Error {
  override readonly name = "Unreadable";
}

type Shape = "array" | "lines" | "csv";

const pageRows = 1_000;

/**
 * Records of a hand-dropped object in pages of 1,000: JSON array, JSON Lines or CSV by the first sign, gzip undone by its
 * first bytes; what the name says must hold. Values of CSV are text, empty ones null. Throws `foreign.unreadable`, and
 * what `chunks` throw.
 */
export async function* foreignRecords(
  chunks: AsyncIterable<Uint8Array>,
  key: string,
  table: TableSpec,
): AsyncIterable<Sensitive<readonly ApiRecord[]>> {
  try {
    yield* pagesOf(recordsOf(decoded(unzipped(chunks, key)), key, table));
  } catch (error) {
    throw toUnreadable(error, key);
  }
}

function toUnreadable(error: unknown, key: string): unknown {
  const why =
    error instanceof Unreadable || error instanceof NoArrayError
      ? error.message
      : error instanceof SillageError && error.code === "store.damaged"
        ? "its gzip is damaged"
        : undefined;
  return why === undefined
    ? error
    : new SillageError({
        code: "foreign.unreadable",
        message: `The dropped object ${key} is not readable: ${why}.`,
        fix: "Nothing of it was kept, and it stays where it is: drop a JSON array, JSON Lines or CSV in UTF-8 (gzip or not) with the API's field names, and remove this one.",
      });
}

/** A name that ends in `.gz` says that its bytes are gzipped; without it they may be. */
async function* unzipped(chunks: AsyncIterable<Uint8Array>, key: string): AsyncIterable<Uint8Array> {
  let first = true;
  const seen = (async function* () {
    for await (const chunk of chunks) {
      if (first && key.endsWith(".gz") && (chunk[0] !== 0x1f || chunk[1] !== 0x8b))
        throw new Unreadable("its name says gzip and its bytes do not");
      first = false;
      yield chunk;
    }
  })();
  yield* gunzipped(seen);
}

/** Text of UTF-8 bytes, without its byte order mark. */
async function* decoded(chunks: AsyncIterable<Uint8Array>): AsyncIterable<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const text = (chunk?: Uint8Array): string => {
    try {
      return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true });
    } catch {
      throw new Unreadable("it is not UTF-8");
    }
  };
  for await (const chunk of chunks) yield text(chunk);
  yield text();
}

async function* recordsOf(texts: AsyncIterable<string>, key: string, table: TableSpec): AsyncIterable<ApiRecord> {
  const { head, all } = await peekLine(texts);
  if (head === "") throw new Unreadable("it is empty");
  const shape = shapeOf(head.charAt(0));
  if (!shapesOfName(key).includes(shape)) throw new Unreadable("its content is not what its name says");
  yield* shape === "csv" ? csvRecords(all, sniffDelimiter(head), table) : jsonRecords(all, shape, table);
}

const shapeOf = (sign: string): Shape => (sign === "[" ? "array" : sign === "{" ? "lines" : "csv");

function shapesOfName(key: string): readonly Shape[] {
  const name = key.toLowerCase().replace(/\.gz$/, "");
  if (name.endsWith(".csv")) return ["csv"];
  if (/\.(jsonl|ndjson)$/.test(name)) return ["lines"];
  return name.endsWith(".json") ? ["array", "lines"] : ["array", "lines", "csv"];
}

/** Whether any name is one that the table reads or leaves out on purpose. */
function namesField(table: TableSpec, names: readonly string[]): boolean {
  const known = new Set([...table.columns.flatMap((column) => column.from), ...table.ignored]);
  const tops = new Set([...known].map((path) => path.split(".", 1)[0]));
  return names.some((name) => known.has(name) || tops.has(name));
}

async function* jsonRecords(texts: AsyncIterable<string>, shape: Shape, table: TableSpec): AsyncIterable<ApiRecord> {
  let at = 0;
  for await (const elements of shape === "array" ? elementsOf(texts) : linesOf(texts))
    for (const element of elements) {
      const record = asRecord(element, ++at);
      if (at === 1 && !namesField(table, Object.keys(record)))
        throw new Unreadable(`its first record names no field of ${table.key}`);
      yield record;
    }
}

async function* elementsOf(texts: AsyncIterable<string>): AsyncIterable<readonly string[]> {
  const rows = new JsonRows("");
  for await (const text of texts) yield rows.take(text);
  if (rows.end().trim() !== "[]") throw new Unreadable("something follows its array");
}

async function* linesOf(texts: AsyncIterable<string>): AsyncIterable<readonly string[]> {
  let rest: string[] = [];
  let length = 0;
  for await (const text of texts) {
    const lines = text.split("\n");
    const last = lines.pop() ?? "";
    if (lines.length > 0) {
      lines[0] = rest.join("") + (lines[0] ?? "");
      yield lines.filter((line) => line.trim() !== "");
      [rest, length] = [[], 0];
    }
    rest.push(last);
    length += last.length;
    if (length > longestRecord) throw new Unreadable(`a line of it is longer than ${longestRecord} characters`);
  }
  const end = rest.join("");
  if (end.trim() !== "") yield [end];
}

function asRecord(text: string, at: number): ApiRecord {
  const parsed = tryParse(text);
  if (isRecord(parsed)) return parsed;
  throw new Unreadable(parsed === undefined ? `its record ${at} does not parse` : `its record ${at} is no record`);
}

/** The parser's own message would quote the text. */
function tryParse(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

const isRecord = (value: unknown): value is ApiRecord =>
  typeof value === "object" && value !== null && !Array.isArray(value);

async function* csvRecords(
  texts: AsyncIterable<string>,
  delimiter: CsvDelimiter,
  table: TableSpec,
): AsyncIterable<ApiRecord> {
  const decimals = new Set(
    table.columns.flatMap((column) => (delimiter === ";" && column.type.kind === "decimal" ? column.from : [])),
  );
  try {
    yield* csvRows(texts, {
      columns: (header: readonly string[]) => checkedHeader(header, table),
      delimiter,
      cast: (value, { header, column }) =>
        header ? value : value === "" ? null : decimals.has(String(column)) ? withPoint(value) : value,
    });
  } catch (error) {
    const code = csvErrorCode(error);
    throw code === undefined ? error : new Unreadable(`its CSV does not parse (${code})`);
  }
}

function checkedHeader(header: readonly string[], table: TableSpec): string[] {
  const names = header.map((name) => name.trim());
  if (!namesField(table, names)) throw new Unreadable(`its header line names no field of ${table.key}`);
  if (new Set(names).size < names.length) throw new Unreadable("its header line names a field twice");
  return names;
}

const withPoint = (value: string): string => (/^[+-]?\d+,\d+$/.test(value) ? value.replace(",", ".") : value);

async function* pagesOf(records: AsyncIterable<ApiRecord>): AsyncIterable<Sensitive<readonly ApiRecord[]>> {
  let page: ApiRecord[] = [];
  for await (const record of records) {
    page.push(record);
    if (page.length < pageRows) continue;
    yield new Sensitive(page);
    page = [];
  }
  if (page.length > 0) yield new Sensitive(page);
}
