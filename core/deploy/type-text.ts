import type { ColumnType } from "../spec/column.ts";

/** A column's type as its declaration writes it, for instance `text(80)`. */
export function typeText(type: ColumnType): string {
  switch (type.kind) {
    case "text":
    case "code":
      return `${type.kind}(${type.length})`;
    case "decimal":
      return `decimal(${type.precision}, ${type.scale})`;
    case "oneOf":
      return `oneOf(${type.values.join(", ")})`;
    default:
      return type.kind;
  }
}
