import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openSession } from "../../db/postgres/open-database.ts";
import { noPostgres, testPostgres, type TestPostgres } from "../harness/postgres.ts";
import { startSillage, type Ended } from "../harness/run-command.ts";

const why = noPostgres === undefined ? "" : ` (skipped: ${noPostgres})`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "sillage-migrate-"));
});
afterAll(() => rm(folder, { recursive: true }));

const migrate = (args: readonly string[], environment = {}): Promise<Ended> =>
  startSillage(["migrate", "--data-dir", folder, ...args], environment).ended;

describe.skipIf(noPostgres !== undefined)(`\`migrate --grants\` on two databases of PostgreSQL${why}`, () => {
  let postgres: TestPostgres;
  let people: string;
  beforeAll(async () => {
    postgres = await testPostgres();
    people = await postgres.another("people");
  });
  afterAll(() => postgres.stop());

  test("gives roles their rights where each is used, and may be given again", async () => {
    const granted = {
      database: ["sillage_writer", "sillage_reader", "sillage_api", "sillage_operator", "sillage_reveal"],
      identity: ["sillage_identity", "sillage_pii", "sillage_reveal", "sillage_alias"],
    };
    const args = ["--grants", "--json", "--db", postgres.url];
    const first = await migrate(args, { IDENTITY_DATABASE_URL: people });
    expect([first.code, JSON.parse(first.stdout)]).toMatchObject([0, { granted }]);
    const second = await migrate(args, { IDENTITY_DATABASE_URL: people });
    expect([second.code, JSON.parse(second.stdout)]).toEqual([0, { applied: [], granted }]);
    const [tables, identities] = [await openSession({ url: postgres.url }), await openSession({ url: people })];
    const holds = "select has_table_privilege($1, $2, 'select') as may";
    expect(await tables.query(holds, ["sillage_reveal", "sealed.clients"])).toEqual([{ may: true }]);
    expect(await tables.query(holds, ["sillage_api", "sealed.clients"])).toEqual([{ may: false }]);
    expect(await identities.query(holds, ["sillage_pii", "identity.subject"])).toEqual([{ may: true }]);
    expect(await identities.query(holds, ["sillage_alias", "identity.subject"])).toEqual([{ may: false }]);
    for (const session of [tables, identities]) await session.close();
  });

  test("leaves an identity store that is embedded alone, and makes none", async () => {
    const { code, stdout } = await migrate(["--grants", "--db", postgres.url]);
    expect([code, stdout]).toEqual([
      0,
      `Nothing to apply: the database is up to date.
database: rights of sillage_writer, sillage_reader, sillage_api, sillage_operator, sillage_reveal
identity store: embedded, so that it has no logins
`,
    ]);
  });
});
