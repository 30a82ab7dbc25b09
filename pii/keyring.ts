import { createSecretKey, randomBytes, timingSafeEqual, type KeyObject } from "node:crypto";
import { SillageError } from "../core/errors.ts";
import type { IdentityStore } from "../core/ports/identity-store.ts";
import type { Kek } from "./kek.ts";
import { hkdf, mac } from "./mac.ts";

/** Root keys by purpose, made at first use, wrapped once by the vault, kept unwrapped in memory only. */
export type Keyring = {
  /** The root key of a purpose: `epoch/1`, `lookup`, `blind-index`, `alias`, `table/<name>`. */
  readonly root: (purpose: string) => Promise<KeyObject>;
  /** A key derived from a root by HKDF-SHA-256 for one use. */
  readonly derived: (purpose: string, use: string) => Promise<KeyObject>;
};

/** Open the keyring of an identity store. Throws `pii.unwrap`, `pii.wrong-root`. */
export function createKeyring(identity: IdentityStore, kek: Kek): Keyring {
  const kept = new Map<string, Promise<KeyObject>>();
  const open = async (purpose: string): Promise<KeyObject> => {
    const epoch = 1;
    const known = (await identity.rootKeys()).find((row) => row.purpose === purpose && row.epoch === epoch);
    const stored = known ?? (await identity.saveRootKey(await newRoot(kek, purpose, epoch)));
    const bytes = await kek.unwrap(purpose, epoch, stored.wrapped);
    if (!timingSafeEqual(checkValue(bytes, purpose, epoch), stored.check))
      throw new SillageError({
        code: "pii.wrong-root",
        message: `The root key "${purpose}" is not the one that was made for it.`,
        fix: "Restore the keyring rows of the identity store.",
      });
    return createSecretKey(bytes);
  };
  const root = (purpose: string): Promise<KeyObject> => {
    const known = kept.get(purpose) ?? open(purpose);
    kept.set(purpose, known);
    known.catch(() => kept.delete(purpose));
    return known;
  };
  return { root, derived: async (purpose, use) => deriveKey(await root(purpose), use) };
}

async function newRoot(kek: Kek, purpose: string, epoch: number) {
  const key = randomBytes(32);
  return { purpose, epoch, wrapped: await kek.wrap(purpose, epoch, key), check: checkValue(key, purpose, epoch) };
}

const checkValue = (key: Uint8Array, purpose: string, epoch: number): Buffer =>
  mac(key, `sillage/v1/check/${purpose}/${epoch}`, 16);

/** A 32-byte key derived for one use; the use is length-prefixed, so that no two uses share a text. */
export function deriveKey(root: KeyObject, use: string): KeyObject {
  return createSecretKey(hkdf(root, Buffer.alloc(0), `sillage/v1/${use.length}:${use}`, 32));
}
