import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import type { EpochRotation } from "../core/ports/epoch-rotation.ts";
import { memoryIdentityStore } from "../test/fakes/memory-identity-store.ts";
import { createEpochRotation } from "./epoch-rotation.ts";
import { epochPurpose, type Kek } from "./kek.ts";
import { localKek } from "./kek/local.ts";
import { createKeyring } from "./keyring.ts";

const purposes = ["lookup", "alias", "table/orders"];
const most = 1_000;

let folder: string;
let identity: ReturnType<typeof memoryIdentityStore>;
let kek: Kek;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "sillage-kek-rotation-"));
  identity = memoryIdentityStore();
  kek = await localKek(join(folder, "keys"));
  const keyring = createKeyring(identity, kek);
  await keyring.activeEpoch();
  for (const purpose of purposes) await keyring.root(purpose);
});
const rotation = (): EpochRotation => createEpochRotation(identity, kek);
const stored = async () =>
  new Map((await identity.rootKeys()).map((row) => [row.purpose, Buffer.from(row.wrapped).toString("hex")]));
const roots = purposes.length;

test("a plan says which version wrapped how many root keys, and changes nothing; those of epochs are not among them", async () => {
  const before = await stored();
  expect(await rotation().planKek()).toEqual({
    vault: "local (not for production)",
    wrapped: [{ by: "1", roots }],
    newest: "1",
    behind: 0,
    resumed: false,
  });
  expect([await stored(), await kek.newest()]).toEqual([before, "1"]);
});

test("a renewed vault key wraps the roots anew, and an old copy of the key opens none of them", async () => {
  const before = await stored();
  const opened = (await createKeyring(identity, kek).root("lookup")).export();
  await rotation().renewKek();
  const told: number[] = [];
  const done = await rotation().rewrapRoots(most, (wrapped) => void told.push(wrapped));
  expect([done, told]).toEqual([{ wrapped: roots, left: 0, newest: "2" }, [1, 2, 3]]);
  await rm(join(folder, "keys", "local.key"));
  const former = Buffer.from(before.get("lookup") ?? "", "hex");
  await expect(kek.unwrap("lookup", 1, former)).rejects.toMatchObject({ code: "pii.unwrap" });
  expect((await createKeyring(identity, kek).root("lookup")).export()).toEqual(opened);
  expect((await stored()).get(epochPurpose)).toBe(before.get(epochPurpose));
});

test("one that was cut off is gone on with: no other version is made, and what is wrapped anew stays", async () => {
  await rotation().renewKek();
  expect(await rotation().rewrapRoots(1, () => undefined)).toEqual({ wrapped: 1, left: roots - 1, newest: "2" });
  const half = await stored();
  await rotation().renewKek();
  expect(await rotation().planKek()).toMatchObject({ newest: "2", behind: roots - 1, resumed: true });
  expect(await rotation().rewrapRoots(most, () => undefined)).toMatchObject({ wrapped: roots - 1, left: 0 });
  const all = await stored();
  expect(purposes.filter((purpose) => all.get(purpose) === half.get(purpose))).toHaveLength(1);
  expect(await rotation().planKek()).toMatchObject({ wrapped: [{ by: "2", roots }], behind: 0, resumed: false });
  await rotation().renewKek();
  expect(await kek.newest()).toBe("3");
});

test("of a vault that tells no versions every root key is wrapped anew, and each rotation makes a version", async () => {
  let renewed = 0;
  const silent: Kek = {
    ...kek,
    newest: async () => null,
    wrappedBy: async () => null,
    renew: () => (renewed++, kek.renew()),
  };
  const steps = createEpochRotation(identity, silent);
  expect(await steps.planKek()).toMatchObject({ wrapped: [{ by: null, roots }], behind: roots, resumed: false });
  for (const _ of [1, 2]) {
    await steps.renewKek();
    expect(await steps.rewrapRoots(1, () => undefined)).toEqual({ wrapped: roots, left: 0, newest: null });
  }
  expect(renewed).toBe(2);
});

test("where the file of an older version is gone, a rotation makes another version, and wraps everything under it", async () => {
  await rotation().renewKek();
  await rotation().rewrapRoots(most, () => undefined);
  await rm(join(folder, "keys", "local.key"));
  await rotation().renewKek();
  expect(await rotation().rewrapRoots(most, () => undefined)).toEqual({ wrapped: roots, left: 0, newest: "3" });
  expect(await rotation().planKek()).toMatchObject({ wrapped: [{ by: "3", roots }], newest: "3", behind: 0 });
});

test("a vault that shows no new version is told; asked again once it shows one, it makes no other", async () => {
  let stale = true;
  let renewed = 0;
  const late: Kek = {
    ...kek,
    newest: async () => (stale ? "1" : kek.newest()),
    renew: () => (renewed++, kek.renew()),
  };
  const steps = createEpochRotation(identity, late);
  await expect(steps.renewKek()).rejects.toThrow(
    expect.objectContaining({
      code: "kek.not-renewed",
      retryable: true,
      message:
        "The vault (local (not for production)) was asked for a new version of its key, and 1 is still the newest. It is asked again; have its key renewed there when this goes on, and rotate again.",
    }),
  );
  stale = false;
  await steps.renewKek();
  expect(renewed).toBe(1);
  expect(await steps.rewrapRoots(most, () => undefined)).toEqual({ wrapped: roots, left: 0, newest: "2" });
});
