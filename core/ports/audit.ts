import type { Mark } from "../manifest.ts";
import type { ThrottleState } from "./database.ts";

/** Who changes something by hand, and why: as they say it themselves. */
export type By = { readonly who: string; readonly why: string };

/** What is changed by hand, each kind with its subject: an asset, `throttle`, a sensor, a source, a run, a backfill, a request of a person by its id. Of starts and retries, what the API was ordered: commands leave none. `kpi.individual` changes nothing: it is an answer of a KPI about single people, and its new value says of what and how much. */
export type AuditedChange =
  | "asset.pause"
  | "asset.resume"
  | "asset.set-watermark"
  | "throttle.set"
  | "sensor.pause"
  | "sensor.resume"
  | "sensor.reset"
  | "source.rate"
  | "run.concurrency"
  | "backfill.pause"
  | "backfill.resume"
  | "backfill.cancel"
  | "backfill.concurrency"
  | "run.start"
  | "backfill.start"
  | "backfill.retry"
  | "dsr.export"
  | "dsr.refresh"
  | "dsr.restrict"
  | "dsr.lift"
  | "dsr.erase"
  | "pii.rotate-person"
  | "kpi.individual";

/** One change made by hand. `at` is an ISO instant; values are told as a person reads them, null for none. */
export type AuditEntry = By & {
  readonly id: string;
  readonly at: string;
  readonly what: AuditedChange;
  readonly subject: string;
  readonly oldValue: string | null;
  readonly newValue: string | null;
};

/** A change on its way into the audit, whose values the database itself sees. */
export type AuditedBy = By & Pick<AuditEntry, "id" | "at">;

/** That an asset is held, by whom, why, since when (ISO). */
export type Pause = By & { readonly at: string };

/** A mark set by hand, and the load that was landed last by then. */
export type HandMark = { readonly mark: Mark; readonly after: string | null };

/** What operators set at an asset, as its entity tells it: the greater `revision` is the later one. `hand` is a mark set by hand: it holds until a load later than `after` is landed (null: any). */
export type AssetControl = {
  readonly revision: number;
  readonly pause: Pause | null;
  readonly hand: HandMark | null;
};

/** The mirror of an entity that an operator changed. */
export type ControlMirror = {
  readonly asset: string;
  readonly landedThrough: string | null;
  readonly fence: number;
  readonly control: AssetControl;
};

/** One success of an asset. */
export type Materialisation = {
  readonly id: string;
  readonly at: string;
  readonly rows: number;
  readonly load: string | null;
};

/** Requests a second that a source is asked at most; null: as it is declared. */
export type SourceRate = { readonly source: string; readonly requestsPerSecond: number | null };

/** What of the throttle is to change. `mergeFactor`: how many times the rate merges are paced at, 1 to 100; they keep theirs when the rate changes. */
export type ThrottleChange = Partial<Pick<ThrottleState, "paused" | "enabled" | "bytesPerSecond">> & {
  readonly mergeFactor?: number;
};

/** What was changed by hand, and the settings that are changed live. */
export type AuditPort = {
  /** Idempotent by the entry's id. With a mirror, both in one transaction; an older revision of the mirror changes nothing. */
  readonly recordAudit: (entry: AuditEntry, mirror: ControlMirror | null) => Promise<void>;
  /** The last 200 changes, newest first: all, or those of one asset. */
  readonly audits: (asset: string | null) => Promise<readonly AuditEntry[]>;
  /** The last 200 answers about single people, newest first. */
  readonly individualAnswers: () => Promise<readonly AuditEntry[]>;
  /** What operators set at an asset, as it was mirrored last; undefined when nothing ever was. */
  readonly assetControl: (asset: string) => Promise<AssetControl | undefined>;
  /** The last 20 of an asset, newest first. */
  readonly materialisations: (asset: string) => Promise<readonly Materialisation[]>;
  /** Change both lanes and record it, in one transaction. Answers the lane `default`. Throws `throttle.rate`, `throttle.merge-factor`. */
  readonly changeThrottle: (change: ThrottleChange, by: AuditedBy) => Promise<ThrottleState>;
  readonly sourceRates: () => Promise<readonly SourceRate[]>;
  /** Change a source's rate and record it, in one transaction. */
  readonly setSourceRate: (rate: SourceRate, by: AuditedBy) => Promise<void>;
};
