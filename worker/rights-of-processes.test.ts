import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseConfig } from "../config.ts";
import type { Database } from "../core/ports/database.ts";
import { grantStatements } from "../db/grants.ts";
import { openIdentityStore } from "../db/identity/open-identity-store.ts";
import { openDatabase } from "../db/open-database.ts";
import { openSession } from "../db/postgres/open-database.ts";
import { revealPurpose } from "../index.ts";
import { memoryObjectStore } from "../test/fakes/memory-object-store.ts";
import { peopleDeployment } from "../test/fakes/people-deployment.ts";
import { noPostgres, testPostgres, type TestPostgres } from "../test/harness/postgres.ts";
import { storePeople } from "../test/harness/store-people.ts";
import { openAlias } from "./alias.ts";
import { openKeys } from "./keys.ts";
import { readyDatabase } from "./ready-database.ts";
import { revealService } from "./reveals.ts";
import { untilReplayed } from "./until-replayed.ts";

const why = noPostgres === undefined ? "" : ` (skipped: ${noPostgres})`;
const report = (): undefined => undefined;
const care = revealPurpose("care", { doc: "Answering people.", fields: { people: ["lastName"] } });
const deployed = { ...peopleDeployment, reveals: new Map([[care.name, care]]) };
const ground = { fields: ["people.lastName"], purpose: "care", ticket: "T-1", reason: "an example" };

