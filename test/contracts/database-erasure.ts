import { expect, test } from "vitest";
import type { Database, QuarantinedRow } from "../../core/ports/database.ts";
import type { TableSpec } from "../../core/spec/asset.ts";
import { mergedRecords } from "../../db/declare/merged-records.ts";
import { indexedValues } from "../../db/declare/indexed-values.ts";
import { personMisfits } from "../../db/declare/person-misfits.ts";
import { personSealed } from "../../db/declare/person-rows.ts";
import { ask, empty } from "./portable.ts";
import { buyersDaily } from "./sample-deployment.ts";
import { sampleTable } from "./sample-orders.ts";
import { loadPersonal, order, person, personalLoad, pidOf, sealed, type PersonalRow } from "./sample-people.ts";

const people = sampleTable("people");
const orders = sampleTable("orders");

const lengthOf = (value: unknown): number => (value instanceof Uint8Array ? value.length : 0);

/** What whoever deletes rows of erased people promises. */
export function databaseErasureContract(given: () => Database): void {
  const load = (id: string, table: TableSpec, rows: readonly PersonalRow[]) => loadPersonal(given(), id, table, rows);
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

  test("rows of a mart that name people go, and are told as a change; its next build makes every day anew, once", async () => {
    const database = given();
    const { spec } = buyersDaily;
    await empty(
      database,
      '"open".people',
      '"sealed".people',
      '"open".orders',
      '"sealed".orders',
      '"mart".buyers_daily',
    );
    await load("01ERASEM", orders, [order(981, 81), order(982, 81), order(983, 82)]);
    const { materialisationId: built } = await database.buildMart(spec, undefined);
    expect(await database.staleDays(spec)).not.toBeUndefined();
    expect(await database.countPeople([pidOf(81)])).toEqual([
      { table: "orders", open: 0, sealed: 2 },
      { table: "buyers_daily", open: 0, sealed: 0, mart: 1 },
    ]);
    expect(await database.erasePeople(8, [pidOf(81)])).toContainEqual({
      table: "buyers_daily",
      open: 0,
      sealed: 0,
      mart: 1,
    });
    expect(await database.countPeople([pidOf(81)])).toEqual([]);
    expect(await ask(database, 'select person from "mart".buyers_daily')).toEqual([{ person: pidOf(82) }]);
    const told = (await database.mirror(spec.key))?.materialisationId;
    expect(told).not.toBe(built);
    expect(await database.staleDays(spec)).toBeUndefined();
    expect(await database.erasePeople(8, [pidOf(81)])).toEqual([]);
    expect((await database.mirror(spec.key))?.materialisationId).toBe(told);
    await database.buildMart(spec, undefined);
    expect(await database.staleDays(spec)).not.toBeUndefined();
    await database.erasePeople(8, [pidOf(89)]);
    expect(await database.staleDays(spec)).not.toBeUndefined();
  });

  test("who is let into the open zone again is told as a change of the tables about people; nobody, as none", async () => {
    const database = given();
    await empty(database, '"open".people', '"sealed".people', "sillage.restricted_person");
    await load("01ERASEH", people, [person(91), person(92)]);
    const materialised = async () =>
      [
        (await database.mirror("people"))?.materialisationId,
        (await database.mirror("orders"))?.materialisationId,
      ] as const;
    await database.hidePeople([pidOf(91)]);
    const [hidden, facts] = await materialised();
    await database.showPeople([pidOf(92)]);
    expect(await materialised()).toEqual([hidden, facts]);
    await database.showPeople([pidOf(91)]);
    const [shown, after] = await materialised();
    expect([shown === hidden, after]).toEqual([false, facts]);
    await database.showPeople([pidOf(91)]);
    expect(await materialised()).toEqual([shown, facts]);
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

  test("records that the source merged are read from either end; of other tables nothing is asked", async () => {
    const database = given();
    await load("01MERGED", sampleTable("members"), [
      { id: pidOf(1), mergedIntoId: pidOf(2) },
      { id: pidOf(2), mergedIntoId: null },
      { id: pidOf(3), mergedIntoId: pidOf(2) },
      { id: pidOf(4), mergedIntoId: pidOf(5) },
    ]);
    const merged = async (...at: readonly number[]) => {
      const statement = mergedRecords(sampleTable("members"), at.map(pidOf));
      const rows = statement === undefined ? [] : await database.read(statement);
      return rows.map(({ record, into }) => `${String(record)} into ${String(into)}`).toSorted();
    };
    const into = (record: number, other: number): string => `${pidOf(record)} into ${pidOf(other)}`;
    expect(await merged(1)).toEqual([into(1, 2)]);
    expect(await merged(2, 5)).toEqual([into(1, 2), into(3, 2), into(4, 5)]);
    expect(await merged(9)).toEqual([]);
    expect([mergedRecords(people, [pidOf(1)]), mergedRecords(orders, [pidOf(1)])]).toEqual([undefined, undefined]);
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
    await database.openLoad({ ...personalLoad("01RESEALC", "people"), expected: 2 });
    const misfit = { misfit: { column: "points", rule: "integer" }, sealed, pid: pidOf(43) } as const;
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

  test("what quarantine holds of people goes, also what a load brings after; of others it stays, and each row is still counted", async () => {
    const database = given();
    await empty(database, "sillage.quarantine");
    const misfit = (line: number, pid: string | null): QuarantinedRow => ({
      line,
      misfit: { column: "points", rule: "integer" },
      sealed,
      pid,
    });
    const hold = async (id: string, pids: readonly (string | null)[]) => {
      await database.openLoad({ ...personalLoad(id, "people"), expected: pids.length });
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
