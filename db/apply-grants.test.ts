import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sampleDeployment } from "../test/contracts/sample-deployment.ts";
import { noPostgres, testPostgres, type TestPostgres } from "../test/harness/postgres.ts";
import { applyGrants } from "./apply-grants.ts";
import { openIdentityStore } from "./identity/open-identity-store.ts";
import { openDatabase } from "./open-database.ts";
import { openSession, type DatabaseTarget } from "./postgres/open-database.ts";
import type { SqlSession } from "./postgres/session.ts";

const why = noPostgres === undefined ? "" : ` (skipped: ${noPostgres})`;
const inDatabase = ["sillage_writer", "sillage_reader", "sillage_api", "sillage_operator", "sillage_reveal"];
const inIdentity = ["sillage_identity", "sillage_pii", "sillage_reveal", "sillage_alias"];

async function migrated(target: DatabaseTarget): Promise<void> {
  for (const one of [await openDatabase(target, sampleDeployment), await openIdentityStore(target)]) {
    await one.migrate();
    await one.close();
  }
}

/** What a role is told when it asks: rows, or the code of its refusal. */
const askedAs = async (sql: SqlSession, role: string, text: string): Promise<unknown> => {
  await sql.exec(`set role ${role}`);
  const answer = await sql.query(text).catch(({ code }: { readonly code: string }) => code);
  await sql.exec("reset role");
  return answer;
};

test("an embedded database has roles and their rights, given twice as once", async () => {
  const folder = await mkdtemp(join(tmpdir(), "sillage-grants-"));
  const databases = { directory: join(folder, "database") };
  const identities = { directory: join(folder, "identity") };

  for (const one of [await openDatabase(databases, sampleDeployment), await openIdentityStore(identities)]) {
    await one.migrate();
    await one.close();
  }
  for (let times = 0; times < 2; times++) {
    expect(await applyGrants(databases, "database")).toEqual(inDatabase);
    expect(await applyGrants(identities, "identity")).toEqual(inIdentity);
  }
  const sql = await openSession(databases);
  expect(await askedAs(sql, "sillage_api", 'select id from "open".orders')).toEqual([]);
  expect(await askedAs(sql, "sillage_api", 'select 1 from "sealed".people')).toBe("db.denied");
  expect(await askedAs(sql, "sillage_reveal", 'select 1 from "sealed".people')).toEqual([]);
  await sql.close();
  await rm(folder, { recursive: true });
});

describe.skipIf(noPostgres !== undefined)(`on PostgreSQL, where a login owns the database${why}`, () => {
  let postgres: TestPostgres;
  let administrator: SqlSession;
  let target: { readonly url: string };
  beforeAll(async () => {
    postgres = await testPostgres();
    administrator = await openSession({ url: postgres.url });
    await administrator.exec("create role deployer login; alter database sillage owner to deployer;");
    const url = new URL(postgres.url);
    url.username = "deployer";
    target = { url: url.href };
    await migrated(target);
  });
  afterAll(() => administrator.close().then(postgres.stop));

  test("and may make no role: it is told the first thing that it may not do, and who may", async () => {
    await expect(applyGrants(target, "identity")).rejects.toMatchObject({
      code: "grants.denied",
      message:
        "This login may not do grant/identity/identity/role; what comes after it was not given. Have a login that owns the tables and may make roles call `sillage migrate --grants`, or an administrator apply what `sillage sql` ends with.",
    });
  });

  test("where an administrator made the roles and their memberships, it gives them their rights", async () => {
    await administrator.exec(
      [...inDatabase, "sillage_identity", "sillage_pii", "sillage_alias"]
        .map((role) => `create role ${role};`)
        .join(" "),
    );
    await administrator.exec(
      "grant sillage_reader to sillage_api; grant sillage_api to sillage_operator, sillage_reveal;",
    );
    expect(await applyGrants(target, "database")).toEqual(inDatabase);
    expect(await applyGrants(target, "identity")).toEqual(inIdentity);
    expect(await askedAs(administrator, "sillage_pii", "delete from identity.trial")).toEqual([]);
    expect(await askedAs(administrator, "sillage_alias", "delete from identity.trial")).toBe("db.denied");
  });

  test.each([
    ["database", "sillage_writer", "grant/database/writer/sillage"],
    ["identity", "sillage_identity", "grant/identity/identity/identity"],
  ] as const)(
    "a login that holds rights in the %s and may give none is told so, where the server only warns",
    async (place, role, name) => {
      await administrator.exec(`create role holder_${place} login in role ${role}`);
      const url = new URL(postgres.url);
      url.username = `holder_${place}`;
      await expect(applyGrants({ url: url.href }, place)).rejects.toMatchObject({
        code: "grants.denied",
        message: expect.stringContaining(`This login may not do ${name}; what comes after it was not given.`),
        cause: { code: "db.denied", message: expect.stringMatching(/01007: no privileges were granted/) },
      });
    },
  );

  test("again after other migrations: tables that it makes are covered even before", async () => {
    const deployer = await openSession(target);
    await deployer.exec('create table "open".later (id integer); create table "sealed".later (id integer);');
    await deployer.close();
    const seen = (role: string, table: string) => askedAs(administrator, role, `select id from ${table}`);
    expect(await seen("sillage_reader", '"open".later')).toEqual([]);
    expect(await seen("sillage_operator", '"sealed".later')).toBe("db.denied");
    expect(await applyGrants(target, "database")).toEqual(inDatabase);
  });
});
