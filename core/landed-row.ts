import type { MisfitRule } from "./cast/misfit-rules.ts";

/** A JSON value. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** One record as the API sent it. Integers beyond 2^53 and decimals may be text. */
export type ApiRecord = { readonly [field: string]: Json };

/**
 * One line of a landed part: open columns under their logical names with the API's raw value, sealed columns as
 * base64url of a sealed value, and the engine's fields. Anything else makes the gate refuse the object.
 *
 * - `_h`: row hash, 32 hex digits of a keyed hash of the canonical clear record
 * - `_p`: pseudonym (uuid text) of the person whose key sealed the row, when there is one
 * - `_u`: undeclared fields, sealed whole; of a misfit, the whole record but what its table drops
 * - `_misfit`: `{ column, rule }` of a value that does not fit: a declared column, a known rule
 */
export type LandedRow = {
  readonly [column: string]: Json;
};

/** Why a row is quarantined: the column and the rule it broke, never the value. */
export type Misfit = { readonly column: string; readonly rule: MisfitRule };
