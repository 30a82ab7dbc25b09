import type { BackfillRecord, Track } from "../core/backfill/track.ts";
import type { HeldAsset } from "../core/ports/backfills.ts";

/** A backfill's row: request and tracks as JSON. */
export type StoredBackfill = Omit<BackfillRecord, "request" | "tracks"> & {
  readonly request: string;
  readonly tracks: string;
};

/** A backfill as its row says. */
export const readBackfill = (row: StoredBackfill): BackfillRecord => ({
  ...row,
  request: JSON.parse(row.request),
  tracks: JSON.parse(row.tracks),
});

/** The assets of some tracks that running backfills work on. */
export const heldBy = (
  running: readonly Pick<StoredBackfill, "id" | "tracks">[],
  tracks: readonly Track[],
): readonly HeldAsset[] => {
  const wanted = new Set(tracks.map(({ asset }) => asset));
  return running.flatMap(({ id, tracks: text }) => {
    const theirs: readonly Track[] = JSON.parse(text);
    return theirs.filter(({ asset }) => wanted.has(asset)).map(({ asset }) => ({ asset, by: id }));
  });
};

/** Locked by whoever begins a backfill, so that two never begin on one asset. No asset is named so. */
export const backfillLock = "backfill/begin";
