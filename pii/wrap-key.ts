import type { KeyObject } from "node:crypto";
import { SillageError } from "../core/errors.ts";
import { decrypt, encryptInto, nonceBytes, tagBytes } from "./aead.ts";
import { freshNonce } from "./fresh-nonce.ts";

const keyBytes = 32;

/** Wrap 32 bytes under a key: nonce (12), ciphertext (32), tag (16); `label` is bound to it. */
export function wrapKey(wrapping: KeyObject, label: string, key: Uint8Array): Buffer {
  const nonce = freshNonce(nonceBytes[1]);
  const out = Buffer.alloc(nonce.length + key.length + tagBytes);
  out.set(nonce);
  encryptInto(out, nonce.length, { suite: 1, key: wrapping, nonce, aad: Buffer.from(label, "utf8") }, key);
  return out;
}

/** Unwrap what `wrapKey` made. Throws `pii.unwrap`. */
export function unwrapKey(wrapping: KeyObject, label: string, wrapped: Uint8Array): Buffer {
  const key = unwrapped(wrapping, label, wrapped);
  if (key === undefined) throw unwrapRefused(label);
  return key;
}

/** Unwrap a key of one person: their own under their epoch's, or a former one under the one that took its place. Throws `pii.person-key`: everybody else's opens. */
export function unwrapPersonKey(wrapping: KeyObject, label: string, wrapped: Uint8Array): Buffer {
  const key = unwrapped(wrapping, label, wrapped);
  if (key === undefined) throw personKeyRefused(label);
  return key;
}

function unwrapped(wrapping: KeyObject, label: string, wrapped: Uint8Array): Buffer | undefined {
  if (wrapped.length !== nonceBytes[1] + keyBytes + tagBytes) return undefined;
  const nonce = wrapped.subarray(0, nonceBytes[1]);
  const aad = Buffer.from(label, "utf8");
  return decrypt({ suite: 1, key: wrapping, nonce, aad }, wrapped.subarray(nonce.length));
}

/** What does not open under the key that it is said to be wrapped with. */
export const unwrapRefused = (label: string): SillageError =>
  new SillageError({
    code: "pii.unwrap",
    message: `The wrapped key "${label}" does not open under this key.`,
    fix: "Point the product at the key store that belongs to this identity store.",
  });

const personKeyRefused = (label: string): SillageError =>
  new SillageError({
    code: "pii.person-key",
    message: `The key "${label}" of one person does not open, while the key that wraps it does.`,
    fix: "Restore this person's row of the identity store.",
  });
