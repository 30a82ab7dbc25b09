import { parse, type Options } from "csv-parse";
import { Readable } from "node:stream";
import type { ApiRecord } from "../../core/landed-row.ts";
import { longestRecord } from "./longest-record.ts";

/** Rows of CSV text under their header's names; blank lines are no rows. Throws the parser's errors, which may quote the text, and what `texts` throw. */
export async function* csvRows(
  texts: AsyncIterable<string>,
  options: Pick<Options, "columns" | "delimiter" | "cast">,
): AsyncIterable<ApiRecord> {
  const source = Readable.from(texts, { objectMode: false });
  const parser = parse({ ...options, skip_empty_lines: true, max_record_size: longestRecord });
  source.on("error", (error) => parser.destroy(error));
  try {
    for await (const record of source.pipe(parser)) yield record;
  } finally {
    source.destroy();
  }
}

/** The code of what the parser says of CSV that does not parse; undefined for any other error. */
export function csvErrorCode(error: unknown): string | undefined {
  return typeof error === "object" &&
    error !== null &&
    "code" in error &&
    typeof error.code === "string" &&
    error.code.startsWith("CSV_")
    ? error.code
    : undefined;
}
