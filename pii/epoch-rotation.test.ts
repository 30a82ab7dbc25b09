import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ApiRecord, LandedRow } from "../core/landed-row.ts";
import type { EpochRotation } from "../core/ports/epoch-rotation.ts";
import type { IdentityStore } from "../core/ports/identity-store.ts";
import { openIdentityStore } from "../db/identity/open-identity-store.ts";
import { peopleDeployment } from "../test/fakes/people-deployment.ts";
import { createEpochRotation } from "./epoch-rotation.ts";
import { createOpener } from "./create-opener.ts";
import { createSealer } from "./create-sealer.ts";
import { epochPurpose, type Kek } from "./kek.ts";
import { localKek } from "./kek/local.ts";
import { createKeyring } from "./keyring.ts";

const asset = peopleDeployment.graph.asset("people");
if (asset.kind !== "table") throw new Error("people is no table");
const people = asset;
const lookups = new Map([["places", () => ({ code: null })]]);
const record = (id: number): ApiRecord => ({
  id,
  last_name: `Exemple-${id}`,
  email: `personne${id}@example.test`,
  birth_date: "1984-07-31",
  address: { street: "1 rue", city: "Lille" },
  notes: "",
  points: 1,
  updated_at: "2026-11-24T02:00:00Z",
});

let folder: string;
let identity: IdentityStore;
let kek: Kek;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "sillage-rotation-"));
  identity = await openIdentityStore({ memory: true });
  await identity.migrate();
  kek = await localKek(join(folder, "keys"));
});
afterEach(async () => {
  await identity.close();
  await rm(folder, { recursive: true });
});

const sealed = async (ids: readonly number[]): Promise<readonly LandedRow[]> =>
  (await createSealer({ identity, kek, deployment: "test" }).sealPage(people, ids.map(record), lookups)).rows;
const names = (rows: readonly LandedRow[]) => {
  const opener = createOpener({ identity, kek, deployment: "test" });
  return Promise.all(rows.map((row) => opener.openValue(people, row, "lastName")));
};
const states = async () => (await identity.epochs()).map(({ epoch, state }) => `${epoch} ${state}`);
const rotation = (): EpochRotation => createEpochRotation(identity, kek);

const most = 1_000;

async function rotate(steps: EpochRotation): Promise<{ readonly effectiveAt: string }> {
  const { from, to } = await steps.plan();
  await steps.begin(to);
  while ((await steps.move({ from, to }, most, () => undefined)) > 0);
  await steps.verify(to, () => undefined);
  return steps.end(from);
}

test("a rotation moves everybody to a new epoch and destroys the old one; what was sealed opens as before", async () => {
  const rows = await sealed([1, 2, 3]);
  expect(await rotation().plan()).toEqual({ from: 1, to: 2, people: 3, resumed: false });
  const { effectiveAt } = await rotate(rotation());
  expect(await identity.epochs()).toEqual([
    { epoch: 1, state: "destroyed", effectiveAt },
    { epoch: 2, state: "active", effectiveAt: null },
  ]);
  expect(await names(rows)).toEqual(["Exemple-1", "Exemple-2", "Exemple-3"]);
  expect(await names(await sealed([3, 4]))).toEqual(["Exemple-3", "Exemple-4"]);
});

test("a rotation that was left half-way says so: the epoch that is active by now is not ended by it", async () => {
  await sealed([1]);
  await rotation().begin(2);
  expect(await rotation().plan()).toEqual({ from: 1, to: 2, people: 1, resumed: true });
});

test("an old copy of a person's wrapped key opens no more, not even with an old copy of the epoch's root", async () => {
  await sealed([1]);
  const root = (await identity.rootKeys()).find(({ purpose }) => purpose === epochPurpose);
  const [old] = (await identity.subjectsOfEpoch(1, "")).people;
  await rotate(rotation());
  expect(old).toBeDefined();
  await expect(kek.unwrap(epochPurpose, 1, root?.wrapped ?? Buffer.alloc(0))).rejects.toMatchObject({
    code: "kek.epoch-gone",
  });
  await expect(createKeyring(identity, kek).epochKey(1)).rejects.toThrow(
    expect.objectContaining({
      code: "pii.no-epoch",
      message:
        "The identity store has no key of epoch 1. It went when the epoch was destroyed: an older copy of a person's row opens no more.",
    }),
  );
});

