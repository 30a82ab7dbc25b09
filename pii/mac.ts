import { createHmac, hkdfSync, type KeyObject } from "node:crypto";

/** HMAC-SHA-256, cut to so many bytes. */
export const mac = (key: KeyObject | Uint8Array, data: string | Uint8Array, bytes = 32): Buffer =>
  createHmac("sha256", key).update(data).digest().subarray(0, bytes);

/** HKDF-SHA-256. */
export const hkdf = (key: KeyObject, salt: Uint8Array, info: string | Uint8Array, bytes: number): Buffer =>
  Buffer.from(hkdfSync("sha256", key, salt, info, bytes));
