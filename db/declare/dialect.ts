import type { SQL, SQLWrapper } from "drizzle-orm";
import type { Rendered } from "../../core/ports/database.ts";
import type { ColumnSpec } from "../../core/spec/column.ts";
import type { Query } from "./query.ts";

/** How declarations become text of one database language. */
export type Dialect = {
  /** A query builder without a connection: what it builds is rendered, then run through the database port. */
  readonly query: () => Query;
  /** Text and parameters of a built query. */
  readonly render: (built: SQLWrapper) => Rendered;
  /** Text of a built query with its values written in: for marts, whose only parameter is the list of days. */
  readonly renderInline: (built: SQLWrapper) => string;
  /** What a mart's query ends with, where it ends a statement. */
  readonly martEnd: SQL;
  /** An instant out of its ISO text, or out of null. */
  readonly toInstant: (text: SQL) => SQL;
  /** The UTC day of an instant. */
  readonly utcDay: (instant: SQL) => SQL;
  /** The select list of a relation's columns that drivers read into the same JavaScript values as every other dialect's. `prefix` names the relation. */
  readonly shown: (columns: readonly Shown[], prefix: SQLWrapper) => SQL;
};

/** A column as a relation names it. */
export type Shown = Pick<ColumnSpec, "type"> & { readonly name: string };
