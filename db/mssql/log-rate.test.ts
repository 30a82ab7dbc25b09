import { afterEach, expect, test } from "vitest";
import { tdsServer, type TdsAnswer, type TdsServer } from "../../test/harness/tds-server.ts";
import { logRate } from "./log-rate.ts";
import { poolSession } from "./pool-session.ts";
import type { SqlSession } from "./session.ts";

let server: TdsServer;
let sql: SqlSession;
afterEach(async () => {
  await sql.close();
  await server.close();
});

/** A server whose edition and views answer so. */
async function open(edition: number, tier: TdsAnswer = {}, use: TdsAnswer = {}): Promise<void> {
  server = await tdsServer({
    script: (arrival) => {
      const text = arrival.kind === "rpc" ? arrival.text : "";
      if (text.includes("EngineEdition")) return { rows: [{ edition }] };
      if (text.includes(edition === 8 ? "dm_instance_resource_governance" : "dm_user_db_resource_governance"))
        return tier;
      return text.includes("dm_db_resource_stats") ? use : undefined;
    },
  });
  sql = poolSession(server.url());
}
const denied = { error: { number: 300, message: "VIEW DATABASE STATE permission was denied on object 'database'." } };

test("an Azure SQL Database tells what its tier allows and how much of it was used", async () => {
  await open(5, { rows: [{ bytesPerSecond: 4_718_592 }] }, { rows: [{ percent: 37.5 }] });
  expect(await logRate(sql)).toEqual({ kind: "governed", bytesPerSecond: 4_718_592, recentShare: 0.375 });
});

test("a login that may read the tier but not its use, or neither, is no failure", async () => {
  await open(5, { rows: [{ bytesPerSecond: 4_718_592 }] }, denied);
  expect(await logRate(sql)).toEqual({ kind: "governed", bytesPerSecond: 4_718_592, recentShare: null });
  await sql.close();
  await server.close();
  await open(5, denied);
  expect(await logRate(sql)).toEqual({ kind: "denied" });
});

test("a login that sees no row of its database may not read it either", async () => {
  await open(5);
  expect(await logRate(sql)).toEqual({ kind: "denied" });
});

test("a managed instance tells what it may write for all its databases, and not how much of it was used", async () => {
  await open(8, { rows: [{ bytesPerSecond: 18_874_368 }] });
  expect(await logRate(sql)).toEqual({ kind: "governed", bytesPerSecond: 18_874_368, recentShare: null });
  expect(server.told()).toHaveLength(2);
});

test("a login that may not read a managed instance's limit is not told that there is none", async () => {
  await open(8, { error: { number: 300, message: "VIEW SERVER STATE permission was denied on object 'server'." } });
  expect(await logRate(sql)).toEqual({ kind: "denied" });
});

test("a SQL Server of one's own is asked nothing more", async () => {
  await open(3);
  expect(await logRate(sql)).toEqual({ kind: "unlimited" });
  expect(server.told()).toHaveLength(1);
});

test("a database that goes away meanwhile is told as that", async () => {
  await open(5, { error: { number: 40_613 } });
  await expect(logRate(sql)).rejects.toThrow(expect.objectContaining({ code: "db.resuming" }));
});
