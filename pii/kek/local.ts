import type { KeyObject } from "node:crypto";
import { mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { epochPurpose, kekLabel, type Kek } from "../kek.ts";
import { unwrapKey, unwrapRefused, wrapKey } from "../wrap-key.ts";
import { kekErrors } from "./kek-errors.ts";
import { keyFile, refuseLoose } from "./key-file.ts";
import { refusePlace } from "./key-place.ts";

/** `forbidden`: directories of data, where the keys may not lie. */
export type LocalKekOptions = { readonly passphrase?: string | undefined; readonly forbidden?: readonly string[] };

const named = /^local(?:-(\d+))?\.key$/;

/** Key files in a directory of their own (0700, files 0600), made at first use: for a laptop, never for production. Throws `kek.loose-permissions`, `kek.damaged`, `kek.place`, `kek.passphrase`. */
export async function localKek(directory: string, { passphrase, forbidden = [] }: LocalKekOptions = {}): Promise<Kek> {
  refusePlace(directory, forbidden);
  await mkdir(directory, { recursive: true, mode: 0o700 });
  await refuseLoose(directory);
  const file = (name: string) => keyFile(join(directory, name), passphrase);
  const versionFile = (version: number) => file(version === 1 ? "local.key" : `local-${version}.key`);
  const epochFile = (epoch: number) => file(`epoch-${epoch}.key`);
  // Read at each call, which are few: another process may have renewed the key, or ended an epoch.
  const versions = () => versionsIn(directory, (version) => versionFile(version).read());
  const keysOf = async (purpose: string, epoch: number): Promise<readonly [KeyObject, ...KeyObject[]]> => {
    const ofEpoch = purpose === epochPurpose;
    const [newest, ...older] = ofEpoch ? [await epochFile(epoch).read()] : await versions();
    if (newest === undefined) throw ofEpoch ? kekErrors.epochGone(epoch) : kekErrors.noKey("local", "local.key");
    return [newest, ...older.filter((key) => key !== undefined)];
  };
  await versionFile(1).make();
  await versions();
  return {
    describe: () => "local (not for production)",
    async wrap(purpose, epoch, bytes) {
      const [newest] = await keysOf(purpose, epoch);
      return wrapKey(newest, kekLabel(purpose, epoch), bytes);
    },
    async unwrap(purpose, epoch, wrapped) {
      const label = kekLabel(purpose, epoch);
      const opened = openedByAny(await keysOf(purpose, epoch), label, wrapped);
      if (opened === undefined) throw unwrapRefused(label);
      return opened.bytes;
    },
    newest: async () => String((await versions()).length),
    async wrappedBy(purpose, epoch, wrapped) {
      const keys = await versions();
      const opened = openedByAny(keys, kekLabel(purpose, epoch), wrapped);
      return opened === undefined ? null : String(keys.length - opened.at);
    },
    renew: async () => versionFile((await versions()).length + 1).make(),
    createEpochKey: (epoch) => epochFile(epoch).make(),
    async destroyEpochKey(epoch) {
      await epochFile(epoch).destroy();
      return { effectiveAt: new Date().toISOString() };
    },
  };
}

/** The keys that wrap, the newest first. */
async function versionsIn(
  directory: string,
  read: (version: number) => Promise<KeyObject | undefined>,
): Promise<readonly KeyObject[]> {
  const versions = (await readdir(directory)).flatMap((name) => {
    const found = named.exec(name);
    return found === null ? [] : [Number(found[1] ?? 1)];
  });
  const keys = await Promise.all(versions.toSorted((left, right) => right - left).map(read));
  return keys.filter((key) => key !== undefined);
}

/** What the first key that opens it opens, and which that is; undefined when none does. */
function openedByAny(
  keys: readonly KeyObject[],
  label: string,
  wrapped: Uint8Array,
): { readonly at: number; readonly bytes: Buffer } | undefined {
  for (const [at, key] of keys.entries()) {
    try {
      return { at, bytes: unwrapKey(key, label, wrapped) };
    } catch {
      // Another version may have wrapped it.
    }
  }
  return undefined;
}