describe.skipIf(noPostgres !== undefined)(`with no more than its role's rights${why}`, () => {
  let postgres: TestPostgres;
  let folder: string;
  let pids: readonly string[];
  const store = memoryObjectStore();
  const opened: { readonly close: () => Promise<void> }[] = [];
  const urlOf = (role: string): string => {
    const url = new URL(postgres.url);
    url.username = `sillage_${role}`;
    return url.href;
  };
  const keep = <Opened extends { readonly close: () => Promise<void> }>(one: Opened): Opened => {
    opened.push(one);
    return one;
  };
  const configAs = (role: string) => parseConfig({ IDENTITY_DATABASE_URL: urlOf(role) });
  const keysAs = async (role: string) => keep(await openKeys(configAs(role), folder, { report }));
  /** The database as a process of a role has it once it has started. */
  const started = async (login: string, role: "api" | "ingestion"): Promise<Database> => {
    const database = keep(await openDatabase({ url: urlOf(login) }, deployed, role));
    await readyDatabase({ database, role, embedded: false, mergeFactor: 1 }, { report });
    await untilReplayed({ store, database }, { report, pause: () => Promise.reject(new Error("it waits")) });
    return database;
  };
  beforeAll(async () => {
    postgres = await testPostgres();
    folder = await mkdtemp(join(tmpdir(), "sillage-rights-"));
    const [administrator, identity, sql] = [
      await openDatabase({ url: postgres.url }, deployed),
      await openIdentityStore({ url: postgres.url }),
      await openSession({ url: postgres.url }),
    ];
    await administrator.migrate();
    await identity.migrate();
    for (const place of ["database", "identity"] as const)
      for (const { text } of grantStatements("postgres", place)) await sql.exec(text);
    for (const role of ["writer", "api", "operator", "reveal", "identity", "pii", "alias"])
      await sql.exec(`alter role sillage_${role} login;`);
    for (const one of [administrator, identity, sql]) await one.close();
    const { sealer } = await keysAs("identity");
    pids = await storePeople(await started("writer", "ingestion"), sealer);
  });
  afterAll(async () => {
    for (const one of opened) await one.close();
    await postgres.stop();
    await rm(folder, { recursive: true });
  });

  test.each(["api", "operator", "reveal"])("a process of %s starts, knows its callers and serves", async (role) => {
    const database = await started(role, "api");
    expect(await database.mirrors()).toEqual([]);
    expect(await database.findApiKey("nobody")).toBeUndefined();
    expect(await database.query('select id from "open".people')).toHaveLength(3);
    const looked = { id: `l-${role}`, at: "2026-11-25T02:15:00.000Z", who: "key:0123456789ab", why: "not told" };
    const answered = { what: "kpi.individual", subject: "top-clients", oldValue: null, newValue: "10 rows" } as const;
    await database.recordAudit({ ...looked, ...answered }, null);
  });

  test.each(["api", "operator"])("%s sees nothing that is sealed and nothing of the identity store", async (role) => {
    const database = await started(role, "api");
    for (const table of ['"sealed".people', "identity.subject", "identity.keyring", "identity.reveal"])
      await expect(database.query(`select 1 from ${table}`)).rejects.toMatchObject({ code: "db.denied" });
  });

  test("an API makes people's aliases with the login of the identity store that is for that", async () => {
    const { aliasOf } = await openAlias(configAs("alias"), folder, { report });
    expect(aliasOf("a consumer", pids[0] ?? "")).not.toBe("");
  });

  test("a process that reveals opens a person's value, and adds its line to the audit, which verifies", async () => {
    const { reveals, audit } = revealService({
      config: { SILLAGE_DEPLOYMENT: "sillage", REVEALS_PER_HOUR: 5 },
      deployed,
      database: await started("reveal", "api"),
      store,
      keys: await keysAs("reveal"),
      clock: { now: () => new Date() },
      alerts: undefined,
      client: () => expect.unreachable("no workflow is started"),
      report: (line) => expect.unreachable(line),
    });
    const asker = { id: "key:0123456789ab", consumer: "c" };
    const { audit: line, values } = await reveals.reveal(asker, { pid: pids[0] ?? "" }, ground);
    expect(values.map(({ value }) => value.reveal())).toEqual(["Exemple-1"]);
    expect(await audit.verify()).toMatchObject({ rows: 1, last: line, problems: [] });
    await audit.markDecoy({ id: "ops", consumer: "ops" }, pids[1] ?? "");
  });

  test("a process that reveals changes no person, no row and no line, and reads no key's owner and no record of the quarantine", async () => {
    const database = await started("reveal", "api");
    for (const denied of [
      "update identity.subject set restricted_at = null",
      "delete from identity.subject",
      "update identity.reveal set caller = 'nobody'",
      "delete from identity.keyring",
      'update "open".people set points = 0',
      'delete from "sealed".people',
      "select label from sillage.api_key",
      "select sealed from sillage.quarantine",
      "select who from sillage.audit",
      "delete from sillage.erasure_entry",
    ])
      expect([denied, await database.query(denied).catch((error: unknown) => error)]).toMatchObject([
        denied,
        { code: "db.denied" },
      ]);
  });

  test("a worker that rotates keys and makes files of many people's values does both", async () => {
    const database = await started("writer", "ingestion");
    const keys = await keysAs("pii");
    const { from, to, people } = await keys.rotation.plan();
    expect(people).toBe(3);
    await keys.rotation.begin(to);
    expect(await keys.rotation.move({ from, to }, 10, report)).toBe(3);
    await keys.rotation.end(from);
    const { reveals, work } = revealService({
      config: { SILLAGE_DEPLOYMENT: "sillage", REVEALS_PER_HOUR: 5 },
      deployed,
      database,
      store,
      keys,
      clock: { now: () => new Date() },
      alerts: undefined,
      client: () => expect.unreachable("no workflow is started"),
      report: (line) => expect.unreachable(line),
    });
    await expect(work.make("r")).rejects.toMatchObject({ code: "reveal.no-request" });
    const asker = { id: "key:b", consumer: "b" };
    expect(await reveals.reveal(asker, { pid: pids[2] ?? "" }, ground)).toMatchObject({ pid: pids[2] });
    await keys.identity.fileRequest("R", "2026-11-28T05:00:00.000Z", []);
    expect(await keys.identity.erasedThrough()).toBe(0);
  });
});
