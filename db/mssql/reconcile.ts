import { ulid } from "ulid";
import type { LoadPort, Reconciliation } from "../../core/ports/database.ts";
import type { TableSpec } from "../../core/spec/asset.ts";
import { readList, utc } from "./json-list.ts";
import { lockTables } from "./lock-tables.ts";
import { recordMaterialisation } from "./record-materialisation.ts";
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
  const pass = ulid();
  const [{ at: begun } = { at: "9999-12-31T00:00:00.000Z" }] = await sql.query<{ at: string }>(listing.begun, [
    options.listedBy?.loadId ?? null,
    options.listedBy === undefined ? null : utc(options.listedBy.readFrom),
  ]);
  try {
    for await (const page of keys)
      if (page.length > 0)
        await sql.bulk(
          listing.keys,
          listing.columns,
          page.map((key) => [pass, key]),
        );
    return await sql.transaction((scope) => compare(scope, table, { pass, begun: utc(begun), ...options }));
  } finally {
    await forgetListing(sql, pass);
  }
}

async function forgetListing(sql: SqlScope, pass: string): Promise<void> {
  let gone: number = listing.chunk;
  while (gone >= listing.chunk) {
    const [told] = await sql.query<{ rows: number }>(listing.forget, [pass]);
    gone = told?.rows ?? 0;
  }
}

/** Keys of the listing lie under `pass`; it began at `begun`, by the database's clock. */
type Listing = Options & { readonly pass: string; readonly begun: string };

type Changed = { readonly rows: number; readonly days: readonly string[] };

async function compare(scope: SqlScope, table: TableSpec, listed: Listing): Promise<Reconciliation> {
  await lockTables(scope, [table.key]);
  const vanished = await flagVanished(scope, table, listed);
  const { restore } = reconcileStatements(table);
  const restored: Changed = restore === undefined ? none : await change(scope, restore, [listed.pass]);
  const days = [...new Set([...vanished.days, ...restored.days])].toSorted();
  const rows = vanished.rows + restored.rows;
  if (rows > 0) await recordMaterialisation(scope, { id: ulid(), asset: table.key, loadId: null, rows, days });
  return { vanished: vanished.rows, restored: restored.rows, ...(await noteAbsent(scope, table, listed)), days };
}

const none: Changed = { rows: 0, days: [] };

async function flagVanished(scope: SqlScope, table: TableSpec, { pass, begun, asOf, maxShare }: Listing) {
  const statements = reconcileStatements(table);
  const [counts] = await scope.query<{ total: number; gone: number; listed: boolean }>(statements.count, [pass, begun]);
  const { total = 0, gone: vanished = 0, listed = false } = counts ?? {};
  if (vanished === 0) return none;
  refuseUnlikely(table, { total, vanished, listed }, maxShare);
  return change(scope, statements.flag, [pass, begun, utc(asOf)]);
}

async function change(scope: SqlScope, text: string, params: readonly unknown[]): Promise<Changed> {
  const [changed] = await scope.query<{ rows: number; days: string | null }>(text, params);
  return { rows: changed?.rows ?? 0, days: readList(changed?.days) };
}

/** Keep in mind which keys are listed and not stored, and since when. Said again of one load, nothing changes. */
async function noteAbsent(scope: SqlScope, table: TableSpec, { pass, after }: Listing) {
  const { forget, note } = reconcileStatements(table);
  await scope.query(forget, [pass, table.key]);
  if (after !== null) await scope.query(absent.age, [table.key, after.loadId, after.whole ? 1 : 0]);
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
