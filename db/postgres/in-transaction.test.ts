import { afterAll, beforeAll, expect, test } from "vitest";
import { openSession } from "./open-database.ts";
import type { SqlSession } from "./session.ts";

let sql: SqlSession;
beforeAll(async () => void (sql = await openSession({ memory: true })));
afterAll(() => sql.close());

test("whoever waited for a lock sees what its holder committed, whatever isolation the server begins with", async () => {
  await sql.exec("set session characteristics as transaction isolation level repeatable read");
  expect(await sql.transaction((scope) => scope.query("show transaction_isolation"))).toEqual([
    { transaction_isolation: "read committed" },
  ]);
});
