import type { CheckReport } from "../../core/check/check-result.ts";
import type { DriftReport, LandedReport, MaterialisedReport } from "../../core/ports/asset-entities.ts";
import { laterMark } from "../../core/watermark/later-mark.ts";
import type { AssetStateV1 } from "../contracts/state.ts";
import { release } from "./cursor-turns.ts";

/** Materialisations that an entity remembers. */
const remembered = 20;

/** Move the landed mark, never back; whoever tells that this was all gives its turn back. */
export function advance(known: AssetStateV1, { holder, fence, mark }: LandedReport): AssetStateV1 {
  const state = { ...known, mark: laterMark(known.mark, mark) };
  return holder === undefined ? state : release(state, { holder, fence, outcome: "landed" });
}

/** Remember which checks failed. */
export const checked = (state: AssetStateV1, checks: CheckReport): AssetStateV1 => ({ ...state, checks });

/** Remember why drift was refused, or that it no longer is. */
export function drifted({ drift = {}, ...state }: AssetStateV1, { by, refused }: DriftReport): AssetStateV1 {
  const { [by]: _, ...others } = drift;
  return { ...state, drift: refused === null ? others : { ...others, [by]: refused } };
}

/** Whether a report comes from a writer that a newer lease has replaced. */
export const isStale = (state: AssetStateV1, fence: number): boolean => fence < state.fence;

/**
 * Remember a success and what is loaded. Its data is as of what it is loaded through, however long that took, unless the
 * load is a foreign one: behind a refused load every night succeeds, and the table is no fresher, nor are the marts after it.
 */
export function materialised(known: AssetStateV1, report: MaterialisedReport, now: Date): AssetStateV1 {
  const loadedThrough =
    [known.loadedThrough, report.loadedThrough]
      .filter((mark) => mark !== null)
      .sort()
      .at(-1) ?? null;
  const state = {
    ...known,
    loadedThrough,
    ...(report.checks !== undefined && { checks: report.checks }),
    ...(report.origin === "run" && { failing: false, failedUpkeep: [] }),
    ...(report.origin === "run" && { freshAt: freshAfter(known, report, now) }),
  };
  if (report.id === null || state.recent.some(({ id }) => id === report.id)) return state;
  const entry = { id: report.id, at: report.at, rows: report.rows, load: report.load };
  return { ...state, recent: [entry, ...state.recent].slice(0, remembered) };
}

/** The age was told by another clock than the entity's, which a simulator may have set: so long ago by its own. A table's mark goes forth alone, so that one told late is no news; a mart's is what its deps' are. */
function freshAfter(known: AssetStateV1, report: MaterialisedReport, now: Date): string | null {
  const { ageMs, load, loadedThrough } = report;
  if (ageMs == null) return isFresher(known, report) ? now.toISOString() : known.freshAt;
  if (load !== null && (loadedThrough ?? "") < (known.loadedThrough ?? "")) return known.freshAt;
  return new Date(now.getTime() - ageMs).toISOString();
}

/** A mart's report comes with no load, and without a mark where that of one of its deps is unknown: it is fresh then, since nothing says how old it is. Of those that told no age a mark that moved is all that is known. */
const isFresher = (known: AssetStateV1, { load, loadedThrough }: MaterialisedReport): boolean =>
  loadedThrough === null ? load === null : loadedThrough > (known.loadedThrough ?? "");
