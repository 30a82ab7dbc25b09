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
  const nobody = "00000000-0000-0000-0000-000000000000";
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

  const everybody = async (epoch: number, most = 10_000) => {
    const all = [await store().exposedPeople(epoch, nobody, most)];
    for (let last = all[0]?.at(-1); last !== undefined; last = all.at(-1)?.at(-1))
      all.push(await store().exposedPeople(epoch, last.pid, most));
    return all.flat();
  };

  test("whom an epoch's key concerned is told though they were moved on, each once, and nobody who came later", async () => {
    const [first, second] = [await store().epochExposure(1), await store().epochExposure(2)];
    const [before, after] = [await everybody(1, 3), await everybody(2)];
    const pidsOf = (people: typeof before) => people.map(({ pid }) => pid);
    expect([pidsOf(before).includes(old.pid), pidsOf(before).includes(young.pid)]).toEqual([true, false]);
    expect([pidsOf(after).includes(old.pid), pidsOf(after).includes(young.pid)]).toEqual([true, true]);
    expect(pidsOf(before)).toEqual([...new Set(pidsOf(before))].toSorted());
    expect([first?.living, second?.living]).toEqual([before.length, after.length]);
    expect(first?.living).toBe((await store().countSubjects(1)) + 1);
    expect(await store().epochExposure(9)).toBeUndefined();
  });

  test("from when on somebody was concerned is when they were made, and for who was moved when the epoch began", async () => {
    const [first, second] = [await store().epochExposure(1), await store().epochExposure(2)];
    const since = async (epoch: number, pid: string) =>
      (await everybody(epoch)).find((one) => one.pid === pid)?.since ?? "";
    expect(await since(2, old.pid)).toBe(second?.since);
    const [made, began] = [await since(1, old.pid), first?.since ?? ""].map((at) => new Date(at).toISOString());
    expect(made).toBe(await since(1, old.pid));
    expect((made ?? "") >= (began ?? "")).toBe(true);
  });

  test("one that ended says from when on, and never begins again", async () => {
    await store().endEpoch(1, "2026-12-05T00:00:00.000Z");
    await store().beginEpoch(1);
    const [ended] = await store().epochs();
    expect(ended).toEqual({ epoch: 1, state: "destroyed", effectiveAt: "2026-12-05T00:00:00.000Z" });
    const exposure = await store().epochExposure(1);
    expect(exposure).toMatchObject(ended ?? {});
    expect((await everybody(1)).map(({ pid }) => pid)).toContain(old.pid);
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
