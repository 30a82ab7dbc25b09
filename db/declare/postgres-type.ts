import type { CellType } from "./layout.ts";

/** What PostgreSQL calls a type. */
export function postgresType(type: CellType): string {
  switch (type.kind) {
    case "int":
      return "integer";
    case "bigint":
      return "bigint";
    case "decimal":
      return `numeric(${type.precision},${type.scale})`;
    case "text":
    case "code":
      return `varchar(${type.length})`;
    case "oneOf":
      return "varchar(40)";
    case "bool":
      return "boolean";
    case "instant":
      return "timestamptz(3)";
    case "date":
      return "date";
    case "uuid":
      return "uuid";
    case "json":
      return "jsonb";
    case "bytes":
      return "bytea";
    case "name":
      return "text";
  }
}
