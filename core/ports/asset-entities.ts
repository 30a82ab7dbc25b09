import type { Mark } from "../manifest.ts";

/** Who asks for a table's cursor. */
export type AcquireRequest = { readonly holder: string; readonly leaseMs: number };
/** The cursor, or who holds it. */
export type AcquireAnswer =
  | { readonly granted: true; readonly mark: Mark; readonly fence: number }
  | { readonly granted: false; readonly holder: string; readonly paused: boolean };
/** A load was landed under a fence. */
export type LandedReport = { readonly fence: number; readonly mark: Mark; readonly loadId: string };
/** A load was merged, or a mart rebuilt; `id` null when nothing changed. */
export type MaterialisedReport = {
  readonly id: string | null;
  readonly at: string;
  readonly rows: number;
  readonly load: string | null;
  readonly loadedThrough: string | null;
};
/** The lease to give back. */
export type ReleaseRequest = { readonly holder: string; readonly fence: number };

/**
 * The entities that own each asset's state. Every call is idempotent under `requestId`, and starts the entity when it
 * does not run. Throws `asset.stale-fence` when a newer lease exists.
 */
export type AssetEntities = {
  readonly acquire: (asset: string, request: AcquireRequest, requestId: string) => Promise<AcquireAnswer>;
  readonly advance: (asset: string, report: LandedReport, requestId: string) => Promise<void>;
  readonly materialised: (asset: string, report: MaterialisedReport, requestId: string) => Promise<void>;
  readonly release: (asset: string, request: ReleaseRequest, requestId: string) => Promise<void>;
};
