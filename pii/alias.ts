import { createHmac, type KeyObject } from "node:crypto";

const alphabet = "abcdefghijklmnopqrstuvwxyz234567";

/** A person's name for one consumer: 10 characters of base32 of a keyed hash, so that two consumers cannot join their lists. */
export function aliasOf(key: KeyObject, consumer: string, pid: string): string {
  const digest = createHmac("sha256", key)
    .update(JSON.stringify([consumer, pid]))
    .digest();
  return Array.from(digest.subarray(0, 10), (byte) => alphabet.charAt(byte % 32)).join("");
}
