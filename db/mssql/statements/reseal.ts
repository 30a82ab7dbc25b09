import type { TableSpec } from "../../../core/spec/asset.ts";
import { mssqlType } from "../../declare/mssql-type.ts";
import { keyColumns, sealedColumns } from "../../postgres/names.ts";
import { bracketed, byCode } from "../names.ts";

/** Records in quarantine, a JSON list of {load_id, part, line, was, now}, that are what they were. */
export const resealMisfits = `update q set [sealed] = u.[now] from [sillage].[quarantine] q join openjson(@p1) with ([load_id] nvarchar(40), [part] int, [line] int, [was] nvarchar(max), [now] nvarchar(max)) u on q.[load_id] = u.[load_id] ${byCode} and q.[part] = u.[part] and q.[line] = u.[line] and q.[sealed] = u.[was] ${byCode};`;

/** For each sealed column of a table: its values in rows, a JSON list of keys with _was and _now in hexadecimal, that are what they were. */
export function resealStatements(table: TableSpec): ReadonlyMap<string, string> {
  const keys = keyColumns(table).map(({ physical, type }) => ({ name: bracketed(physical), type: mssqlType(type) }));
  // A list's columns take no collation where they are named, only where they are compared.
  const typed = keys.map(({ name, type }) => `${name} ${type.replace(` ${byCode}`, "")}`).join(", ");
  const same = keys
    .map(({ name, type }) => `s.${name} = u.${name}${type.endsWith(byCode) ? ` ${byCode}` : ""}`)
    .join(" and ");
  return new Map(
    sealedColumns(table).map(({ physical }) => [
      physical,
      `update s set ${bracketed(physical)} = convert(varbinary(max), u.[_now], 2) from [sealed].${bracketed(table.key)} s join openjson(@p1) with (${typed}, [_was] nvarchar(max), [_now] nvarchar(max)) u on ${same} and s.${bracketed(physical)} = convert(varbinary(max), u.[_was], 2);`,
    ]),
  );
}
