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

/** A key that wraps, by the number of its file: an older file may be gone. */
type Version = { readonly version: number; readonly key: KeyObject };

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
  const versions = async (): Promise<readonly [Version, ...Version[]]> => {
    const [newest, ...older] = await versionsIn(directory, (version) => versionFile(version).read());
    if (newest === undefined) throw kekErrors.noKey("local", "local.key");
    return [newest, ...older];
  };
  const versionsOf = async (purpose: string, epoch: number): Promise<readonly [Version, ...Version[]]> => {
    if (purpose !== epochPurpose) return versions();
    const key = await epochFile(epoch).read();
    if (key === undefined) throw kekErrors.epochGone(epoch);
    return [{ version: epoch, key }];
  };
  await versionFile(1).make();
  await versions();
  return {
    describe: () => "local (not for production)",
    async wrap(purpose, epoch, bytes) {
      const [newest] = await versionsOf(purpose, epoch);
      return wrapKey(newest.key, kekLabel(purpose, epoch), bytes);
    },
    async unwrap(purpose, epoch, wrapped) {
      const label = kekLabel(purpose, epoch);
      const opened = openedByAny(await versionsOf(purpose, epoch), label, wrapped);
      if (opened === undefined) throw unwrapRefused(label);
      return opened.bytes;
    },
    newest: async () => String((await versions())[0].version),
    async wrappedBy(purpose, epoch, wrapped) {
      const opened = openedByAny(await versions(), kekLabel(purpose, epoch), wrapped);
      return opened === undefined ? null : String(opened.version);
    },
    renew: async () => versionFile((await versions())[0].version + 1).make(),
    createEpochKey: (epoch) => epochFile(epoch).make(),
    async destroyEpochKey(epoch) {
      await epochFile(epoch).destroy();
      return { effectiveAt: new Date().toISOString() };
    },
  };
}

/** The versions of the key that wraps, the newest first. */
async function versionsIn(
  directory: string,
  read: (version: number) => Promise<KeyObject | undefined>,
): Promise<readonly Version[]> {
  const numbers = (await readdir(directory)).flatMap((name) => {
    const found = named.exec(name);
    return found === null ? [] : [Number(found[1] ?? 1)];
  });
  const newestFirst = numbers.toSorted((left, right) => right - left);
  const versions = await Promise.all(newestFirst.map(async (version) => ({ version, key: await read(version) })));
  return versions.flatMap(({ version, key }) => (key === undefined ? [] : [{ version, key }]));
}

/** What the first version that opens it opens, and which that is; undefined when none does. */
function openedByAny(
  versions: readonly Version[],
  label: string,
  wrapped: Uint8Array,
): { readonly version: number; readonly bytes: Buffer } | undefined {
  for (const { version, key } of versions) {
    try {
      return { version, bytes: unwrapKey(key, label, wrapped) };
    } catch {
      // Another version may have wrapped it.
    }
  }
  return undefined;
}
