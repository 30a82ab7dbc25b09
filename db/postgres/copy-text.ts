import type { CastValue } from "../../core/ports/database.ts";

const special = /[\\\b\f\n\r\t\v]/;
const escapes: Readonly<Record<string, string>> = {
  "\\": "\\\\",
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\v": "\\v",
};

/** One field of COPY's text format. */
export function copyField(value: CastValue): string {
  if (value === null) return "\\N";
  if (typeof value === "string")
    return special.test(value)
      ? value.replaceAll(/[\\\b\f\n\r\t\v]/g, (character) => escapes[character] ?? character)
      : value;
  if (typeof value === "number") return String(value);
  if (typeof value === "boolean") return value ? "t" : "f";
  return `\\\\x${Buffer.from(value).toString("hex")}`;
}
