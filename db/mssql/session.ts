import type { CastValue } from "../../core/ports/database.ts";

/** A column of a bulk load and how its values travel. `length` in characters or bytes, absent for (max); instants as datetime2(3). `nullable`, true where absent, is as the table has it: SQL Server refuses a load that says otherwise (4816). */
export type BulkColumn = {
  readonly name: string;
  readonly type: "nvarchar" | "char" | "varbinary" | "int" | "bigint" | "bit" | "date" | "instant";
  readonly length?: number;
  readonly nullable?: boolean;
};

/** Statements on one connection. Dates come as YYYY-MM-DD, instants as ISO text in UTC, decimals as text, varbinary as bytes. */
export type SqlScope = {
  /** One statement, parameters `@p1`, `@p2`, … Nulls are nvarchar: never bind one to varbinary. Lists go as JSON text. */
  readonly query: <Row = Record<string, unknown>>(text: string, params?: readonly unknown[]) => Promise<Row[]>;
  /** As `query`, of a declared statement: instants come as `Date`. */
  readonly read: (text: string, params: readonly unknown[]) => Promise<readonly Record<string, unknown>[]>;
  /** A batch without parameters: what it makes (`#temp`) outlives it. */
  readonly exec: (text: string) => Promise<void>;
  /** Rows into a table, nulls kept; names of `columns` need no quotes. */
  readonly bulk: (table: string, columns: readonly BulkColumn[], rows: Iterable<readonly CastValue[]>) => Promise<void>;
};

/** A pool of connections to SQL Server or Azure SQL. Throws `db.*` errors rebuilt without values. */
export type SqlSession = SqlScope & {
  readonly describe: () => string;
  /** Everything in one transaction; rolled back when `work` throws, or when `signal` says that nobody waits for it any longer: its connection is closed. */
  readonly transaction: <Result>(work: (scope: SqlScope) => Promise<Result>, signal?: AbortSignal) => Promise<Result>;
  readonly close: () => Promise<void>;
};

/** A pool, and the same one for statements that take as long as they take: migrations, and marts, of which a first build may take hours. */
export type SqlPool = SqlSession & { readonly unlimited: SqlSession };
