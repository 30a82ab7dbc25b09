import type { BackfillRecord, BackfillRequest, Track } from "../../core/backfill/track.ts";
import type { By } from "../../core/ports/audit.ts";
import type { RunFilter, RunRecord, RunStep } from "../../core/ports/runs.ts";

/** What is run: a job by its name, else a selection of assets; `full` reads everything again. */
export type RunOrder = { readonly target: string; readonly full: boolean };
/** What is read again, so many windows at once. `queue`: it waits for others that work on its assets. */
export type BackfillOrder = {
  readonly request: BackfillRequest;
  readonly concurrency: number;
  readonly queue: boolean;
};
/** What a backfill is told. */
export type BackfillSteering = "pause" | "resume" | "cancel" | "retry";
/** What was changed, as a person reads it. */
export type Changed = { readonly oldValue: string; readonly newValue: string };

/** What people order and see of what runs, with the same rules as the commands. Every order throws what it is refused with. */
export type Operations = {
  /** Answers the run's id; that of a first extraction on its way when that was asked for again. */
  readonly startRun: (order: RunOrder, by: By) => Promise<string>;
  readonly setRunConcurrency: (run: string, assets: number, by: By) => Promise<Changed>;
  /** What it would read, and nothing else. */
  readonly planBackfill: (request: BackfillRequest) => Promise<readonly Track[]>;
  readonly startBackfill: (order: BackfillOrder, by: By) => Promise<string>;
  readonly steerBackfill: (id: string, steering: BackfillSteering, by: By) => Promise<void>;
  readonly setBackfillConcurrency: (id: string, windows: number, by: By) => Promise<void>;
  readonly changeAsset: (asset: string, change: "pause" | "resume", by: By) => Promise<Changed>;
  readonly setWatermark: (asset: string, mark: string, by: By) => Promise<Changed>;
  readonly runs: (filter: RunFilter) => Promise<readonly Told<RunRecord>[]>;
  readonly run: (id: string) => Promise<ToldRunDetail>;
  readonly backfills: () => Promise<readonly Told<BackfillRecord>[]>;
};

/** What is kept, its state as far as Temporal says: `stalled` without a worker, `unknown` without Temporal. */
type Told<Record extends { readonly state: string }> = Omit<Record, "state"> & {
  readonly state: Record["state"] | "stalled" | "unknown";
};
type ToldRunDetail = {
  readonly run: Told<RunRecord>;
  readonly steps: readonly RunStep[];
  readonly toCome: readonly string[];
};
