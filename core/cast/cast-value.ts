import type { Json } from "../landed-row.ts";
import type { ColumnType } from "../spec/column.ts";
import type { MisfitRule } from "./misfit-rules.ts";
import { calendar, localToInstant } from "./zone.ts";

/** A cast value in canonical form (text, number, boolean, null), or the rule that the raw value broke. */
export type Cast =
  | { readonly ok: true; readonly value: string | number | boolean | null }
  | { readonly ok: false; readonly rule: MisfitRule };

const fits = (value: string | number | boolean | null): Cast => ({ ok: true, value });
const breaks = (rule: MisfitRule): Cast => ({ ok: false, rule });
const absent = fits(null);

const range = (least: bigint, most: bigint) => ({ least, most, leastNumber: Number(least), mostNumber: Number(most) });
const int32 = range(-2_147_483_648n, 2_147_483_647n);
const int64 = range(-(2n ** 63n), 2n ** 63n - 1n);

const integerPattern = /^[+-]?\d{1,19}$/;
const decimalPattern = /^([+-]?)(\d+)(?:\.(\d+))?$/;
/** A decimal that is canonical already when its fraction has the scale's length: no sign, no leading zero. */
const plainDecimalPattern = /^(?:0|[1-9]\d*)\.\d+$/;
/** An instant that is canonical already: UTC, milliseconds. */
const canonicalInstantPattern = /^\d{4}-\d{2}-\d{2}T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;
const rfc3339Pattern = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:[Zz]|[+-]\d{2}:\d{2})$/;
const naivePattern = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?$/;
const datePattern = /^\d{4}-\d{2}-\d{2}$/;
const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Cast a raw API value to its declared type, exactly: never by way of a float, never by guessing. Absent stays null. */
export function castValue(type: ColumnType, raw: Json | undefined): Cast {
  if (raw === undefined || raw === null) return absent;
  switch (type.kind) {
    case "int":
      return castInteger(raw, int32);
    case "bigint":
      return castInteger(raw, int64);
    case "decimal":
      return castDecimal(raw, type);
    case "text":
      return castText(raw, type);
    case "code":
      return castCode(raw, type);
    case "oneOf":
      return typeof raw === "string" && type.values.includes(raw) ? fits(raw) : breaks("not-in-list");
    case "bool":
      return castBoolean(raw);
    case "instant":
      return castInstant(raw, type);
    case "date":
      return castDate(raw);
    case "uuid":
      return typeof raw === "string" && uuidPattern.test(raw) ? fits(raw.toLowerCase()) : breaks("uuid");
    case "json":
      return castJson(raw);
  }
}

function castInteger(raw: Json, { least, most, leastNumber, mostNumber }: typeof int32): Cast {
  if (typeof raw === "number") {
    if (!Number.isInteger(raw)) return breaks("integer");
    if (!Number.isSafeInteger(raw)) return breaks("inexact");
    return raw >= leastNumber && raw <= mostNumber ? fits(raw) : breaks("out-of-range");
  }
  if (typeof raw !== "string") return breaks("integer");
  if (raw === "") return breaks("empty");
  if (!integerPattern.test(raw)) return breaks("integer");
  const value = BigInt(raw);
  if (value < least || value > most) return breaks("out-of-range");
  return value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER)
    ? fits(Number(value))
    : fits(value.toString());
}

function castDecimal(raw: Json, type: Extract<ColumnType, { kind: "decimal" }>): Cast {
  const { precision, scale } = type;
  if (typeof raw !== "string" && typeof raw !== "number") return breaks("decimal");
  if (raw === "") return breaks("empty");
  if (typeof raw === "string" && isCanonicalDecimal(raw, precision, scale)) return fits(raw);
  if (typeof raw === "number" && Math.abs(raw) > Number.MAX_SAFE_INTEGER) return breaks("inexact");
  const match = decimalPattern.exec(String(raw));
  if (match === null) return breaks("decimal");
  const [, sign = "", whole = "", fraction = ""] = match;
  if (fraction.length > scale && type.beyond === "round")
    return castDecimal(`${sign}${rounded(whole, fraction, scale)}`, type);
  const digits = whole.replace(/^0+(?=\d)/, "");
  const kept = fraction.replace(/0+$/, "");
  if (kept.length > scale) return breaks("too-precise");
  if ((digits === "0" ? 0 : digits.length) > precision - scale) return breaks("out-of-range");
  const text = scale === 0 ? digits : `${digits}.${kept.padEnd(scale, "0")}`;
  return fits(sign === "-" && /[1-9]/.test(text) ? `-${text}` : text);
}