test("a sealer that still holds a draining epoch makes new people under the one after it", async () => {
  const sealer = createSealer({ identity, kek, deployment: "test" });
  await sealer.sealPage(people, [record(1)], lookups);
  await rotation().begin(2);
  const { rows } = await sealer.sealPage(people, [record(2)], lookups);
  expect([await identity.countSubjects(1), await identity.countSubjects(2)]).toEqual([1, 1]);
  expect(await names(rows)).toEqual(["Exemple-2"]);
});

test("where every epoch that is known drains, sealing waits for another", async () => {
  const stuck: IdentityStore = { ...identity, createSubjects: async () => [] };
  const sealer = createSealer({ identity: stuck, kek, deployment: "test" });
  await expect(sealer.sealPage(people, [record(1)], lookups)).rejects.toThrow(
    expect.objectContaining({
      code: "pii.epoch-draining",
      retryable: true,
      message: "Epoch 1 drains: nobody is sealed under it any more. It is tried again under the epoch that follows.",
    }),
  );
});

test("an epoch that is active, or that somebody is still in, is not destroyed", async () => {
  const rows = await sealed([1]);
  await expect(rotation().end(1)).rejects.toThrow(
    expect.objectContaining({
      code: "pii.epoch-in-use",
      message:
        "Epoch 1 is not destroyed: it is not draining, or holds the keys of people (1). Rotate again: it moves them first.",
    }),
  );
  await rotation().begin(2);
  await expect(rotation().end(1)).rejects.toMatchObject({ code: "pii.epoch-in-use" });
  await expect(rotation().end(2)).rejects.toMatchObject({ code: "pii.epoch-in-use" });
  expect(await names(rows)).toEqual(["Exemple-1"]);
});

test("a key that somebody else wrote is found before the old epoch goes", async () => {
  await sealed([1, 2]);
  const steps = rotation();
  await steps.begin(2);
  await steps.move({ from: 1, to: 2 }, most, () => undefined);
  const page = await identity.subjectsOfEpoch(2, "");
  const people = page.people.slice(0, 1).map(({ lookup }) => ({ lookup, wrappedKey: Buffer.alloc(60) }));
  await identity.moveSubjects({ from: 2, to: 2 }, { ...page, people });
  await expect(steps.verify(2, () => undefined)).rejects.toThrow(
    expect.objectContaining({
      code: "pii.unverified",
      message:
        "The keys of 1 people do not open in epoch 2; the epoch before it was kept. Look for who else wrote to the identity store, mend the rows, and rotate again.",
    }),
  );
  expect(await states()).toEqual(["1 draining", "2 active"]);
});

test("whoever stands elsewhere than they were met stays, and is met there", async () => {
  const rows = await sealed([1, 2]);
  await rotation().begin(2);
  const { people, next } = await identity.subjectsOfEpoch(1, "");
  await identity.moveSubjects({ from: 1, to: 2 }, { at: "128", people });
  expect([next, await identity.countSubjects(1)]).toEqual([undefined, 2]);
  await rotate(rotation());
  expect(await names(rows)).toEqual(["Exemple-1", "Exemple-2"]);
});

test("a pass that met nobody though somebody is left is done again", async () => {
  await sealed([1]);
  let passes = 0;
  const hidden: IdentityStore = {
    ...identity,
    subjectsOfEpoch: async (epoch, at) =>
      passes++ === 0 ? { at, people: [], next: undefined } : identity.subjectsOfEpoch(epoch, at),
  };
  const steps = createEpochRotation(hidden, kek);
  await steps.begin(2);
  const told: number[] = [];
  expect(await steps.move({ from: 1, to: 2 }, most, (people) => void told.push(people))).toBe(1);
  expect([passes, told]).toEqual([2, [0, 1]]);
  expect(await steps.move({ from: 1, to: 2 }, most, () => undefined)).toBe(0);
});

