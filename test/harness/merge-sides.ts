import type { PGlite } from "@electric-sql/pglite";
import type { CastValue, Slice, StagedRow } from "../../core/ports/database.ts";
import type { TableSpec } from "../../core/spec/asset.ts";
import { familyOf } from "../../db/family.ts";
import { migrationStatements } from "../../db/migration-statements.ts";
import { bulkColumns } from "../../db/mssql/stage.ts";
import * as mssql from "../../db/mssql/merge-statement.ts";
import * as postgres from "../../db/postgres/merge-statement.ts";
import { sealedColumns } from "../../db/postgres/names.ts";
import { openEngine } from "../../db/postgres/open-engine.ts";
import { tsqlAsPostgres, tsqlFunctions } from "./tsql-as-postgres.ts";

/** Where slices are merged by one dialect's statement, on PGlite: values are read as text, as both sides write it. */
export type MergeSide = {
  readonly stage: (table: TableSpec, load: string, part: number, rows: readonly StagedRow[]) => Promise<void>;
  /** What the statement answers: staged lines as `rows` of no asset, then rows of children that moved, and their days. */
  readonly merge: (table: TableSpec, load: string, slice: Slice) => Promise<readonly Told[]>;
  /** All that merges leave: rows of every table, the sealed twins, the ledger's slices. */
  readonly left: () => Promise<Readonly<Record<string, readonly unknown[]>>>;
  readonly close: () => Promise<void>;
};
export type Told = { readonly asset: string | null; readonly rows: number; readonly days: readonly string[] };
type Deployed = { readonly tables: readonly TableSpec[]; readonly migrations: URL };
type Run = (text: string, params?: readonly unknown[]) => Promise<readonly Readonly<Record<string, unknown>>[]>;

/** The merge of PostgreSQL in tables of its own migrations. */
export async function postgresSide({ tables, migrations }: Deployed): Promise<MergeSide> {
  const engine = await openEngine();
  const texts = [
    ...(await migrationStatements("engine", new URL("../../db/postgres/migrations/", import.meta.url))),
    ...(await migrationStatements("deployment", new URL("postgres/", migrations))),
  ];
  for (const { text } of texts) await engine.exec(text);
  const run: Run = async (text, params = []) => (await engine.query<Record<string, unknown>>(text, [...params])).rows;
  const merge = (table: TableSpec, params: readonly unknown[]) =>
    run(postgres.mergeStatement(table, familyOf(tables, table)), params);
  return side(engine, tables, run, merge);
}

/** The merge of SQL Server, statement by statement through the transpiler, in tables made from the T-SQL migrations. */
export async function tsqlSide({ tables, migrations }: Deployed): Promise<MergeSide> {
  const engine = await openEngine();
  await engine.exec(tsqlFunctions);
  const owned = await migrationStatements("engine", new URL("../../db/mssql/migrations/", import.meta.url));
  const ledger = owned.filter(({ text }) => text.includes("create table [sillage].[load_slice]"));
  await engine.exec("create schema sillage");
  for (const { text } of [...ledger, ...(await migrationStatements("deployment", new URL("mssql/", migrations)))])
    await engine.exec(tsqlAsPostgres(text));
  const run: Run = async (text, params = []) => (await engine.query<Record<string, unknown>>(text, [...params])).rows;
  const merge = async (table: TableSpec, params: readonly unknown[]) => {
    let lines = 0;
    let told: readonly Readonly<Record<string, unknown>>[] = [];
    for (const one of mssql.mergeStatement(table, familyOf(tables, table)).split(/;\n/).slice(1)) {
      if (one === "declare @lines int = @@rowcount") continue;
      const text = tsqlAsPostgres(one.replaceAll("@lines", String(lines)));
      const answered = await engine.query<Record<string, unknown>>(text, text.includes("$1") ? [...params] : []);
      if (one.startsWith("delete")) lines = answered.affectedRows ?? 0;
      told = answered.rows;
    }
    await engine.exec("discard temp");
    return told;
  };
  return side(engine, tables, run, merge);
}

async function side(
  engine: PGlite,
  tables: readonly TableSpec[],
  run: Run,
  merge: (table: TableSpec, params: readonly unknown[]) => Promise<readonly Readonly<Record<string, unknown>>[]>,
): Promise<MergeSide> {
  await engine.exec("set timezone to 'UTC'");
  return {
    async stage(table, load, part, rows) {
      const names = bulkColumns(table).map(({ name }) => name);
      const values = rows.map(({ line, hash, orderedAt, businessDay, values }) =>
        [load, part, line, hash, orderedAt, businessDay, ...values].map(jsonOf),
      );
      const objects = values.map((row) => Object.fromEntries(names.map((name, at) => [name, row[at] ?? null])));
      const [target, list] = [`"staging"."${table.key}"`, names.map((name) => `"${name}"`).join(", ")];
      await run(
        `insert into ${target} (${list}) select ${list} from json_populate_recordset(null::${target}, $1::json)`,
        [JSON.stringify(objects)],
      );
    },
    merge: async (table, load, { part, from, to }) =>
      (await merge(table, [load, part, from, to]))
        .map(({ asset, rows, days }) => ({ asset: textOf(asset), rows: Number(rows), days: daysIn(days) }))
        .sort((left, right) => String(left.asset).localeCompare(String(right.asset))),
    async left() {
      const found: Record<string, readonly unknown[]> = {};
      const sealed = tables.filter((table) => sealedColumns(table).length > 0);
      for (const place of [
        ...tables.map(({ key }) => `"open"."${key}"`),
        ...sealed.map(({ key }) => `"sealed"."${key}"`),
        "sillage.load_slice",
      ])
        found[place] = (await run(inText(place))).map(({ row }) => readRow(JSON.parse(String(row))));
      return found;
    },
    close: () => engine.close(),
  };
}

/** The rows of a table, each value as text. */
const inText = (place: string): string =>
  `select (select json_object_agg(name, value) from json_each_text(row_to_json(t)) e(name, value))::text as row from ${place} t order by 1`;

const jsonOf = (value: CastValue): unknown =>
  value instanceof Uint8Array ? `\\x${Buffer.from(value).toString("hex")}` : value;
const textOf = (value: unknown): string | null => (value === null || value === undefined ? null : String(value));

/** Days of an answer: a list of the engine's, or JSON text. */
function daysIn(value: unknown): readonly string[] {
  if (value === null || value === undefined) return [];
  const list: unknown = typeof value === "string" ? JSON.parse(value) : value;
  return Array.isArray(list)
    ? list.map((day) => (day instanceof Date ? day.toISOString() : String(day)).slice(0, 10))
    : [];
}

/** A row whose instants have no zone and whose lists are lists, whatever they are stored as. */
const readRow = (row: Readonly<Record<string, string | null>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      name === "days" ? daysIn(value) : (value?.replace(/(T\S+)\+00:00$/, "$1") ?? null),
    ]),
  );
