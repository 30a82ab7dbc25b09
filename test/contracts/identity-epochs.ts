import { expect, test } from "vitest";
import type { IdentityStore, NewSubject, SubjectsPage } from "../../core/ports/identity-store.ts";

/** What every identity store promises of epochs, while epoch 1 is active. */
export function epochsOfPeople(
  store: () => IdentityStore,
  candidate: (lookup: string, pid: string) => NewSubject,
): void {
  const [old, young] = [candidate("5a", "51"), { ...candidate("5b", "52"), epoch: 2 }];
  const pagesOf = async (epoch: number): Promise<readonly SubjectsPage[]> => {
    const pages = [await store().subjectsOfEpoch(epoch, "")];
    for (let next = pages[0]?.next; next !== undefined; next = pages.at(-1)?.next)
      pages.push(await store().subjectsOfEpoch(epoch, next));
    return pages;
  };
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

  test("people are read by epoch, each once, however many pages they take", async () => {
    const many = Array.from({ length: 7_000 }, (_, at) =>
      candidate(`60${at.toString(16).padStart(4, "0")}`, `6${at + 1_000}`),
    );
    await store().createSubjects(many.map((person) => ({ ...person, epoch: 2 })));
    const pages = await pagesOf(2);
    expect(pages.length).toBeGreaterThan(1);
    const lookups = pages.flatMap(({ people }) => people.map(({ lookup }) => lookup));
    expect(lookups.toSorted()).toEqual([young.lookup, ...many.map(({ lookup }) => lookup)]);
    expect(lookups).toHaveLength(await store().countSubjects(2));
  });

  test("people are moved once, as they were met", async () => {
    const [before, others] = [await store().countSubjects(1), await store().countSubjects(2)];
    const page = (await pagesOf(1)).find(({ people }) => people.some(({ lookup }) => lookup === old.lookup));
    const found = page?.people.find(({ lookup }) => lookup === old.lookup);
    const at = page?.at ?? "";
    expect(Buffer.from(found?.kid ?? []).equals(Buffer.from(old.kid))).toBe(true);
    const moved = { lookup: old.lookup, wrappedKey: Buffer.alloc(60, 2) };
    await store().moveSubjects({ from: 1, to: 2 }, { at, people: [moved] });
    await store().moveSubjects({ from: 1, to: 2 }, { at, people: [{ ...moved, wrappedKey: Buffer.alloc(60, 3) }] });
    const [stored] = await store().findSubjects([old.lookup]);
    expect([stored?.epoch, Buffer.from(stored?.wrappedKey ?? [])]).toEqual([2, Buffer.alloc(60, 2)]);
    expect([await store().countSubjects(1), await store().countSubjects(2)]).toEqual([before - 1, others + 1]);
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
    const told = async () =>
      (await pagesOf(2))
        .flatMap(({ people }) => people.map(({ lookup, kid }) => `${lookup} ${Buffer.from(kid).toString("hex")}`))
        .toSorted();
    const begun = await told();
    await onTheirWay;
    expect(await told()).toEqual(begun);
  });
}
