/** A statement of a series: with its parameters, or a `copy … from stdin` with what it reads. */
export type SqlStep = { readonly text: string } & (
  | { readonly params: readonly unknown[] }
  | { readonly body: Uint8Array }
);

/** Statements inside one transaction. Dates come as YYYY-MM-DD, instants as ISO text in UTC, numerics as text, bytea as bytes. */
export type SqlScope = {
  readonly query: <Row = Record<string, unknown>>(text: string, params?: readonly unknown[]) => Promise<Row[]>;
  /** As `query`, of a declared statement: instants come as `Date`. */
  readonly read: (text: string, params: readonly unknown[]) => Promise<readonly Record<string, unknown>[]>;
  /** Several statements without parameters. */
  readonly exec: (text: string) => Promise<void>;
  /** A `copy … from stdin`, with what it reads. */
  readonly copy: (text: string, body: Uint8Array) => Promise<void>;
  /** Statements one after the other, all or none of them, without a word of the caller in between; the rows of the last. */
  readonly series: <Row = Record<string, unknown>>(steps: readonly SqlStep[]) => Promise<Row[]>;
};

/** A connection pool, or the embedded engine's one session. Throws `db.*` errors rebuilt without values. */
export type SqlSession = SqlScope & {
  readonly describe: () => string;
  /** Everything in one transaction; rolled back when `work` throws. */
  readonly transaction: <Result>(work: (scope: SqlScope) => Promise<Result>) => Promise<Result>;
  readonly close: () => Promise<void>;
};
