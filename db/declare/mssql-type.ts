import type { CellType } from "./layout.ts";

/** Compared code unit by code unit, as PostgreSQL does: `Côte` is not `CÔTE`. */
const collation = "collate Latin1_General_100_BIN2";
/** UTF-16 units of the widest nvarchar that has a length; wider ones are `max`. */
const widest = 4_000;

/** nvarchar counts UTF-16 units and declarations count code points, of which some take two. */
const nvarchar = (codePoints: number): string =>
  `nvarchar(${2 * codePoints > widest ? "max" : 2 * codePoints}) ${collation}`;

/** What T-SQL calls a type. */
export function mssqlType(type: CellType): string {
  switch (type.kind) {
    case "int":
      return "int";
    case "bigint":
      return "bigint";
    case "decimal":
      return `decimal(${type.precision},${type.scale})`;
    case "text":
    case "code":
      return nvarchar(type.length);
    case "oneOf":
      return nvarchar(40);
    case "bool":
      return "bit";
    case "instant":
      return "datetime2(3)";
    case "date":
      return "date";
    case "uuid":
      return `char(36) ${collation}`;
    case "json":
      return `nvarchar(max) ${collation}`;
    case "bytes":
      return "varbinary(max)";
    case "name":
      return nvarchar(32);
  }
}

/** What staging calls a type: decimals stay text until they are merged, since the driver's bulk path reads them as floats. */
export const mssqlStagedType = (type: CellType): string => (type.kind === "decimal" ? nvarchar(20) : mssqlType(type));
