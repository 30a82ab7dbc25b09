const offset = 0xcbf29ce484222325n;
const prime = 0x100000001b3n;
const mask = 0xffffffffffffffffn;

/** A short, stable fingerprint of a text (FNV-1a, 64 bits, hex): tells versions apart, protects nothing. */
export function fingerprint(text: string): string {
  let hash = offset;
  for (let at = 0; at < text.length; at++) hash = ((hash ^ BigInt(text.charCodeAt(at))) * prime) & mask;
  return hash.toString(16).padStart(16, "0");
}
