import type { TableSpec } from "../../../core/spec/asset.ts";
import { keyColumns, quoted } from "../names.ts";

/** Listed keys of one pass, until it ends. */
export const listing = {
  keys: "sillage.reconcile_key (pass, key)",
  /** The database's own instant, as precise as the ledger's openings. */
  begun: "select now()::timestamptz(3)::text as at",
  forget: "delete from sillage.reconcile_key where pass = $1",
} as const;

/** What finds and flags the rows of a table whose key a pass `$1`, begun at `$2`, does not list. `$3` of `flag` is the instant of flagging, where there is a soft-delete column. */
export function reconcileStatements(table: TableSpec) {
  const soft = table.columns.find((column) => column.softDelete);
  const stored = `"open".${quoted(table.key)} t`;
  const key = keyColumns(table)
    .map((column) => `t.${quoted(column.physical)}::text`)
    .join(` || ':' || `);
  const live = soft === undefined ? "true" : `t.${quoted(soft.physical)} is null`;
  // A load's rows were read at the source before the ledger opened it: only those of a load opened since may be newer than the listing.
  const known = `not exists (select 1 from sillage.load l where l.load_id = t."_load" and l.opened_at > $2::timestamptz)`;
  const gone = `${live} and ${known} and not exists (select 1 from sillage.reconcile_key k where k.pass = $1 and k.key = ${key})`;
  const change =
    soft === undefined
      ? `delete from ${stored} where ${gone}`
      : `update ${stored} set ${quoted(soft.physical)} = $3, "_hash" = '' where ${gone}`;
  return {
    count: `select count(*) as total, count(*) filter (where ${gone}) as gone, exists(select 1 from sillage.reconcile_key where pass = $1) as listed from ${stored} where ${live}`,
    flag: `${change} returning t."business_day" as day`,
  } as const;
}
