import { SillageError } from "../core/errors.ts";
import type { TableSpec } from "../core/spec/asset.ts";

/** One or two rows may go whatever their share, since small tables lose a row now and then; never the last one. */
const alwaysBelieved = 2;

/** Refuse to believe a listing that lacks everything, or more rows than `maxShare` of them. Throws `reconcile.empty-listing`, `reconcile.too-many-vanished`. */
export function refuseUnlikely(
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
