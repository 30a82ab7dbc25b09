import { createSecretKey, randomBytes } from "node:crypto";
import { chmod, mkdtemp, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { memoryIdentityStore } from "../test/fakes/memory-identity-store.ts";
import { aliasOf } from "./alias.ts";
import { localKek } from "./kek/local.ts";
import { createKeyring, deriveKey } from "./keyring.ts";
import { unwrapKey, unwrapPersonKey, wrapKey } from "./wrap-key.ts";

const folder = async (): Promise<string> => join(await mkdtemp(join(tmpdir(), "sillage-kek-")), "keys");

test("a wrapped key opens under its key and label only", () => {
  const wrapping = createSecretKey(randomBytes(32));
  const key = randomBytes(32);
  const wrapped = wrapKey(wrapping, "dek/1", key);
  expect(unwrapKey(wrapping, "dek/1", wrapped)).toEqual(key);
  expect(() => unwrapKey(wrapping, "dek/2", wrapped)).toThrow(
    expect.objectContaining({
      code: "pii.unwrap",
      message:
        'The wrapped key "dek/2" does not open under this key. Point the product at the key store that belongs to this identity store.',
    }),
  );
  expect(() => unwrapKey(createSecretKey(randomBytes(32)), "dek/1", wrapped)).toThrow(/does not open/);
});

test("a person's key that does not open says that it is theirs alone", () => {
  const wrapping = createSecretKey(randomBytes(32));
  const wrapped = wrapKey(wrapping, "dek/1", randomBytes(32));
  expect(() => unwrapPersonKey(wrapping, "dek/2", wrapped)).toThrow(
    expect.objectContaining({
      code: "pii.person-key",
      message:
        'The key "dek/2" of one person does not open, while the key that wraps it does. Restore this person\'s row of the identity store.',
    }),
  );
  expect(() => unwrapPersonKey(wrapping, "dek/1", wrapped.subarray(1))).toThrow(/of one person does not open/);
});

test("the local key file is made once, for its owner only, and says that it is not for production", async () => {
  const directory = await folder();
  const kek = await localKek(directory);
  const wrapped = await kek.wrap("table/t", 1, Buffer.alloc(32, 3));
  expect(await (await localKek(directory)).unwrap("table/t", 1, wrapped)).toEqual(Buffer.alloc(32, 3));
  expect((await stat(join(directory, "local.key"))).mode & 0o777).toBe(0o600);
  expect(kek.describe()).toBe("local (not for production)");
});

test("a key file that others may read is refused", async () => {
  const directory = await folder();
  await localKek(directory);
  const file = join(directory, "local.key");
  await chmod(file, 0o644);
  await expect(localKek(directory)).rejects.toThrow(
    expect.objectContaining({
      code: "kek.loose-permissions",
      message: `Others may read ${file} (mode 644). Run: chmod go-rwx ${file}`,
    }),
  );
});

test("a root key is made once a purpose, also when two ask at once, and survives a restart", async () => {
  const identity = memoryIdentityStore();
  const kek = await localKek(await folder());
  const [one, two] = [createKeyring(identity, kek), createKeyring(identity, kek)];
  const [left, right] = await Promise.all([one.root("lookup"), two.root("lookup")]);
  expect(left.equals(right)).toBe(true);
  expect((await createKeyring(identity, kek).root("lookup")).equals(left)).toBe(true);
  expect((await one.root("alias")).equals(left)).toBe(false);
});

test("a root key that was swapped for another is refused", async () => {
  const identity = memoryIdentityStore();
  const kek = await localKek(await folder());
  await createKeyring(identity, kek).root("lookup");
  const [row] = await identity.rootKeys();
  const swapped = memoryIdentityStore();
  if (row !== undefined) await swapped.saveRootKey({ ...row, wrapped: await kek.wrap("lookup", 1, randomBytes(32)) });
  await expect(createKeyring(swapped, kek).root("lookup")).rejects.toThrow(
    expect.objectContaining({
      code: "pii.wrong-root",
      message:
        'The root key "lookup" is not the one that was made for it. Restore the keyring rows of the identity store.',
    }),
  );
});

test("a vault that is not the identity store's own is refused, and nothing is written", async () => {
  const identity = memoryIdentityStore();
  await createKeyring(identity, await localKek(await folder())).root("lookup");
  const before = await identity.rootKeys();
  await expect(createKeyring(identity, await localKek(await folder())).root("lookup")).rejects.toMatchObject({
    code: "pii.unwrap",
    message:
      'The wrapped key "kek/lookup/1" does not open under this key. Point the product at the key store that belongs to this identity store.',
  });
  expect(await identity.rootKeys()).toEqual(before);
});

test("keys derived for two uses differ, also where one use's text begins another's", async () => {
  const root = createSecretKey(Buffer.alloc(32, 1));
  expect(deriveKey(root, "a").equals(deriveKey(root, "a"))).toBe(true);
  expect(deriveKey(root, "a").equals(deriveKey(root, "a/b"))).toBe(false);
  const keyring = createKeyring(memoryIdentityStore(), await localKek(await folder()));
  expect((await keyring.derived("blind-index", "email")).equals(await keyring.derived("blind-index", "phone"))).toBe(
    false,
  );
});

test("a person has one alias for one consumer, and another for another", () => {
  const key = createSecretKey(Buffer.alloc(32, 1));
  expect(aliasOf(key, "dashboards", "p")).toMatch(/^[a-z2-7]{10}$/);
  expect(aliasOf(key, "dashboards", "p")).toBe(aliasOf(key, "dashboards", "p"));
  expect(
    new Set([aliasOf(key, "dashboards", "p"), aliasOf(key, "exports", "p"), aliasOf(key, "dashboards", "q")]).size,
  ).toBe(3);
});
