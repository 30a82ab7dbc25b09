import type { CheckSpec } from "./check.ts";
import type { ColumnSpec } from "./column.ts";
import type { ConditionSpec } from "./condition.ts";
import type { ReadSpec } from "./read.ts";

/** How old an asset may be: `within` a duration in milliseconds; or complete up to its midnight `by` a time (HH:MM) of each day in an IANA zone. */
export type FreshnessSpec =
  | { readonly kind: "within"; readonly ms: number }
  | { readonly kind: "by"; readonly time: string; readonly zone: string };

/** A table landed from a source. */
export type TableSpec = {
  readonly kind: "table";
  /** snake_case; also the physical name. */
  readonly key: string;
  readonly doc: string;
  readonly source: string;
  readonly read: ReadSpec;
  /** Set when every row is about one person of this kind; the subject-id column has `derive: pid`. */
  readonly subject?: string;
  readonly columns: readonly ColumnSpec[];
  /** Keys of the purposes that personal columns are kept for which name none. */
  readonly purposes?: readonly string[];
  /** Fields that no column declares: sealed whole in `_u` and reported, or dropped and reported. */
  readonly unknownFields: "seal" | "drop";
  /** Top-level or dotted API fields that are known and deliberately not kept. */
  readonly ignored: readonly string[];
  /** The row's business day is that of the row it refers to through `column`. */
  readonly dayOf?: { readonly column: string; readonly table: string };
  /** Tables whose rows the sealing of this one looks values up in. */
  readonly lookups: readonly string[];
  readonly checks: readonly CheckSpec[];
  readonly freshness?: FreshnessSpec;
  /** When it is brought up to date by itself; absent: by runs alone. */
  readonly automation?: ConditionSpec;
  readonly tags: readonly string[];
};

/** Daily partitions of a mart from `from` (YYYY-MM-DD) in `zone`. */
export type PartitionSpec = { readonly kind: "daily"; readonly from: string; readonly zone: string };

/** A dep of a mart. `days`: a touched day of the dep makes the same day of the mart stale. `rebuild`: any change of it makes every day stale. */
export type DepSpec = { readonly key: string; readonly days: boolean; readonly rebuild?: boolean };

/** A daily aggregate, made by a query over its deps. */
export type MartSpec = {
  readonly kind: "mart";
  readonly key: string;
  readonly doc: string;
  readonly deps: readonly DepSpec[];
  readonly columns: readonly ColumnSpec[];
  readonly partitions: PartitionSpec;
  /** Hash of columns and PostgreSQL text: the mart's code version. */
  readonly version: string;
  readonly checks: readonly CheckSpec[];
  readonly freshness?: FreshnessSpec;
  /** When it is brought up to date by itself; absent: by runs alone. */
  readonly automation?: ConditionSpec;
  readonly tags: readonly string[];
};

/** Something that exists and has a state. */
export type AssetSpec = TableSpec | MartSpec;

/** Keys that an asset depends on directly. */
export const depsOf = (asset: AssetSpec): readonly string[] =>
  asset.kind === "table"
    ? [...new Set([...asset.lookups, ...(asset.dayOf === undefined ? [] : [asset.dayOf.table])])]
    : asset.deps.map((dep) => dep.key);

/** An endpoint that reads assets. */
export type KpiSpec = {
  readonly key: string;
  readonly summary: string;
  readonly deps: readonly string[];
  readonly version: string;
};

/**
 * What a schedule does when a start is due. `overlap`, while the last run still goes on: `buffer-one` starts one more after
 * it, `skip` none, `cancel-other` cancels the one that goes on. Starts that an outage missed are made up for when they are
 * no older than `catchUpMs`. `pauseOnFailure` pauses the schedule after a run that failed.
 */
export type SchedulePolicy = {
  readonly overlap: "buffer-one" | "skip" | "cancel-other";
  readonly catchUpMs: number;
  readonly pauseOnFailure: boolean;
};

/** When a job starts. */
export type TriggerSpec =
  | { readonly kind: "command" }
  | { readonly kind: "cron"; readonly cron: string; readonly zone: string; readonly policy: SchedulePolicy };

/** What a run does with a table: read what is `new`, compare its `ids` with the source's, read a share of its `history` again. */
export type TablePart = "new" | "ids" | "history";

/** A named selection of assets and what starts it. `parts`: what is done with its tables; absent: all there is. */
export type JobSpec = {
  readonly name: string;
  readonly select: string;
  readonly trigger: TriggerSpec;
  readonly parts?: readonly [TablePart, ...TablePart[]];
};
