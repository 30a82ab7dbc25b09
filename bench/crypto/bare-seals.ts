import { createCipheriv, createSecretKey, randomBytes } from "node:crypto";

const anyKey = createSecretKey(randomBytes(32));
const nonce = randomBytes(12);
const tag = { authTagLength: 16 };
/** As long as what is bound to a value, and as a value with its padding. Bytes. */
const [bound, clear] = [Buffer.alloc(80, 1), Buffer.alloc(32, 2)];

/** What so many seals take of node:crypto alone: AES-256-GCM with as many calls over as many bytes, and nothing of ours around it. One nonce for all: a measure, never a way to seal. */
export function bareSeals(many: number, key = anyKey): void {
  for (let at = 0; at < many; at++) {
    const cipher = createCipheriv("aes-256-gcm", key, nonce, tag).setAAD(bound);
    cipher.update(clear);
    cipher.final();
    cipher.getAuthTag();
  }
}
