import { randomFillSync } from "node:crypto";
import type { nonceBytes, Suite } from "./aead.ts";

/** Random bytes that are drawn at once: a call for twelve costs nearly what one for thousands does. */
const drawn = Buffer.alloc(24 * 512);
let used = drawn.length;

/** A random nonce of so many bytes. No byte is given twice, and none stays here once it was. */
export function freshNonce(bytes: (typeof nonceBytes)[Suite]): Buffer {
  if (used + bytes > drawn.length) {
    randomFillSync(drawn);
    used = 0;
  }
  const end = used + bytes;
  const nonce = Buffer.from(drawn.subarray(used, end));
  drawn.fill(0, used, end);
  used = end;
  return nonce;
}
