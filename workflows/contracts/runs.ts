import type { CheckReport } from "../../core/check/check-result.ts";
import type { Plan } from "../../core/graph/plan.ts";
import type { Mark } from "../../core/manifest.ts";
import type { KekPlan } from "../../core/ports/epoch-rotation.ts";
import type { RetentionReport } from "../../core/register/retention.ts";

/** Tables and marts that a run works on at a time, unless somebody changes it. */
export const usualAtOnce = 6;

/** What starts a run. `full` re-reads everything, marks or not. */
export type AssetRunInput = {
  readonly job: string;
  readonly selection: string | null;
  readonly full: boolean;
  readonly trigger: "command" | "schedule" | "automation" | "sensor" | "rerun";
  readonly ingestion: "run" | "event";
  /** IANA zone of its logical date. Default UTC. */
  readonly zone?: string;
  /** Who started it; absent for what no person did. */
  readonly who?: string;
  /** The run that this one does again: it keeps its logical instant. `attempt` counts from 1, the first run. */
  readonly rerun?: { readonly of: string; readonly attempt: number; readonly logicalAt: string };
};
/** How one asset of a run ended. */
export type StepOutcome = {
  readonly asset: string;
  readonly state: "done" | "unchanged" | "failed" | "skipped" | "paused";
  readonly rows: number;
  readonly detail: string;
  /** The load that it landed, and its bytes of JSON Lines. */
  readonly load?: string;
  readonly bytes?: number;
  /** Code of its failure. */
  readonly code?: string;
  /** Its checks that failed, where they were measured and one did. */
  readonly checks?: CheckReport;
};
/** How a run ended. */
export type AssetRunResult = { readonly runId: string; readonly steps: readonly StepOutcome[] };

/** What `extractTable` is given and gives; `cursors` as the plan has it. */
export type ExtractInput = {
  readonly run: string;
  readonly table: string;
  readonly full: boolean;
  readonly cursors?: Plan["cursors"];
};
/** Nothing, since the table is paused; or one landed load. */
export type ExtractResult = { readonly state: "paused" } | LandedTable;
/** One landed load. */
export type LandedTable = {
  readonly state: "landed";
  readonly loadId: string;
  readonly manifestKey: string;
  readonly rows: number;
  /** Bytes of JSON Lines; absent in histories of before they were told. */
  readonly bytes?: number;
  readonly misfits: number;
  readonly verified: boolean;
  /** Names of fields that came and are not declared; absent in histories of before they were told. */
  readonly newFields?: readonly string[];
  readonly pass: string;
  readonly mark: Mark;
};

/** What `ingestLoad` is given: a manifest, or an object dropped by hand that has to be sealed first. */
export type IngestInput = {
  readonly table: string;
  readonly loadId: string;
  readonly object: { readonly kind: "manifest" | "foreign"; readonly key: string; readonly etag: string | null };
  /** A replay judged its misfits already: they go to quarantine whatever their number. */
  readonly misfits?: "judged";
};
/** How a load ended in the tables. */
export type IngestResult = {
  readonly loadId: string;
  readonly table: string;
  readonly merged: number;
  readonly unchanged: number;
  readonly superseded: number;
  readonly quarantined: number;
  readonly erased: number;
  readonly materialisationId: string | null;
};

/** What `replayQuarantine` is given: a table, or a load. One that goes on: after which load, and what came of those before. */
export type ReplayInput = {
  readonly table?: string;
  readonly loadId?: string;
  readonly reached?: { readonly after: string | null; readonly done: ReplayResult };
};
/** What a replay brought in. `rows` were in quarantine, `quarantined` of them are again. */
export type ReplayResult = {
  readonly rows: number;
  readonly merged: number;
  readonly unchanged: number;
  readonly superseded: number;
  readonly quarantined: number;
  readonly erased: number;
};

/** What `buildMart` is given: the days to rebuild, or null for all, and the run that results of checks are kept under. */
export type MartInput = { readonly mart: string; readonly days: readonly string[] | null; readonly run: string };
/** How a mart ended. */
export type MartResult = {
  readonly rows: number;
  readonly changed: boolean;
  readonly materialisationId: string;
  readonly checks: CheckReport;
};

/** A rotation of the epoch, of the vault's key or of the blind indexes; a dry run only counts. */
export type RotationInput = { readonly dryRun: boolean };
/** What a rotation did: people moved and people seen to open. `effectiveAt` null: a dry run. */
export type RotationResult = {
  readonly from: number;
  readonly to: number;
  readonly people: number;
  readonly verified: number;
  readonly effectiveAt: string | null;
  /** Whether it ended what an earlier one had left half-way: `to` was active before. Absent in histories of before that was told. */
  readonly resumed?: boolean;
};

/** What a rotation of the vault's key did, or would do: `roots` wrapped anew under `newest`. Histories of before that was told end with a number. */
export type KekRotationResult = KekPlan & { readonly roots: number; readonly dryRun: boolean };

/** What a rotation of the blind indexes did: values indexed anew from one version to another. `lagging`: those of which nothing as new as their index was stored, so that the person is found by an older value, or none. `dropped` false: a dry run. */
export type IndexRotationResult = {
  readonly from: number;
  readonly to: number;
  readonly values: number;
  readonly lagging: number;
  readonly resumed: boolean;
  readonly dropped: boolean;
};

/** A rotation of the keys of the people that a request names; a dry run only counts. */
export type PersonRotationInput = { readonly request: string; readonly dryRun: boolean };
/** What it did: `tables` held so many values of theirs, so many were sealed anew, so many open under the new keys. `drainsUntil`, an ISO instant: from then on none of the keys before opens anything; null where nothing was changed. */
export type PersonRotationResult = {
  readonly people: number;
  readonly draining: number;
  readonly tables: readonly { readonly table: string; readonly values: number }[];
  readonly resealed: number;
  readonly opened: number;
  readonly drainsUntil: string | null;
};
/** Until when the first of the keys drains that a request's people had before. */
export type DrainInput = { readonly request: string; readonly until: string };

/** An enforcement of the retention; a dry run only counts. */
export type RetentionInput = { readonly dryRun: boolean };
/** How each retention stood, the people whose erasure was asked for, and those whom the identity store did not know. */
export type RetentionResult = {
  readonly retentions: readonly RetentionReport[];
  readonly requested: number;
  readonly unknown: number;
};

/** Which bulk reveal: what is asked for stands in the audit of reveals. */
export type BulkRevealInput = { readonly request: string };
/** How a bulk reveal ended. `people`: of whom something was opened; null where nobody approved. */
export type BulkRevealResult = { readonly state: "revealed" | "lapsed"; readonly people: number | null };
