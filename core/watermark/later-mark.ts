import type { Mark } from "../manifest.ts";

/** The greater of two marks, field by field: marks never go back. */
export function laterMark(known: Mark, told: Mark): Mark {
  const watermark = greater(known.watermark, told.watermark, (text) => BigInt(Date.parse(text)));
  const version = greater(known.version, told.version, BigInt);
  const lastFull = greater(known.lastFull, told.lastFull, (text) => BigInt(Date.parse(text)));
  return { ...(watermark && { watermark }), ...(version && { version }), ...(lastFull && { lastFull }) };
}

function greater(
  known: string | undefined,
  told: string | undefined,
  measure: (text: string) => bigint,
): string | undefined {
  if (known === undefined || told === undefined) return known ?? told;
  return measure(told) > measure(known) ? told : known;
}
