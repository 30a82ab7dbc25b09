import { isCalendarDay } from "../is-calendar-day.ts";
import { SillageError } from "../errors.ts";
import type { Mark } from "../manifest.ts";
import { beginningOf } from "../source/beginning-of.ts";
import type { AssetSpec, TableSpec } from "../spec/asset.ts";

/** What a mark set by hand is judged by: the mark as it is, and the instant that is now. */
type Known = { readonly known: Mark; readonly now: Date };

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d)$/;

/** The mark that a text sets for an asset. Throws `asset.no-mark`, `asset.mark-invalid`, `asset.mark-in-future`, `asset.mark-before-source`. */
export function markByHand(asset: AssetSpec, text: string, { known, now }: Known): Mark {
  if (asset.kind !== "table" || asset.read.filter.kind === "none")
    throw new SillageError({
      code: "asset.no-mark",
      message: `${asset.key} has no watermark: ${asset.kind === "table" ? "every pass reads it whole" : "a mart is rebuilt by day"}.`,
      fix: "Run it; there is nothing to set.",
    });
  return asset.read.filter.kind === "version" ? versionOf(asset, text, known) : watermarkOf(asset, text, now);
}

function watermarkOf(table: TableSpec, text: string, now: Date): Mark {
  const at = instant.test(text) && isCalendarDay(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(at)) throw invalid(table, text, "an instant such as 2026-11-25T02:15:00Z");
  if (at > now.getTime()) throw inFuture(table, text, `it is ${now.toISOString()}`);
  const beginning = beginningOf(table.read);
  if (beginning !== undefined && at < Date.parse(`${beginning}T00:00:00Z`))
    throw new SillageError({
      code: "asset.mark-before-source",
      message: `The mark ${text} of ${table.key} lies before the source's beginning, ${beginning}.`,
      fix: `Give an instant from ${beginning}T00:00:00Z on, or read everything with \`sillage run ${table.key} --full\`.`,
    });
  return { watermark: new Date(at).toISOString() };
}

function versionOf(table: TableSpec, text: string, known: Mark): Mark {
  if (!/^\d{1,30}$/.test(text)) throw invalid(table, text, "a version, which is a whole number");
  const reached = BigInt(known.version ?? "0");
  if (BigInt(text) > reached) throw inFuture(table, text, `the greatest version landed is ${reached}`);
  return { version: String(BigInt(text)) };
}

const invalid = ({ key }: TableSpec, text: string, wanted: string): SillageError =>
  new SillageError({
    code: "asset.mark-invalid",
    message: `The mark ${text} is none of ${key}.`,
    fix: `Give ${wanted}.`,
  });

const inFuture = ({ key }: TableSpec, text: string, reached: string): SillageError =>
  new SillageError({
    code: "asset.mark-in-future",
    message: `The mark ${text} of ${key} lies in the future: ${reached}.`,
    fix: "Give an earlier one: what comes before a mark is never asked for again.",
  });
