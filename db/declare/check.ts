import type { SQL, SQLWrapper } from "drizzle-orm";
import type { DialectName } from "../../core/ports/database.ts";
import type { TableSpec } from "../../core/spec/asset.ts";
import type { CheckRule, CheckSpec, Severity } from "../../core/spec/check.ts";
import { dialects } from "./dialects.ts";
import { oneOpen, openOf, type Declared, type Deps, type OpenOf } from "./open-of.ts";
import type { Query } from "./query.ts";
import { durationMs, type Duration } from "./source.ts";

/** The sum that another is compared with: a relation, one of its columns, and which of its rows count (undefined: all that are live). */
export type Summed = { readonly of: Declared; readonly column: string; readonly where: SQL | undefined };

/** A declared check. */
export type DeclaredCheck = {
  readonly spec: CheckSpec;
  /** The rows that fail, of a declared query. */
  readonly failingRows?: (dialect: DialectName) => SQLWrapper;
  readonly summed?: (dialect: DialectName) => Summed;
  /** The table whose keys a column holds. */
  readonly refers?: TableSpec;
  /** Failing, it keeps a mart's old content and stops what depends on the asset. */
  readonly blocking: () => DeclaredCheck;
  /** Failing, it only marks the asset's health. */
  readonly warning: () => DeclaredCheck;
};

/** A check as an asset is given it: what reads the content to be checked, `self`, is a function of it. */
export type CheckOf<Self> = DeclaredCheck | ((self: Self) => DeclaredCheck);

type Asked = Pick<DeclaredCheck, "failingRows" | "summed" | "refers">;

function declared(name: string, severity: Severity, rule: CheckRule, asked: Asked = {}): DeclaredCheck {
  return {
    spec: { ...rule, name, severity },
    ...asked,
    blocking: () => declared(name, "block", rule, asked),
    warning: () => declared(name, "warn", rule, asked),
  };
}

/** No two rows hold the same value, or the same values together; rows where one is absent are left out. Blocks. */
export const unique = (...columns: readonly [string, ...string[]]): DeclaredCheck =>
  declared(`unique(${columns.join(",")})`, "block", { kind: "unique", columns });

/** Warn when the share of absent values is above a bound (0 to 1). */
export const nullShare = (column: string, bounds: { readonly warnAbove: number }): DeclaredCheck =>
  declared(`null_share(${column})`, "warn", { kind: "nullShare", column, atMost: bounds.warnAbove });

/** Warn when more than a share of people (0 to 1) can be told apart by some open columns together: no other row has the same values. */
export const reidentification = (
  columns: readonly [string, ...string[]],
  bounds: { readonly warnAbove: number },
): DeclaredCheck =>
  declared("reidentification_risk", "warn", { kind: "uniqueShare", columns, atMost: bounds.warnAbove });

/** At least and at most so many rows, those that the source deleted left out. Blocks. */
export const rowCount = ({ atLeast, atMost }: { readonly atLeast?: number; readonly atMost?: number }): DeclaredCheck =>
  declared("row_count", "block", { kind: "rowCount", atLeast: atLeast ?? null, atMost: atMost ?? null });

/** Warn when there are fewer or more rows than usual: than the median of the `last` materialisations (7 unless told), by more than a share of it. */
export const rowChange = ({
  last = 7,
  fall,
  rise,
}: {
  readonly last?: number;
  readonly fall?: number;
  readonly rise?: number;
}): DeclaredCheck =>
  declared("row_change", "warn", { kind: "rowChange", last, fall: fall ?? null, rise: rise ?? null });

/**
 * Every value is the key of a row of another table, deleted ones among them; absent ones are left out. A table's rows are
 * judged as far as the other one is loaded: a newer row may be there before what it refers to. Warns.
 */
export const references = (column: string, table: { readonly spec: TableSpec }): DeclaredCheck =>
  declared(
    `references(${column})`,
    "warn",
    { kind: "references", column, asset: table.spec.key },
    { refers: table.spec },
  );

/** Every value is one of a list; absent ones are left out. Blocks. */
export const acceptedValues = (column: string, values: readonly (string | number)[]): DeclaredCheck =>
  declared(`accepted_values(${column})`, "block", { kind: "acceptedValues", column, values });

/** Every value is within bounds, both inclusive; absent ones are left out. Dates are YYYY-MM-DD. Blocks. */
export const between = (
  column: string,
  { atLeast, atMost }: { readonly atLeast?: number | string; readonly atMost?: number | string },
): DeclaredCheck =>
  declared(`between(${column})`, "block", {
    kind: "between",
    column,
    atLeast: atLeast ?? null,
    atMost: atMost ?? null,
  });

/** What `sumsMatch` compares with: a column of another asset, its rows that `where` keeps (else those that the source did not delete), and how far the sums may be apart: an amount, or a share of the other sum. */
export type SumOptions<Other extends Declared> = {
  readonly of: Other;
  readonly column: keyof Other["open"]["_"]["columns"] & string;
  readonly where?: (of: Other["open"]) => SQL | undefined;
  readonly within: { readonly amount: number } | { readonly share: number };
};

/** The sum of a column is that of a column of another asset. Blocks. */
export const sumsMatch = <Other extends Declared>(column: string, options: SumOptions<Other>): DeclaredCheck => {
  const { of, column: ofColumn, where, within } = options;
  return declared(
    `sum(${column})`,
    "block",
    { kind: "sumsMatch", column, of: of.spec.key, ofColumn, within },
    { summed: (dialect) => ({ of, column: ofColumn, where: where?.(oneOpen(of, dialect)) }) },
  );
};

/** Warn when the newest row of the source, by the instant that orders its versions, is older than this. */
export const sourceFresh = (duration: Duration): DeclaredCheck =>
  declared("source_fresh", "warn", { kind: "sourceFresh", withinMs: durationMs(duration) });

/** What `failing` takes: assets that its query reads beside the one it checks, and the query of the rows that fail. */
export type FailingOptions<D extends Deps> = {
  readonly deps: D;
  /** No order, no `with`: the query stands inside another. */
  readonly rows: (context: { readonly q: Query }, deps: OpenOf<D>) => SQLWrapper;
};

/**
 * No row fails: a typed query, as a mart's, answers none. Blocks.
 * @example
 * checks: [(self) => failing("booked within offered", { deps: {}, rows: ({ q }) => q.select({ day: self.day }).from(self).where(gt(self.booked, self.offered)) })]
 */
export const failing = <const D extends Deps>(name: string, { deps, rows }: FailingOptions<D>): DeclaredCheck =>
  declared(
    name,
    "block",
    { kind: "failing", reads: Object.values(deps).map((dep) => dep.spec.key) },
    {
      failingRows: (dialect) => rows({ q: dialects[dialect].query() }, openOf(deps, dialect)),
    },
  );
