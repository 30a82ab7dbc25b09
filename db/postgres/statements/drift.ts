import type { TableSpec } from "../../../core/spec/asset.ts";
import { postgresType } from "../../declare/postgres-type.ts";
import { keyColumns, quoted } from "../names.ts";

const record = 'id, asset, at, kind, since, until, found, state, load_id as "load"';

/** What is told and asked of re-readings and reconciliations; `found` is JSON. */
export const drift = {
  record: `insert into sillage.drift (id, asset, at, kind, since, until, found, state, load_id) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     on conflict (id) do update set at = excluded.at, found = excluded.found, state = excluded.state`,
  last: "select at, until from sillage.drift where asset = $1 and kind <> 'ids' and state <> 'refused' order by at desc, id desc limit 1",
  list: `select ${record} from sillage.drift where ($1::text is null or asset = $1) and kind <> 'begin' order by at desc, id desc limit 200`,
} as const;

/** How rows (`$1`, a JSON list of keys by column, hash and order) stand to the stored ones of their keys. */
export function compareStatement(table: TableSpec): string {
  const keys = keyColumns(table);
  const columns = keys.map((column) => `${quoted(column.physical)} ${postgresType(column.type)}`);
  const same = keys.map(({ physical }) => `t.${quoted(physical)} = l.${quoted(physical)}`).join(" and ");
  return `select count(*) filter (where t."_hash" <> l._hash and l._ordered_at >= t."_ordered_at") as differing, count(*) filter (where t."_hash" is null) as missing
from json_to_recordset($1::json) as l(${columns.join(", ")}, _hash text, _ordered_at timestamptz) left join "open".${quoted(table.key)} t on ${same}`;
}
