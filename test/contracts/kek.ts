import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { epochPurpose, type Kek } from "../../pii/kek.ts";

/** A vault: opened again with `again`, as after a restart; `other` is another one. */
export type Vault = {
  readonly kek: Kek;
  readonly again: () => Promise<Kek>;
  readonly other: Kek;
  readonly close: () => Promise<unknown>;
};

/** What every vault promises. */
export function kekContract(open: () => Promise<Vault>): void {
  let vault: Vault;
  beforeAll(async () => {
    vault = await open();
  });
  afterAll(() => vault.close());

  const key = Uint8Array.from({ length: 32 }, (_, at) => at + 1);
  const wrapped = () => vault.kek.wrap("table/orders", 1, key);
  const refused = expect.objectContaining({
    code: "pii.unwrap",
    retryable: false,
    message: expect.stringMatching(
      /^The wrapped key "kek\/[\w/]+" does not open under this key\. Point the product at the key store that belongs to this identity store\.$/,
    ),
  });

  test("what was wrapped is unwrapped, also after a restart", async () => {
    const kept = await wrapped();
    expect(Uint8Array.from(await vault.kek.unwrap("table/orders", 1, kept))).toEqual(key);
    expect(Uint8Array.from(await (await vault.again()).unwrap("table/orders", 1, kept))).toEqual(key);
  });

  test("a wrapped key does not hold the key, and what is handed in stays as it was", async () => {
    const given = Uint8Array.from(key);
    const kept = await vault.kek.wrap("lookup", 1, given);
    expect(Buffer.from(kept).includes(Buffer.from(key))).toBe(false);
    const before = Uint8Array.from(kept);
    await vault.kek.unwrap("lookup", 1, kept);
    expect([given, Uint8Array.from(kept)]).toEqual([key, before]);
  });

  test.each([
    ["another purpose", "table/clients", 1],
    ["another epoch", "table/orders", 2],
    ["a purpose that begins as its own does", "table/order", 1],
  ])("a key that is asked for under %s is refused", async (_, purpose, epoch) => {
    await expect(vault.kek.unwrap(purpose, epoch, await wrapped())).rejects.toThrow(refused);
  });

  test("a key that was altered, cut or emptied is refused", async () => {
    const kept = Buffer.from(await wrapped());
    for (let at = 0; at < kept.length; at += 7) {
      const altered = Buffer.from(kept);
      altered[at] = (altered[at] ?? 0) ^ 1;
      await expect(vault.kek.unwrap("table/orders", 1, altered)).rejects.toThrow(refused);
    }
    for (const length of [0, 1, kept.length - 1])
      await expect(vault.kek.unwrap("table/orders", 1, kept.subarray(0, length))).rejects.toThrow(refused);
  });

  test("another vault refuses it", async () => {
    await expect(vault.other.unwrap("table/orders", 1, await wrapped())).rejects.toThrow(refused);
  });

  test("many are wrapped and unwrapped at once, none taken for another", async () => {
    const keys = Array.from({ length: 50 }, () => Uint8Array.from(randomBytes(32)));
    const kept = await Promise.all(keys.map((each, at) => vault.kek.wrap("table/t", at + 1, each)));
    const opened = await Promise.all(kept.map((each, at) => vault.kek.unwrap("table/t", at + 1, each)));
    expect(opened.map((each) => Uint8Array.from(each))).toEqual(keys);
  });

  test("a renewed key opens what earlier ones wrapped, also after a restart, and wraps anew", async () => {
    const old = await wrapped();
    await vault.kek.renew();
    const fresh = await wrapped();
    for (const kek of [vault.kek, await vault.again()])
      for (const kept of [old, fresh]) expect(Uint8Array.from(await kek.unwrap("table/orders", 1, kept))).toEqual(key);
  });

  test("which version wrapped something is told, also after a restart, or never where the vault tells none", async () => {
    const old = await wrapped();
    const before = await vault.kek.newest();
    await vault.kek.renew();
    const fresh = await wrapped();
    const tells = before !== null;
    for (const kek of [vault.kek, await vault.again()]) {
      const newest = await kek.newest();
      expect([newest !== null, newest !== before]).toEqual([tells, tells]);
      expect(await kek.wrappedBy("table/orders", 1, old)).toBe(before);
      expect(await kek.wrappedBy("table/orders", 1, fresh)).toBe(newest);
      expect(await kek.wrappedBy("table/orders", 1, new Uint8Array(3))).toBe(null);
    }
  });

  const gone = (epoch: number) =>
    expect.objectContaining({
      code: "kek.epoch-gone",
      retryable: false,
      message: `The vault has no usable key of epoch ${epoch}. What was wrapped under a destroyed epoch never opens again; people's keys are in the epoch that is active.`,
    });

  test("an epoch has no key until one is made, and making it again changes nothing", async () => {
    await expect(vault.kek.wrap(epochPurpose, 1, key)).rejects.toThrow(gone(1));
    await vault.kek.createEpochKey(1);
    const kept = await vault.kek.wrap(epochPurpose, 1, key);
    await vault.kek.createEpochKey(1);
    await vault.kek.createEpochKey(2);
    expect(Uint8Array.from(await (await vault.again()).unwrap(epochPurpose, 1, kept))).toEqual(key);
    await expect(vault.kek.unwrap(epochPurpose, 2, kept)).rejects.toThrow(refused);
  });

  test("what was wrapped under an epoch goes with its key, for good and in every process; the next epoch stays", async () => {
    await vault.kek.createEpochKey(1);
    const old = await vault.kek.wrap(epochPurpose, 1, key);
    await vault.kek.createEpochKey(2);
    const next = await vault.kek.wrap(epochPurpose, 2, key);
    const destroyed = await vault.kek.destroyEpochKey(1);
    expect(new Date(destroyed.effectiveAt).toISOString()).toBe(destroyed.effectiveAt);
    for (const kek of [vault.kek, await vault.again()]) {
      await expect(kek.unwrap(epochPurpose, 1, old)).rejects.toThrow(gone(1));
      await expect(kek.wrap(epochPurpose, 1, key)).rejects.toThrow(gone(1));
      expect(Uint8Array.from(await kek.unwrap(epochPurpose, 2, next))).toEqual(key);
    }
    expect(Uint8Array.from(await vault.kek.unwrap("table/orders", 1, await wrapped()))).toEqual(key);
  });

  test("a key that was destroyed already is destroyed again without a word", async () => {
    await vault.kek.createEpochKey(4);
    const first = await vault.kek.destroyEpochKey(3);
    const again = await vault.kek.destroyEpochKey(3);
    expect(Date.parse(again.effectiveAt) - Date.parse(first.effectiveAt)).toBeLessThan(60_000);
  });

  test("it says what it is in one line, without a key in it", () => {
    expect(vault.kek.describe()).toMatch(/^.{3,80}$/);
  });
}
