import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseConfig } from "../config.ts";
import { openIdentityStore } from "../db/identity/open-identity-store.ts";
import { openSession } from "../db/postgres/open-database.ts";
import { noPostgres, testPostgres, type TestPostgres } from "../test/harness/postgres.ts";
import { openKeys } from "./keys.ts";

const why = noPostgres === undefined ? "" : ` (skipped: ${noPostgres})`;

describe.skipIf(noPostgres !== undefined)(`keys in an identity store on a server${why}`, () => {
  let postgres: TestPostgres;
  let folder: string;
  beforeAll(async () => {
    postgres = await testPostgres();
    folder = await mkdtemp(join(tmpdir(), "sillage-keys-"));
    const store = await openIdentityStore({ url: postgres.url });
    await store.migrate();
    await store.close();
    const sql = await openSession({ url: postgres.url });
    // What a session asks for epochs tells how long it may take.
    await sql.exec(`alter table identity.epoch rename to epochs;
create view identity.epoch as select 1 as epoch, current_setting('statement_timeout') as state, null::timestamptz as effective_at`);
    await sql.close();
  });
  afterAll(async () => {
    await postgres.stop();
    await rm(folder, { recursive: true });
  });

  test.each([
    ["an API", "api", "30s"],
    ["a worker", "ingestion", "0"],
    ["a command", undefined, "0"],
  ] as const)("%s: a statement may take as long as its role allows", async (_, role, longest) => {
    const config = parseConfig({ IDENTITY_DATABASE_URL: postgres.url });
    const keys = await openKeys(config, folder, { report: () => undefined }, role);
    expect(await keys.identity.epochs()).toMatchObject([{ state: longest }]);
    await keys.close();
  });

  test("what a store lacks an API makes in as long as that takes", async () => {
    const sql = await openSession({ url: postgres.url });
    await sql.exec(`drop table identity.trial; create table public.made (longest text);
create function public.tell() returns event_trigger language plpgsql as $tell$ begin
  insert into public.made values (current_setting('statement_timeout')); end $tell$;
create event trigger tell on ddl_command_end when tag in ('CREATE TABLE') execute function public.tell()`);
    const config = parseConfig({ IDENTITY_DATABASE_URL: postgres.url });
    const keys = await openKeys(config, folder, { report: () => undefined }, "api");
    await keys.close();
    expect(await sql.query("select longest from public.made")).toEqual([{ longest: "0" }]);
    await sql.close();
  });
});
