import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Database } from "../core/ports/database.ts";
import type { IdentityStore } from "../core/ports/identity-store.ts";
import { loadOrders } from "../test/contracts/sample-orders.ts";
import { sampleDeployment } from "../test/contracts/sample-deployment.ts";
import { noPostgres, testPostgres, type TestPostgres } from "../test/harness/postgres.ts";
import { checkTrend, lastChecks } from "./declare/check-reads.ts";
import { quarantineCounts, recentLoads } from "./declare/load-reads.ts";
import { refusedLoads, storedCounts } from "./declare/operator-reads.ts";
import { failedPartitions, partitionSpan } from "./declare/partition-reads.ts";
import { assetControls, failedSteps, openIncidents } from "./declare/standing-reads.ts";
import { grantStatements } from "./grants.ts";
import { openIdentityStore } from "./identity/open-identity-store.ts";
import { openDatabase, openSession } from "./postgres/open-database.ts";

const why = noPostgres === undefined ? "" : ` (skipped: ${noPostgres})`;
const { graph } = sampleDeployment;

describe.skipIf(noPostgres !== undefined)(`on a database that its administrator migrated${why}`, () => {
  let postgres: TestPostgres;
  const opened: { readonly close: () => Promise<void> }[] = [];
  const as = async (role: string): Promise<Database> => {
    const url = new URL(postgres.url);
    url.username = role;
    const database = await openDatabase({ url: url.href }, sampleDeployment);
    opened.push(database);
    return database;
  };
  const identityAs = async (role: string): Promise<IdentityStore> => {
    const url = new URL(postgres.url);
    url.username = role;
    const store = await openIdentityStore({ url: url.href });
    opened.push(store);
    return store;
  };
  beforeAll(async () => {
    postgres = await testPostgres();
    const administrator = await openDatabase({ url: postgres.url }, sampleDeployment);
    await administrator.migrate();
    await administrator.addApiKey({
      id: "k",
      sha256: "0",
      label: "l",
      scopes: ["kpi:read"],
      cidrs: [],
      consumer: "k",
      expiresAt: "2027-01-01T00:00:00Z",
    });
    await administrator.close();
    const identity = await openIdentityStore({ url: postgres.url });
    await identity.migrate();
    await identity.close();
    const sql = await openSession({ url: postgres.url });
    for (const place of ["database", "identity", "database", "identity"] as const)
      for (const { text } of grantStatements("postgres", place)) await sql.exec(text);
    await sql.exec('create table "open".later (id integer); create table "sealed".later (id integer);');
    for (const role of ["writer", "reader", "api", "operator", "identity", "alias"])
      await sql.exec(`alter role sillage_${role} login;`);
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
    await expect(writer.query("create table sillage.other ()")).rejects.toMatchObject({ code: "db.denied" });
  });

  test("the reader finds nothing to migrate and reads what is open", async () => {
    const reader = await as("sillage_reader");
    expect(await reader.migrate()).toEqual([]);
    expect(await reader.read(storedCounts(graph.assets))).toHaveLength(graph.assets.length);
    expect(await reader.read(refusedLoads)).toEqual([]);
    expect(await reader.mirrors()).not.toEqual([]);
    // How an asset stands.
    for (const read of [lastChecks, assetControls, openIncidents, failedSteps]) await reader.read(read);
  });

  test.each([
    ["a sealed value", 'select 1 from "sealed".people'],
    ["a record that was sealed whole", "select sealed from sillage.quarantine"],
    ["what quarantine holds", "select line from sillage.quarantine"],
    ["the hash of a key", "select sha256 from sillage.api_key"],
    ["a wrapped key", "select wrapped from identity.keyring"],
  ])("the reader does not see %s", async (_, denied) => {
    await expect((await as("sillage_reader")).query(denied)).rejects.toMatchObject({ code: "db.denied" });
  });

  test("the reader does not see how far the ledger of erasures is: the API holds it against the bucket, nobody else", async () => {
    await expect((await as("sillage_reader")).lastEntry()).rejects.toMatchObject({ code: "db.denied" });
  });

  test("who may read a schema reads what is added to it later, and nobody else does", async () => {
    const [reader, writer] = [await as("sillage_reader"), await as("sillage_writer")];
    for (const query of ['insert into "sealed".later values (1)', 'delete from "open".later'])
      await writer.query(query);
    expect(await reader.query('select id from "open".later')).toEqual([]);
    await expect(reader.query('select id from "sealed".later')).rejects.toMatchObject({ code: "db.denied" });
  });

  test("the reader changes nothing", async () => {
    await expect((await as("sillage_reader")).query('update "open".orders set total = 1')).rejects.toMatchObject({
      code: "db.denied",
    });
  });

  test("the API reads what the reader does, and the hashes of its keys, but not whom they are for; it adds to the audit, and reads none of it", async () => {
    const api = await as("sillage_api");
    expect(await api.migrate()).toEqual([]);
    // What it looks at before it serves anything.
    expect([await api.lastEntry(), await api.erasedThrough()]).toEqual([undefined, 0]);
    expect(await api.mirrors()).not.toEqual([]);
    expect(await api.findApiKey("k")).toMatchObject({ sha256: "0", scopes: ["kpi:read"] });
    const looked = { id: "g0", at: "2026-11-25T02:15:00.000Z", who: "key:0123456789ab", why: "not told" };
    const answered = { what: "kpi.individual", subject: "top-clients", oldValue: null, newValue: "10 rows" } as const;
    await api.recordAudit({ ...looked, ...answered }, null);
    for (const denied of [
      'select 1 from "sealed".people',
      "select wrapped from identity.keyring",
      "select label from sillage.api_key",
      "select sealed from sillage.quarantine",
      "select who from sillage.audit",
      "update sillage.audit set who = 'nobody'",
    ])
      await expect(api.query(denied)).rejects.toMatchObject({ code: "db.denied" });
  });

  test("whom operators order through changes rates and records it, and no row of a table", async () => {
    const operator = await as("sillage_operator");
    const by = { id: "g1", at: "2026-11-25T02:15:00.000Z", who: "key:0123456789ab", why: "a trial" };
    await operator.recordAudit(
      { ...by, what: "run.start", subject: "run/nightly-1", oldValue: null, newValue: "nightly" },
      null,
    );
    await operator.changeThrottle({ paused: false }, { ...by, id: "g2" });
    await operator.setSourceRate({ source: "ponton", requestsPerSecond: 2 }, { ...by, id: "g3" });
    expect((await operator.audits(null)).map(({ id }) => id)).toEqual(expect.arrayContaining(["g1", "g2", "g3"]));
    expect(await operator.backfills()).toEqual([]);
    for (const denied of ["delete from sillage.audit", 'update "open".orders set total = 1'])
      await expect(operator.query(denied)).rejects.toMatchObject({ code: "db.denied" });
  });

  test("whom operators see their pages through reads what they show, and no record in quarantine", async () => {
    const operator = await as("sillage_operator");
    const now = "2026-11-25T02:15:00.000Z";
    for (const read of [quarantineCounts, recentLoads(now), checkTrend("orders")]) await operator.read(read);
    for (const read of [partitionSpan, failedPartitions])
      for (const mart of graph.spec.marts) await operator.read(read(mart));
    expect(await operator.evaluationAt("orders_daily", now)).toBeUndefined();
    expect(await operator.openLoads()).toEqual([]);
    expect(await operator.throttleState("default")).toMatchObject({ lane: "default" });
    await expect(operator.query("select sealed from sillage.quarantine")).rejects.toMatchObject({ code: "db.denied" });
  });

  test("who seals makes people and keys, and the API's alias makes its key and sees no person", async () => {
    const [wrapped, check] = [Buffer.alloc(60), Buffer.alloc(16)];
    const [lookup, pid] = ["0".repeat(32), "0190f0e2-0000-7000-8000-00000000000a"];
    const sealing = await identityAs("sillage_identity");
    await sealing.migrate();
    await sealing.beginEpoch(1);
    expect(await sealing.createSubjects([{ lookup, pid, wrappedKey: wrapped, kid: check, epoch: 1 }])).toHaveLength(1);
    const index = { field: "email", index: "i", value: check, pid, updatedAt: "2026-11-01T00:00:00.000Z" };
    expect(await sealing.saveBlindIndexes(1, [index])).toBe(true);
    const alias = await identityAs("sillage_alias");
    await alias.migrate();
    await alias.saveRootKey({ purpose: "alias", epoch: 1, wrapped, check });
    expect(await alias.rootKeys()).toHaveLength(1);
    await expect(alias.findByPid(pid)).rejects.toMatchObject({ code: "db.denied" });
  });
});

