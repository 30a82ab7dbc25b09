import { expect, test } from "vitest";
import type { IdentityStore, NewSubject } from "../../core/ports/identity-store.ts";
import type { RenewedKey } from "../../core/ports/renewed-keys.ts";

/** What every identity store promises of people's keys made anew, while epoch 1 is active. */
export function renewedKeys(store: () => IdentityStore, candidate: (lookup: string, pid: string) => NewSubject): void {
  const bytes = (length: number, byte: number) => Buffer.alloc(length, byte);
  const renewed = ({ lookup, kid }: NewSubject, over: Partial<RenewedKey> = {}): RenewedKey => ({
    lookup,
    epoch: 1,
    was: kid,
    wrappedKey: bytes(60, 7),
    kid: bytes(16, 8),
    former: bytes(60, 9),
    ...over,
  });
  const keyOf = async (lookup: string) => Buffer.from((await store().findSubjects([lookup]))[0]?.wrappedKey ?? []);
  const formerOf = async (lookup: string) => {
    const found = await store().formerKey(lookup);
    return found && [Buffer.from(found.wrappedKey), Buffer.from(found.kid)];
  };

  test("the key before drains until it is destroyed, and no other is made meanwhile", async () => {
    const made = candidate("a1", "8101");
    await store().createSubjects([made]);
    const before = await store().countRenewed();
    expect(await store().formerKey(made.lookup)).toBeUndefined();
    expect(await store().renewKey(renewed(made))).toBe(true);
    expect([await keyOf(made.lookup), await formerOf(made.lookup)]).toEqual([bytes(60, 7), [bytes(60, 9), made.kid]]);
    const another = { was: bytes(16, 8), wrappedKey: bytes(60, 1), kid: bytes(16, 2), former: bytes(60, 3) };
    expect(await store().renewKey(renewed(made, another))).toBe(false);
    await store().endFormerKey(made.lookup, made.kid);
    expect(await store().formerKey(made.lookup)).toBeUndefined();
    expect(await store().renewKey(renewed(made, another))).toBe(true);
    expect([await keyOf(made.lookup), await store().countRenewed()]).toEqual([bytes(60, 1), before + 2]);
  });

  test("a key that drains says since when, and is not destroyed in the name of the one before it", async () => {
    const made = candidate("a5", "8105");
    await store().createSubjects([made]);
    await store().renewKey(renewed(made));
    const { renewedAt = "" } = (await store().formerKey(made.lookup)) ?? {};
    expect([renewedAt, Date.parse(renewedAt) > Date.parse("2026-01-01")]).toEqual([
      new Date(renewedAt).toISOString(),
      true,
    ]);
    const [past, future] = ["2026-01-01T00:00:00.000Z", "2999-01-01T00:00:00.000Z"];
    const draining = await store().countFormerKeys(future);
    expect(await store().countFormerKeys(past)).toBe(0);
    await store().endFormerKey(made.lookup, made.kid);
    expect(await store().countFormerKeys(future)).toBe(draining - 1);
    const another = { was: bytes(16, 8), wrappedKey: bytes(60, 1), kid: bytes(16, 2), former: bytes(60, 3) };
    await store().renewKey(renewed(made, another));
    await store().endFormerKey(made.lookup, made.kid);
    expect(await formerOf(made.lookup)).toEqual([bytes(60, 3), bytes(16, 8)]);
  });

  test("who has another key or epoch by now, or one that is not active, keeps theirs", async () => {
    const made = candidate("a2", "8102");
    await store().createSubjects([made]);
    for (const over of [{ was: bytes(16, 5) }, { epoch: 77 }, { lookup: "f".repeat(32) }])
      expect(await store().renewKey(renewed(made, over))).toBe(false);
    expect([await keyOf(made.lookup), await store().formerKey(made.lookup)]).toEqual([made.wrappedKey, undefined]);
  });

  test("an erasure takes the key that drains along, by request and by pseudonym", async () => {
    const [one, two] = [candidate("a3", "8103"), candidate("a4", "8104")];
    await store().createSubjects([one, two]);
    for (const made of [one, two]) await store().renewKey(renewed(made));
    await store().fileRequest("R81", "2026-11-28T05:00:00.000Z", [one.lookup]);
    await store().blankRequest("R81", "2026-11-28T06:00:00.000Z");
    await store().addErased(7, [two.pid], "2026-11-28");
    for (const made of [one, two]) expect(await store().formerKey(made.lookup)).toBeUndefined();
  });
}
