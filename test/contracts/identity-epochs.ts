import { expect, test } from "vitest";
import type { IdentityStore, NewSubject } from "../../core/ports/identity-store.ts";

/** What every identity store promises of epochs, while epoch 1 is active. */
export function epochsOfPeople(
  store: () => IdentityStore,
  candidate: (lookup: string, pid: string) => NewSubject,
): void {
  const [old, young] = [candidate("5a", "51"), { ...candidate("5b", "52"), epoch: 2 }];
  const states = async () => (await store().epochs()).map(({ epoch, state }) => [epoch, state]);

  test("one is active; the one before it drains, and takes nobody new", async () => {
    await store().createSubjects([old]);
    await store().beginEpoch(2);
    await store().beginEpoch(2);
    expect(await states()).toEqual([
      [1, "draining"],
      [2, "active"],
    ]);
    const late = candidate("5c", "53");
    expect(await store().createSubjects([late])).toEqual([]);
    expect((await store().createSubjects([old, young])).map(({ epoch }) => epoch)).toEqual([1, 2]);
  });

  test("people are read by epoch in the order of their look-ups, and moved once", async () => {
    const before = await store().countSubjects(1);
    const first = await store().subjectsOfEpoch(1, "", 2);
    expect(first).toHaveLength(2);
    const all = [...first, ...(await store().subjectsOfEpoch(1, first[1]?.lookup ?? "", 1_000))];
    expect(all.map(({ lookup }) => lookup)).toEqual(all.map(({ lookup }) => lookup).toSorted());
    expect(all).toHaveLength(before);
    const found = all.find(({ lookup }) => lookup === old.lookup);
    expect(Buffer.from(found?.kid ?? []).equals(Buffer.from(old.kid))).toBe(true);
    const moved = { lookup: old.lookup, wrappedKey: Buffer.alloc(60, 2) };
    await store().moveSubjects({ from: 1, to: 2 }, [moved]);
    await store().moveSubjects({ from: 1, to: 2 }, [{ ...moved, wrappedKey: Buffer.alloc(60, 3) }]);
    const [stored] = await store().findSubjects([old.lookup]);
    expect([stored?.epoch, Buffer.from(stored?.wrappedKey ?? [])]).toEqual([2, Buffer.alloc(60, 2)]);
    expect([await store().countSubjects(1), await store().countSubjects(2)]).toEqual([before - 1, 2]);
  });

  test("one that ended says from when on, and never begins again", async () => {
    await store().endEpoch(1, "2026-12-05T00:00:00.000Z");
    await store().beginEpoch(1);
    const [ended] = await store().epochs();
    expect(ended).toEqual({ epoch: 1, state: "destroyed", effectiveAt: "2026-12-05T00:00:00.000Z" });
    expect(await store().createSubjects([candidate("5d", "54")])).toEqual([]);
  });

  test("once another has begun, nobody is made and no key renewed in the one before, whatever was on its way", async () => {
    const late = (at: number) => ({
      ...candidate(`5e${at.toString(16).padStart(2, "0")}`, `55${at + 10}`),
      epoch: 2,
    });
    const held = Array.from({ length: 12 }, (_, at) => late(at));
    await store().createSubjects(held);
    const key = { wrappedKey: Buffer.alloc(60, 7), kid: Buffer.alloc(16, 8), former: Buffer.alloc(60, 9) };
    const calls = [
      ...held.map(({ lookup, kid }) => store().renewKey({ lookup, epoch: 2, was: kid, ...key })),
      ...held.map((_, at) => store().createSubjects([late(at + 20)])),
    ];
    const onTheirWay = Promise.allSettled(calls);
    await store().beginEpoch(3);
    const told = (people: Awaited<ReturnType<IdentityStore["subjectsOfEpoch"]>>) =>
      people.map(({ lookup, kid }) => `${lookup} ${Buffer.from(kid).toString("hex")}`);
    const begun = told(await store().subjectsOfEpoch(2, "", 1_000));
    await onTheirWay;
    expect(told(await store().subjectsOfEpoch(2, "", 1_000))).toEqual(begun);
  });
}
