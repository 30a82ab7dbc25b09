import { isObject } from "../../core/cast/pick.ts";
import type { ApiRecord, Json } from "../../core/landed-row.ts";
import type { PassRequest } from "../../core/ports/source-reader.ts";
import type { BodyRecords } from "./body-read.ts";
import { rowsOf, toldTotal } from "./http-answered-page.ts";
import type { HttpAnswer } from "./http-get.ts";
import { NoArrayError } from "./json-array.ts";
import { jsonTexts, parsedBody } from "./json-body.ts";
import { JsonRows } from "./json-rows.ts";
import { sourceError } from "./source-errors.ts";

/** Records of a list that comes as one JSON answer, whatever its size, and the total that the answer told around them. Throws `source.not-json`, `source.contract`, `source.truncated`. */
export async function* jsonRecords(answer: HttpAnswer, pass: PassRequest): BodyRecords {
  const where = `${pass.source}${pass.read.path}`;
  const rows = new JsonRows(pass.read.rows);
  try {
    for await (const text of jsonTexts(answer, where))
      for (const row of rows.take(text)) yield recordOf(row, pass, where);
    return toldTotal(around(rows, pass, where), pass);
  } catch (error) {
    if (!(error instanceof NoArrayError)) throw error;
    throw error.cut ? sourceError.truncated(where) : sourceError.contract(where, error.message);
  }
}

function recordOf(text: string, { read }: PassRequest, where: string): ApiRecord {
  const record = parsedBody(text, where);
  if (isObject(record)) return record;
  throw sourceError.contract(where, `there is no array of rows at "${read.rows}"`);
}

/** What stands around the rows. */
function around(rows: JsonRows, pass: PassRequest, where: string): Json {
  const body = parsedBody(rows.end(), where);
  if (rowsOf(body, pass).length === 0 && rows.found) return body;
  throw sourceError.contract(where, `there is no array of rows at "${pass.read.rows}"`);
}
