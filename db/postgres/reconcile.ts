import { SillageError } from "../../core/errors.ts";
import type { TableSpec } from "../../core/spec/asset.ts";
import { copyField } from "./copy-text.ts";
import { recordMaterialisation } from "./record-materialisation.ts";
import { keyColumns, quoted } from "./names.ts";
import { newId } from "./new-id.ts";
import type { SqlScope, SqlSession } from "./session.ts";

/**
 * Flag (or delete, without a soft-delete column) rows whose key the source no longer lists. Their hash is emptied, so
 * that a row that comes back is merged again. Refuses beyond `maxShare` with `reconcile.too-many-vanished`.
 */
export async function reconcileIds(
  sql: SqlSession,
  table: TableSpec,
  keys: AsyncIterable<readonly string[]>,
  options: { readonly maxShare: number; readonly asOf: string },
): Promise<{ readonly vanished: number; readonly days: readonly string[] }> {
  const pass = newId();
  try {
    for await (const page of keys) {
      if (page.length > 0)
        await sql.copy(
          "sillage.reconcile_key (pass, key)",
          Buffer.from(page.map((key) => `${pass}\t${copyField(key)}\n`).join("")),
        );
    }
    return await sql.transaction((scope) => flagVanished(scope, table, pass, options));
  } finally {
    await sql.query("delete from sillage.reconcile_key where pass = $1", [pass]);
  }
}

async function flagVanished(
  scope: SqlScope,
  table: TableSpec,
  pass: string,
  options: { readonly maxShare: number; readonly asOf: string },
) {
  await scope.query("select pg_advisory_xact_lock(hashtext($1))", [table.key]);
  const soft = table.columns.find((column) => column.softDelete);
  const key = keyColumns(table)
    .map((column) => `t.${quoted(column.physical)}::text`)
    .join(` || ':' || `);
  const live = soft === undefined ? "true" : `t.${quoted(soft.physical)} is null`;
  const gone = `${live} and not exists (select 1 from sillage.reconcile_key k where k.pass = $1 and k.key = ${key})`;
  const [counts] = await scope.query<{ total: number; gone: number }>(
    `select count(*) as total, count(*) filter (where ${gone}) as gone from "open".${quoted(table.key)} t where ${live}`,
    [pass],
  );
  const { total = 0, gone: vanished = 0 } = counts ?? {};
  if (vanished === 0) return { vanished: 0, days: [] };
  if (vanished > Math.max(20, total * options.maxShare)) {
    throw new SillageError({
      code: "reconcile.too-many-vanished",
      message: `${vanished} of ${total} rows of ${table.key} are no longer listed by the source.`,
      fix: "Nothing was flagged. Check the source's listing; raise RECONCILE_MAX_SHARE if the deletion is real.",
    });
  }
  const change =
    soft === undefined
      ? `delete from "open".${quoted(table.key)} t where ${gone}`
      : `update "open".${quoted(table.key)} t set ${quoted(soft.physical)} = $2, "_hash" = '' where ${gone}`;
  const rows = await scope.query<{ day: string | null }>(
    `${change} returning t."business_day" as day`,
    soft === undefined ? [pass] : [pass, options.asOf],
  );
  await recordMaterialisation(scope, { id: newId(), asset: table.key, loadId: null, rows: rows.length });
  return { vanished: rows.length, days: [...new Set(rows.map((row) => row.day).filter((day) => day !== null))].sort() };
}