test("people of a store that knew no epochs are moved like any others", async () => {
  const rows = await sealed([1]);
  const root = (await createKeyring(identity, kek).epochKey(1)).export();
  const check = (await identity.rootKeys()).find(({ purpose }) => purpose === epochPurpose)?.check;
  const { mac } = await import("./mac.ts");
  await identity.dropRootKey(epochPurpose, 1);
  await kek.destroyEpochKey(1);
  await identity.saveRootKey({
    purpose: "epoch/1",
    epoch: 1,
    wrapped: await kek.wrap("epoch/1", 1, root),
    check: mac(root, "sillage/v1/check/epoch/1/1", 16),
  });
  expect(check).toBeDefined();
  expect(await names(rows)).toEqual(["Exemple-1"]);
  await rotate(rotation());
  expect(await names(rows)).toEqual(["Exemple-1"]);
  expect((await identity.rootKeys()).map(({ purpose }) => purpose)).not.toContain("epoch/1");
});

test("root keys are kept unwrapped for twelve hours, then asked for again", async () => {
  let [now, asked] = [0, 0];
  const counted: Kek = { ...kek, unwrap: (...args) => (asked++, kek.unwrap(...args)) };
  const keyring = createKeyring(identity, counted, () => now);
  for (const [hours, times] of [
    [0, 1],
    [11.9, 1],
    [12, 2],
  ] as const) {
    now = hours * 3_600_000;
    await keyring.root("lookup");
    expect(asked).toBe(times);
  }
});

describe("a rotation that is cut off", () => {
  /** Everything that a rotation changes, counted; the call of that number ends the process, before or after it was carried out. */
  function cutOff(at: number, when: "before" | "after"): EpochRotation & { readonly calls: () => number } {
    let calls = 0;
    const cut =
      <Args extends readonly unknown[], Result>(work: (...args: Args) => Promise<Result>) =>
      async (...args: Args): Promise<Result> => {
        calls++;
        if (calls > at || (calls === at && when === "before")) throw new Error("killed");
        const result = await work(...args);
        if (calls === at) throw new Error("killed");
        return result;
      };
    const store: IdentityStore = {
      ...identity,
      saveRootKey: cut(identity.saveRootKey),
      beginEpoch: cut(identity.beginEpoch),
      moveSubjects: cut(identity.moveSubjects),
      subjectsOfEpoch: cut(identity.subjectsOfEpoch),
      dropRootKey: cut(identity.dropRootKey),
      endEpoch: cut(identity.endEpoch),
    };
    const vault: Kek = {
      ...kek,
      createEpochKey: cut(kek.createEpochKey),
      destroyEpochKey: cut(kek.destroyEpochKey),
      wrap: cut(kek.wrap),
    };
    return { ...createEpochRotation(store, vault), calls: () => calls };
  }

  test("goes on from any of its changes, whether that was made or not, and nobody is lost", async () => {
    const rows = await sealed([1, 2, 3]);
    const whole = cutOff(Number.POSITIVE_INFINITY, "before");
    await rotate(whole);
    const changes = whole.calls();
    expect(changes).toBeGreaterThan(9);
    for (let at = 1; at <= changes; at++)
      for (const when of ["before", "after"] as const) {
        await expect(rotate(cutOff(at, when))).rejects.toThrow("killed");
        expect(await names(rows), `${when} change ${at}`).toEqual(["Exemple-1", "Exemple-2", "Exemple-3"]);
        await rotate(rotation());
        expect(await names(rows), `${when} change ${at}`).toEqual(["Exemple-1", "Exemple-2", "Exemple-3"]);
        expect((await states()).filter((state) => !state.endsWith("destroyed"))).toHaveLength(1);
      }
  });
});
