import { sql, type SQLWrapper } from "drizzle-orm";
import { mssqlSchema, type MsSqlTableWithColumns } from "drizzle-orm/mssql-core";
import { pgSchema, type PgTableWithColumns } from "drizzle-orm/pg-core";
import { fingerprint } from "../../core/fingerprint.ts";
import type { DialectName, InDialects } from "../../core/ports/database.ts";
import type { DepSpec, FreshnessSpec, MartSpec, PartitionSpec } from "../../core/spec/asset.ts";
import { withoutDocs, type ColumnSpec } from "../../core/spec/column.ts";
import type { CheckOf } from "./check.ts";
import { checkSpecs, checkTexts, type CheckText } from "./check-text.ts";
import { checkedTable } from "./checked-table.ts";
import { columnSpec } from "./column.ts";
import type { Condition } from "./condition.ts";
import { dialects } from "./dialects.ts";
import { inDialects } from "./in-dialects.ts";
import { openBuilders, side } from "./open-builders.ts";
import { openOf, type Deps, type OpenOf } from "./open-of.ts";
import type { Query, Words } from "./query.ts";
import type { Columns, MsSqlOpenColumns, OpenColumns } from "./table.ts";

/** The Drizzle table of a mart. */
export type MartTable<C extends Columns> = PgTableWithColumns<{
  name: string;
  schema: undefined;
  columns: OpenColumns<C>;
  dialect: "pg";
  isAlias: false;
}>;

/** Its T-SQL twin, with the same rows. */
export type MsSqlMartTable<C extends Columns> = MsSqlTableWithColumns<{
  name: string;
  schema: undefined;
  columns: MsSqlOpenColumns<C>;
  dialect: "mssql";
  isAlias: false;
}>;

/** What a mart's query is given beside its deps: the builder, and the test for the days being rebuilt. */
export type MartContext = { readonly q: Query; readonly inDays: Words["inDays"] };

/** The row that a declaration's columns describe. */
export type RowOf<C extends Columns> = MartTable<C>["$inferSelect"];

/** What `mart()` takes. */
export type MartOptions<D extends Deps, C extends Columns> = {
  readonly doc: string;
  readonly deps: D;
  /** Names of deps whose touched days make no day of this mart stale: dimensions. */
  readonly dimensions?: readonly (keyof D & string)[];
  /** Names of deps that have no day and whose every change makes every day of this mart stale. */
  readonly rebuiltBy?: readonly (keyof D & string)[];
  readonly partitions: PartitionSpec;
  readonly columns: C;
  readonly rows: (
    deps: OpenOf<D>,
    context: MartContext,
  ) => SQLWrapper & { readonly _: { readonly result: readonly RowOf<C>[] } };
  /** Measured on what is rebuilt, before it is published. */
  readonly checks?: readonly CheckOf<MartTable<C>>[];
  readonly freshness?: FreshnessSpec;
  /** When it is rebuilt by itself; without it, by runs alone. */
  readonly automation?: Condition;
  readonly tags?: readonly string[];
};

/**
 * A declared mart: its spec, its SELECT text in each dialect, the typed table that queries name, and its T-SQL twin. The
 * text's one parameter is the days, null for all: an array in PostgreSQL's, a JSON array of texts in T-SQL's. It ends the statement that it stands in.
 */
export type DeclaredMart<C extends Columns = Columns> = {
  readonly spec: MartSpec;
  readonly text: InDialects<string>;
  readonly checks: readonly CheckText[];
  readonly open: MartTable<C>;
  readonly mssqlOpen: MsSqlMartTable<C>;
};

/** Declare a daily aggregate: a typed query over its deps. */
export function mart<const D extends Deps, const C extends Columns>(
  key: string,
  options: MartOptions<D, C>,
): DeclaredMart<C> {
  const columns = Object.entries(options.columns).map(([name, declared]) => columnSpec(name, declared));
  const self = (dialect: DialectName) => mintMart<C>(checkedTable(columns, options.columns, dialect));
  const text = inDialects((dialect) => textOf(columns, options, dialect));
  const deps = Object.entries(options.deps).map(([name, dep]): DepSpec => ({
    key: dep.spec.key,
    days: !(options.dimensions ?? []).includes(name),
    ...(options.rebuiltBy?.includes(name) === true && { rebuild: true }),
  }));
  const spec: MartSpec = {
    kind: "mart",
    key,
    doc: options.doc,
    deps,
    columns,
    partitions: options.partitions,
    version: fingerprint(JSON.stringify(withoutDocs(columns)) + text.postgres),
    checks: checkSpecs(options.checks ?? [], self),
    ...(options.freshness && { freshness: options.freshness }),
    ...(options.automation && { automation: options.automation.spec }),
    tags: options.tags ?? [],
  };
  const named = openBuilders(columns, options.columns);
  return {
    spec,
    text,
    checks: checkTexts(options.checks ?? [], spec, self),
    open: mintMart<C>(pgSchema("mart").table(key, side(named, "postgres"))),
    mssqlOpen: mintMsSqlMart<C>(mssqlSchema("mart").table(key, side(named, "mssql"))),
  };
}

function textOf<D extends Deps, C extends Columns>(
  columns: readonly ColumnSpec[],
  options: MartOptions<D, C>,
  dialect: DialectName,
): string {
  const { query, renderInline, martEnd } = dialects[dialect];
  const q = query();
  const built = options.rows(openOf(options.deps, dialect), { q, inDays: q.inDays });
  const list = columns.map(({ name, physical }) => sql`m.${sql.identifier(name)} as ${sql.identifier(physical)}`);
  return renderInline(sql`select ${sql.join(list, sql`, `)} from (${built.getSQL()}) as m${martEnd}`);
}

const mintMart = <C extends Columns>(built: unknown): MartTable<C> => built as MartTable<C>;
const mintMsSqlMart = <C extends Columns>(built: unknown): MsSqlMartTable<C> => built as MsSqlMartTable<C>;

/** Daily partitions from a first day, in an IANA zone. */
export const daily = (options: { readonly from: string; readonly zone: string }): PartitionSpec => ({
  kind: "daily",
  ...options,
});
