import type { TableSpec } from "../../../core/spec/asset.ts";
import { postgresType } from "../../declare/postgres-type.ts";
import { keyColumns, quoted, sealedColumns } from "../names.ts";

/** Records in quarantine, a JSON list of {load_id, part, line, was, now}, that are what they were. */
export const resealMisfits = `update sillage.quarantine q set sealed = u.now
from json_to_recordset($1::json) as u(load_id text, part int, line int, was text, now text)
where q.load_id = u.load_id and q.part = u.part and q.line = u.line and q.sealed = u.was`;

/** For each sealed column of a table: its values in rows, a JSON list of keys with _was and _now in hexadecimal, that are what they were. */
export function resealStatements(table: TableSpec): ReadonlyMap<string, string> {
  const keys = keyColumns(table);
  const typed = keys.map(({ physical, type }) => `${quoted(physical)} ${postgresType(type)}`).join(", ");
  const same = keys.map(({ physical }) => `s.${quoted(physical)} = u.${quoted(physical)}`).join(" and ");
  return new Map(
    sealedColumns(table).map(({ physical }) => [
      physical,
      `update "sealed".${quoted(table.key)} s set ${quoted(physical)} = decode(u._now, 'hex')
from json_to_recordset($1::json) as u(${typed}, _was text, _now text)
where ${same} and s.${quoted(physical)} = decode(u._was, 'hex')`,
    ]),
  );
}
