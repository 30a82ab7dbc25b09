/** A JSON value. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** One record as the API sent it. Integers beyond 2^53 and decimals may be text. */
export type ApiRecord = { readonly [field: string]: Json };

/**
 * One line of a landed part: open columns under their logical names with the API's raw value, sealed columns as
 * base64url of a sealed value, and the engine's fields. Anything else makes the gate refuse the object.
 */
export type LandedRow = {
  readonly [column: string]: Json;
};

/** The engine's own fields of a landed line. */
export const landedField = {
  /** Row hash: hex of a keyed hash of the canonical clear record. */
  hash: "_h",
  /** Pseudonym (uuid text) of the person whose key sealed the row, when there is one. */
  pid: "_p",
  /** Undeclared fields, sealed whole. */
  unknown: "_u",
  /** `{ column, rule }` of a value that does not fit; the record is then sealed whole in `_u`. */
  misfit: "_misfit",
} as const;

/** Why a row is quarantined: the column and the rule it broke, never the value. */
export type Misfit = { readonly column: string; readonly rule: string };
