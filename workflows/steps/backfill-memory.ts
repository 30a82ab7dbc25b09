import { condition, log } from "@temporalio/workflow";
import type { BackfillProgress, BackfillStateV1 } from "../contracts/backfills.ts";
import { backfillBoard } from "../logic/backfill-board.ts";
import { backfillProgress } from "../logic/backfill-progress.ts";
import { showBoard } from "./show-board.ts";

/** What a backfill knows while it runs. */
export type BackfillMemory = {
  readonly current: () => BackfillStateV1;
  readonly keep: (change: Partial<BackfillStateV1>) => void;
  /** How many windows of an asset are in work, of all without one. */
  readonly inWork: (asset?: string) => number;
  /** A window was started, or ended. */
  readonly count: (asset: string, by: 1 | -1) => void;
  readonly progress: () => BackfillProgress;
  /** How often something changed. */
  readonly changes: () => number;
  /** A row for auditors is on its way. */
  readonly owe: (row: Promise<void>) => Promise<void>;
  /** Waits until no such row is. */
  readonly settled: () => Promise<void>;
};

/** The memory of one backfill, shown on its page in the Web UI. */
export function backfillMemory(begun: BackfillStateV1): BackfillMemory {
  let state = begun;
  let changes = 0;
  let owed = 0;
  const working = new Map<string, number>();
  const inWork = (asset?: string): number =>
    asset === undefined ? [...working.values()].reduce((sum, n) => sum + n, 0) : (working.get(asset) ?? 0);
  const progress = (): BackfillProgress => backfillProgress(state, inWork, Date.now());
  const show = (): void => {
    changes++;
    showBoard(backfillBoard(progress()));
  };
  return {
    current: () => state,
    keep(change) {
      state = { ...state, ...change };
      show();
    },
    inWork,
    count(asset, by) {
      working.set(asset, inWork(asset) + by);
    },
    progress,
    changes: () => changes,
    async owe(row) {
      owed++;
      await row.catch(() => log.warn("a change by hand was not recorded"));
      owed--;
    },
    settled: () => condition(() => owed === 0),
  };
}
