/** What happens when a check fails: `block` keeps a mart's old content and stops what depends on the asset; `warn` marks the asset's health. */
export type Severity = "block" | "warn";

/** Bounds of a figure, both inclusive; null is none. */
export type Bounds<Value> = { readonly atLeast: Value | null; readonly atMost: Value | null };

/** What a check measures. Columns are named as they are declared. */
export type CheckRule =
  /** No two rows hold the same values; rows with an absent one are left out. */
  | { readonly kind: "unique"; readonly columns: readonly string[] }
  /** The share of absent values, 0 to 1. */
  | { readonly kind: "nullShare"; readonly column: string; readonly atMost: number }
  /** The share, 0 to 1, of rows that no other row has the values of, absent ones among them: of people who can be told apart by them. */
  | { readonly kind: "uniqueShare"; readonly columns: readonly string[]; readonly atMost: number }
  | ({ readonly kind: "rowCount" } & Bounds<number>)
  /** The change of the number of rows against the median of the last so many materialisations, as shares of it: 0.2 is a fifth. */
  | { readonly kind: "rowChange"; readonly last: number; readonly fall: number | null; readonly rise: number | null }
  /** Every value is the key of a row of `asset`, as far as that one is loaded. */
  | { readonly kind: "references"; readonly column: string; readonly asset: string }
  | { readonly kind: "acceptedValues"; readonly column: string; readonly values: readonly (string | number)[] }
  | ({ readonly kind: "between"; readonly column: string } & Bounds<number | string>)
  /** The sum of a column differs from that of a column of `of` by at most an amount, or a share of the latter. */
  | {
      readonly kind: "sumsMatch";
      readonly column: string;
      readonly of: string;
      readonly ofColumn: string;
      readonly within: { readonly amount: number } | { readonly share: number };
    }
  /** The newest row of the source is at most this old. */
  | { readonly kind: "sourceFresh"; readonly withinMs: number }
  /** A declared query answers no row. `reads` are the assets it reads beside its own. */
  | { readonly kind: "failing"; readonly reads: readonly string[] };

/** A property of an asset's content that must hold, by a name that is its own within the asset. */
export type CheckSpec = CheckRule & { readonly name: string; readonly severity: Severity };
