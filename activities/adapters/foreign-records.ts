import { SillageError } from "../../core/errors.ts";
import type { ApiRecord } from "../../core/landed-row.ts";
import { csvRecords } from "./csv-pages.ts";
import { gunzipped, readLines } from "./line-codec.ts";

const unreadable = (name: string, why: string): SillageError =>
  new SillageError({
    code: "foreign.unreadable",
    message: `The dropped object ${name} is not readable: ${why}.`,
    fix: "Drop a JSON array, JSON Lines or CSV (gzip or not) with the API's field names.",
  });

/** Records of a hand-dropped object in batches: JSON array, JSON Lines or CSV, by their first byte; gzip undone. Throws `foreign.unreadable`. */
export async function* foreignRecords(
  chunks: AsyncIterable<Uint8Array>,
  name: string,
  signal: AbortSignal,
): AsyncIterable<readonly ApiRecord[]> {
  const text = gunzipped(chunks)[Symbol.asyncIterator]();
  const first = await text.next();
  if (first.done === true) throw unreadable(name, "it is empty");
  const all = replay(first.value, text);
  const lead = new TextDecoder().decode(first.value.subarray(0, 64)).trimStart().charAt(0);
  if (lead === "[") yield await wholeArray(all, name);
  else if (lead === "{") for await (const lines of readLines(all)) yield lines.map((line) => parseRecord(line, name));
  else yield* batches(csvRecords(all, name, signal), 1_000);
}

async function* replay(first: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncIterable<Uint8Array> {
  yield first;
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
}

async function wholeArray(chunks: AsyncIterable<Uint8Array>, name: string): Promise<readonly ApiRecord[]> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  const parsed = parse(Buffer.concat(parts).toString("utf8"), name);
  if (!Array.isArray(parsed)) throw unreadable(name, "it is no array of records");
  return parsed.map((record) => asRecord(record, name));
}

const parseRecord = (line: string, name: string): ApiRecord => asRecord(parse(line, name), name);

function parse(text: string, name: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    throw unreadable(name, "its JSON does not parse");
  }
}

function asRecord(value: unknown, name: string): ApiRecord {
  if (isRecord(value)) return value;
  throw unreadable(name, "it holds something that is no record");
}

const isRecord = (value: unknown): value is ApiRecord =>
  typeof value === "object" && value !== null && !Array.isArray(value);

async function* batches(records: AsyncIterable<ApiRecord>, size: number): AsyncIterable<readonly ApiRecord[]> {
  let batch: ApiRecord[] = [];
  for await (const record of records) {
    batch.push(record);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
