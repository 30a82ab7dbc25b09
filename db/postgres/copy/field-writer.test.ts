import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { CastValue } from "../../../core/ports/database.ts";
import type { CellType } from "../../declare/layout.ts";
import { postgresType } from "../../declare/postgres-type.ts";
import { openSession } from "../open-database.ts";
import type { SqlSession } from "../session.ts";
import { CopyBuffer } from "./copy-buffer.ts";
import { fieldWriter } from "./field-writer.ts";

let sql: SqlSession;
beforeAll(async () => void (sql = await openSession({ memory: true })));
afterAll(() => sql.close());

const digits = (least: number, most: number) =>
  fc.string({ unit: fc.integer({ min: 0, max: 9 }).map(String), minLength: least, maxLength: most });
/** Decimals of 38 digits in canonical form, zeros and nines in every place. */
const decimals = (scale: number) =>
  fc.tuple(fc.boolean(), digits(1, 38 - scale), digits(scale, scale)).map(([negative, whole, fraction]) => {
    const text = `${whole.replace(/^0+(?=\d)/, "")}${scale > 0 ? `.${fraction}` : ""}`;
    return negative && /[1-9]/.test(text) ? `-${text}` : text;
  });
const days = fc
  .integer({ min: Date.parse("0001-01-01"), max: Date.parse("9999-12-31T23:59:59.999Z") })
  .map((ms) => new Date(ms).toISOString());
const bigints = fc
  .bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })
  .map((value) => (Number.isSafeInteger(Number(value)) ? Number(value) : String(value)));
const safe = fc.maxSafeInteger();
const texts = fc
  .string({ unit: "grapheme", maxLength: 90 })
  .filter((text) => !text.includes("\0") && text.isWellFormed());
const decimal = (scale: number): CellType => ({ kind: "decimal", precision: 38, scale });

/** What a type holds, and the text by which PostgreSQL says a value of it. */
const kinds: readonly (readonly [CellType, fc.Arbitrary<NonNullable<CastValue>>, (column: string) => string])[] = [
  [{ kind: "int" }, fc.integer(), (it) => `${it}::text`],
  [{ kind: "bigint" }, fc.oneof(bigints, safe), (it) => `${it}::text`],
  [decimal(0), decimals(0), (it) => `${it}::text`],
  [decimal(2), decimals(2), (it) => `${it}::text`],
  [decimal(9), decimals(9), (it) => `${it}::text`],
  [{ kind: "text", length: 400 }, texts, (it) => it],
  [{ kind: "bool" }, fc.boolean(), (it) => `${it}::text`],
  [{ kind: "instant", reads: "rfc3339" }, days, (it) => `to_char(${it}, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`],
  [{ kind: "date" }, days.map((day) => day.slice(0, 10)), (it) => `to_char(${it}, 'YYYY-MM-DD')`],
  [{ kind: "uuid" }, fc.uuid(), (it) => `${it}::text`],
  [{ kind: "name" }, texts, (it) => it],
];

test.each(kinds)("a value of $kind comes back as it was put, null as null", async (type, values, said) => {
  await sql.exec(`drop table if exists put; create table put (place integer, it ${postgresType(type)})`);
  const write = fieldWriter(type);
  const put = fc.sample(values, 500);
  const to = new CopyBuffer(0);
  for (const [place, value] of [...put, null].entries()) {
    to.row(2);
    to.int32(place);
    write(to, value);
  }
  await sql.copy("copy put (place, it) from stdin (format binary)", to.finish());
  const came = await sql.query(`select ${said("it")} as it from put order by place`);
  expect(came.map(({ it }) => it)).toEqual([...put.map(String), null]);
});

test("JSON and bytes come back as they were put", async () => {
  await sql.exec("create table kept (document jsonb, sealed bytea)");
  const to = new CopyBuffer(0);
  to.row(2);
  fieldWriter({ kind: "json" })(to, '{"a": [1, "é"]}');
  fieldWriter({ kind: "bytes" })(to, Uint8Array.of(0, 1, 254, 255));
  await sql.copy("copy kept (document, sealed) from stdin (format binary)", to.finish());
  const [kept] = await sql.query("select document::text as document, encode(sealed, 'hex') as sealed from kept");
  expect(kept).toEqual({ document: '{"a": [1, "é"]}', sealed: "0001feff" });
});
