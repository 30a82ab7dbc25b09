import { expect, test } from "vitest";
import { rowCaster } from "../../activities/to-staged-row.ts";
import type { Database } from "../../core/ports/database.ts";
import { indexedValues } from "../../db/declare/indexed-values.ts";
import { personMisfits } from "../../db/declare/person-misfits.ts";
import { personSealed } from "../../db/declare/person-rows.ts";
import { nobody } from "../../pii/seal-record.ts";
import { ask, empty } from "./portable.ts";
import { sampleTable } from "./sample-orders.ts";

const people = sampleTable("people");
const orders = sampleTable("orders");
const pidOf = (at: number): string => `00000000-0000-4000-8000-${String(at).padStart(12, "0")}`;
const sealed = Buffer.alloc(80, 1).fill(1, 0, 2).toString("base64url");

const lengthOf = (value: unknown): number => (value instanceof Uint8Array ? value.length : 0);

/** What whoever deletes rows of erased people promises. */
export function databaseErasureContract(given: () => Database): void {
  const load = async (id: string, table: typeof people, rows: readonly Record<string, string | number | null>[]) => {
    const database = given();
    const cast = rowCaster(table, "Europe/Paris", { t0: "2027-01-01T00:00:00.000Z", elapsedMs: 0, since: null });
    const staged = rows.map((row, at) => {
      const { hash = id, ...told } = row;
      const made = cast({ ...told, updatedAt: "2026-11-01T00:00:00Z", _h: String(hash) }, at + 1);
      if (made.kind !== "row") throw new Error("the sample does not fit");
      return made.row;
    });
    await database.openLoad({ ...opening(id, table.key), expected: rows.length });
    await database.stageBatch(table, id, 1, staged);
    await database.mergeSlice(table, id, { part: 1, from: 1, to: rows.length });
    await database.finishLoad(table, id, null);
  };
  const opening = (loadId: string, table: string) => ({
    loadId,
    table,
    origin: "run" as const,
    manifestKey: `v1/shop/${table}/dt=2026-11-01/load=${loadId}/_manifest.json`,
    manifestEtag: loadId,
    bytes: 1,
  });
  const person = (at: number) => ({
    id: pidOf(at),
    lastName: sealed,
    email: sealed,
    birthDate: null,
    birthYear: null,
    street: null,
    placeCode: null,
    points: at,
  });
  const order = (id: number, at: number) => ({
    id,
    personId: pidOf(at),
    comment: sealed,
    total: "1.00",
    orderedAt: "2026-11-01T12:00:00Z",
  });
  const countOf = async (from: string) => Number((await ask(given(), `select count(*) as n from ${from}`))[0]?.["n"]);

  test("rows of people go in both zones, of facts the sealed ones alone; done again nothing more goes", async () => {
    const database = given();
    await empty(database, '"open".people', '"sealed".people', '"open".orders', '"sealed".orders');
    await load("01ERASEA", people, [person(1), person(2)]);
    await load("01ERASEB", orders, [order(901, 1), order(902, 2)]);
    expect(await database.countPeople([pidOf(1)])).toEqual([
      { table: "people", open: 1, sealed: 1 },
      { table: "orders", open: 0, sealed: 1 },
    ]);
    expect(await database.erasePeople(3, [pidOf(1)])).toEqual([
      { table: "people", open: 1, sealed: 1 },
      { table: "orders", open: 0, sealed: 1 },
    ]);
    expect(await database.erasePeople(2, [pidOf(1)])).toEqual([]);
    expect(await database.countPeople([pidOf(1)])).toEqual([]);
    expect(await database.erasedThrough()).toBe(3);
    expect([await countOf('"open".people'), await countOf('"open".orders')]).toEqual([1, 2]);
    expect((await database.mirror("people"))?.materialisationId).not.toBeNull();
  });

  test("what a load brings back of erased people goes again, of hidden ones from the open zone alone", async () => {
    const database = given();
    await empty(database, '"open".people', '"sealed".people');
    await database.erasePeople(4, [pidOf(3)]);
    await load("01ERASEC", people, [person(3), person(4), person(5)]);
    expect(await database.hidePeople([pidOf(4)])).toBe(1);
    expect(await database.purgeErased(people)).toBe(1);
    expect(await database.purgeErased(orders)).toBe(0);
    expect([await countOf('"open".people'), await countOf('"sealed".people')]).toEqual([1, 2]);
    await load("01ERASED", people, [person(4)]);
    await database.showPeople([pidOf(4)]);
    expect(await database.purgeErased(people)).toBe(0);
    expect(await countOf('"open".people')).toBe(2);
  });

  test("what of people is indexed is read by their pseudonyms, with the instant that it is of; without it of who is hidden", async () => {
    const database = given();
    await empty(database, '"open".people', '"sealed".people', "sillage.restricted_person");
    await load("01INDEXA", people, [person(31), person(32), person(33)]);
    await database.hidePeople([pidOf(32)]);
    const statement = indexedValues(people, [pidOf(31), pidOf(32), pidOf(39)]);
    const rows = statement === undefined ? [] : await database.read(statement);
    const told = rows.map(({ id, email, updated_at: at }) => [id, lengthOf(email), at]);
    expect(new Set(told.map((row) => JSON.stringify(row)))).toEqual(
      new Set([`["${pidOf(31)}",80,"2026-11-01T00:00:00.000Z"]`, `["${pidOf(32)}",80,null]`]),
    );
    expect(indexedValues(orders, [pidOf(31)])).toBeUndefined();
    await database.showPeople([pidOf(32)]);
  });

  test("a sealed value is replaced in its row, of a table about people and of facts, unless it is another by now", async () => {
    const database = given();
    await empty(database, '"open".people', '"sealed".people', '"open".orders', '"sealed".orders');
    await load("01RESEALA", people, [person(41), person(42)]);
    await load("01RESEALB", orders, [order(941, 41), order(942, 42)]);
    const [was, now] = [Buffer.from(sealed, "base64url"), Buffer.alloc(90, 2)];
    const value = { column: "email", was, now };
    await database.resealRows(people, [
      { ...value, keys: { id: pidOf(41) } },
      { ...value, keys: { id: pidOf(42) }, was: now },
    ]);
    await database.resealRows(orders, [{ ...value, column: "comment", keys: { id: 941 } }]);
    const lengths = async (table: typeof people, at: number) => {
      const statement = personSealed(table, pidOf(at));
      const rows = statement === undefined ? [] : await database.read(statement);
      return rows.map((row) => ["email", "last_name", "comment"].map((name) => lengthOf(row[name])));
    };
    expect(await lengths(people, 41)).toEqual([[90, 80, 0]]);
    expect(await lengths(people, 42)).toEqual([[80, 80, 0]]);
    expect(await lengths(orders, 41)).toEqual([[0, 0, 90]]);
    expect(await lengths(orders, 42)).toEqual([[0, 0, 80]]);
  });

  test("a sealed record in quarantine is replaced where it is what it was", async () => {
    const database = given();
    await empty(database, "sillage.quarantine");
    await database.openLoad({ ...opening("01RESEALC", "people"), expected: 2 });
    const misfit = { misfit: { column: "points", rule: "integer" }, sealed, pid: pidOf(43) };
    await database.quarantineBatch(people, "01RESEALC", 1, [
      { line: 1, ...misfit },
      { line: 2, ...misfit },
    ]);
    const place = { loadId: "01RESEALC", part: 1, now: "anew" };
    await database.resealMisfits([
      { ...place, line: 1, was: sealed },
      { ...place, line: 2, was: "another" },
    ]);
    const found = await database.read(personMisfits(pidOf(43)));
    expect(found.map(({ load_id: load, part, line, sealed: kept }) => [load, part, line, kept])).toEqual([
      ["01RESEALC", 1, 1, "anew"],
      ["01RESEALC", 1, 2, sealed],
    ]);
  });

  test("sealed values of facts that a load brings back of erased people go again; the fact stays", async () => {
    const database = given();
    await empty(database, '"open".people', '"open".orders', '"sealed".orders');
    await database.erasePeople(5, [pidOf(6)]);
    await load("01ERASEE", orders, [order(903, 6), order(904, 7)]);
    expect(await countOf('"sealed".orders')).toBe(2);
    expect(await database.purgeErased(orders)).toBe(0);
    expect(await countOf('"sealed".orders where id = 904')).toBe(1);
    expect([await countOf('"open".orders'), await countOf('"sealed".orders')]).toEqual([2, 1]);
  });

  const personsOf = async () =>
    (await ask(given(), 'select person_id as pid from "open".orders order by id')).map(({ pid }) => String(pid));
  const materialisationOf = async () => (await given().mirror("orders"))?.materialisationId;

  test("facts of people are parted: each has a pseudonym of its own, those of others theirs; done again nothing is parted", async () => {
    const database = given();
    await empty(database, '"open".people', '"open".orders', '"sealed".orders');
    await load("01PARTA", orders, [order(951, 51), order(952, 51), order(953, 51), order(954, 52)]);
    expect(await database.countFacts([pidOf(51)])).toEqual([{ table: "orders", facts: 3 }]);
    const before = await materialisationOf();
    expect(await database.partFacts([pidOf(51)])).toEqual([{ table: "orders", facts: 3 }]);
    const after = await materialisationOf();
    expect(after).not.toBe(before);
    const persons = await personsOf();
    expect([new Set(persons).size, persons.includes(pidOf(51)), persons[3]]).toEqual([4, false, pidOf(52)]);
    for (const person of persons)
      expect(person).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
    // Whose sealed values they were could be told by nothing any more: they went with it.
    expect(await countOf('"sealed".orders')).toBe(1);
    expect(await database.countFacts([pidOf(51)])).toEqual([]);
    expect(await database.partFacts([pidOf(51)])).toEqual([]);
    expect([await personsOf(), await materialisationOf()]).toEqual([persons, after]);
  });

  test("facts that a load brings of erased people are parted, under their pseudonym or nobody's; read again they stay as they are", async () => {
    const database = given();
    await empty(database, '"open".people', '"open".orders', '"sealed".orders');
    await database.erasePeople(7, [pidOf(61)]);
    const came = [order(961, 61), order(962, 61), order(963, 62)];
    const late = [964, 965].map((id) => ({ ...order(id, 0), personId: nobody, comment: null }));
    await load("01PARTB", orders, [...came, ...late]);
    expect(await database.partLoaded(orders)).toBe(4);
    const persons = await personsOf();
    expect([new Set(persons).size, persons.includes(pidOf(61)), persons.includes(nobody)]).toEqual([5, false, false]);
    expect(persons[2]).toBe(pidOf(62));
    expect(await countOf('"sealed".orders where comment is not null')).toBe(1);
    expect(await database.partLoaded(orders)).toBe(0);
    expect(await database.partLoaded(people)).toBe(0);
    await load(
      "01PARTC",
      orders,
      came.map((row) => ({ ...row, hash: "01PARTB" })),
    );
    expect(await database.partLoaded(orders)).toBe(0);
    expect(await personsOf()).toEqual(persons);
  });

  test("more facts than are parted at once are parted all the same", async () => {
    const database = given();
    await empty(database, '"open".people', '"open".orders', '"sealed".orders');
    const many = Array.from({ length: 5_001 }, (_, at) => ({ ...order(10_000 + at, 71), comment: null }));
    await load("01PARTD", orders, many);
    expect(await database.partFacts([pidOf(71)])).toEqual([{ table: "orders", facts: 5_001 }]);
    expect(new Set(await personsOf()).size).toBe(5_001);
    await empty(database, '"open".orders');
  });

  test("what quarantine holds of people goes, also what a load brings after; of others it stays, and each row is still counted", async () => {
    const database = given();
    await empty(database, "sillage.quarantine");
    const misfit = (line: number, pid: string | null) => ({
      line,
      misfit: { column: "points", rule: "integer" },
      sealed,
      pid,
    });
    const hold = async (id: string, pids: readonly (string | null)[]) => {
      await database.openLoad({ ...opening(id, "people"), expected: pids.length });
      await database.quarantineBatch(
        people,
        id,
        1,
        pids.map((pid, at) => misfit(at + 1, pid)),
      );
    };
    const kept = () => countOf("sillage.quarantine where sealed is not null");
    await hold("01ERASEF", [pidOf(11), pidOf(12), null]);
    expect(await database.countPeople([pidOf(11)])).toEqual([{ table: "people", open: 0, sealed: 0, quarantined: 1 }]);
    expect(await database.erasePeople(6, [pidOf(11)])).toEqual([
      { table: "people", open: 0, sealed: 0, quarantined: 1 },
    ]);
    expect(await database.countPeople([pidOf(11)])).toEqual([]);
    expect([await kept(), await countOf("sillage.quarantine")]).toEqual([2, 3]);
    expect(await database.finishLoad(people, "01ERASEF", null)).toMatchObject({ quarantined: 3 });
    await hold("01ERASEG", [pidOf(11), pidOf(12)]);
    await database.purgeErased(people);
    expect([await kept(), await countOf("sillage.quarantine")]).toEqual([3, 5]);
  });

  test("the last entry of the ledger is the greatest that was kept, and stays as it was kept first", async () => {
    const database = given();
    await ask(database, "delete from sillage.erasure_entry");
    expect(await database.lastEntry()).toBeUndefined();
    for (const [seq, mac] of [
      [2, "b".repeat(64)],
      [1, "a".repeat(64)],
      [2, "c".repeat(64)],
    ] as const)
      await database.keepEntry({ seq, mac });
    expect(await database.lastEntry()).toEqual({ seq: 2, mac: "b".repeat(64) });
  });
}
