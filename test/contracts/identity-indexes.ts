import { expect, test } from "vitest";
import type { BlindIndexRow, IdentityStore, NewSubject } from "../../core/ports/identity-store.ts";

const nobody = "00000000-0000-0000-0000-000000000000";
const [past, future] = ["2026-01-01T00:00:00.000Z", "2999-01-01T00:00:00.000Z"];
const at = (day: number): string => `2026-11-${day}T02:00:00.000Z`;

/** What every identity store promises of versions of the blind indexes; they leave the second one active. */
export function versionsOfIndexes(
  store: () => IdentityStore,
  candidate: (lookup: string, pid: string) => NewSubject,
): void {
  const [one, two, three] = [candidate("91", "9101"), candidate("92", "9102"), candidate("93", "9103")];
  const step = { field: "phone", from: "phone-1", to: "phone-1/2" };
  const row = ({ pid }: NewSubject, index: string, day: number, byte: number): BlindIndexRow => ({
    field: "phone",
    index,
    value: Buffer.alloc(16, byte),
    pid,
    updatedAt: at(day),
  });
  const found = (index: string, byte: number) => store().lookupsByIndex("phone", index, Buffer.alloc(16, byte));

  test("an index that takes another's place leaves nothing of it by which somebody is found", async () => {
    const made = candidate("5e", "5100");
    await store().createSubjects([made]);
    const [before, after] = [Buffer.alloc(16, 51), Buffer.alloc(16, 52)];
    const of = { field: "email", pid: made.pid, updatedAt: "2026-11-24T02:00:00.000Z" };
    await store().saveBlindIndexes(1, [{ ...of, index: "email-1", value: before }]);
    await store().saveBlindIndexes(1, [{ ...of, index: "email-2", instead: ["email-1"], value: after }]);
    expect(await store().lookupsByIndex("email", "email-1", before)).toEqual([]);
    expect(await store().lookupsByIndex("email", "email-2", after)).toEqual([made.lookup]);
    await store().saveBlindIndexes(1, [
      { ...of, index: "email-3", value: before, updatedAt: "2026-11-25T02:00:00.000Z" },
    ]);
    await store().saveBlindIndexes(1, [{ ...of, index: "email-4", instead: ["email-3"], value: after }]);
    expect(await store().lookupsByIndex("email", "email-3", before)).toEqual([made.lookup]);
  });

  test("the first one is there from the beginning; once another is, the first takes nothing and is asked still", async () => {
    expect(await store().indexVersions()).toEqual([{ version: 1, state: "active" }]);
    await store().createSubjects([one, two, three]);
    const rows = [row(one, "phone-1", 20, 1), row(two, "phone-1", 20, 2), row(three, "phone-1", 22, 3)];
    expect(await store().saveBlindIndexes(1, rows)).toBe(true);
    for (const _ of [1, 2]) await store().beginIndexVersion(2);
    expect(await store().indexVersions()).toEqual([
      { version: 1, state: "draining" },
      { version: 2, state: "active" },
    ]);
    expect([await store().countDraining(past), await store().countDraining(future)]).toEqual([0, 1]);
    expect(await store().saveBlindIndexes(1, [row(one, "phone-1", 25, 9)])).toBe(false);
    expect([await found("phone-1", 1), await found("phone-1", 9)]).toEqual([[one.lookup], []]);
  });

  test("values that the new one lacks, or has of before, are told in the order of pseudonyms and counted", async () => {
    const pids = (people: readonly NewSubject[]) => people.map(({ pid }) => ({ pid }));
    expect(await store().laggingIndexes(step, nobody, 2)).toMatchObject(pids([one, two]));
    expect(await store().laggingIndexes(step, two.pid, 2)).toMatchObject(pids([three]));
    expect(await store().countLagging(step)).toBe(3);
    await store().saveBlindIndexes(2, [row(one, "phone-1/2", 20, 1), row(three, "phone-1/2", 21, 3)]);
    const left = [
      { pid: two.pid, updatedAt: at(20) },
      { pid: three.pid, updatedAt: at(22) },
    ];
    expect(await store().laggingIndexes(step, nobody, 10)).toEqual(left);
    expect(await store().countLagging(step)).toBe(2);
  });

  test("one that is written is not ended; one that drains is dropped with its values, and stays so", async () => {
    await store().endIndexVersion(2);
    expect(await found("phone-1/2", 1)).toEqual([one.lookup]);
    for (const _ of [1, 2]) await store().endIndexVersion(1);
    await store().beginIndexVersion(1);
    expect(await store().indexVersions()).toEqual([
      { version: 1, state: "destroyed" },
      { version: 2, state: "active" },
    ]);
    expect(await store().countDraining(future)).toBe(0);
    expect([await found("phone-1", 2), await found("phone-1/2", 1)]).toEqual([[], [one.lookup]]);
    expect(await store().saveBlindIndexes(1, [row(two, "phone-1", 25, 9)])).toBe(false);
  });
}
