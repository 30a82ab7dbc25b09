import type { ListedBy, LoadPort, Reconciliation } from "../../core/ports/database.ts";
import type { TableSpec } from "../../core/spec/asset.ts";
import { CopyBuffer } from "./copy/copy-buffer.ts";
import { recordMaterialisation } from "./record-materialisation.ts";
import { lockTables } from "./lock-tables.ts";
import { newId } from "./new-id.ts";
import { refuseUnlikely } from "../refuse-unlikely.ts";
import type { SqlScope, SqlSession } from "./session.ts";
import { absent, listing, reconcileStatements } from "./statements/reconcile.ts";

type Options = Parameters<LoadPort["reconcileIds"]>[2];

/**
 * Flag (or delete, without a soft-delete column) rows whose key the source no longer lists, and take back flags of rows
 * that it lists again. Flagging empties the hash, so that a row that comes back is merged again. Throws `reconcile.empty-listing`, `reconcile.too-many-vanished`.
 */
export async function reconcileIds(
  sql: SqlSession,
  table: TableSpec,
  keys: AsyncIterable<readonly string[]>,
  options: Options,
): Promise<Reconciliation> {
  const pass = newId();
  const begun = await instantOf(sql, options.listedBy);
  try {
    for await (const page of keys) {
      if (page.length > 0) await sql.copy(listing.keys, keysOf(pass, page));
    }
    return await sql.transaction((scope) => compare(scope, table, { pass, begun, ...options }));
  } finally {
    await sql.query(listing.forget, [pass]);
  }
}

function keysOf(pass: string, page: readonly string[]): Buffer {
  const to = new CopyBuffer(page.length * 64);
  for (const key of page) {
    to.row(2);
    to.text(pass);
    to.text(key);
  }
  return to.finish();
}

/** When a listing began by the database's own clock: now, or when the load whose rows it is was read, and opened at the latest. */
async function instantOf(sql: SqlSession, by: ListedBy | undefined): Promise<string> {
  const load = [by?.loadId ?? null, by?.readFrom ?? null];
  const [{ at } = { at: "-infinity" }] = await sql.query<{ at: string }>(listing.begun, load);
  return at;
}

/** Keys of the listing lie under `pass`; it began at `begun`, by the database's clock. */
type Listing = Options & { readonly pass: string; readonly begun: string };
type Changed = { readonly rows: number; readonly days: readonly string[] };

async function compare(scope: SqlScope, table: TableSpec, listed: Listing): Promise<Reconciliation> {
  await lockTables(scope, [table.key]);
  const vanished = await flagVanished(scope, table, listed);
  const restored = await restoreListed(scope, table, listed.pass);
  const days = [...new Set([...vanished.days, ...restored.days])].toSorted();
  const rows = vanished.rows + restored.rows;
  if (rows > 0) await recordMaterialisation(scope, { id: newId(), asset: table.key, loadId: null, rows, days });
  return { vanished: vanished.rows, restored: restored.rows, ...(await noteAbsent(scope, table, listed)), days };
}

async function flagVanished(scope: SqlScope, table: TableSpec, { pass, begun, asOf, maxShare }: Listing) {
  const statements = reconcileStatements(table);
  const [counts] = await scope.query<{ total: number; gone: number; listed: boolean }>(statements.count, [pass, begun]);
  const { total = 0, gone: vanished = 0, listed = false } = counts ?? {};
  if (vanished === 0) return { rows: 0, days: [] };
  refuseUnlikely(table, { total, vanished, listed }, maxShare);
  const soft = "restore" in statements;
  return changed(await scope.query<DayOfRow>(statements.flag, [pass, begun, ...(soft ? [asOf] : [])]));
}

async function restoreListed(scope: SqlScope, table: TableSpec, pass: string): Promise<Changed> {
  const { restore } = reconcileStatements(table);
  return changed(restore === undefined ? [] : await scope.query<DayOfRow>(restore, [pass]));
}

type DayOfRow = { readonly day: string | null };
const changed = (rows: readonly DayOfRow[]): Changed => ({
  rows: rows.length,
  days: rows.flatMap(({ day }) => (day === null ? [] : [day])),
});

/** Keep in mind which keys are listed and not stored, and since when. Said again of one load, nothing changes. */
async function noteAbsent(scope: SqlScope, table: TableSpec, { pass, after }: Listing) {
  const { forget, note } = reconcileStatements(table);
  await scope.query(forget, [pass, table.key]);
  if (after !== null) await scope.query(absent.age, [table.key, after.loadId, after.whole]);
  await scope.query(note, [pass, table.key, after?.loadId ?? ""]);
  return countAbsent(scope, table.key);
}

async function countAbsent(scope: SqlScope, table: string) {
  const [counts] = await scope.query<{ absent: number; missed: number }>(absent.count, [table]);
  return counts ?? { absent: 0, missed: 0 };
}

/** Whether keys were missed, and no whole pass was reconciled since. */
export const mustReadWhole = async (sql: SqlScope, table: string): Promise<boolean> =>
  (await countAbsent(sql, table)).missed > 0;
