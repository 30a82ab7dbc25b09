import { createCipheriv, createSecretKey, randomBytes, type KeyObject } from "node:crypto";

const anyKey = createSecretKey(randomBytes(32));
const nonce = randomBytes(12);
const tag = { authTagLength: 16 };
/** As long as what is bound to a value, and as five values of a person with their padding. Bytes. */
const bound = Buffer.alloc(80, 1);
const values = [16, 16, 32, 16, 32].map((bytes) => Buffer.alloc(bytes, 2));

/** What so many seals take of node:crypto's AES-256-GCM alone: as many calls over as many bytes, and nothing else of a row. One nonce for all: a measure, never a way to seal. */
export async function bareSeals(many: number, key: KeyObject = anyKey): Promise<void> {
  for (let at = 0; at < many; at++) {
    const cipher = createCipheriv("aes-256-gcm", key, nonce, tag).setAAD(bound);
    cipher.update(values[at % values.length] ?? bound);
    cipher.final();
    cipher.getAuthTag();
  }
}
