import type { Bounds } from "./check.ts";

/** The declared type of a column: what a raw value is cast to, in the vocabulary common to all dialects. */
export type ColumnType =
  | { readonly kind: "int" }
  | { readonly kind: "bigint" }
  /** `beyond` says what becomes of digits past the scale: the value is rounded; without it, it does not fit. */
  | { readonly kind: "decimal"; readonly precision: number; readonly scale: number; readonly beyond?: "round" }
  /** `trim`: blanks at the end are no part of the value. */
  | { readonly kind: "text"; readonly length: number; readonly trim?: true }
  /** `pad`: shorter codes are filled up with zeros on the left to this length, since files lose leading zeros. `trim` as for text. */
  | { readonly kind: "code"; readonly length: number; readonly pad?: number; readonly trim?: true }
  | { readonly kind: "oneOf"; readonly values: readonly string[] }
  | { readonly kind: "bool" }
  /** `reads` says how the API writes an instant; `zone` is the IANA zone of naive local times. */
  | { readonly kind: "instant"; readonly reads: "rfc3339" | "unix-seconds" | "local"; readonly zone?: string }
  | { readonly kind: "date" }
  | { readonly kind: "uuid" }
  | { readonly kind: "json" };

/** What a personal column holds and what is done to it before landing. */
export type PersonalSpec = {
  /** For the register of processing, for instance `email`. */
  readonly what: string;
  /** `seal`: encrypted under the person's key. `drop`: never landed. */
  readonly action: "seal" | "drop";
  /** A blind index kept in the identity store, so that a request can find the person. */
  readonly index?: "exact" | "bucket";
};

/** What a column says of a person, where it is not sealed or dropped, and what it is kept for. */
export type ProcessingSpec = {
  /** For the register of processing, for instance `sex`; that of a personal column is its own. */
  readonly what?: string;
  /** Keys of purposes; those of its table where none is named. */
  readonly purposes?: readonly string[];
};

/** How a column is made at sealing, while the record is in clear, instead of being read as it is. */
export type DeriveSpec =
  /** The person's pseudonym. `entity` names the kind of person, for instance `client`. `merged`: the row's person is this one, since the source merged their records. */
  | { readonly kind: "pid"; readonly entity: string; readonly merged?: true }
  /** The year of a date, bottom-coded at 1940. */
  | { readonly kind: "birth-year" }
  /** `output` of looking the `from` values up in the reference table `table`. */
  | { readonly kind: "lookup"; readonly table: string; readonly output: string };

/** A regular expression as it is declared: its source and its flags. */
export type PatternSpec = { readonly pattern: string; readonly flags: string };

/** What a cast value must be for its row to be taken, beside its type; what is absent breaks neither. */
export type ColumnRules = {
  /** Of numbers, days (YYYY-MM-DD) and instants (RFC 3339). */
  readonly between?: Bounds<number | string>;
  /** Of texts and codes: what the whole value matches. */
  readonly matching?: PatternSpec;
};

/** One column of a table, as plain data. */
export type ColumnSpec = ColumnRules & {
  /** Logical name in camelCase: the key in landed lines, and in a sealed value's context. */
  readonly name: string;
  /** Physical name in snake_case. */
  readonly physical: string;
  readonly type: ColumnType;
  /** What it means, in a phrase, for people. */
  readonly doc?: string;
  /** Dotted paths in the API's record; more than one only for a lookup. */
  readonly from: readonly string[];
  readonly nullable: boolean;
  /** 1-based place in the primary key; 0 when not part of it. */
  readonly key: number;
  /** This column is the `updated_at` (or `created_at`, or version) that watermarks follow. */
  readonly cursor: boolean;
  readonly softDelete: boolean;
  /** An instant whose business day (in the deployment's zone) is the row's day; stored as `business_day`. */
  readonly businessDay: boolean;
  readonly derive?: DeriveSpec;
  readonly personal?: PersonalSpec;
  readonly processing?: ProcessingSpec;
  /** Rows are looked up by this column: it has an index of its own, of the rows that hold a value in it. */
  readonly indexed?: true;
  /** The table whose key this column holds. */
  readonly ref?: string;
};

/** True for a column that is landed and stored sealed. */
export const isSealed = (column: ColumnSpec): boolean => column.personal?.action === "seal";

/** True for a column that is never landed. */
export const isDropped = (column: ColumnSpec): boolean => column.personal?.action === "drop";

/** True for a column that is landed and stored in clear. */
export const isOpen = (column: ColumnSpec): boolean => column.personal === undefined;

/** Columns as what is stored depends on them, as JSON: what people are told of one changes no version of anything. */
export const withoutDocs = (columns: readonly ColumnSpec[]) => columns.map((column) => ({ ...column, doc: undefined }));
