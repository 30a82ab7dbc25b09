import { createSecretKey, randomBytes, timingSafeEqual, type KeyObject } from "node:crypto";
import { SillageError } from "../core/errors.ts";
import type { IdentityStore, RootKeyRow } from "../core/ports/identity-store.ts";
import { epochPurpose, type Kek } from "./kek.ts";
import { hkdf, mac } from "./mac.ts";

/** Root keys by purpose, made at first use, wrapped once by the vault, kept unwrapped in memory for twelve hours at most. */
export type Keyring = {
  /** The root key of a purpose: `lookup`, `blind-index`, `alias`, `table/<name>`. Of `blind-index` there may be versions, 1 by default. */
  readonly root: (purpose: string, version?: number) => Promise<KeyObject>;
  /** A key derived from a root by HKDF-SHA-256 for one use. */
  readonly derived: (purpose: string, use: string, version?: number) => Promise<KeyObject>;
  /** The key that wraps the keys of an epoch's people. Throws `pii.no-epoch`, `kek.epoch-gone`: then it is looked again which epoch is active, too. */
  readonly epochKey: (epoch: number) => Promise<KeyObject>;
  /** The epoch under which new people are made; the first one is made when there is none. */
  readonly activeEpoch: () => Promise<number>;
  /** Look again which epoch is active, the next time that it is asked for. */
  readonly forgetEpoch: () => void;
  /** Make an epoch, in the vault and here, and make it the active one. */
  readonly beginEpoch: (epoch: number) => Promise<void>;
};

const keptForMs = 12 * 3_600_000;
/** How the first epoch's key was filed before epochs had keys of their own in the vault. */
const firstEpochOfOld = "epoch/1";

/** Open the keyring of an identity store. Throws `pii.unwrap`, `pii.wrong-root`. */
export function createKeyring(identity: IdentityStore, kek: Kek, now: () => number = Date.now): Keyring {
  const kept = new Map<string, { readonly until: number; readonly key: Promise<KeyObject> }>();
  const keep = (name: string, open: () => Promise<KeyObject>): Promise<KeyObject> => {
    const known = kept.get(name);
    if (known !== undefined && known.until > now()) return known.key;
    const key = open();
    kept.set(name, { until: now() + keptForMs, key });
    key.catch(() => kept.delete(name));
    return key;
  };
  const filed = async (purpose: string, epoch: number): Promise<RootKeyRow | undefined> =>
    (await identity.rootKeys()).find((row) => row.purpose === purpose && row.epoch === epoch);
  const made = async (purpose: string, epoch: number): Promise<RootKeyRow> =>
    (await filed(purpose, epoch)) ?? identity.saveRootKey(await newRoot(kek, purpose, epoch));
  const root = (purpose: string, version = 1): Promise<KeyObject> =>
    keep(`${purpose} ${version}`, async () => openRoot(kek, await made(purpose, version)));
  let active: Promise<number> | undefined;
  const openEpoch = async (epoch: number): Promise<KeyObject> => {
    const row = (await filed(epochPurpose, epoch)) ?? (epoch === 1 ? await filed(firstEpochOfOld, 1) : undefined);
    if (row === undefined) throw noEpoch(epoch);
    return openRoot(kek, row);
  };
  const epochKey = (epoch: number): Promise<KeyObject> =>
    keep(`${epochPurpose}/${epoch}`, async () => {
      try {
        return await openEpoch(epoch);
      } catch (error) {
        // One that ended since it was looked up is no more the active one.
        active = undefined;
        throw error;
      }
    });
  const beginEpoch = async (epoch: number): Promise<void> => {
    await kek.createEpochKey(epoch);
    await made(epochPurpose, epoch);
    await epochKey(epoch);
    await identity.beginEpoch(epoch);
  };
  const findEpoch = async (): Promise<number> => {
    const found = (await identity.epochs()).find(({ state }) => state === "active");
    if (found === undefined) await beginEpoch(1);
    return found?.epoch ?? 1;
  };
  return {
    root,
    epochKey,
    beginEpoch,
    derived: async (purpose, use, version) => deriveKey(await root(purpose, version), use),
    activeEpoch() {
      active ??= findEpoch();
      active.catch(() => (active = undefined));
      return active;
    },
    forgetEpoch() {
      active = undefined;
    },
  };
}

/** Unwrap a root key and see that it is the one that was made. Throws `pii.unwrap`, `pii.wrong-root`. */
export async function openRoot(kek: Kek, { purpose, epoch, wrapped, check }: RootKeyRow): Promise<KeyObject> {
  const bytes = await kek.unwrap(purpose, epoch, wrapped);
  if (timingSafeEqual(checkValue(bytes, purpose, epoch), check)) return createSecretKey(bytes);
  throw new SillageError({
    code: "pii.wrong-root",
    message: `The root key "${purpose}" is not the one that was made for it.`,
    fix: "Restore the keyring rows of the identity store.",
  });
}

async function newRoot(kek: Kek, purpose: string, epoch: number): Promise<RootKeyRow> {
  const key = randomBytes(32);
  return { purpose, epoch, wrapped: await kek.wrap(purpose, epoch, key), check: checkValue(key, purpose, epoch) };
}

const checkValue = (key: Uint8Array, purpose: string, epoch: number): Buffer =>
  mac(key, `sillage/v1/check/${purpose}/${epoch}`, 16);

const noEpoch = (epoch: number): SillageError =>
  new SillageError({
    code: "pii.no-epoch",
    message: `The identity store has no key of epoch ${epoch}.`,
    fix: "It went when the epoch was destroyed: an older copy of a person's row opens no more.",
  });

/** A 32-byte key derived for one use; the use is length-prefixed, so that no two uses share a text. */
export function deriveKey(root: KeyObject, use: string): KeyObject {
  return createSecretKey(hkdf(root, Buffer.alloc(0), `sillage/v1/${use.length}:${use}`, 32));
}
