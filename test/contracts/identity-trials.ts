import { expect, test } from "vitest";
import type { IdentityStore, NewSubject } from "../../core/ports/identity-store.ts";

/** What every identity store promises of values that are tried once their person is erased. `made` makes up a person. */
export function trialsContract(current: () => IdentityStore, made: (lookup: string, pid: string) => NewSubject): void {
  test("what is kept to be tried is the first value of each person, until the request is closed", async () => {
    const store = current();
    const [one, other] = [made("8c", "8c"), made("8d", "8d")];
    await store.createSubjects([one, other]);
    await store.fileRequest("R5", "2026-11-28T05:00:00.000Z", [one.lookup, other.lookup]);
    expect(await store.trialsOf("R5")).toEqual([]);
    for (const trial of ['{"first":1}', '{"second":1}']) await store.keepTrial("R5", { lookup: one.lookup, trial });
    await store.blankRequest("R5", "2026-11-28T06:00:00.000Z");
    expect(await store.trialsOf("R5")).toEqual([{ lookup: one.lookup, trial: '{"first":1}' }]);
    await store.closeRequest("R5", "2026-11-28T07:00:00.000Z", "{}");
    expect(await store.trialsOf("R5")).toEqual([]);
  });
}
