import type { Json } from "../landed-row.ts";
import type { ColumnSpec } from "../spec/column.ts";
import { brokenRule } from "./broken-rule.ts";
import { castValue, type Cast } from "./cast-value.ts";
import type { MisfitRule } from "./misfit-rules.ts";

type Declared = Pick<ColumnSpec, "type" | "key" | "ref" | "between" | "matching">;

/**
 * Cast a raw API value to its column's type, by its column's rules. A name (a code, a key, a reference to one) that ends
 * in a blank breaks `trailing-blank`: SQL Server takes `A1` and `A1 ` for one, PostgreSQL for two, and rows would be lost
 * or doubled without a word. Declared with `trim`, the blanks are no part of it. A value out of its bounds breaks
 * `not-between`, one that its pattern does not match `not-matching`; both judge the value as it is stored.
 */
export function castColumn(column: Declared, raw: Json | undefined): Cast {
  const cast = castValue(column.type, raw);
  if (!cast.ok || cast.value === null) return cast;
  if (isCompared(column) && typeof cast.value === "string" && cast.value.endsWith(" ")) return breaks("trailing-blank");
  const broken = brokenRule(column, cast.value);
  return broken === undefined ? cast : breaks(broken);
}

const breaks = (rule: MisfitRule): Cast => ({ ok: false, rule });

const isCompared = ({ type, key, ref }: Declared): boolean => type.kind === "code" || key > 0 || ref !== undefined;
