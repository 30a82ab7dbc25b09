import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { noPostgres, testPostgres, type TestPostgres } from "../../test/harness/postgres.ts";
import { poolSession } from "./pool-session.ts";
import type { SqlSession } from "./session.ts";

test("a server that is not there is named by host, port and database, never by its user or password", async () => {
  const sql = poolSession("postgres://ann:secret@127.0.0.1:1/sales");
  await expect(sql.query("select 1")).rejects.toMatchObject({
    code: "db.unreachable",
    message:
      "PostgreSQL at 127.0.0.1:1/sales cannot be reached (ECONNREFUSED). Check that it is up and that the address is right.",
    retryable: true,
  });
  await sql.close();
});

describe.skipIf(noPostgres !== undefined)(
  `on PostgreSQL${noPostgres === undefined ? "" : ` (skipped: ${noPostgres})`}`,
  () => {
    let postgres: TestPostgres;
    let sql: SqlSession;
    beforeAll(async () => {
      postgres = await testPostgres();
      sql = poolSession(postgres.url);
    });
    afterAll(() => sql.close().then(postgres.stop));

    test("a connection that breaks inside a transaction fails it with what may be tried again, and the next one works", async () => {
      const broken = sql.transaction(async (scope) => {
        const [own] = await scope.query<{ pid: number }>("select pg_backend_pid() as pid");
        await sql.query("select pg_terminate_backend($1)", [own?.pid]);
        // The break is noticed while no statement runs.
        await new Promise((resolve) => {
          setTimeout(resolve, 50);
        });
        await scope.query("select 1");
      });
      await expect(broken).rejects.toMatchObject({ code: "db.unreachable", retryable: true });
      expect(await sql.query("select 1 as one")).toEqual([{ one: 1 }]);
    });

    test("a connection that breaks under a statement fails it with what may be tried again", async () => {
      const running = sql.query("select pg_sleep(30) /* long */");
      const stopped = async (): Promise<void> => {
        const ended = await sql.query(
          "select pg_terminate_backend(pid) from pg_stat_activity where query like '%/* long */' and pid <> pg_backend_pid()",
        );
        if (ended.length === 0) await stopped();
      };
      await Promise.all([
        expect(running).rejects.toMatchObject({ code: "db.unreachable", retryable: true }),
        stopped(),
      ]);
    });

    test("a question of the API is given up after half a minute, a load takes as long as it takes", async () => {
      const api = poolSession(postgres.url, "api");
      const limits = [api, sql].map((session) => session.query("show statement_timeout"));
      expect(await Promise.all(limits)).toEqual([[{ statement_timeout: "30s" }], [{ statement_timeout: "0" }]]);
      await api.close();
    });

    test("an error of the work itself passes as it is, and its transaction is rolled back", async () => {
      await sql.exec("create table kept (id integer)");
      const odd = new RangeError("odd");
      await expect(
        sql.transaction(async (scope) => {
          await scope.query("insert into kept values (1)");
          throw odd;
        }),
      ).rejects.toBe(odd);
      expect(await sql.query("select id from kept")).toEqual([]);
    });

    test("a database that is not there is said to be missing", async () => {
      const url = new URL(postgres.url);
      url.pathname = "/nothing";
      const other = poolSession(url.href);
      await expect(other.query("select 1")).rejects.toMatchObject({
        code: "db.no-database",
        message: `PostgreSQL at ${url.host}/nothing does not exist. Create it with createdb, or name another one in the database's URL.`,
      });
      await other.close();
    });

    test("tables of ours that are missing ask for the migrations", async () => {
      await expect(sql.query("select 1 from sillage.load")).rejects.toMatchObject({
        code: "db.not-migrated",
        message: `PostgreSQL at ${new URL(postgres.url).host}/sillage is not migrated: sillage.load is missing. Run \`sillage migrate\`.`,
      });
    });
  },
);
