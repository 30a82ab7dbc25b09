import { createHash } from "node:crypto";

const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** The load id of a hand-dropped object: a ULID whose time is the object's and whose rest is a hash of its key and etag, so that the same object is the same load. */
export function foreignLoadId(key: string, etag: string, lastModified: Date): string {
  let time = Math.floor(lastModified.getTime() / 1000) * 1000;
  let head = "";
  for (let digit = 0; digit < 10; digit++) {
    head = alphabet.charAt(time % 32) + head;
    time = Math.floor(time / 32);
  }
  const hash = createHash("sha256")
    .update(JSON.stringify([key, etag]))
    .digest();
  return head + Array.from(hash.subarray(0, 16), (byte) => alphabet.charAt(byte % 32)).join("");
}
