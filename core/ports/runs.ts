/** How a run stands. `cut`: it ended without saying so, terminated or lost with its server. */
export type RunState = "running" | "succeeded" | "failed" | "cancelled" | "cut";
/** How one asset of a run ended. */
export type StepState = "done" | "unchanged" | "failed" | "skipped" | "paused";

/** What a run is from its beginning. Instants are ISO text in UTC. */
export type RunBegun = {
  readonly id: string;
  readonly job: string;
  /** The selection that was asked for; null where the job's own was. */
  readonly selection: string | null;
  readonly full: boolean;
  readonly trigger: string;
  /** Who started it; null for what no person did. */
  readonly who: string | null;
  /** The run that this one does again, and how often its steps were tried with this one. */
  readonly rerunOf: string | null;
  readonly attempt: number;
  /** The instant that the run is for: the scheduled one; its start where nothing was scheduled. A rerun keeps it. */
  readonly logicalAt: string;
  /** The day (YYYY-MM-DD) of that instant in the run's zone. */
  readonly logicalDay: string;
  readonly zone: string;
  readonly startedAt: string;
  /** Keys of its plan, in the plan's order; none where it could not be planned. */
  readonly assets: readonly string[];
};

/** How one asset of a run ended. */
export type RunStep = {
  readonly asset: string;
  readonly state: StepState;
  readonly rows: number;
  /** Bytes of JSON Lines that it landed; null where it landed none. */
  readonly bytes: number | null;
  /** Code of its failure. */
  readonly code: string | null;
  readonly load: string | null;
  readonly endedAt: string;
  /** Milliseconds from its start. */
  readonly ms: number;
  /** What is told of it, 500 characters at most. */
  readonly detail: string;
};

/** How a run ended. `code` is that of the first failure. */
export type RunEnded = {
  readonly id: string;
  readonly state: Exclude<RunState, "running">;
  readonly endedAt: string;
  readonly failures: number;
  readonly code: string | null;
  readonly detail: string;
};

/** A run as it is kept. */
export type RunRecord = RunBegun &
  Omit<RunEnded, "state" | "endedAt"> & { readonly state: RunState; readonly endedAt: string | null };

/** Which runs are asked for; null asks for any. `since` is an ISO instant of their start. */
export type RunFilter = {
  readonly job: string | null;
  readonly state: RunState | null;
  readonly since: string | null;
  readonly asset: string | null;
  readonly limit: number;
};

/** What an asset's steps of one logical day came to. */
export type AssetDay = {
  readonly day: string;
  readonly runs: number;
  readonly failed: number;
  readonly rows: number;
  readonly bytes: number;
  readonly ms: number;
};

/** How long runs are kept, and their steps one by one; days. */
export type RunsKept = { readonly runDays: number; readonly stepDays: number };
/** What a housekeeping took away. `slices` are of merged loads; `drifts` found nothing; `evaluations` are of conditions; `sensorRuns` are the keys that sensors started runs for; `misfits` are sealed records in quarantine; `audits` are of changes by hand and of answers about single people. */
export type Housekept = Readonly<
  Record<
    "runs" | "steps" | "slices" | "drifts" | "evaluations" | "sensorRuns" | "backfills" | "misfits" | "audits",
    number
  >
>;

/** Runs as our own tables keep them. */
export type RunPort = {
  /** Write a run down as running; one that is known stays. */
  readonly beginRun: (run: RunBegun) => Promise<void>;
  /** Write down how steps ended; those that are known stay. One transaction. */
  readonly keepSteps: (run: string, steps: readonly RunStep[]) => Promise<void>;
  /** Write down how a running run ended, with the steps not yet kept, in one transaction; of one that has ended nothing changes. */
  readonly endRun: (end: RunEnded, steps: readonly RunStep[]) => Promise<void>;
  /** The latest first. */
  readonly runs: (filter: RunFilter) => Promise<readonly RunRecord[]>;
  /** Undefined when there is none of that id. */
  readonly run: (id: string) => Promise<RunRecord | undefined>;
  /** Its kept steps, in the order of their ends. */
  readonly runSteps: (id: string) => Promise<readonly RunStep[]>;
  /** An asset's figures by logical day, the latest 400 first. */
  readonly assetDays: (asset: string) => Promise<readonly AssetDay[]>;
  /** Whether a housekeeping is due, 20 hours after the last one; whoever is told so does it. */
  readonly claimHousekeeping: (now: string) => Promise<boolean>;
  /**
   * Sum old steps up by day and asset, and forget evaluations with them; forget old runs and days, run keys of sensors,
   * and backfills that ended. After two weeks already, sum up steps that changed nothing in runs that succeeded, write
   * the counts of a merged load's slices to the load, and forget re-readings that found nothing. Sealed records in
   * quarantine go 35 days after they came, or once they were replayed; where they lie in their parts stays told. Rows of
   * the audit go after 12 months. Running ones stay, and so do the last of a table's re-readings and of an asset's
   * evaluations. By whole days in UTC. One transaction.
   */
  readonly keepHouse: (kept: RunsKept, now: string) => Promise<Housekept>;
};
