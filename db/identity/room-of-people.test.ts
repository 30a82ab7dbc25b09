import { expect, test } from "vitest";
import { openSession } from "../postgres/open-database.ts";
import { sqlIdentityStore } from "./sql-identity-store.ts";

test("a rotation writes people beside their rows, and tells no index: their blocks have room", async () => {
  const session = await openSession({ memory: true });
  const store = sqlIdentityStore(session);
  await store.migrate();
  await store.beginEpoch(1);
  const people = Array.from({ length: 3_000 }, (_, at) => ({
    lookup: (at * 7_919).toString(16).padStart(32, "0"),
    pid: `00000000-0000-4000-8000-${at.toString().padStart(12, "0")}`,
    wrappedKey: Buffer.alloc(60, 1),
    kid: Buffer.alloc(16, 2),
    epoch: 1,
  }));
  await store.createSubjects(people);
  await store.beginEpoch(2);
  for (let at: string | undefined = ""; at !== undefined;) {
    const page = await store.subjectsOfEpoch(1, at);
    await store.moveSubjects({ from: 1, to: 2 }, page);
    at = page.next;
  }
  expect([await store.countSubjects(1), await store.countSubjects(2)]).toEqual([0, 3_000]);
  await session.query("select pg_stat_force_next_flush()");
  const [told] = await session.query<{ beside: number; written: number }>(
    `select n_tup_hot_upd::int as beside, n_tup_upd::int as written from pg_stat_user_tables where schemaname = 'identity' and relname = 'subject'`,
  );
  expect(told).toEqual({ beside: 3_000, written: 3_000 });
  await store.close();
});
