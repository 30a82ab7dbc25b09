import type { RevealRow, RevealTail } from "../../core/ports/reveal-ledger.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { IdentityStore, NewSubject } from "../../core/ports/identity-store.ts";
import { epochsOfPeople } from "./identity-epochs.ts";
import { trialsContract } from "./identity-trials.ts";
import { renewedKeys } from "./identity-renewed-keys.ts";
import { versionsOfIndexes } from "./identity-indexes.ts";

const candidate = (lookup: string, pid: string): NewSubject => ({
  lookup: lookup.padEnd(32, "0"),
  pid: `00000000-0000-4000-8000-${pid.padStart(12, "0")}`,
  wrappedKey: Buffer.from(pid.padStart(60, "k")),
  kid: Buffer.alloc(16, 1),
  epoch: 1,
});

/** What every identity store promises. */
export function identityStoreContract(open: () => Promise<IdentityStore>): void {
  let store: IdentityStore;
  beforeAll(async () => {
    store = await open();
    await store.migrate();
    await store.migrate();
    await store.beginEpoch(1);
  });
  afterAll(() => store.close());

  test("people are found in the order asked, unknown ones as undefined", async () => {
    const [a, b] = [candidate("a", "1"), candidate("b", "2")];
    await store.createSubjects([a, b]);
    const found = await store.findSubjects([b.lookup, "f".repeat(32), a.lookup]);
    expect(found.map((subject) => subject?.pid)).toEqual([b.pid, undefined, a.pid]);
    expect(Buffer.from(found[0]?.wrappedKey ?? [])).toEqual(Buffer.from(b.wrappedKey));
    expect(await store.findSubjects([])).toEqual([]);
  });

  test("the first to make a person wins, and both are told who is stored", async () => {
    const [one, two] = [candidate("c", "3"), candidate("c", "4")];
    const [left, right] = await Promise.all([store.createSubjects([one]), store.createSubjects([two])]);
    expect(left[0]?.pid).toBe(right[0]?.pid);
    expect([one.pid, two.pid]).toContain(left[0]?.pid);
  });

  test("a person is found by pseudonym, and nobody by another", async () => {
    const made = candidate("d", "5");
    await store.createSubjects([made]);
    expect((await store.findByPid(made.pid))?.lookup).toBe(made.lookup);
    expect(await store.findByPid("00000000-0000-4000-8000-999999999999")).toBeUndefined();
  });

  test("the first root key of a purpose stays, whoever writes another", async () => {
    const row = { purpose: "lookup", epoch: 1, wrapped: Buffer.alloc(60, 1), check: Buffer.alloc(16, 2) };
    const other = { ...row, wrapped: Buffer.alloc(60, 9) };
    const stored = await Promise.all([store.saveRootKey(row), store.saveRootKey(other)]);
    expect(Buffer.from(stored[0].wrapped)).toEqual(Buffer.from(stored[1].wrapped));
    const roots = await store.rootKeys();
    expect(roots.filter((root) => root.purpose === "lookup")).toHaveLength(1);
    await store.saveRootKey({ ...row, epoch: 2 });
    expect((await store.rootKeys()).map((root) => root.epoch).toSorted((left, right) => left - right)).toEqual([1, 2]);
  });

  test("blind indexes are kept by the thousand, and saving none is no error", async () => {
    const made = candidate("e", "6");
    await store.createSubjects([made]);
    expect(await store.saveBlindIndexes(1, [])).toBe(true);
    const rows = Array.from({ length: 1_500 }, (_, at) => ({
      field: `f${at}`,
      index: "email-1",
      value: Buffer.alloc(16, at % 256),
      pid: made.pid,
      updatedAt: "2026-11-24T02:00:00.000Z",
    }));
    await store.saveBlindIndexes(1, rows);
    expect(await store.saveBlindIndexes(1, rows)).toBe(true);
  });

  test("a request is about people that are known, and forgets them once it is closed", async () => {
    const [known, unknown] = [candidate("6a", "61"), candidate("6b", "62")];
    await store.createSubjects([known]);
    const openedAt = "2026-11-28T05:00:00.000Z";
    const kept = { people: 1, restrictedAt: null, erasedAt: null, certificate: null };
    await store.fileRequest("R1", openedAt, [known.lookup, unknown.lookup]);
    await store.fileRequest("R1", openedAt, []);
    expect(await store.request("R1")).toEqual({ id: "R1", openedAt, ...kept });
    expect(await store.request("R0")).toBeUndefined();
    expect((await store.requests()).map(({ id }) => id)).toEqual(["R1"]);
    expect(await store.requestPeople("R1")).toEqual([{ lookup: known.lookup, pid: known.pid, epoch: 1 }]);
    expect(await store.openRequestAbout(known.lookup)).toBe("R1");
    expect(await store.openRequestAbout(unknown.lookup)).toBeUndefined();
    await store.closeRequest("R1", openedAt, "{}");
    expect(await store.openRequestAbout(known.lookup)).toBeUndefined();
    await store.closeRequest("R1", openedAt, '{"other":1}');
    expect(await store.request("R1")).toMatchObject({ erasedAt: openedAt, certificate: "{}" });
    expect(await store.requestPeople("R1")).toEqual([]);
  });

  trialsContract(() => store, candidate);

  test("an open request about a person and others is not one about that person", async () => {
    const [one, other] = [candidate("8e", "9991"), candidate("8f", "9992")];
    await store.createSubjects([one, other]);
    await store.fileRequest("R4", "2026-11-28T05:00:00.000Z", [one.lookup, other.lookup]);
    expect(await store.openRequestAbout(one.lookup)).toBeUndefined();
  });

  test("a request takes up others who are known, each once, and counts them", async () => {
    const [filed, merged, unknown] = [candidate("9a", "9993"), candidate("9b", "9994"), candidate("9c", "9995")];
    await store.createSubjects([filed, merged]);
    await store.fileRequest("R8", "2026-11-28T05:00:00.000Z", [filed.lookup]);
    for (let again = 0; again < 2; again++)
      await store.widenRequest("R8", [filed.lookup, merged.lookup, unknown.lookup]);
    expect((await store.request("R8"))?.people).toBe(2);
    expect(new Set((await store.requestPeople("R8")).map(({ lookup }) => lookup))).toEqual(
      new Set([filed.lookup, merged.lookup]),
    );
  });

  test("a restriction is told with the person, until it is lifted", async () => {
    const made = candidate("6c", "63");
    await store.createSubjects([made]);
    await store.fileRequest("R2", "2026-11-28T05:00:00.000Z", [made.lookup]);
    await store.restrictRequest("R2", "2026-11-28T06:00:00.000Z");
    expect((await store.findByPid(made.pid))?.restrictedAt).toBe("2026-11-28T06:00:00.000Z");
    await store.restrictRequest("R2", null);
    expect((await store.findByPid(made.pid))?.restrictedAt ?? null).toBeNull();
    expect((await store.request("R2"))?.restrictedAt).toBeNull();
  });

  test("the look-up of who was erased goes once the source has not sent it since a day, and of nobody else", async () => {
    const [gone, sent, living] = [candidate("7a", "7a"), candidate("7b", "7b"), candidate("7c", "7c")];
    await store.createSubjects([gone, sent, living]);
    await store.fileRequest("R7", "2019-01-01T05:00:00.000Z", [gone.lookup, sent.lookup]);
    await store.blankRequest("R7", "2019-01-01T06:00:00.000Z");
    await store.noteSent([sent.lookup, living.lookup], "2019-03-01T06:00:00.000Z");
    await store.noteSent([sent.lookup], "2019-02-01T06:00:00.000Z");
    expect(await store.forgetErased("2019-03-01T00:00:00.000Z")).toBe(1);
    expect(await store.findSubjects([gone.lookup, sent.lookup, living.lookup])).toMatchObject([
      undefined,
      { pid: null },
      { pid: living.pid },
    ]);
    expect(await store.isErased(gone.pid)).toBe(true);
  });

  test("who has an address no more is found by none, who is blanked by look-up alone; the request still knows the pseudonym, a later one the epoch alone", async () => {
    const made = candidate("6d", "64");
    await store.createSubjects([made]);
    const value = Buffer.alloc(16, 7);
    const index = { field: "email", index: "email-1", value, pid: made.pid, updatedAt: "2026-11-28T05:00:00.000Z" };
    await store.saveBlindIndexes(1, [index]);
    expect(await store.lookupsByIndex("email", "email-1", value)).toEqual([made.lookup]);
    const since = { ...index, updatedAt: "2026-11-28T05:30:00.000Z" };
    await store.saveBlindIndexes(1, [{ ...since, value: Buffer.alloc(0) }]);
    await store.saveBlindIndexes(1, [index]);
    expect(await store.lookupsByIndex("email", "email-1", value)).toEqual([]);
    await store.saveBlindIndexes(1, [{ ...since, updatedAt: "2026-11-28T05:45:00.000Z" }]);
    expect(await store.lookupsByIndex("email", "email-1", value)).toEqual([made.lookup]);
    await store.fileRequest("R3", "2026-11-28T05:00:00.000Z", [made.lookup]);
    const before = await store.countErased();
    for (const _ of [1, 2]) await store.blankRequest("R3", "2026-11-28T06:00:00.000Z");
    expect(await store.requestPeople("R3")).toEqual([{ lookup: made.lookup, pid: made.pid, epoch: 1 }]);
    expect([await store.findByPid(made.pid), await store.countErased()]).toEqual([undefined, before + 1]);
    expect((await store.findSubjects([made.lookup]))[0]).toMatchObject({ pid: null, wrappedKey: null });
    expect([await store.isErased(made.pid), await store.countIndexes([made.pid])]).toEqual([true, 0]);
    await store.saveBlindIndexes(1, [{ ...index, updatedAt: "2026-11-28T07:00:00.000Z" }]);
    expect(await store.lookupsByIndex("email", "email-1", value)).toEqual([]);
    expect((await store.createSubjects([made]))[0]?.pid ?? null).toBeNull();
    await store.fileRequest("R6", "2026-11-28T07:00:00.000Z", [made.lookup]);
    await store.blankRequest("R6", "2026-11-28T07:00:00.000Z");
    expect(await store.requestPeople("R6")).toEqual([{ lookup: made.lookup, pid: null, epoch: 1 }]);
  });

  test("a store that was put back blanks whom the ledger lists, once", async () => {
    const [made, gone] = [candidate("7e", "75"), candidate("7f", "76")];
    await store.createSubjects([made]);
    const at = "2026-11-28";
    expect(await store.addErased(7, [made.pid, gone.pid], at)).toBe(1);
    expect(await store.addErased(7, [made.pid, gone.pid], at)).toBe(0);
    expect(await store.erasedThrough()).toBe(7);
    const stranger = candidate("80", "77").pid;
    expect(await store.entryOf([gone.pid, stranger])).toBe(7);
    expect(await store.entryOf([stranger])).toBe(0);
    expect([await store.isErased(gone.pid), await store.findByPid(made.pid)]).toEqual([true, undefined]);
  });

  describe("the audit of reveals", () => {
    const someone = candidate("9", "91");
    const at = (second: number) => `2026-11-24T02:00:0${second}.000Z`;
    const count = { since: at(0), caller: "c", pid: someone.pid };
    const line = (seq: number, over: Partial<RevealRow> = {}): RevealRow => ({
      seq,
      at: at(seq),
      what: "reveal",
      caller: "c",
      pid: someone.pid,
      request: null,
      detail: `{"ticket":"é ${seq}"}`,
      mac: Buffer.alloc(32, seq),
      ...over,
    });
    const same = ({ mac, at: when, ...row }: RevealRow) => ({
      ...row,
      at: new Date(when).toISOString(),
      mac: Buffer.from(mac).toString("hex"),
    });

    test("tells where it ends, and how often was asked: by the caller with refusals within the budget, of the person in reveals alone, and what did not open apart", async () => {
      const tails: RevealTail[] = [];
      const add = (...rows: readonly RevealRow[]) => store.appendReveals(count, (tail) => (tails.push(tail), rows));
      await add(line(1), line(2, { caller: "d" }));
      await add(line(3, { what: "refused" }), line(4, { request: "r1" }));
      await add(line(5, { pid: null }));
      await add(line(6, { request: "r1", pid: null, what: "bulk-made" }));
      const told = tails.map(({ seq, mac, byCaller, ofPerson }) => [seq, mac?.[0] ?? null, byCaller, ofPerson]);
      expect(told).toEqual([
        [0, null, 0, 0],
        [2, 2, 1, 2],
        [4, 4, 2, 2],
        [5, 5, 3, 2],
      ]);
      await add(line(7, { what: "refused", detail: '{"code":"reveal.budget","ticket":"T"}' }));
      await add(line(8, { what: "unopened", detail: '{"code":"pii.malformed","ticket":"T"}' }));
      await add(line(9, { caller: "d", what: "unopened", detail: '{"code":"pii.malformed","ticket":"T"}' }));
      expect(await store.countReveals(count)).toEqual({ byCaller: 3, ofPerson: 2, unopened: 1 });
    });

    test("gives its lines back as they were, in order, and those of a bulk reveal", async () => {
      expect((await store.revealRows(1, 2)).map(same)).toEqual([
        same(line(2, { caller: "d" })),
        same(line(3, { what: "refused" })),
      ]);
      expect((await store.revealsOf("r1")).map(({ seq }) => seq)).toEqual([4, 6]);
    });

    test("takes lines from several at once, one after the other", async () => {
      const one = () => store.appendReveals(count, ({ seq }) => [line(seq + 1, { at: at(10) })]);
      const added = (await Promise.all([one(), one(), one()])).flat();
      expect(added.map(({ seq }) => seq).toSorted((left, right) => left - right)).toEqual([10, 11, 12]);
    });

    test("knows people of nobody, and lists the living", async () => {
      await store.createSubjects([someone]);
      expect(await store.standingOf(someone.pid)).toEqual({ restricted: false, decoy: false });
      await store.addDecoy(someone.pid);
      await store.addDecoy(someone.pid);
      expect(await store.standingOf(someone.pid)).toEqual({ restricted: false, decoy: true });
      const zero = "00000000-0000-0000-0000-000000000000";
      const all = await store.livingPids(zero, 1_000);
      expect(all).toContain(someone.pid);
      expect(await store.livingPids(zero, 1)).toEqual(all.slice(0, 1));
      expect(await store.livingPids(all.at(-1) ?? zero, 10)).toEqual([]);
    });
  });

  describe("people's keys made anew", () => renewedKeys(() => store, candidate));

  describe("versions of the blind indexes", () => versionsOfIndexes(() => store, candidate));

  describe("epochs", () => epochsOfPeople(() => store, candidate));

  test("a root key is replaced by who knew it last, and dropped", async () => {
    const row = { purpose: "swap", epoch: 1, wrapped: Buffer.alloc(60, 1), check: Buffer.alloc(16, 2) };
    const stored = async () => (await store.rootKeys()).find(({ purpose }) => purpose === "swap");
    await store.saveRootKey(row);
    await store.replaceRootKey({ ...row, wrapped: Buffer.alloc(60, 2) }, Buffer.alloc(60, 9));
    expect(Buffer.from((await stored())?.wrapped ?? [])).toEqual(row.wrapped);
    await store.replaceRootKey({ ...row, wrapped: Buffer.alloc(60, 2) }, row.wrapped);
    expect(Buffer.from((await stored())?.wrapped ?? [])).toEqual(Buffer.alloc(60, 2));
    await store.dropRootKey("swap", 1);
    expect(await stored()).toBeUndefined();
  });
}
