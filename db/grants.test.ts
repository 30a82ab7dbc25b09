import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Database } from "../core/ports/database.ts";
import { loadOrders } from "../test/contracts/sample-orders.ts";
import { sampleDeployment } from "../test/contracts/sample-deployment.ts";
import { noPostgres, testPostgres, type TestPostgres } from "../test/harness/postgres.ts";
import { storedCounts } from "./declare/operator-reads.ts";
import { grantStatements } from "./grants.ts";
import { openDatabase, openSession } from "./postgres/open-database.ts";

const why = noPostgres === undefined ? "" : ` (skipped: ${noPostgres})`;
const { graph } = sampleDeployment;

describe.skipIf(noPostgres !== undefined)(`on a database that its administrator migrated${why}`, () => {
  let postgres: TestPostgres;
  const opened: Database[] = [];
  const as = async (role: string): Promise<Database> => {
    const url = new URL(postgres.url);
    url.username = role;
    const database = await openDatabase({ url: url.href }, sampleDeployment);
    opened.push(database);
    return database;
  };
  beforeAll(async () => {
    postgres = await testPostgres();
    const administrator = await openDatabase({ url: postgres.url }, sampleDeployment);
    await administrator.migrate();
    await administrator.close();
    const sql = await openSession({ url: postgres.url });
    for (const { text } of grantStatements("postgres")) await sql.exec(text);
    await sql.exec("alter role sillage_writer login; alter role sillage_reader login;");
    await sql.close();
  });
  afterAll(async () => {
    for (const database of opened) await database.close();
    await postgres.stop();
  });

  test("the writer finds nothing to migrate, loads and builds marts, but makes no table", async () => {
    const writer = await as("sillage_writer");
    expect(await writer.migrate()).toEqual([]);
    await loadOrders(writer, "01A", [{ id: 1, at: 1, total: "1.00" }]);
    for (const mart of graph.spec.marts) await writer.buildMart(mart, undefined);
    await expect(writer.query("create table sillage.other ()")).rejects.toMatchObject({ code: "db.failed" });
  });

  test("the reader finds nothing to migrate and reads what is open, but no sealed value, and changes nothing", async () => {
    const reader = await as("sillage_reader");
    expect(await reader.migrate()).toEqual([]);
    expect(await reader.read(storedCounts(graph.assets))).toHaveLength(graph.assets.length);
    expect(await reader.mirrors()).not.toEqual([]);
    for (const denied of ['select 1 from "sealed".people', 'update "open".orders set total = 1'])
      await expect(reader.query(denied)).rejects.toMatchObject({ code: "db.failed" });
  });
});

test("in T-SQL each right is of a schema, so that later tables have it", () => {
  const texts = grantStatements("mssql").map(({ text }) => text);
  expect(texts).toContain("grant select, insert, update, delete on schema::[staging] to [sillage_writer];");
  expect(texts).not.toContain("grant select on schema::[sealed] to [sillage_reader];");
});
