import { createHmac, createSecretKey, randomBytes, type KeyObject } from "node:crypto";
import { bareSeals } from "./bare-seals.ts";

const anyKey = createSecretKey(randomBytes(32));

/** What so many new people with eight sealed fields take of node:crypto alone: two keys each, nine ciphers (the wrapping of the key is one) and six HMACs (its id, the key of hashes, the row's, look-up, two indexes). */
export async function bareClients(many: number): Promise<void> {
  const drawn = randomBytes(32 * many);
  for (let at = 0; at < many; at++) {
    const key = createSecretKey(drawn.subarray(32 * at, 32 * (at + 1)));
    await bareSeals(9, key);
    hmac(key).digest("binary");
    hmac(createSecretKey(hmac(key).digest())).digest("hex");
    for (let more = 0; more < 3; more++) hmac(anyKey).digest("hex");
  }
}

const hmac = (key: KeyObject) => createHmac("sha256", key).update("personne@example.test");
