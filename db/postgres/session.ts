/** Statements inside one transaction. Dates come as YYYY-MM-DD, instants as ISO text in UTC, numerics as text, bytea as bytes. */
export type SqlScope = {
  readonly query: <Row = Record<string, unknown>>(text: string, params?: readonly unknown[]) => Promise<Row[]>;
  /** Several statements without parameters. */
  readonly exec: (text: string) => Promise<void>;
  /** A `copy … from stdin`, with what it reads. */
  readonly copy: (text: string, body: Uint8Array) => Promise<void>;
};

/** A connection pool, or the embedded engine's one session. Throws `db.*` errors rebuilt without values. */
export type SqlSession = SqlScope & {
  readonly describe: () => string;
  /** Everything in one transaction; rolled back when `work` throws. */
  readonly transaction: <Result>(work: (scope: SqlScope) => Promise<Result>) => Promise<Result>;
  readonly close: () => Promise<void>;
};
