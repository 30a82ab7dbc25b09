import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { assetGraph } from "../../core/graph/asset-graph.ts";
import { bigint, date, decimal, instant, int, text, type Column } from "./column.ts";
import type { BuilderPair } from "./builders.ts";
import { generateMigration } from "./generate-migrations.ts";
import { purposesOnly } from "../../test/fakes/specs.ts";
import { restSource, setting, updatedSince, whole } from "./source.ts";
import { table, type Columns, type DeclaredTable } from "./table.ts";

const source = restSource("shop", { baseUrl: setting("SHOP_URL"), manners: { requestsPerSecond: 1, inFlight: 1 } });
const from = source.list("/sales", { paging: whole(), since: updatedSince("since") });
const graphOf = (tables: readonly Pick<DeclaredTable, "spec">[]) => ({
  graph: assetGraph({
    sources: [source.spec],
    tables: tables.map(({ spec }) => spec),
    marts: [],
    kpis: [],
    jobs: [],
    register: purposesOnly,
  }),
});
const sales = (columns: Columns) => table("sales", { doc: "Sales.", from, columns });

let folder: URL;
beforeEach(async () => {
  folder = pathToFileURL(`${await mkdtemp(join(tmpdir(), "migrations-"))}/`);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const statementsOf = async (...tables: readonly Pick<DeclaredTable, "spec">[]) =>
  (await generateMigration(graphOf(tables), folder, "next")).statements.mssql;

test("in T-SQL a table says of each column whether it may be null, and rows that stay are compressed, but not sealed bytes", async () => {
  const statements = await statementsOf(
    sales({
      id: int().key(),
      label: text(20),
      amount: decimal(12, 2),
      email: text(254).personal("email", { seal: true, purposes: purposesOnly.purposes }),
      updatedAt: instant().cursor(),
      note: text(3000).nullable(),
    }),
  );
  const collation = "collate Latin1_General_100_BIN2";
  expect(statements.slice(0, 2)).toEqual([
    "IF SCHEMA_ID(N'open') IS NULL EXEC(N'CREATE SCHEMA [open]');",
    "IF SCHEMA_ID(N'sealed') IS NULL EXEC(N'CREATE SCHEMA [sealed]');",
  ]);
  expect(statements.slice(4, 6)).toEqual([
    `CREATE TABLE [open].[sales] (
	[id] int NOT NULL,
	[label] nvarchar(40) ${collation} NOT NULL,
	[amount] decimal(12,2) NOT NULL,
	[updated_at] datetime2(3) NOT NULL,
	[note] nvarchar(max) ${collation} NULL,
	[_hash] nvarchar(64) ${collation} NOT NULL,
	[_ordered_at] datetime2(3) NOT NULL,
	[_load] nvarchar(64) ${collation} NOT NULL,
	[_part] int NOT NULL,
	[_line] int NOT NULL,
	[business_day] date NULL,
	CONSTRAINT [sales_pkey] PRIMARY KEY([id]) WITH (DATA_COMPRESSION = PAGE)
);`,
    `CREATE TABLE [sealed].[sales] (
	[id] int NOT NULL,
	[email] varbinary(max) NULL,
	CONSTRAINT [sales_pkey] PRIMARY KEY([id])
);`,
  ]);
});

test("in T-SQL a staging table is never locked as a whole, and no other table is told so", async () => {
  const statements = await statementsOf(sales({ id: int().key(), updatedAt: instant().cursor() }));
  const told = "ALTER TABLE [staging].[sales] SET (LOCK_ESCALATION = DISABLE);";
  expect(statements.filter((statement) => statement.includes("LOCK_ESCALATION"))).toEqual([told]);
  expect(statements[statements.indexOf(told) - 1]).toMatch(/^CREATE TABLE \[staging\]\.\[sales\]/);
  expect(
    await statementsOf(sales({ id: int().key(), note: text(9).nullable(), updatedAt: instant().cursor() })),
  ).toEqual([expect.stringContaining("[open]"), expect.stringContaining("[staging]")]);
});

test("an indexed column has an index of what is there, which an altered one gets back", async () => {
  const columns = { id: int().key(), intoId: int().nullable().indexed(), updatedAt: instant().cursor() };
  expect((await statementsOf(sales(columns))).at(-1)).toBe(
    "CREATE INDEX [sales_into_id] ON [open].[sales] ([into_id]) WHERE [into_id] is not null;",
  );
  expect(await statementsOf(sales({ ...columns, intoId: bigint().nullable().indexed() }))).toEqual([
    "DROP INDEX [sales_into_id] ON [open].[sales];",
    "ALTER TABLE [open].[sales] ALTER COLUMN [into_id] bigint NULL;",
    "ALTER TABLE [staging].[sales] ALTER COLUMN [into_id] bigint NULL;",
    "CREATE INDEX [sales_into_id] ON [open].[sales] ([into_id]) WHERE [into_id] is not null;",
  ]);
});

test("an index of an altered column is dropped before it and made anew after it", async () => {
  const deployed = (orderId: Column<BuilderPair, boolean, boolean>) => {
    const orders = sales({ id: bigint().key(), day: date().businessDay(), updatedAt: instant().cursor() });
    const columns = { id: bigint().key(), orderId, updatedAt: instant().cursor() };
    const lines = table("lines", { doc: "Lines.", from, columns, dayOf: { column: "orderId", table: orders } });
    return [orders, lines] as const;
  };
  await statementsOf(...deployed(int()));
  expect(await statementsOf(...deployed(bigint()))).toEqual([
    "DROP INDEX [lines_order_id] ON [open].[lines];",
    "ALTER TABLE [open].[lines] ALTER COLUMN [order_id] bigint NOT NULL;",
    "ALTER TABLE [staging].[lines] ALTER COLUMN [order_id] bigint NULL;",
    "CREATE INDEX [lines_order_id] ON [open].[lines] ([order_id]);",
  ]);
});
