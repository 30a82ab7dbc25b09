import { date, pgSchema } from "drizzle-orm/pg-core";
import type { AnyPgColumnBuilder, PgBuildColumn, PgTableWithColumns, SetNotNull } from "drizzle-orm/pg-core";
import type { CheckSpec, FreshnessSpec, TableSpec } from "../../core/spec/asset.ts";
import type { ReadSpec } from "../../core/spec/read.ts";
import { columnSpec, type Column } from "./column.ts";
import { openBuilders } from "./open-builders.ts";

/** Columns of a declaration by logical name. */
export type Columns = { readonly [name: string]: Column<AnyPgColumnBuilder, boolean, boolean> };

type OpenKeys<C extends Columns> = {
  [K in keyof C]: C[K] extends Column<AnyPgColumnBuilder, boolean, true> ? K : never;
}[keyof C] &
  string;
type BuilderOf<C> = C extends Column<infer B, infer N, boolean> ? (N extends true ? SetNotNull<B> : B) : never;
const dayBuilder = () => date("business_day", { mode: "string" });
type DayBuilder = ReturnType<typeof dayBuilder>;

/** The Drizzle columns of those that are not personal. */
export type OpenColumns<C extends Columns> = { [K in OpenKeys<C>]: PgBuildColumn<string, BuilderOf<C[K]>> };

/** The Drizzle table of a declaration's open columns: what queries may name. */
export type OpenTable<C extends Columns> = PgTableWithColumns<{
  name: string;
  schema: undefined;
  columns: OpenColumns<C> & { businessDay: PgBuildColumn<string, DayBuilder> };
  dialect: "pg";
  isAlias: false;
}>;

/** Where a table's rows come from: a source's name and how the table is read there. */
export type TableOrigin = { readonly source: string; readonly read: ReadSpec };

/** What `table()` takes beside its columns. */
export type TableOptions<C extends Columns> = {
  readonly doc: string;
  readonly from: TableOrigin;
  /** Every row is about one person of this kind. */
  readonly subject?: string;
  readonly columns: C;
  /** What happens to API fields that no column declares. Default `seal`. */
  readonly unknownFields?: "seal" | "drop";
  /** API fields known and deliberately not kept. */
  readonly ignored?: readonly string[];
  /** The row's business day is that of the row of `table` that `column` names. */
  readonly dayOf?: { readonly column: keyof C & string; readonly table: { readonly spec: { readonly key: string } } };
  readonly checks?: readonly CheckSpec[];
  readonly freshness?: FreshnessSpec;
  readonly tags?: readonly string[];
};

/** A declared table: its plain-data spec, and the typed table that queries name. */
export type DeclaredTable<C extends Columns = Columns> = { readonly spec: TableSpec; readonly open: OpenTable<C> };

/**
 * Declare a table landed from a source.
 * @example
 * const sites = table("sites", { doc: "One row a base.", from: ponton.list("/sites", { … }), columns: { id: int().key(), name: text(80) } });
 */
export function table<const C extends Columns>(key: string, options: TableOptions<C>): DeclaredTable<C> {
  const columns = Object.entries(options.columns).map(([name, declared]) => columnSpec(name, declared));
  const spec: TableSpec = {
    kind: "table",
    key,
    doc: options.doc,
    source: options.from.source,
    read: options.from.read,
    ...(options.subject && { subject: options.subject }),
    columns,
    unknownFields: options.unknownFields ?? "seal",
    ignored: options.ignored ?? [],
    ...(options.dayOf && { dayOf: { column: options.dayOf.column, table: options.dayOf.table.spec.key } }),
    lookups: [...new Set(columns.flatMap((column) => (column.derive?.kind === "lookup" ? [column.derive.table] : [])))],
    checks: options.checks ?? [],
    ...(options.freshness && { freshness: options.freshness }),
    tags: options.tags ?? [],
  };
  return { spec, open: openTable<C>(spec, options.columns) };
}

function openTable<C extends Columns>(spec: TableSpec, columns: C): OpenTable<C> {
  return mintTable<C>(
    pgSchema("open").table(spec.key, { ...openBuilders(spec.columns, columns), businessDay: dayBuilder() }),
  );
}

/** The one place where the runtime table takes the exact type inferred from its columns. */
const mintTable = <C extends Columns>(built: unknown): OpenTable<C> => built as OpenTable<C>;
