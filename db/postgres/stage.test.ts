import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Database } from "../../core/ports/database.ts";
import { sampleDeployment } from "../../test/contracts/sample-deployment.ts";
import { openLoad, sampleTable, stagedOrders } from "../../test/contracts/sample-orders.ts";
import { openDatabase } from "./open-database.ts";

const orders = sampleTable("orders");
const rows = stagedOrders(Array.from({ length: 6 }, (_, at) => ({ id: at, at, total: "1.00" })));
const wholeOf = { part: 1, from: 1, to: rows.length };

let database: Database;
beforeAll(async () => {
  database = await openDatabase({ memory: true }, sampleDeployment);
  await database.migrate();
});
afterAll(() => database.close());

let serial = 0;
let load = "";
beforeEach(async () => {
  load = `01G${String(++serial).padStart(23, "0")}`;
  await openLoad(database, load, rows.length);
});

test("a line that is staged twice, which no key keeps out, is not merged; staged again from there it counts once", async () => {
  await database.stageBatch(orders, load, 1, rows);
  await database.query('insert into "staging".orders select * from "staging".orders where _line = 3');
  await expect(database.mergeSlice(orders, load, wholeOf)).rejects.toMatchObject({ code: "load.unstaged" });
  expect(await database.stagedThrough(orders, load, 1)).toBe(2);
  await database.stageBatch(orders, load, 1, rows.slice(2));
  await database.mergeSlice(orders, load, wholeOf);
  expect(await database.finishLoad(orders, load, null)).toMatchObject({ superseded: 0 });
});

test.each([
  ["in one range", rows.slice(1, 4)],
  ["with a line between them that is not", [...rows.slice(1, 3), ...rows.slice(4)]],
])("lines staged again, %s, replace themselves, however far the part was staged", async (_which, again) => {
  await database.stageBatch(orders, load, 1, rows.slice(0, 3));
  await database.stageBatch(orders, load, 1, rows.slice(3));
  await database.stageBatch(orders, load, 1, again);
  const [staged] = await database.query('select count(*) as lines from "staging".orders');
  expect(Number(staged?.["lines"])).toBe(rows.length);
  await database.mergeSlice(orders, load, wholeOf);
  expect(await database.finishLoad(orders, load, null)).toMatchObject({ superseded: 0 });
});