describe("in T-SQL", () => {
  const textsOf = (place: "database" | "identity") => grantStatements("mssql", place).map(({ text }) => text);
  const texts = [...textsOf("database"), ...textsOf("identity")];
  const of = (role: string) => texts.filter((text) => text.endsWith(`to [sillage_${role}];`));

  test("who makes the key of aliases is told whether the identity store's tables are there", () => {
    expect(of("alias")).toEqual([
      "grant select, insert on object::[identity].[keyring] to [sillage_alias];",
      "grant view definition on schema::[identity] to [sillage_alias];",
    ]);
  });

  test("what the writer may is of schemas, so that later tables have it; it may also see how busy the database is", () => {
    expect(texts).toContain("grant select, insert, update, delete on schema::[staging] to [sillage_writer];");
    expect(texts).toContain("grant view database state to [sillage_writer];");
  });

  test("the reader has schemas without a sealed value or a key, and named tables of the engine", () => {
    expect(of("reader")).toEqual([
      "grant select on object::[sillage].[asset_state] to [sillage_reader];",
      "grant select on object::[sillage].[check_result] to [sillage_reader];",
      "grant select on object::[sillage].[erased_person] to [sillage_reader];",
      "grant select on object::[sillage].[evaluation] to [sillage_reader];",
      "grant select on object::[sillage].[incident] to [sillage_reader];",
      "grant select on object::[sillage].[load] to [sillage_reader];",
      "grant select on object::[sillage].[materialisation] to [sillage_reader];",
      "grant select on object::[sillage].[partition_state] to [sillage_reader];",
      "grant select on object::[sillage].[restricted_person] to [sillage_reader];",
      "grant select on object::[sillage].[run] to [sillage_reader];",
      "grant select on object::[sillage].[run_day] to [sillage_reader];",
      "grant select on object::[sillage].[run_step] to [sillage_reader];",
      "grant select on object::[sillage].[schema_migration] to [sillage_reader];",
      "grant select on schema::[open] to [sillage_reader];",
      "grant select on schema::[mart] to [sillage_reader];",
    ]);
  });

  test("the API is a reader who compares hashes of keys, adds to the audit, and makes the key of its aliases", () => {
    expect(texts).toContain("alter role [sillage_reader] add member [sillage_api];");
    expect(of("api")).toEqual([
      "grant select ([id], [sha256], [scopes], [cidrs], [consumer], [expires_at]) on object::[sillage].[api_key] to [sillage_api];",
      "grant select on object::[sillage].[erasure_entry] to [sillage_api];",
      "grant select ([id]) on object::[sillage].[audit] to [sillage_api];",
      "grant insert on object::[sillage].[audit] to [sillage_api];",
    ]);
  });

  test("who seals has the identity store's schema", () => {
    expect(of("identity")).toEqual(["grant select, insert, update on schema::[identity] to [sillage_identity];"]);
  });

  test("who reveals is an API that reads what is sealed; in the identity store it reads keys, adds to the audit and lets its oldest lines go, and changes no line", () => {
    const told = (place: "database" | "identity") =>
      textsOf(place).filter((text) => text.includes("[sillage_reveal];"));
    expect(told("database")).toEqual([
      "if database_principal_id(N'sillage_reveal') is null create role [sillage_reveal];",
      "alter role [sillage_api] add member [sillage_reveal];",
      "grant select on schema::[sealed] to [sillage_reveal];",
    ]);
    expect(told("identity")).toEqual([
      "if database_principal_id(N'sillage_reveal') is null create role [sillage_reveal];",
      "grant select on schema::[identity] to [sillage_reveal];",
      "grant insert on object::[identity].[keyring] to [sillage_reveal];",
      "grant insert, delete on object::[identity].[reveal] to [sillage_reveal];",
      "grant insert on object::[identity].[decoy] to [sillage_reveal];",
    ]);
  });
});
