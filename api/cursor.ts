import { createHash } from "node:crypto";

/** Where a page begins: the order's values of the row before it. */
export type Place = readonly (string | number)[];

/** A cursor for the row after a place, good for one question only. */
export const toCursor = (question: unknown, place: Place): string =>
  Buffer.from(JSON.stringify([digest(question), ...place])).toString("base64url");

/** The place that a cursor names; undefined when it is no cursor of this question. */
export function fromCursor(question: unknown, cursor: string, length: number): Place | undefined {
  const parts = parse(Buffer.from(cursor, "base64url").toString());
  if (!Array.isArray(parts) || parts.length !== length + 1 || parts[0] !== digest(question)) return undefined;
  const place = parts.slice(1).flatMap((part: unknown) => (isKey(part) ? [part] : []));
  return place.length === length ? place : undefined;
}

const digest = (question: unknown): string =>
  createHash("sha256").update(JSON.stringify(question)).digest("base64url").slice(0, 12);

const isKey = (part: unknown): part is string | number => typeof part === "string" || typeof part === "number";

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
