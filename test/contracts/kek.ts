import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Kek } from "../../pii/kek.ts";

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
    const kept = await Promise.all(keys.map((each, at) => vault.kek.wrap("epoch", at + 1, each)));
    const opened = await Promise.all(kept.map((each, at) => vault.kek.unwrap("epoch", at + 1, each)));
    expect(opened.map((each) => Uint8Array.from(each))).toEqual(keys);
  });

  test("it says what it is in one line, without a key in it", () => {
    expect(vault.kek.describe()).toMatch(/^.{3,80}$/);
  });
}
