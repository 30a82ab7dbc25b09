import { parse } from "csv-parse";
import { Readable } from "node:stream";
import type { ApiRecord } from "../../core/landed-row.ts";
import type { Page, PassRequest } from "../../core/ports/source-reader.ts";
import { transportError, type HttpAnswer } from "./http-get.ts";
import { sourceError } from "./source-errors.ts";

const pageRows = 1_000;

/** Records of a CSV body in pages of 1,000, values as text, empty ones absent; a resumed pass skips what it had. */
export async function* csvPages(
  pass: PassRequest,
  get: () => Promise<HttpAnswer>,
  signal: AbortSignal,
): AsyncIterable<Page> {
  const where = `${pass.source}${pass.read.path}`;
  const answer = await get();
  if (/html/i.test(answer.headers["content-type"] ?? "")) throw sourceError.notJson(where, "an HTML page");
  const skip = pass.from?.kind === "number" ? pass.from.at : 0;
  const date = Date.parse(answer.headers["date"] ?? "");
  const serverDate = Number.isNaN(date) ? undefined : new Date(date).toISOString();
  let at = 0;
  let records: ApiRecord[] = [];
  for await (const record of csvRecords(answer.body, where, signal)) {
    at++;
    if (at <= skip) continue;
    records.push(record);
    if (records.length < pageRows) continue;
    yield { records, next: { kind: "number", at, window: 0 }, serverDate, total: undefined };
    records = [];
  }
  yield { records, next: undefined, serverDate, total: undefined };
}

/** Records of CSV chunks under their header's names; `,` or `;` by the header line, with or without a byte order mark. */
export async function* csvRecords(
  chunks: AsyncIterable<Uint8Array>,
  where: string,
  signal: AbortSignal,
): AsyncIterable<ApiRecord> {
  const source = Readable.from(chunks);
  const parser = parse({
    bom: true,
    columns: true,
    delimiter: [",", ";"],
    skip_empty_lines: true,
    cast: (value) => (value === "" ? null : value),
  });
  source.on("error", (error) => parser.destroy(error));
  try {
    for await (const record of source.pipe(parser)) yield record;
  } catch (error) {
    if (typeof error === "object" && error !== null && "code" in error && String(error.code).startsWith("CSV_"))
      throw sourceError.contract(where, `its CSV does not parse (${String(error.code)})`);
    throw transportError(error, where, signal);
  }
}
