import { isPadded, paddedLength, sealedLength, sealInto, valueType, type SealBox } from "./sealed-value.ts";

/** Where a value stands while it is sealed, clear and then sealed: room of its own for each took as long as a third of its sealing. */
const room = { clear: Buffer.alloc(8192), sealed: Buffer.alloc(8192 + 128) };

/** Seal a canonical value in format 1, as base64url. No clear byte of it stays here. */
export function sealText(box: SealBox, text: string): string {
  const { clear, sealed } = roomFor(text.length);
  const length = clearInto(clear, box.type, text);
  const whole = sealedLength(box.suite, length);
  try {
    sealInto(sealed, box, clear.subarray(0, length));
  } finally {
    clear.fill(0, 0, length);
  }
  return sealed.toString("base64url", 0, whole);
}

/** A letter of a text takes three bytes at most, and its padding 16. */
function roomFor(letters: number): typeof room {
  const most = 3 * letters + 16;
  if (most <= room.clear.length) return room;
  return { clear: Buffer.alloc(most), sealed: Buffer.alloc(most + 128) };
}

function clearInto(clear: Buffer, type: SealBox["type"], text: string): number {
  if (type === valueType.int64) return clear.writeBigInt64BE(BigInt(text));
  const bytes = clear.write(text);
  if (!isPadded(type)) return bytes;
  const length = paddedLength(bytes);
  clear.fill(0, bytes, length);
  clear[bytes] = 0x80;
  return length;
}
