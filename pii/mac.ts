import { createHmac, createSecretKey, hkdfSync, type KeyObject } from "node:crypto";

/**
 * HMAC-SHA-256, cut to so many bytes. Node takes six times as long over a key in bytes as over a KeyObject, and a third
 * longer where it is to give bytes, which come in memory of their own from outside the heap.
 */
export function mac(key: KeyObject | Uint8Array, data: string | Uint8Array, bytes = 32): Buffer {
  const held = key instanceof Uint8Array ? createSecretKey(key) : key;
  const out = Buffer.alloc(bytes);
  out.write(createHmac("sha256", held).update(data).digest("binary"), "binary");
  return out;
}

/** HMAC-SHA-256 as hexadecimal text, cut to so many bytes. */
export const macHex = (key: KeyObject, data: string, bytes: number): string =>
  createHmac("sha256", key)
    .update(data)
    .digest("hex")
    .slice(0, 2 * bytes);

/** A key that is an HMAC-SHA-256 under another; its bytes stay in the key alone. */
export function macKey(key: KeyObject, label: string): KeyObject {
  const bytes = createHmac("sha256", key).update(label).digest();
  const made = createSecretKey(bytes);
  bytes.fill(0);
  return made;
}

/** HKDF-SHA-256. */
export const hkdf = (key: KeyObject, salt: Uint8Array, info: string | Uint8Array, bytes: number): Buffer =>
  Buffer.from(hkdfSync("sha256", key, salt, info, bytes));
