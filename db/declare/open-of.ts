import type { MsSqlTable } from "drizzle-orm/mssql-core";
import type { PgTable } from "drizzle-orm/pg-core";
import type { DialectName, InDialects } from "../../core/ports/database.ts";
import type { MartSpec, TableSpec } from "../../core/spec/asset.ts";

/** Anything a mart or a KPI can depend on. */
export type Declared = {
  readonly spec: TableSpec | MartSpec;
  readonly open: PgTable;
  readonly mssqlOpen: MsSqlTable;
};
/** Deps by the name the query uses. */
export type Deps = { readonly [name: string]: Declared };
/** The queryable tables of some deps. */
export type OpenOf<D extends Deps> = { readonly [K in keyof D]: D[K]["open"] };

/** The queryable tables of some deps, in one dialect; queries are written against the types of PostgreSQL's. */
export const openOf = <D extends Deps>(deps: D, dialect: DialectName): OpenOf<D> =>
  mintOpen<D>(Object.fromEntries(Object.entries(deps).map(([name, dep]) => [name, openIn[dialect](dep)])));

/** As `openOf`, of one. */
export const oneOpen = <D extends Declared>(dep: D, dialect: DialectName): D["open"] =>
  mintOne<D>(openIn[dialect](dep));

/** A declaration's queryable table, by dialect. */
export const openIn: InDialects<(dep: Declared) => PgTable | MsSqlTable> = {
  postgres: (dep) => dep.open,
  mssql: (dep) => dep.mssqlOpen,
};
const mintOpen = <D extends Deps>(built: unknown): OpenOf<D> => built as OpenOf<D>;
const mintOne = <D extends Declared>(built: unknown): D["open"] => built as D["open"];
