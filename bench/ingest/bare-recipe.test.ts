import { afterAll, beforeAll, expect, test } from "vitest";
import type { SqlSession } from "../../db/postgres/session.ts";
import { bareSeconds, openBare } from "./bare-recipe.ts";

let sql: SqlSession;
beforeAll(async () => void (sql = await openBare({ memory: true })));
afterAll(() => sql.close());

test("the bare recipe merges every row, in transactions of 20,000 with a ledger row each, and updates them all", async () => {
  await bareSeconds(sql, "first", 25_000, 0);
  const priceOf = async () => sql.query("select cast(sum(price) as integer) as price from bare.sales");
  const [before] = await priceOf();
  await bareSeconds(sql, "second", 25_000, 1);
  expect(await sql.query("select load, first, rows from bare.ledger order by load, first")).toEqual([
    { load: "first", first: 0, rows: 20_000 },
    { load: "first", first: 20_000, rows: 5_000 },
    { load: "second", first: 0, rows: 20_000 },
    { load: "second", first: 20_000, rows: 5_000 },
  ]);
  const [after] = await priceOf();
  expect(Number(after?.["price"]) - Number(before?.["price"])).toBe(25_000);
});
