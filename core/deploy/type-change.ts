import type { ColumnType } from "../spec/column.ts";

/**
 * What a new type means for the values that are stored: all of them stay what they are (`widened`); they would be cast
 * otherwise (`recast`); some may not fit (`narrowed`).
 */
export type TypeChange = "widened" | "recast" | "narrowed";

/** How a column's type changes. */
export function typeChange(from: ColumnType, to: ColumnType): TypeChange {
  if (from.kind === "int" && to.kind === "bigint") return "widened";
  if (from.kind !== to.kind) return "narrowed";
  if (!holdsAll(from, to)) return "narrowed";
  return sameManner(from, to) ? "widened" : "recast";
}

function holdsAll(from: ColumnType, to: ColumnType): boolean {
  if ("length" in from && "length" in to) return to.length >= from.length;
  if (from.kind === "decimal" && to.kind === "decimal")
    return to.scale >= from.scale && to.precision - to.scale >= from.precision - from.scale;
  // Stored as text: a value that is no longer taken stays until its row changes.
  return true;
}

/** Whether a value that the source gives is cast as before, sizes apart. */
function sameManner(from: ColumnType, to: ColumnType): boolean {
  if (from.kind === "oneOf" && to.kind === "oneOf") return from.values.every((value) => to.values.includes(value));
  return manner(from) === manner(to);
}

const manner = (type: ColumnType): string =>
  JSON.stringify({ ...type, length: undefined, precision: undefined, scale: undefined });
