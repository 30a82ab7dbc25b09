import type { DaySpan } from "./read-partitions.ts";
import type { Ranges } from "./ranges.ts";

/** What a backfill is asked: assets by selection, from an instant or day (included) to another (excluded; null: now). */
export type BackfillRequest = {
  readonly selection: string;
  readonly from: string;
  readonly to: string | null;
  readonly windowMs: number;
  /** Days of marts, as `readPartitions` reads them, in place of the span, which only bounds them. */
  readonly partitions?: string;
  /** Windows in work at once, as it was told last; in what is kept of a backfill, that a retry may go on as fast. */
  readonly concurrency?: number;
};

/**
 * How an asset is cut into windows, by arithmetic. `closing`: one more after all of them, which measures a table's checks, or
 * builds what of a mart is still stale. `instants`: so many `closed` windows of `ms` between ISO instants
 * where the source takes an upper end, then one open one since `since` (null: everything). `days`: a mart's days from
 * `from` to before `to`, so many in a window; of those that `spans` hold, where it is there.
 */
export type Cut =
  | {
      readonly kind: "instants";
      readonly from: string;
      readonly to: string;
      readonly ms: number;
      readonly closed: number;
      readonly since: string | null;
      readonly closing?: true;
    }
  | {
      readonly kind: "days";
      readonly from: string;
      readonly to: string;
      readonly days: number;
      readonly spans?: readonly DaySpan[];
      readonly closing?: true;
    };

/** One asset of a backfill: its windows are numbered from 0, and each is in one of `todo`, `failed`, `skipped`, `cancelled`, in work or done. `rows` were changed so far. */
export type Track = {
  readonly asset: string;
  readonly kind: "table" | "mart";
  readonly source: string | null;
  /** Assets of the same backfill that come first. */
  readonly after: readonly string[];
  /** A mart with a condition: its entity leaves it to the backfill that works on it. */
  readonly automated?: true;
  readonly cut: Cut;
  readonly windows: number;
  readonly todo: Ranges;
  readonly failed: Ranges;
  readonly skipped: Ranges;
  readonly cancelled: Ranges;
  readonly rows: number;
};

/** How a backfill stands in our own tables. `skipped`: none of its windows failed, some were left alone since their asset was paused. `cut`: it ended without saying so, terminated or lost with its server. */
export type BackfillState = "running" | "done" | "skipped" | "failed" | "cancelled" | "cut";

/** A backfill as our own tables know it. Instants are ISO. */
export type BackfillRecord = {
  readonly id: string;
  readonly state: BackfillState;
  readonly request: BackfillRequest;
  readonly tracks: readonly Track[];
  readonly startedAt: string;
  readonly endedAt: string | null;
};
