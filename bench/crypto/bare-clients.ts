import { createHmac, createSecretKey, randomBytes } from "node:crypto";
import { bareSeals } from "./bare-seals.ts";

const anyKey = createSecretKey(randomBytes(32));

/** What so many new people with eight sealed fields take of node:crypto alone: a key each, nine ciphers (its wrapping is one), five HMACs. */
export function bareClients(many: number): void {
  for (let at = 0; at < many; at++) {
    const key = createSecretKey(randomBytes(32));
    bareSeals(9, key);
    createHmac("sha256", key).update("sillage/v1/kid").digest("binary");
    for (let mac = 0; mac < 4; mac++) createHmac("sha256", anyKey).update("personne@example.test").digest("hex");
  }
}
