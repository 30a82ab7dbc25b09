import type { WindowEnd } from "../backfill/walk-windows.ts";
import type { CheckReport } from "../check/check-result.ts";
import type { LoadOrigin, Mark } from "../manifest.ts";

/** Who asks for a table's cursor. `placeMs` is how long its place in the queue lasts unless it asks again. */
export type AcquireRequest = { readonly holder: string; readonly placeMs: number };
/** The cursor in a workflow's hands, under a fence: until it gives it back, or has ended and another asks. */
export type Lease = { readonly holder: string; readonly fence: number; readonly until: null };
/** A workflow's place in the queue, until an ISO instant. */
export type Place = { readonly holder: string; readonly fence: null; readonly until: string };
/** One workflow's turn at a cursor. */
export type Turn = Lease | Place;
/** The cursor; or that the asset is paused; or the turns that come first, the next one at the head. */
export type AcquireAnswer =
  | { readonly granted: true; readonly mark: Mark; readonly fence: number }
  | { readonly granted: false; readonly paused: true }
  | { readonly granted: false; readonly paused: false; readonly ahead: readonly Turn[] };
/** A load was landed under a fence. With a `holder` its turn at the cursor is over, as if given back. */
export type LandedReport = {
  readonly fence: number;
  readonly mark: Mark;
  readonly loadId: string;
  readonly holder?: string;
};
/** A load was merged, or a mart rebuilt or found fresh; `id` null when nothing changed. Neither a foreign load nor a backfill's says anything of the source's freshness. */
export type MaterialisedReport = {
  readonly id: string | null;
  readonly at: string;
  readonly rows: number;
  readonly load: string | null;
  readonly loadedThrough: string | null;
  /** How old what it is loaded through was when it was told, in milliseconds by the clock that rules; null: nobody knows. Absent in histories of before it was told. */
  readonly ageMs?: number | null;
  readonly origin: LoadOrigin;
  /** Checks that failed, where they were measured with it, or where the asset has none. */
  readonly checks?: CheckReport;
  /** By dep, the last materialisations that were there before a mart was built, where a condition asks for them. */
  readonly builtWith?: IdsByDep;
};
/** Materialisations by dep. */
export type IdsByDep = Readonly<Record<string, readonly string[]>>;
/** A signal to an entity: its name, and what it says. */
export type EntityMessage = { readonly signal: string; readonly says: unknown };
/** The turn to give back: the lease under `fence`, or with null whatever this holder has. `outcome` is how the extraction ended. */
export type ReleaseRequest = {
  readonly holder: string;
  readonly fence: number | null;
  readonly outcome: "landed" | "failed" | "cancelled";
  /** Why it failed, in a sentence. */
  readonly why?: string;
};
/** Turns of workflows that no longer run. One that was renewed meanwhile is kept. */
export type DropRequest = { readonly turns: readonly Turn[] };

/** Why what was found that no pass brought was refused, by what found it; null: it no longer is. */
export type DriftReport = { readonly by: "ids" | "reread"; readonly refused: string | null };

/**
 * The entities that own each asset's state. Every call with a `requestId` is idempotent under it, and starts the entity
 * when it does not run. Throws `asset.stale-fence` when a newer lease exists.
 */
export type AssetEntities = {
  readonly acquire: (asset: string, request: AcquireRequest, requestId: string) => Promise<AcquireAnswer>;
  readonly advance: (asset: string, report: LandedReport, requestId: string) => Promise<void>;
  readonly materialised: (asset: string, report: MaterialisedReport, requestId: string) => Promise<void>;
  /** The asset's checks were measured. */
  readonly checked: (asset: string, report: CheckReport, requestId: string) => Promise<void>;
  /** Drift was refused, or is no longer. */
  readonly drifted: (asset: string, report: DriftReport, requestId: string) => Promise<void>;
  readonly release: (asset: string, request: ReleaseRequest, requestId: string) => Promise<void>;
  readonly drop: (asset: string, request: DropRequest, requestId: string) => Promise<void>;
  /** Signal the entity, which is started where it does not run. */
  readonly wake: (asset: string, message: EntityMessage) => Promise<void>;
  /** Signal the entity; nothing happens where it does not run. */
  readonly tell: (asset: string, message: EntityMessage) => Promise<void>;
  /** Keys of the assets whose entities run, in no order. One that was started or ended a moment ago may be missing, or there still. */
  readonly living: () => Promise<readonly string[]>;
  /** Undefined for an asset that has no entity: the database's mirror knows it then. */
  readonly isPaused: (asset: string) => Promise<boolean | undefined>;
  /** Whether the workflow that a turn names is still running. */
  readonly isRunning: (holder: string) => Promise<boolean>;
  /** How a backfill's window, a workflow too, ended; waits while it runs. Undefined for one that failed, was ended from outside or never was. */
  readonly endOfWindow: (workflow: string) => Promise<WindowEnd | undefined>;
};
