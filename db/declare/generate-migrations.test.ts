import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { deployment } from "../../assets/index.ts";
import { assetGraph } from "../../core/graph/asset-graph.ts";
import type { InDialects } from "../../core/ports/database.ts";
import { bigint, code, date, decimal, instant, int, money, text } from "./column.ts";
import { generateMigration, missingStatements } from "./generate-migrations.ts";
import { purposesOnly } from "../../test/fakes/specs.ts";
import { restSource, setting, updatedSince, whole } from "./source.ts";
import { table, type Columns } from "./table.ts";

const source = restSource("shop", { baseUrl: setting("SHOP_URL"), manners: { requestsPerSecond: 1, inFlight: 1 } });
const deploy = (columns: Columns, ...more: readonly string[]) => ({
  graph: assetGraph({
    sources: [source.spec],
    tables: ["sales", ...more].map(
      (key) =>
        table(key, {
          doc: "Sales.",
          from: source.list("/sales", { paging: whole(), since: updatedSince("since") }),
          columns,
        }).spec,
    ),
    marts: [],
    kpis: [],
    jobs: [],
    register: purposesOnly,
  }),
});
const base = {
  id: int().key(),
  label: text(20),
  amount: decimal(12, 2),
  email: text(254).personal("email", { seal: true, purposes: purposesOnly.purposes }),
  updatedAt: instant().cursor(),
};

