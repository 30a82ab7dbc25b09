import { createCipheriv, createDecipheriv, type KeyObject } from "node:crypto";
import { xaesKey } from "./xaes.ts";

/** 1: AES-256-GCM, for keys of one person. 2: XAES-256-GCM, for keys that many values share. */
export type Suite = 1 | 2;

/** Bytes of a nonce, by suite. */
export const nonceBytes = { 1: 12, 2: 24 } as const;
/** Bytes of a tag. */
export const tagBytes = 16;
const wholeTag = { authTagLength: tagBytes };

/** Under what is encrypted: `aad` is bound to the ciphertext. */
export type AeadBox = {
  readonly suite: Suite;
  readonly key: KeyObject;
  readonly nonce: Uint8Array;
  readonly aad: Uint8Array;
};

/** Encrypt into `out` from `at`, where the ciphertext and its tag go: as many bytes as `clear`, and 16. The only place that encrypts, as `decrypt` is the only one that decrypts. */
export function encryptInto(out: Uint8Array, at: number, box: AeadBox, clear: Uint8Array): void {
  const { key, nonce } = innerOf(box);
  const cipher = createCipheriv("aes-256-gcm", key, nonce, wholeTag).setAAD(box.aad);
  out.set(cipher.update(clear), at);
  cipher.final();
  out.set(cipher.getAuthTag(), at + clear.length);
}

/** Decrypt a ciphertext with its tag; undefined when it is not what was encrypted. Without a length of its own Node would take a tag of four bytes. */
export function decrypt(box: AeadBox, sealed: Uint8Array): Buffer | undefined {
  const { key, nonce } = innerOf(box);
  const end = sealed.length - tagBytes;
  if (end < 0) return undefined;
  const decipher = createDecipheriv("aes-256-gcm", key, nonce, wholeTag).setAAD(box.aad);
  decipher.setAuthTag(sealed.subarray(end));
  const clear = decipher.update(sealed.subarray(0, end));
  try {
    decipher.final();
    return clear;
  } catch {
    return undefined;
  }
}

const innerOf = ({ suite, key, nonce }: AeadBox): Pick<AeadBox, "key" | "nonce"> =>
  suite === 1 ? { key, nonce } : xaesKey(key, nonce);
