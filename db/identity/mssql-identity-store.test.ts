import { expect, test } from "vitest";
import type { SqlScope, SqlSession } from "../mssql/session.ts";
import { mssqlIdentityStore } from "./mssql-identity-store.ts";

const never = () => expect.unreachable("nothing is asked that must end in time");
const scope: SqlScope = { query: never, read: never, exec: never, bulk: never };
const limited: SqlSession = { ...scope, transaction: never, describe: never, close: never };

test("a store makes what it lacks on a session that takes as long as it takes", async () => {
  const sent: string[] = [];
  const told: SqlScope = {
    ...scope,
    query: async (text) => (sent.push(text), []),
    exec: async (text) => void sent.push(text),
  };
  await mssqlIdentityStore({ ...limited, unlimited: { ...limited, transaction: (work) => work(told) } }).migrate();
  expect(sent.filter((text) => text.includes("create table [identity].[subject]"))).toHaveLength(1);
});
