import { expect, test } from "vitest";
import type { Database } from "../../core/ports/database.ts";
import type { TableSpec } from "../../core/spec/asset.ts";
import { nobody } from "../../pii/seal-record.ts";
import { ask, empty } from "./portable.ts";
import { sampleTable } from "./sample-orders.ts";
import { loadPersonal, order, pidOf, type PersonalRow } from "./sample-people.ts";

const people = sampleTable("people");
const orders = sampleTable("orders");

/** What whoever parts facts of erased people promises. */
export function databasePartingContract(given: () => Database): void {
  const load = (id: string, table: TableSpec, rows: readonly PersonalRow[]) => loadPersonal(given(), id, table, rows);
  const countOf = async (from: string) => Number((await ask(given(), `select count(*) as n from ${from}`))[0]?.["n"]);

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
}
