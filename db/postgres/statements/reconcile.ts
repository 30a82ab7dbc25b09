import type { TableSpec } from "../../../core/spec/asset.ts";
import { keyColumns, quoted } from "../names.ts";

/** Listed keys of one pass, until it ends. */
export const listing = {
  keys: "copy sillage.reconcile_key (pass, key) from stdin (format binary)",
  /** The database's own instant, as precise as the ledger's openings; where the rows of the load `$1` are the listing, when it was opened or read (`$2`), whichever was first. */
  begun:
    "select coalesce((select least(opened_at, $2::timestamptz) from sillage.load where load_id = $1::text), now()::timestamptz(3))::text as at",
  forget: "delete from sillage.reconcile_key where pass = $1",
} as const;

/**
 * Keys of asset `$1` that are listed and not stored. `new` may have come to the source since its pass; still absent
 * after a later load (`$2`) they were `missed`, and after one that read everything (`$3`) they are `left`: nothing brings them.
 */
export const absent = {
  age: `update sillage.listed_absent set load_id = $2, state = case when $3 then 'left' when state = 'new' then 'missed' else state end
where asset = $1 and load_id <> $2`,
  count:
    "select count(*) as absent, count(*) filter (where state = 'missed') as missed from sillage.listed_absent where asset = $1",
} as const;

/**
 * What compares a table with the keys that a pass `$1` lists: `flag` and `restore` its rows (`restore` only with a
 * soft-delete column), `forget` and `note` keys of asset `$2` that are absent. `count` and `flag` take `$2`, when the
 * pass began, and `flag` with a soft-delete column the instant of flagging, `$3`; `note` takes the load before, `$3`.
 */
export function reconcileStatements(table: TableSpec) {
  const soft = table.columns.find((column) => column.softDelete);
  const stored = `"open".${quoted(table.key)} t`;
  const key = keyColumns(table)
    .map((column) => `t.${quoted(column.physical)}::text`)
    .join(` || ':' || `);
  const live = soft === undefined ? "true" : `t.${quoted(soft.physical)} is null`;
  const listed = `exists (select 1 from sillage.reconcile_key k where k.pass = $1 and k.key = ${key})`;
  // A load's rows were read at the source before the ledger opened it: only those of a load opened since the listing began to be read may be newer than it.
  const known = `not exists (select 1 from sillage.load l where l.load_id = t."_load" and l.opened_at > $2::timestamptz)`;
  const gone = `${live} and ${known} and not ${listed}`;
  const change =
    soft === undefined
      ? `delete from ${stored} where ${gone}`
      : `update ${stored} set ${quoted(soft.physical)} = $3, "_hash" = '' where ${gone}`;
  return {
    count: `select count(*) as total, count(*) filter (where ${gone}) as gone, exists(select 1 from sillage.reconcile_key where pass = $1) as listed from ${stored} where ${live}`,
    flag: `${change} returning t."business_day" as day`,
    // Only a flag of ours stands beside an empty hash: what the source deleted has the hash of its row.
    ...(soft && {
      restore: `update ${stored} set ${quoted(soft.physical)} = null where not (${live}) and t."_hash" = '' and ${listed} returning t."business_day" as day`,
    }),
    forget: `delete from sillage.listed_absent a where a.asset = $2 and (exists (select 1 from ${stored} where ${key} = a.key)
  or not exists (select 1 from sillage.reconcile_key k where k.pass = $1 and k.key = a.key))`,
    note: `insert into sillage.listed_absent (asset, key, load_id, state) select distinct $2, k.key, $3, 'new' from sillage.reconcile_key k
where k.pass = $1 and not exists (select 1 from ${stored} where ${key} = k.key)
  and not exists (select 1 from sillage.listed_absent a where a.asset = $2 and a.key = k.key)`,
  } as const;
}
