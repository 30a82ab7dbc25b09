import { SillageError } from "../../core/errors.ts";
import type { ApiRecord } from "../../core/landed-row.ts";
import type { PassRequest } from "../../core/ports/source-reader.ts";
import type { BodyRecords } from "./body-read.ts";
import { sniffDelimiter } from "./csv-delimiter.ts";
import { csvErrorCode, csvRows } from "./csv-rows.ts";
import type { HttpAnswer } from "./http-get.ts";
import { peekLine } from "./peek-line.ts";
import { sourceError } from "./source-errors.ts";
import { utf8Text } from "./utf8-text.ts";

/**
 * Records of a CSV body, values as text, empty ones null. A body without a header line is cut short: an empty file would
 * pass for a source that has no rows. Throws `source.not-csv`, `source.contract`, `source.truncated`.
 */
export async function* csvRecords(
  answer: HttpAnswer,
  { source, read }: Pick<PassRequest, "source" | "read">,
  signal: AbortSignal,
): BodyRecords {
  const where = `${source}${read.path}`;
  await refuseHtml(answer, where);
  yield* rowsOf(answer.body, where, signal);
  return undefined;
}

async function refuseHtml({ headers, body }: HttpAnswer, where: string): Promise<void> {
  if (!/html/i.test(headers["content-type"] ?? "")) return;
  // Read to its end, so that the connection serves the next request.
  for await (const _ of body);
  throw sourceError.notCsv(where, "an HTML page");
}

/** Records of CSV chunks under their header's names; one delimiter, `,` or `;`, by the header line; with or without a byte order mark. */
async function* rowsOf(
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
