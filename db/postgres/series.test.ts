import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { noPostgres, testPostgres, type TestPostgres } from "../../test/harness/postgres.ts";
import { openSession } from "./open-database.ts";
import type { SqlSession } from "./session.ts";

const put = (it: number) => ({ text: "insert into kept values ($1)", params: [it] });
const copied = (lines: string) => ({ text: "copy kept from stdin", body: Buffer.from(lines) });
const all = { text: "select it from kept order by it", params: [] };

function behaves(session: () => SqlSession): void {
  beforeAll(() => session().exec("create table kept (it integer primary key)"));

  test("a series answers the rows of its last statement, which sees what those before did", async () => {
    expect(await session().series([put(1), copied("2\n3\n"), all])).toEqual([{ it: 1 }, { it: 2 }, { it: 3 }]);
    expect(await session().transaction((scope) => scope.series([put(4), copied("5\n")]))).toEqual([]);
  });

  test("a series that fails leaves nothing, tells its first failure, and the session goes on", async () => {
    const before = await session().series([all]);
    const failing = session().transaction((scope) => scope.series([put(6), put(6), copied("not a number\n"), all]));
    await expect(failing).rejects.toMatchObject({ code: "db.constraint" });
    expect(await session().series([all])).toEqual(before);
  });

  test("transactions asked for at once each see whole what those before them did, also when one in between fails", async () => {
    const counted = (place: number) =>
      session().transaction(async (scope) => {
        await scope.exec("lock table kept in exclusive mode");
        const [next] = await scope.query<{ next: number }>("select max(it) + 1 as next from kept");
        await scope.query("insert into kept values ($1)", [next?.next]);
        if (place === 2) throw new Error("given up");
        return next?.next ?? 0;
      });
    const came = await Promise.allSettled([1, 2, 3].map((place) => counted(place)));
    const numbers = came.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
    expect(came.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(Math.abs((numbers[1] ?? 0) - (numbers[0] ?? 0))).toBe(1);
  });

  test("who asked for a transaction is told when its end fails, and the next one is not touched by it", async () => {
    await session().exec(
      "create table later (it integer references kept (it) deferrable initially deferred); truncate later",
    );
    const unkept = session().transaction((scope) => scope.query("insert into later values (-1)"));
    const next = session().transaction((scope) => scope.query("insert into later values (1) returning it"));
    await expect(unkept).rejects.toMatchObject({ message: expect.stringContaining("later") });
    expect(await next).toEqual([{ it: 1 }]);
    expect(await session().query("select it from later")).toEqual([{ it: 1 }]);
  });
}

describe("on PGlite", () => {
  let sql: SqlSession;
  beforeAll(async () => void (sql = await openSession({ memory: true })));
  afterAll(() => sql.close());
  behaves(() => sql);
});

describe.skipIf(noPostgres !== undefined)(
  `on PostgreSQL${noPostgres === undefined ? "" : ` (skipped: ${noPostgres})`}`,
  () => {
    let postgres: TestPostgres;
    let sql: SqlSession;
    beforeAll(async () => {
      postgres = await testPostgres();
      sql = await openSession({ url: postgres.url });
    });
    afterAll(() => sql.close().then(postgres.stop));
    behaves(() => sql);
  },
);
