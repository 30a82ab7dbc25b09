import { Sensitive } from "../../core/sensitive.ts";
import { SillageError } from "../../core/errors.ts";
import type { ApiRecord } from "../../core/landed-row.ts";
import type { Page, PassRequest } from "../../core/ports/source-reader.ts";
import { serverDate } from "../../core/source/server-date.ts";
import { sniffDelimiter } from "./csv-delimiter.ts";
import { csvErrorCode, csvRows } from "./csv-rows.ts";
import type { HttpAnswer } from "./http-get.ts";
import { peekLine } from "./peek-line.ts";
import { sourceError } from "./source-errors.ts";
import { utf8Text } from "./utf8-text.ts";

const pageRows = 1_000;

/**
 * Records of a CSV body in pages of 1,000, values as text, empty ones null; a resumed pass skips what it had. A body
 * without a header line is cut short: an empty file would pass for a source that has no rows.
 */
export async function* csvPages(pass: PassRequest, answer: HttpAnswer, signal: AbortSignal): AsyncIterable<Page> {
  const where = `${pass.source}${pass.read.path}`;
  await refuseHtml(answer, where);
  const skip = pass.from?.kind === "number" ? pass.from.at : 0;
  const told = { serverDate: serverDate(answer.headers), missing: 0 };
  let at = 0;
  let requests = 1;
  let records: ApiRecord[] = [];
  for await (const record of csvRecords(answer.body, where, signal)) {
    at++;
    if (at <= skip) continue;
    records.push(record);
    if (records.length < pageRows) continue;
    yield { records: new Sensitive(records), next: { kind: "number", at, window: 0 }, requests, ...told };
    records = [];
    requests = 0;
  }
  yield { records: new Sensitive(records), next: undefined, requests, ...told };
}

async function refuseHtml({ headers, body }: HttpAnswer, where: string): Promise<void> {
  if (!/html/i.test(headers["content-type"] ?? "")) return;
  // Read to its end, so that the connection serves the next request.
  for await (const _ of body);
  throw sourceError.notCsv(where, "an HTML page");
}

/** Records of CSV chunks under their header's names; one delimiter, `,` or `;`, by the header line; with or without a byte order mark. */
export async function* csvRecords(
  chunks: AsyncIterable<Uint8Array>,
  where: string,
  signal: AbortSignal,
): AsyncIterable<ApiRecord> {
  try {
    const { head, all } = await peekLine(utf8Text(chunks, where));
    if (head === "") throw sourceError.truncated(where);
    yield* csvRows(all, {
      columns: true,
      delimiter: sniffDelimiter(head),
      cast: (value) => (value === "" ? null : value),
    });
  } catch (error) {
    const code = csvErrorCode(error);
    if (code !== undefined) throw sourceError.contract(where, `its CSV does not parse (${code})`);
    if (signal.aborted || error instanceof SillageError) throw error;
    throw sourceError.truncated(where);
  }
}
