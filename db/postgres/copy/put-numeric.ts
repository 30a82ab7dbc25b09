import type { CopyBuffer } from "./copy-buffer.ts";

const zero = 0x30;
const minus = 0x2d;
const negativeSign = 0x4000;
/** A numeric's digits are those of base 10,000, four decimal ones each. */
const perDigit = 4;
/** The count of digits, the weight of the first, the sign and the scale, then the digits: reused, since nobody waits in between. */
const words: number[] = [];

/** Put a decimal in canonical form (`-12.30`) as a numeric, exactly. */
export function putNumeric(to: CopyBuffer, text: string): void {
  const start = text.charCodeAt(0) === minus ? 1 : 0;
  const point = text.indexOf(".");
  const end = point < 0 ? text.length : point;
  const scale = point < 0 ? 0 : text.length - point - 1;
  let count = 0;
  let weight = 0;
  for (let digit = Math.ceil((end - start) / perDigit) - 1; digit >= -Math.ceil(scale / perDigit); digit--) {
    const value = digitAt(text, start, end, digit);
    if (value === 0 && count === 0) continue;
    if (count === 0) weight = digit;
    words[4 + count++] = value;
  }
  while (count > 0 && words[3 + count] === 0) count--;
  words[0] = count;
  words[1] = weight & 0xffff;
  words[2] = start === 1 && count > 0 ? negativeSign : 0;
  words[3] = scale;
  to.int16s(words, 4 + count);
}

/** The digit of 10,000 to the power of `digit`. */
function digitAt(text: string, start: number, end: number, digit: number): number {
  // Places before the point are counted from it to the left, those behind it skip the point itself.
  const first = digit < 0 ? end + 1 - perDigit * (digit + 1) : end - perDigit * (digit + 1);
  let value = 0;
  for (let at = first; at < first + perDigit; at++)
    value = value * 10 + (at >= start && at < text.length ? text.charCodeAt(at) - zero : 0);
  return value;
}
