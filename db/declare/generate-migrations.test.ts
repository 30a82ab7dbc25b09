import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { PGlite } from "@electric-sql/pglite";
import { afterEach, beforeEach, expect, test } from "vitest";
import { deployment } from "../../assets/index.ts";
import { assetGraph } from "../../core/graph/asset-graph.ts";
import type { AssetSpec } from "../../core/spec/asset.ts";
import { isDropped, isOpen, isSealed, type ColumnSpec } from "../../core/spec/column.ts";
import { bigint, code, date, decimal, instant, int, money, text } from "./column.ts";
import { generateMigration, missingStatements } from "./generate-migrations.ts";
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
  }),
});
const base = {
  id: int().key(),
  label: text(20),
  amount: decimal(12, 2),
  email: text(254).personal("email", { seal: true }),
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
): Promise<readonly string[]> {
  await generateMigration(deploy(base), folder, "initial");
  return (await generateMigration(deploy(columns), folder, "change", options)).statements;
}

test("the declarations of assets/ and its committed migrations agree", async () => {
  expect(await missingStatements(deployment, deployment.migrations)).toEqual([]);
});

test("a migration is a folder of its own with its statements and the layout after it", async () => {
  const first = await generateMigration(deploy(base), folder, "initial");
  const second = await generateMigration(deploy({ ...base, note: text(80).nullable() }), folder, "add_note");
  expect([first.created, second.created]).toEqual(["0001_initial", "0002_add_note"]);
  expect(await readdir(new URL("postgres/0002_add_note/", folder))).toEqual(["migration.sql", "snapshot.json"]);
  expect(await readFile(new URL("postgres/0002_add_note/migration.sql", folder), "utf8")).toBe(
    'ALTER TABLE "open"."sales" ADD COLUMN "note" varchar(80);\n--> statement-breakpoint\nALTER TABLE "staging"."sales" ADD COLUMN "note" varchar(80);\n',
  );
});

test("unchanged declarations create nothing", async () => {
  expect(await changedTo(base)).toEqual([]);
  expect(await readdir(new URL("postgres/", folder))).toEqual(["0001_initial"]);
});

test("a widened column is altered where it is stored and where it is staged", async () => {
  expect(await changedTo({ ...base, label: text(40), amount: money() })).toEqual([
    'ALTER TABLE "open"."sales" ALTER COLUMN "label" SET DATA TYPE varchar(40) USING "label"::varchar(40);',
    'ALTER TABLE "open"."sales" ALTER COLUMN "amount" SET DATA TYPE numeric(18,2) USING "amount"::numeric(18,2);',
    'ALTER TABLE "staging"."sales" ALTER COLUMN "label" SET DATA TYPE varchar(40) USING "label"::varchar(40);',
    'ALTER TABLE "staging"."sales" ALTER COLUMN "amount" SET DATA TYPE numeric(18,2) USING "amount"::numeric(18,2);',
  ]);
});

test("a column that may now be null is altered in its table only, since staging takes null everywhere", async () => {
  expect(await changedTo({ ...base, label: text(20).nullable() })).toEqual([
    'ALTER TABLE "open"."sales" ALTER COLUMN "label" DROP NOT NULL;',
  ]);
});

test("an integer that becomes a big integer, key included, is widened", async () => {
  const statements = await changedTo({ ...base, id: bigint().key() });
  expect(statements).toContain('ALTER TABLE "open"."sales" ALTER COLUMN "id" SET DATA TYPE bigint USING "id"::bigint;');
  expect(statements).toContain(
    'ALTER TABLE "sealed"."sales" ALTER COLUMN "id" SET DATA TYPE bigint USING "id"::bigint;',
  );
});

