import type { Json } from "../landed-row.ts";
import type { ColumnSpec } from "../spec/column.ts";
import { castValue, type Cast } from "./cast-value.ts";

/**
 * Cast a raw API value to its column's type. A name (a code, a key, a reference to one) that ends in a blank breaks
 * `trailing-blank`: SQL Server takes `A1` and `A1 ` for one, PostgreSQL for two, and rows would be lost or doubled
 * without a word. Declared with `trim`, the blanks are no part of it.
 */
export function castColumn(column: Pick<ColumnSpec, "type" | "key" | "ref">, raw: Json | undefined): Cast {
  const cast = castValue(column.type, raw);
  return cast.ok && isCompared(column) && typeof cast.value === "string" && cast.value.endsWith(" ")
    ? { ok: false, rule: "trailing-blank" }
    : cast;
}

const isCompared = ({ type, key, ref }: Pick<ColumnSpec, "type" | "key" | "ref">): boolean =>
  type.kind === "code" || key > 0 || ref !== undefined;