/** A decimal with `scale` digits after its point, half away from zero; exact, since its digits are counted as one whole number. */
function rounded(whole: string, fraction: string, scale: number): string {
  const up = fraction.charAt(scale) >= "5" ? 1n : 0n;
  const digits = (BigInt(whole + fraction.slice(0, scale)) + up).toString().padStart(scale + 1, "0");
  return scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

/** The usual case, told without taking the text apart: half of a load's casting time went there. */
const isCanonicalDecimal = (text: string, precision: number, scale: number): boolean =>
  scale > 0 && text.length <= precision + 1 && text.at(-scale - 1) === "." && plainDecimalPattern.test(text);

function castText(raw: Json, { length, trim }: { readonly length: number; readonly trim?: true }): Cast {
  const said = typeof raw === "number" || typeof raw === "boolean" ? String(raw) : raw;
  if (typeof said !== "string") return breaks("text");
  if (!said.isWellFormed() || said.includes("\u0000")) return breaks("not-unicode");
  const text = trim === true ? withoutEnd(said) : said;
  return text.length <= length || Array.from(text).length <= length ? fits(text) : breaks("too-long");
}

/** Without blanks at its end; counted from there, since a pattern would try each run of blanks within. */
function withoutEnd(text: string): string {
  let end = text.length;
  while (text[end - 1] === " ") end--;
  return text.slice(0, end);
}

/** A padded code that is empty is absent: zeros alone would name something. */
function castCode(raw: Json, type: Extract<ColumnType, { kind: "code" }>): Cast {
  const cast = castText(raw, type);
  if (!cast.ok || type.pad === undefined) return cast;
  return cast.value === "" ? absent : fits(String(cast.value).padStart(type.pad, "0"));
}

function castBoolean(raw: Json): Cast {
  if (raw === true || raw === "true" || raw === "1" || raw === 1) return fits(true);
  if (raw === false || raw === "false" || raw === "0" || raw === 0) return fits(false);
  return breaks(raw === "" ? "empty" : "boolean");
}

function castInstant(raw: Json, type: Extract<ColumnType, { kind: "instant" }>): Cast {
  if (raw === "") return breaks("empty");
  if (type.reads === "rfc3339" && typeof raw === "string" && canonicalInstantPattern.test(raw))
    return isRealDate(raw) ? fits(raw) : breaks("instant");
  const ms = instantMs(raw, type);
  if (!Number.isFinite(ms)) return breaks("instant");
  return ms >= calendar.first && ms <= calendar.last ? fits(new Date(ms).toISOString()) : breaks("out-of-range");
}

function instantMs(raw: Json, type: Extract<ColumnType, { kind: "instant" }>): number {
  if (type.reads === "unix-seconds")
    return typeof raw === "number" || (typeof raw === "string" && /^\d{1,15}(\.\d{1,9})?$/.test(raw))
      ? Math.round(Number(raw) * 1000)
      : Number.NaN;
  if (typeof raw !== "string") return Number.NaN;
  if (!isRealDate(raw)) return Number.NaN;
  if (type.reads === "rfc3339") return rfc3339Pattern.test(raw) ? Date.parse(raw.replace(" ", "T")) : Number.NaN;
  return naivePattern.test(raw) ? localToInstant(raw, type.zone ?? "UTC") : Number.NaN;
}

function castDate(raw: Json): Cast {
  if (typeof raw !== "string") return breaks("date");
  if (raw === "") return breaks("empty");
  return datePattern.test(raw) && isRealDate(raw) ? fits(raw) : breaks("date");
}

/** Whether the first ten characters, YYYY-MM-DD, name a day of the calendar; year 0 does not. By its digits: a load asks it of every day and instant. */
function isRealDate(text: string): boolean {
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2);
  const month = twoDigits(text, 5);
  const day = twoDigits(text, 8);
  const leaps = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = month === 2 && leaps ? 29 : (monthDays[month - 1] ?? 0);
  return year > 0 && day > 0 && day <= days;
}

const monthDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const twoDigits = (text: string, at: number): number => text.charCodeAt(at) * 10 + text.charCodeAt(at + 1) - 11 * 0x30;

function castJson(raw: Json): Cast {
  const text = JSON.stringify(raw);
  return text.isWellFormed() && !text.includes("\\u0000") && !/\\ud[89a-f]/.test(text)
    ? fits(text)
    : breaks("not-unicode");
}