test("a new table is created beside the others", async () => {
  await generateMigration(deploy(base), folder, "initial");
  const { statements } = await generateMigration(deploy(base, "returns"), folder, "add_returns");
  expect(statements.map((statement) => statement.split(" (")[0])).toEqual([
    'CREATE TABLE "open"."returns"',
    'CREATE TABLE "sealed"."returns"',
    'CREATE UNLOGGED TABLE "staging"."returns"',
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
Declare it as it was (a new column nullable), or generate with allowDestructive once nobody needs it.`,
  });
  expect(await readdir(new URL("postgres/", folder))).toEqual(["0001_initial"]);
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
  expect(await changedTo({ ...kept, total: money().nullable() }, { allowDestructive: true })).toEqual([
    'ALTER TABLE "open"."sales" ADD COLUMN "total" numeric(18,2);',
    'ALTER TABLE "staging"."sales" ADD COLUMN "total" numeric(18,2);',
    'ALTER TABLE "open"."sales" DROP COLUMN "amount";',
    'ALTER TABLE "staging"."sales" DROP COLUMN "amount";',
  ]);
});

test("a name that is no folder's name is refused", async () => {
  await expect(
    generateMigration(deploy({ id: code(5).key(), updatedAt: instant().cursor() }), folder, "../up"),
  ).rejects.toThrow(
    '"../up" does not name a migration. Use small letters, digits and underscores, for instance `add_gift_cards`.',
  );
});

/** A type as information_schema tells it. */
function toldType(column: ColumnSpec): string {
  if (isSealed(column)) return "bytea";
  const { type } = column;
  const names = {
    int: "integer",
    bigint: "bigint",
    decimal: "numeric",
    text: "character varying",
    code: "character varying",
    oneOf: "character varying",
    bool: "boolean",
    instant: "timestamp with time zone",
    date: "date",
    uuid: "uuid",
    json: "jsonb",
  };
  const size =
    type.kind === "decimal"
      ? `(${type.precision},${type.scale})`
      : type.kind === "text" || type.kind === "code"
        ? `(${type.length})`
        : type.kind === "oneOf"
          ? "(40)"
          : type.kind === "instant"
            ? "(3)"
            : "";
  return `${names[type.kind]}${size}`;
}

const engine = {
  _hash: "text not null",
  _ordered_at: "timestamp with time zone(3) not null",
  _line: "integer not null",
  _load: "text not null",
  business_day: "date",
};
const told = (columns: readonly ColumnSpec[], isNull: (column: ColumnSpec) => boolean) =>
  Object.fromEntries(
    columns.map((column) => [column.physical, `${toldType(column)}${isNull(column) ? "" : " not null"}`]),
  );

function expectedTables(asset: AssetSpec): readonly (readonly [string, object])[] {
  const key = asset.columns.filter((column) => column.key > 0);
  const sealed = asset.columns.filter(isSealed);
  if (asset.kind === "mart") return [[`mart.${asset.key}`, told(asset.columns, (column) => column.nullable)]];
  return [
    [`open.${asset.key}`, { ...told(asset.columns.filter(isOpen), (column) => column.nullable), ...engine }],
    ...(sealed.length > 0
      ? [[`sealed.${asset.key}`, { ...told(key, () => false), ...told(sealed, () => true) }] as const]
      : []),
    [
      `staging.${asset.key}`,
      {
        ...told(
          asset.columns.filter((column) => !isDropped(column)),
          () => true,
        ),
        ...engine,
        _part: "integer not null",
      },
    ],
  ];
}

test("applied to an empty database, the committed migrations give exactly the columns, keys and unlogged tables that the declarations ask for", async () => {
  const database = await PGlite.create();
  for (const name of (await readdir(new URL("postgres/", deployment.migrations))).toSorted())
    await database.exec(await readFile(new URL(`postgres/${name}/migration.sql`, deployment.migrations), "utf8"));
  const { rows } = await database.query<{ place: string; name: string; type: string }>(`
    select table_schema || '.' || table_name as place, column_name as name, data_type
      || case when data_type = 'numeric' then '(' || numeric_precision || ',' || numeric_scale || ')' when character_maximum_length is not null then '(' || character_maximum_length || ')'
         when data_type like 'timestamp%' then '(' || datetime_precision || ')' else '' end
      || case is_nullable when 'NO' then ' not null' else '' end as type
    from information_schema.columns where table_schema in ('open', 'sealed', 'staging', 'mart')`);
  const found = Object.groupBy(rows, (row) => row.place);
  const tables = Object.fromEntries(
    Object.entries(found).map(([place, columns = []]) => [
      place,
      Object.fromEntries(columns.map((column) => [column.name, column.type])),
    ]),
  );
  expect(tables).toEqual(Object.fromEntries(deployment.graph.assets.flatMap(expectedTables)));
  const keys = await database.query<{ place: string; key: string }>(`
    select n.nspname || '.' || c.relname as place, string_agg(a.attname, ', ' order by k.at) as key from pg_index i
    join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace
    cross join unnest(i.indkey) with ordinality as k(attnum, at) join pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum
    where i.indisprimary and n.nspname in ('open', 'mart') group by 1`);
  expect(Object.fromEntries(keys.rows.map((row) => [row.place, row.key]))).toMatchObject({
    "open.communes": "insee_code, postal_code",
    "open.clients": "id",
    "mart.revenue_daily": "day, site_id, product_id",
  });
  const logged = await database.query<{ place: string }>(
    "select relname as place from pg_class c join pg_namespace n on n.oid = c.relnamespace where nspname = 'staging' and relkind = 'r' and relpersistence <> 'u'",
  );
  expect(logged.rows).toEqual([]);
  const dayed = await database.query<{ name: string }>(
    "select tablename as name from pg_indexes where schemaname = 'open' and indexname = tablename || '_business_day' order by 1",
  );
  expect(dayed.rows.map((row) => row.name)).toEqual([
    "bookings",
    "order_lines",
    "orders",
    "payments",
    "refunds",
    "sessions",
    "site_days",
    "visits",
  ]);
  await database.close();
});