let folder: URL;
beforeEach(async () => {
  folder = pathToFileURL(`${await mkdtemp(join(tmpdir(), "migrations-"))}/`);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Statements of a second migration, after a first one of `base`. */
async function changedTo(
  columns: Columns,
  options?: { readonly allowDestructive?: boolean },
): Promise<InDialects<readonly string[]>> {
  await generateMigration(deploy(base), folder, "initial");
  return (await generateMigration(deploy(columns), folder, "change", options)).statements;
}

test("the declarations of assets/ and its committed migrations agree", async () => {
  expect(await missingStatements(deployment, deployment.migrations)).toEqual([]);
});

test("a migration is a folder of its own with its statements and the layout after it", async () => {
  const first = await generateMigration(deploy(base), folder, "initial");
  const second = await generateMigration(deploy({ ...base, note: text(80).nullable() }), folder, "add_note");
  expect(first.created).toEqual(["postgres/0001_initial", "mssql/0001_initial"]);
  expect(second.created).toEqual(["postgres/0002_add_note", "mssql/0002_add_note"]);
  for (const path of second.created)
    expect(await readdir(new URL(`${path}/`, folder))).toEqual(["migration.sql", "snapshot.json"]);
  expect(await readFile(new URL("postgres/0002_add_note/migration.sql", folder), "utf8")).toBe(
    'ALTER TABLE "open"."sales" ADD COLUMN "note" varchar(80);\n--> statement-breakpoint\nALTER TABLE "staging"."sales" ADD COLUMN "note" varchar(80);\n',
  );
});

test("unchanged declarations create nothing", async () => {
  expect(await changedTo(base)).toEqual({ postgres: [], mssql: [] });
  for (const dialect of ["postgres", "mssql"])
    expect(await readdir(new URL(`${dialect}/`, folder))).toEqual(["0001_initial"]);
});

test("a widened column is altered where it is stored and where it is staged", async () => {
  const { postgres, mssql } = await changedTo({ ...base, label: text(40), amount: money() });
  expect(postgres).toEqual([
    'ALTER TABLE "open"."sales" ALTER COLUMN "label" SET DATA TYPE varchar(40) USING "label"::varchar(40);',
    'ALTER TABLE "open"."sales" ALTER COLUMN "amount" SET DATA TYPE numeric(18,2) USING "amount"::numeric(18,2);',
    'ALTER TABLE "staging"."sales" ALTER COLUMN "label" SET DATA TYPE varchar(40) USING "label"::varchar(40);',
    'ALTER TABLE "staging"."sales" ALTER COLUMN "amount" SET DATA TYPE numeric(18,2) USING "amount"::numeric(18,2);',
  ]);
  // Staging holds decimals as text in T-SQL, of whatever width.
  expect(mssql).toEqual([
    "ALTER TABLE [open].[sales] ALTER COLUMN [label] nvarchar(80) collate Latin1_General_100_BIN2 NOT NULL;",
    "ALTER TABLE [open].[sales] ALTER COLUMN [amount] decimal(18,2) NOT NULL;",
    "ALTER TABLE [staging].[sales] ALTER COLUMN [label] nvarchar(80) collate Latin1_General_100_BIN2 NULL;",
  ]);
});

test("a column that may now be null is altered in its table only, since staging takes null everywhere", async () => {
  expect(await changedTo({ ...base, label: text(20).nullable() })).toEqual({
    postgres: ['ALTER TABLE "open"."sales" ALTER COLUMN "label" DROP NOT NULL;'],
    mssql: ["ALTER TABLE [open].[sales] ALTER COLUMN [label] nvarchar(40) collate Latin1_General_100_BIN2 NULL;"],
  });
});

test("an integer that becomes a big integer, key included, is widened", async () => {
  const { postgres, mssql } = await changedTo({ ...base, id: bigint().key() });
  expect(postgres).toContain('ALTER TABLE "open"."sales" ALTER COLUMN "id" SET DATA TYPE bigint USING "id"::bigint;');
  expect(postgres).toContain('ALTER TABLE "sealed"."sales" ALTER COLUMN "id" SET DATA TYPE bigint USING "id"::bigint;');
  // SQL Server alters no column that a key holds.
  expect(mssql).toEqual([
    "ALTER TABLE [sealed].[sales] DROP CONSTRAINT [sales_pkey];",
    "ALTER TABLE [open].[sales] DROP CONSTRAINT [sales_pkey];",
    "ALTER TABLE [open].[sales] ALTER COLUMN [id] bigint NOT NULL;",
    "ALTER TABLE [sealed].[sales] ALTER COLUMN [id] bigint NOT NULL;",
    "ALTER TABLE [staging].[sales] ALTER COLUMN [id] bigint NULL;",
    "ALTER TABLE [open].[sales] ADD CONSTRAINT [sales_pkey] PRIMARY KEY ([id]) WITH (DATA_COMPRESSION = PAGE);",
    "ALTER TABLE [sealed].[sales] ADD CONSTRAINT [sales_pkey] PRIMARY KEY ([id]);",
  ]);
});

test("a new table is created beside the others", async () => {
  await generateMigration(deploy(base), folder, "initial");
  const { statements } = await generateMigration(deploy(base, "returns"), folder, "add_returns");
  expect(statements.postgres.map((statement) => statement.split(" (")[0])).toEqual([
    'CREATE TABLE "open"."returns"',
    'CREATE TABLE "sealed"."returns"',
    'CREATE UNLOGGED TABLE "staging"."returns"',
    'CREATE INDEX "returns__part__line" ON "staging"."returns"',
  ]);
  expect(statements.mssql.map((statement) => statement.split(" (")[0])).toEqual([
    "CREATE TABLE [open].[returns]",
    "CREATE TABLE [sealed].[returns]",
    "CREATE TABLE [staging].[returns]",
    "ALTER TABLE [staging].[returns] SET",
  ]);
});

test("what takes away from stored rows is refused, all of it said at once, and nothing is written", async () => {
  const { amount: _gone, ...kept } = base;
  const change = changedTo({ ...kept, label: text(10), email: text(254), note: text(80) });
  await expect(change).rejects.toMatchObject({
    code: "migration.destructive",
    message: `The declarations take away from stored rows, or ask of them what they may not meet:
  - the table sealed.sales is removed
  - the column open.sales.amount is removed
  - the column open.sales.label changes from varchar(20) to varchar(10)
  - the column open.sales.email is new and not nullable, while stored rows lack it
  - the column open.sales.note is new and not nullable, while stored rows lack it
  - the column open.sales.label changes from nvarchar(40) collate Latin1_General_100_BIN2 to nvarchar(20) collate Latin1_General_100_BIN2
Declare it as it was (a new column nullable), or generate with allowDestructive once nobody needs it.`,
  });
  for (const dialect of ["postgres", "mssql"])
    expect(await readdir(new URL(`${dialect}/`, folder))).toEqual(["0001_initial"]);
});

test("another key and a lost null are refused", async () => {
  await generateMigration(deploy({ ...base, label: text(20).nullable(), line: int() }), folder, "initial");
  await expect(generateMigration(deploy({ ...base, line: int().key(2) }), folder, "change")).rejects.toThrow(
    `  - the column open.sales.label may no longer be null
  - the column sealed.sales.line is new and not nullable, while stored rows lack it
  - the key of open.sales changes from (id) to (id, line)
  - the key of sealed.sales changes from (id) to (id, line)`,
  );
});

test("another kind of value is refused, and so is a decimal that loses digits on either side", async () => {
  await expect(changedTo({ ...base, label: date() })).rejects.toThrow(
    "open.sales.label changes from varchar(20) to date",
  );
  await expect(generateMigration(deploy({ ...base, amount: decimal(12, 4) }), folder, "change")).rejects.toThrow(
    "open.sales.amount changes from numeric(12,2) to numeric(12,4)",
  );
  await expect(generateMigration(deploy({ ...base, amount: decimal(14, 1) }), folder, "change")).rejects.toThrow(
    "open.sales.amount changes from numeric(12,2) to numeric(14,1)",
  );
});

test("a removed column goes when it is allowed to, and one that comes with it is new, not renamed", async () => {
  const { amount: _gone, ...kept } = base;
  const { postgres, mssql } = await changedTo({ ...kept, total: money().nullable() }, { allowDestructive: true });
  expect(postgres).toEqual([
    'ALTER TABLE "open"."sales" ADD COLUMN "total" numeric(18,2);',
    'ALTER TABLE "staging"."sales" ADD COLUMN "total" numeric(18,2);',
    'ALTER TABLE "open"."sales" DROP COLUMN "amount";',
    'ALTER TABLE "staging"."sales" DROP COLUMN "amount";',
  ]);
  expect(mssql).toEqual([
    "ALTER TABLE [open].[sales] ADD [total] decimal(18,2) NULL;",
    "ALTER TABLE [staging].[sales] ADD [total] nvarchar(40) collate Latin1_General_100_BIN2 NULL;",
    "ALTER TABLE [open].[sales] DROP COLUMN [amount];",
    "ALTER TABLE [staging].[sales] DROP COLUMN [amount];",
  ]);
});

test("a name that is no folder's name is refused", async () => {
  await expect(
    generateMigration(deploy({ id: code(5).key(), updatedAt: instant().cursor() }), folder, "../up"),
  ).rejects.toThrow(
    '"../up" does not name a migration. Use small letters, digits and underscores, for instance `add_gift_cards`.',
  );
});
