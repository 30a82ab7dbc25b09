import { SillageError } from "../../core/errors.ts";
import type { LoadPort } from "../../core/ports/database.ts";
import type { TableSpec } from "../../core/spec/asset.ts";
import { copyField } from "./copy-text.ts";
import { recordMaterialisation } from "./record-materialisation.ts";
import { lockTables } from "./lock-tables.ts";
import { newId } from "./new-id.ts";
import type { SqlScope, SqlSession } from "./session.ts";
import { listing, reconcileStatements } from "./statements/reconcile.ts";

type Options = Parameters<LoadPort["reconcileIds"]>[2];

/**
 * Flag (or delete, without a soft-delete column) rows whose key the source no longer lists. Their hash is emptied, so
 * that a row that comes back is merged again. Throws `reconcile.empty-listing`, `reconcile.too-many-vanished`.
 */
export async function reconcileIds(
  sql: SqlSession,
  table: TableSpec,
  keys: AsyncIterable<readonly string[]>,
  options: Options,
): Promise<{ readonly vanished: number; readonly days: readonly string[] }> {
  const pass = newId();
  const begun = await instantOf(sql);
  try {
    for await (const page of keys) {
      if (page.length > 0)
        await sql.copy(listing.keys, Buffer.from(page.map((key) => `${pass}\t${copyField(key)}\n`).join("")));
    }
    return await sql.transaction((scope) => flagVanished(scope, table, { pass, begun, ...options }));
  } finally {
    await sql.query(listing.forget, [pass]);
  }
}

/** The database's own instant, as precise as the ledger's openings. */
async function instantOf(sql: SqlSession): Promise<string> {
  const [{ at } = { at: "-infinity" }] = await sql.query<{ at: string }>(listing.begun);
  return at;
}

/** Keys of the listing lie under `pass`; it began at `begun`, by the database's clock. */
type Listing = Options & { readonly pass: string; readonly begun: string };

async function flagVanished(scope: SqlScope, table: TableSpec, { pass, begun, ...options }: Listing) {
  await lockTables(scope, [table.key]);
  const soft = table.columns.find((column) => column.softDelete);
  const statements = reconcileStatements(table);
  const [counts] = await scope.query<{ total: number; gone: number; listed: boolean }>(statements.count, [pass, begun]);
  const { total = 0, gone: vanished = 0, listed = false } = counts ?? {};
  if (vanished === 0) return { vanished: 0, days: [] };
  refuseUnlikely(table, { total, vanished, listed }, options.maxShare);
  const rows = await scope.query<{ day: string | null }>(statements.flag, [
    pass,
    begun,
    ...(soft === undefined ? [] : [options.asOf]),
  ]);
  const days = [...new Set(rows.map((row) => row.day).filter((day) => day !== null))].toSorted();
  await recordMaterialisation(scope, { id: newId(), asset: table.key, loadId: null, rows: rows.length, days });
  return { vanished: rows.length, days };
}

/** One or two rows may go whatever their share, since small tables lose a row now and then; never the last one. */
const alwaysBelieved = 2;

function refuseUnlikely(
  table: TableSpec,
  { total, vanished, listed }: { readonly total: number; readonly vanished: number; readonly listed: boolean },
  maxShare: number,
): void {
  if (!listed)
    throw new SillageError({
      code: "reconcile.empty-listing",
      message: `The source lists no row of ${table.key}, and ${total} are stored.`,
      fix: "Nothing was flagged. Check the source's listing of ids: an empty one is never believed.",
    });
  if (vanished <= total * maxShare || (vanished <= alwaysBelieved && vanished < total)) return;
  throw new SillageError({
    code: "reconcile.too-many-vanished",
    message: `${vanished} of ${total} rows of ${table.key} are no longer listed by the source.`,
    fix: "Nothing was flagged. Check the source's listing; raise RECONCILE_MAX_SHARE if the deletion is real.",
  });
}
