import type { DialectName } from "../../core/ports/database.ts";
import type { BuildColumn, NotNull } from "drizzle-orm/column-builder";
import { mssqlSchema, type MsSqlTableWithColumns } from "drizzle-orm/mssql-core";
import { pgSchema } from "drizzle-orm/pg-core";
import type { PgBuildColumn, PgTableWithColumns, SetNotNull } from "drizzle-orm/pg-core";
import type { FreshnessSpec, TableSpec } from "../../core/spec/asset.ts";
import type { ReadSpec } from "../../core/spec/read.ts";
import type { PurposeSpec } from "../../core/spec/register.ts";
import { builders, type BuilderPair } from "./builders.ts";
import type { CheckOf } from "./check.ts";
import { checkSpecs, checkTexts, type CheckText } from "./check-text.ts";
import { checkedTable } from "./checked-table.ts";
import { columnSpec, type Column } from "./column.ts";
import type { Condition } from "./condition.ts";
import { namedPair, openBuilders, side } from "./open-builders.ts";

/** Columns of a declaration by logical name. */
export type Columns = { readonly [name: string]: Column<BuilderPair, boolean, boolean> };

type OpenKeys<C extends Columns> = {
  [K in keyof C]: C[K] extends Column<BuilderPair, boolean, true> ? K : never;
}[keyof C] &
  string;
type PairOf<C> = C extends Column<infer B, boolean, boolean> ? B : never;
type PgBuilderOf<C> =
  C extends Column<BuilderPair, true, boolean> ? SetNotNull<PairOf<C>["postgres"]> : PairOf<C>["postgres"];
type MsBuilderOf<C> = C extends Column<BuilderPair, true, boolean> ? NotNull<PairOf<C>["mssql"]> : PairOf<C>["mssql"];
type DayPair = ReturnType<typeof builders.date>;

/** The Drizzle columns of those that are not personal. */
export type OpenColumns<C extends Columns> = { [K in OpenKeys<C>]: PgBuildColumn<string, PgBuilderOf<C[K]>> };
/** The same columns in T-SQL. */
export type MsSqlOpenColumns<C extends Columns> = {
  [K in OpenKeys<C>]: BuildColumn<string, MsBuilderOf<C[K]>, "mssql">;
};

/** The Drizzle table of a declaration's open columns: what queries may name. */
export type OpenTable<C extends Columns> = PgTableWithColumns<{
  name: string;
  schema: undefined;
  columns: OpenColumns<C> & { businessDay: PgBuildColumn<string, DayPair["postgres"]> };
  dialect: "pg";
  isAlias: false;
}>;
/** Its T-SQL twin, with the same rows. */
export type MsSqlOpenTable<C extends Columns> = MsSqlTableWithColumns<{
  name: string;
  schema: undefined;
  columns: MsSqlOpenColumns<C> & { businessDay: BuildColumn<string, DayPair["mssql"], "mssql"> };
  dialect: "mssql";
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
  /** What personal columns are kept for that do not say so themselves. */
  readonly purposes?: readonly PurposeSpec[];
  /** What happens to API fields that no column declares. Default `seal`. */
  readonly unknownFields?: "seal" | "drop";
  /** API fields known and deliberately not kept. */
  readonly ignored?: readonly string[];
  /** The row's business day is that of the row of `table` that `column` names. */
  readonly dayOf?: { readonly column: keyof C & string; readonly table: { readonly spec: { readonly key: string } } };
  /** Measured after a run has merged and reconciled the table. */
  readonly checks?: readonly CheckOf<OpenTable<C>>[];
  readonly freshness?: FreshnessSpec;
  /** When it is read again by itself; without it, by runs alone. */
  readonly automation?: Condition;
  readonly tags?: readonly string[];
};

/** A declared table: its plain-data spec, the typed table that queries name, and its T-SQL twin. */
export type DeclaredTable<C extends Columns = Columns> = {
  readonly spec: TableSpec;
  readonly checks: readonly CheckText[];
  readonly open: OpenTable<C>;
  readonly mssqlOpen: MsSqlOpenTable<C>;
};

/**
 * Declare a table landed from a source.
 * @example
 * const sites = table("sites", { doc: "One row a base.", from: ponton.list("/sites", { … }), columns: { id: int().key(), name: text(80) } });
 */
export function table<const C extends Columns>(key: string, options: TableOptions<C>): DeclaredTable<C> {
  const columns = Object.entries(options.columns).map(([name, declared]) => columnSpec(name, declared));
  const self = (dialect: DialectName) => mintTable<C>(checkedTable(columns, options.columns, dialect));
  const spec: TableSpec = {
    kind: "table",
    key,
    doc: options.doc,
    source: options.from.source,
    read: options.from.read,
    ...(options.subject && { subject: options.subject }),
    columns,
    ...(options.purposes && { purposes: options.purposes.map((purpose) => purpose.key) }),
    unknownFields: options.unknownFields ?? "seal",
    ignored: options.ignored ?? [],
    ...(options.dayOf && { dayOf: { column: options.dayOf.column, table: options.dayOf.table.spec.key } }),
    lookups: [...new Set(columns.flatMap((column) => (column.derive?.kind === "lookup" ? [column.derive.table] : [])))],
    checks: checkSpecs(options.checks ?? [], self),
    ...(options.freshness && { freshness: options.freshness }),
    ...(options.automation && { automation: options.automation.spec }),
    tags: options.tags ?? [],
  };
  const named = { ...openBuilders(columns, options.columns), businessDay: namedPair(builders.date(), "business_day") };
  return {
    spec,
    checks: checkTexts(options.checks ?? [], spec, self),
    open: mintTable<C>(pgSchema("open").table(key, side(named, "postgres"))),
    mssqlOpen: mintMsSqlTable<C>(mssqlSchema("open").table(key, side(named, "mssql"))),
  };
}

/** The two places where a runtime table takes the exact type inferred from its columns. */
const mintTable = <C extends Columns>(built: unknown): OpenTable<C> => built as OpenTable<C>;
const mintMsSqlTable = <C extends Columns>(built: unknown): MsSqlOpenTable<C> => built as MsSqlOpenTable<C>;
