import type { BackfillRecord } from "../backfill/track.ts";

/** An asset that another backfill is working on. */
export type HeldAsset = { readonly asset: string; readonly by: string };

/** Backfills as our own tables keep them: who works on which asset, which windows failed. */
export type BackfillPort = {
  /** Write down that a backfill begins, anew or again, unless others work on one of its assets: those are named, and nothing is written. */
  readonly beginBackfill: (
    backfill: Pick<BackfillRecord, "id" | "request" | "tracks" | "startedAt">,
  ) => Promise<readonly HeldAsset[]>;
  /** Keep how a backfill stands, and what it is asked by now; without a request, that stays as it was. */
  readonly saveBackfill: (
    backfill: Pick<BackfillRecord, "id" | "state" | "tracks" | "endedAt"> & Partial<Pick<BackfillRecord, "request">>,
  ) => Promise<void>;
  /** Undefined when there is none of that id. */
  readonly backfill: (id: string) => Promise<BackfillRecord | undefined>;
  /** The last 100, the latest first. */
  readonly backfills: () => Promise<readonly BackfillRecord[]>;
};
