import type { Json } from "../../core/landed-row.ts";

/** A number literal that a JavaScript number might not write back as it stands: long, ending in zero, or with an exponent. */
const delicate = /[:,[]\s*-?(?:[\d.]{16,}|\d+\.\d*0(?=\s*[,}\]])|\d+(?:\.\d+)?[eE])/;

/**
 * JSON whose numbers lose nothing: one that a JavaScript number would not write back digit by digit stays the text it
 * was (`12.50`, integers beyond 2^53), except safe integers (`1.0`, `1e3`). Throws SyntaxError.
 */
export const parseJson = (text: string): Json =>
  delicate.test(text) ? JSON.parse(text, keepDigits) : JSON.parse(text);

function keepDigits(_key: string, value: Json, context?: { readonly source?: string }): Json {
  const source = context?.source;
  return typeof value === "number" && source !== undefined && String(value) !== source && !Number.isSafeInteger(value)
    ? source
    : value;
}
