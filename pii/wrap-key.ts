import { createCipheriv, createDecipheriv, randomBytes, type KeyObject } from "node:crypto";
import { SillageError } from "../core/errors.ts";

/** Wrap 32 bytes under a key: nonce (12), ciphertext (32), tag (16); `label` is bound to it. */
export function wrapKey(wrapping: KeyObject, label: string, key: Uint8Array): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", wrapping, nonce, { authTagLength: 16 }).setAAD(
    Buffer.from(label, "utf8"),
  );
  return Buffer.concat([nonce, cipher.update(key), cipher.final(), cipher.getAuthTag()]);
}

/** Unwrap what `wrapKey` made. Throws `pii.unwrap`. */
export function unwrapKey(wrapping: KeyObject, label: string, wrapped: Uint8Array): Buffer {
  try {
    const decipher = createDecipheriv("aes-256-gcm", wrapping, wrapped.subarray(0, 12), { authTagLength: 16 }).setAAD(
      Buffer.from(label, "utf8"),
    );
    decipher.setAuthTag(wrapped.subarray(wrapped.length - 16));
    return Buffer.concat([decipher.update(wrapped.subarray(12, wrapped.length - 16)), decipher.final()]);
  } catch {
    throw new SillageError({
      code: "pii.unwrap",
      message: `The wrapped key "${label}" does not open under this key.`,
      fix: "Point the product at the key store that belongs to this identity store.",
    });
  }
}
