import { randomFillSync } from "node:crypto";
import type { nonceBytes, Suite } from "./aead.ts";

/** Random bytes that are drawn at once: a call for twelve costs nearly what one for thousands does. */
const drawn = new Uint8Array(24 * 512);
let used = drawn.length;

/** A random nonce of so many bytes. No byte is given twice, and none stays here once it was. */
export function freshNonce(bytes: (typeof nonceBytes)[Suite]): Buffer {
  const nonce = Buffer.alloc(bytes);
  freshNonceInto(nonce, 0, bytes);
  return nonce;
}

/** The same, written into `out` from `at`. */
export function freshNonceInto(out: Uint8Array, at: number, bytes: (typeof nonceBytes)[Suite]): void {
  if (used + bytes > drawn.length) {
    randomFillSync(drawn);
    used = 0;
  }
  for (let of = 0; of < bytes; of++) {
    out[at + of] = drawn[used] ?? 0;
    drawn[used++] = 0;
  }
}
