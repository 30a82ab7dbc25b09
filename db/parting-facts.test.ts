import { expect, test } from "vitest";
import { erasingDatabase } from "../test/fakes/erasing-database.ts";
import { peopleTable } from "../test/fakes/people-table.ts";
import { partingFacts } from "./parting-facts.ts";

const pid = "0190f0e2-0000-7000-8000-00000000000a";
const orders = peopleTable("orders");

/** A target that holds two facts of each person in one table, until they are parted. */
function target() {
  let facts = [{ table: "orders", facts: 2 }];
  const loaded: string[] = [];
  return {
    ...erasingDatabase(),
    loaded,
    async partFacts() {
      const parted = facts;
      facts = [];
      return parted;
    },
    async partLoaded({ key }: { readonly key: string }) {
      loaded.push(key);
      return 1;
    },
    countFacts: async () => facts,
  };
}

test("an erasure parts facts and says how many; a fact that names the person still is a row that they have", async () => {
  const database = partingFacts(target());
  expect(await database.countPeople([pid])).toEqual([{ table: "orders", open: 2, sealed: 0 }]);
  expect(await database.erasePeople(1, [pid])).toEqual([{ table: "orders", open: 0, sealed: 0, parted: 2 }]);
  expect(await database.countPeople([pid])).toEqual([]);
  expect(await database.erasePeople(1, [pid])).toEqual([]);
});

test("the end of a load parts what it brought, which is no row of a person's that went", async () => {
  const database = partingFacts(target());
  expect(await database.purgeErased(orders)).toBe(0);
  expect(database.loaded).toEqual(["orders"]);
});
