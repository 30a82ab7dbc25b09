/** FNV's prime for 64 bits is 2^40 + 435: the first term moves the lower half of the hash up by 8 bits. */
const prime = 435;

/**
 * A short, stable fingerprint of a text (FNV-1a, 64 bits, hex): tells versions apart, protects nothing. In halves of 32
 * bits, the lower one multiplied by 16 bits at a time: a large graph's declarations are some ten million characters.
 */
export function fingerprint(text: string): string {
  let high = 0xcbf29ce4;
  let low = 0x84222325;
  for (let at = 0; at < text.length; at++) {
    low ^= text.charCodeAt(at);
    const lower = (low & 0xffff) * prime;
    const upper = (low >>> 16) * prime + (lower >>> 16);
    high = (Math.imul(high, prime) + (upper >>> 16) + (low << 8)) | 0;
    low = (upper << 16) | (lower & 0xffff);
  }
  return hex(high) + hex(low);
}

const hex = (value: number): string => (value >>> 0).toString(16).padStart(8, "0");
