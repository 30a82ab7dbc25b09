import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { deployment } from "../assets/index.ts";
import type { Database } from "../core/ports/database.ts";
import { openDatabase } from "../db/open-database.ts";
import { seedSales, testApi, type TestApi } from "../test/harness/api.ts";
import { mssqlDouble } from "../test/harness/mssql.ts";
import { noPostgres, testPostgres } from "../test/harness/postgres.ts";
import { sleepyPostgres } from "../test/harness/sleepy-postgres.ts";

const question = "/api/v1/kpi/revenue?grain=day&from=2026-07-01&to=2026-07-07";
const always = Number.POSITIVE_INFINITY;

/** A server that falls asleep when it is told to: connections are cut, and so many logins are refused. */
type Sleeper = {
  readonly url: string;
  readonly sleep: (refusals: number) => void;
  readonly stop: () => Promise<void>;
};

async function sleepyMssql(number: number): Promise<Sleeper> {
  let refusals = 0;
  let cut = false;
  const mssql = await mssqlDouble(({ kind }) => {
    if (kind === "login" && refusals > 0) {
      refusals -= 1;
      return { instead: { error: { number, severity: 14 } } };
    }
    if (kind === "login") cut = false;
    return cut && kind !== "prelogin" ? { instead: { drop: true } } : {};
  });
  return {
    ...mssql,
    sleep(times) {
      [refusals, cut] = [times, times > 0];
    },
  };
}

async function sleepyServer(): Promise<Sleeper> {
  const postgres = await testPostgres();
  const sleepy = await sleepyPostgres(postgres.url);
  return { ...sleepy, stop: () => sleepy.stop().then(postgres.stop) };
}

describe.skipIf(noPostgres !== undefined).each([
  ["Azure SQL that resumes", () => sleepyMssql(40_613)],
  ["Azure SQL that fails over", () => sleepyMssql(40_197)],
  ["PostgreSQL that starts", sleepyServer],
] as const)(
  `the API on %s${noPostgres === undefined ? "" : ` (skipped: it needs PostgreSQL: ${noPostgres})`}`,
  (_, start) => {
    let server: Sleeper;
    let database: Database;
    let api: TestApi;
    let answer: unknown;

    beforeAll(async () => {
      server = await start();
      database = await openDatabase({ url: server.url }, deployment, "api");
      await database.migrate();
      await seedSales(database);
      api = await testApi({}, database);
      answer = await api.get(question).then((response) => response.json());
    });
    afterAll(async () => {
      await database.close();
      await server.stop();
    });

    test("a client is told when to ask again, and answered as before once it is there", async () => {
      expect(JSON.stringify(answer)).toContain("60.1");
      server.sleep(always);
      const problems: unknown[] = [];
      for (let times = 0; times < 3; times += 1) {
        const refused = await api.get(question);
        expect(refused.status).toBe(503);
        expect(refused.headers.get("content-type")).toBe("application/problem+json");
        expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
        const problem: unknown = await refused.json();
        expect(problem).toMatchObject({ type: "/problems/unavailable", status: 503 });
        problems.push(problem);
      }
      expect(problems.at(-1)).toMatchObject({ code: "db.resuming" });
      server.sleep(0);
      const after = await api.get(question);
      expect(after.status).toBe(200);
      expect(await after.json()).toEqual(answer);
    });

    test("a client does not hear of a refusal that passes at once", async () => {
      const unconnected = await openDatabase({ url: server.url }, deployment, "api");
      const waking = await testApi({ database: unconnected }, database);
      server.sleep(1);
      const response = await waking.get(question);
      expect(await response.json()).toEqual(answer);
      await unconnected.close();
    });
  },
);

test.each([
  ["PostgreSQL", "postgres://sillage@127.0.0.1:1/sales"],
  ["SQL Server", "mssql://sillage:secret@127.0.0.1:1/sales"],
])("a %s that refuses connections is a 503, never a 500", async (_, url) => {
  const asked = await testApi();
  const away = await openDatabase({ url }, deployment, "api");
  const { get } = await testApi({ database: away }, asked.database);
  const response = await get(question);
  expect([response.status, response.headers.get("retry-after")]).toEqual([503, "30"]);
  expect(await response.json()).toMatchObject({ type: "/problems/unavailable", code: "db.unreachable" });
  await away.close();
});
