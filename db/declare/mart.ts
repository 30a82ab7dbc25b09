import { pgSchema, type PgTable, type PgTableWithColumns } from "drizzle-orm/pg-core";
import type { SQLWrapper } from "drizzle-orm";
import { fingerprint } from "../../core/fingerprint.ts";
import type { CheckSpec, DepSpec, FreshnessSpec, MartSpec, PartitionSpec } from "../../core/spec/asset.ts";
import { columnSpec } from "./column.ts";
import { openBuilders } from "./open-builders.ts";
import { inDays, query, renderInline, type Query } from "./query.ts";
import type { Columns, OpenColumns } from "./table.ts";

/** Anything a mart or a KPI can depend on. */
export type Declared = {
  readonly spec: { readonly key: string; readonly kind: "table" | "mart" };
  readonly open: PgTable;
};
/** Deps by the name the query uses. */
export type Deps = { readonly [name: string]: Declared };
/** The queryable tables of some deps. */
export type OpenOf<D extends Deps> = { readonly [K in keyof D]: D[K]["open"] };

/** The Drizzle table of a mart. */
export type MartTable<C extends Columns> = PgTableWithColumns<{
  name: string;
  schema: undefined;
  columns: OpenColumns<C>;
  dialect: "pg";
  isAlias: false;
}>;

/** What a mart's query is given beside its deps: the builder, and the test for the days being rebuilt. */
export type MartContext = { readonly q: Query; readonly inDays: typeof inDays };

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
  readonly checks?: readonly CheckSpec[];
  readonly freshness?: FreshnessSpec;
  readonly tags?: readonly string[];
};

/** A declared mart: its spec, its SELECT text (PostgreSQL; `$1` is the days), and the typed table that queries name. */
export type DeclaredMart<C extends Columns = Columns> = {
  readonly spec: MartSpec;
  readonly text: string;
  readonly open: MartTable<C>;
};

/** Declare a daily aggregate: a typed query over its deps. */
export function mart<const D extends Deps, const C extends Columns>(
  key: string,
  options: MartOptions<D, C>,
): DeclaredMart<C> {
  const columns = Object.entries(options.columns).map(([name, declared]) => columnSpec(name, declared));
  const inner = renderInline(options.rows(openOf(options.deps), { q: query(), inDays }));
  const text = `select ${columns.map((column) => `m."${column.name}" as "${column.physical}"`).join(", ")} from (${inner}) as m`;
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
    version: fingerprint(JSON.stringify(columns) + text),
    checks: options.checks ?? [],
    ...(options.freshness && { freshness: options.freshness }),
    tags: options.tags ?? [],
  };
  return { spec, text, open: mintMart<C>(pgSchema("mart").table(key, openBuilders(columns, options.columns))) };
}

/** The queryable tables of some deps. */
export const openOf = <D extends Deps>(deps: D): OpenOf<D> =>
  mintOpen<D>(Object.fromEntries(Object.entries(deps).map(([name, dep]) => [name, dep.open])));

const mintOpen = <D extends Deps>(built: unknown): OpenOf<D> => built as OpenOf<D>;
const mintMart = <C extends Columns>(built: unknown): MartTable<C> => built as MartTable<C>;

/** Daily partitions from a first day, in an IANA zone. */
export const daily = (options: { readonly from: string; readonly zone: string }): PartitionSpec => ({
  kind: "daily",
  ...options,
});
