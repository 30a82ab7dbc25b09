import { readFile, readdir } from "node:fs/promises";
import { expect, test } from "vitest";
import { deployment } from "../../assets/index.ts";
import type { AssetSpec } from "../../core/spec/asset.ts";
import { isDropped, isOpen, isSealed, type ColumnSpec } from "../../core/spec/column.ts";
import { openEngine } from "../postgres/open-engine.ts";

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
  _part: "integer not null",
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
  const database = await openEngine();
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
  const sparse = await database.query<{ made: string }>(
    "select indexdef as made from pg_indexes where schemaname = 'open' and indexname = 'clients_merged_into_id'",
  );
  expect(sparse.rows.map((row) => row.made)).toEqual([
    "CREATE INDEX clients_merged_into_id ON open.clients USING btree (merged_into_id) WHERE (merged_into_id IS NOT NULL)",
  ]);
  await database.close();
});
