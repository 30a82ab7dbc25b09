import { ulid } from "ulid";
import { SillageError } from "../../core/errors.ts";
import type { LoadPort } from "../../core/ports/database.ts";
import type { TableSpec } from "../../core/spec/asset.ts";
import { readList, utc } from "./json-list.ts";
import { lockTables } from "./lock-tables.ts";
import { recordMaterialisation } from "./record-materialisation.ts";
import type { BulkColumn, SqlScope, SqlSession } from "./session.ts";
import { begunStatement, forgetStatement, vanishedStatement, vanishStatement } from "./vanished-statements.ts";

type Options = Parameters<LoadPort["reconcileIds"]>[2];

const columns: readonly BulkColumn[] = [
  { name: "pass", type: "nvarchar", length: 40 },
  { name: "key", type: "nvarchar", length: 400 },
];

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
  const pass = ulid();
  const [{ at: begun } = { at: "9999-12-31T00:00:00.000Z" }] = await sql.query<{ at: string }>(begunStatement);
  try {
    for await (const page of keys)
      if (page.length > 0)
        await sql.bulk(
          "[sillage].[reconcile_key]",
          columns,
          page.map((key) => [pass, key]),
        );
    return await sql.transaction((scope) => flagVanished(scope, table, { pass, begun: utc(begun), ...options }));
  } finally {
    await sql.query(forgetStatement, [pass]);
  }
}

/** Keys of the listing lie under `pass`; it began at `begun`, by the database's clock. */
type Listing = Options & { readonly pass: string; readonly begun: string };

async function flagVanished(scope: SqlScope, table: TableSpec, { pass, begun, ...options }: Listing) {
  await lockTables(scope, [table.key]);
  const [counts] = await scope.query<{ total: number; gone: number; listed: boolean }>(vanishedStatement(table), [
    pass,
    begun,
  ]);
  const { total = 0, gone: vanished = 0, listed = false } = counts ?? {};
  if (vanished === 0) return { vanished: 0, days: [] };
  refuseUnlikely(table, { total, vanished, listed }, options.maxShare);
  const [flagged] = await scope.query<{ rows: number; days: string | null }>(vanishStatement(table), [
    pass,
    begun,
    utc(options.asOf),
  ]);
  const { rows = 0, days: list = null } = flagged ?? {};
  const days = readList(list);
  await recordMaterialisation(scope, { id: ulid(), asset: table.key, loadId: null, rows, days });
  return { vanished: rows, days };
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
