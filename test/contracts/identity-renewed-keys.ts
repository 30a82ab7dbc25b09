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
  const formerOf = async (lookup: string) =>
    (await store().formerKeys(lookup)).map(({ wrappedKey, kid }) => [Buffer.from(wrappedKey), Buffer.from(kid)]);

  test("each key before drains until it is destroyed, the newest told first", async () => {
    const made = candidate("a1", "8101");
    await store().createSubjects([made]);
    const before = await store().countRenewed();
    expect(await formerOf(made.lookup)).toEqual([]);
    expect(await store().renewKey(renewed(made))).toBe(true);
    const first = [bytes(60, 9), made.kid];
    expect([await keyOf(made.lookup), await formerOf(made.lookup)]).toEqual([bytes(60, 7), [first]]);
    const another = { was: bytes(16, 8), wrappedKey: bytes(60, 1), kid: bytes(16, 2), former: bytes(60, 3) };
    const isMade = await Promise.all([1, 2].map(() => store().renewKey(renewed(made, another))));
    expect(isMade.filter(Boolean)).toHaveLength(1);
    const second = [bytes(60, 3), bytes(16, 8)];
    expect([await keyOf(made.lookup), await formerOf(made.lookup)]).toEqual([bytes(60, 1), [second, first]]);
    const numbers = (await store().formerKeys(made.lookup)).map(({ seq }) => seq);
    expect([numbers, await store().countRenewed()]).toEqual([[before + 2, before + 1], before + 2]);
    await store().endFormerKey(made.lookup, made.kid);
    expect(await formerOf(made.lookup)).toEqual([second]);
  });

  test("a key that drains says since when, and is not destroyed in the name of the one before it", async () => {
    const made = candidate("a5", "8105");
    await store().createSubjects([made]);
    await store().renewKey(renewed(made));
    const renewedAt = (await store().formerKeys(made.lookup))[0]?.renewedAt ?? "";
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
    expect(await formerOf(made.lookup)).toEqual([[bytes(60, 3), bytes(16, 8)]]);
  });

  test("who has another key or epoch by now, or one that is not active, keeps theirs", async () => {
    const made = candidate("a2", "8102");
    await store().createSubjects([made]);
    for (const over of [{ was: bytes(16, 5) }, { epoch: 77 }, { lookup: "f".repeat(32) }])
      expect(await store().renewKey(renewed(made, over))).toBe(false);
    expect([await keyOf(made.lookup), await formerOf(made.lookup)]).toEqual([made.wrappedKey, []]);
  });

  test("an erasure takes the keys that drain along, by request and by pseudonym", async () => {
    const [one, two] = [candidate("a3", "8103"), candidate("a4", "8104")];
    await store().createSubjects([one, two]);
    for (const made of [one, two]) await store().renewKey(renewed(made));
    await store().fileRequest("R81", "2026-11-28T05:00:00.000Z", [one.lookup]);
    await store().blankRequest("R81", "2026-11-28T06:00:00.000Z");
    await store().addErased(7, [two.pid], "2026-11-28");
    for (const made of [one, two]) expect(await formerOf(made.lookup)).toEqual([]);
  });
}
