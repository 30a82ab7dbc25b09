import { doneOf } from "../../core/backfill/plan-backfill.ts";
import { countOf } from "../../core/backfill/ranges.ts";
import type { Track } from "../../core/backfill/track.ts";
import { countIn } from "../../core/backfill/walk-windows.ts";
import type { BackfillProgress, BackfillStateV1, TrackProgress } from "../contracts/backfills.ts";

type InWork = (asset?: string) => number;

/** Where a backfill is at an instant (milliseconds). */
export function backfillProgress(state: BackfillStateV1, inWork: InWork, now: number): BackfillProgress {
  const { concurrency, failures, refused, behind } = state;
  const tracks = (state.tracks ?? []).map((track) => trackProgress(track, inWork(track.asset)));
  const left = countIn(state.tracks ?? [], "todo") + inWork();
  return {
    phase: phaseOf(state, left),
    concurrency,
    remainingMs: state.tracks === null || state.paused ? null : remaining(state.recent, left, now),
    tracks,
    failures,
    refused,
    behind,
  };
}

/** Where one asset is, `inWork` windows of it in work. */
export const trackProgress = (track: Track, inWork: number): TrackProgress => ({
  asset: track.asset,
  kind: track.kind,
  windows: track.windows,
  rows: track.rows,
  done: doneOf(track, inWork),
  inWork,
  failed: countOf(track.failed),
  skipped: countOf(track.skipped),
  cancelled: countOf(track.cancelled),
});

function phaseOf({ tracks, paused, cancelling }: BackfillStateV1, left: number): BackfillProgress["phase"] {
  if (cancelling) return left === 0 ? "ended" : "cancelling";
  if (tracks === null) return "queued";
  if (left === 0) return "ended";
  return paused ? "paused" : "running";
}

/** By the rate of the last windows, the one on its way included: a stall is felt. */
function remaining(recent: readonly number[], left: number, now: number): number | null {
  if (left === 0) return 0;
  const [first] = recent;
  if (first === undefined || recent.length < 2 || now <= first) return null;
  return Math.round((left * (now - first)) / (recent.length - 1));
}
