import type { StagedRow } from "./database.ts";
import type { TableSpec } from "../spec/asset.ts";

/** What a re-reading found, in rows: `differing` from what is stored, `missing` there. */
export type Differences = { readonly differing: number; readonly missing: number };

/** What one re-reading, or one reconciliation of ids, found, in rows. `rows` were read. */
export type DriftFigures = Differences & {
  readonly rows: number;
  readonly vanished: number;
  readonly restored: number;
  readonly missed: number;
};

/**
 * One re-reading of a part of a table's history, or what a reconciliation of ids found. `begin`: nothing was read yet,
 * from `until` on re-readings go on. Instants are ISO. A `refused` one changed nothing, and is made again.
 */
export type DriftRecord = DriftFigures & {
  readonly id: string;
  readonly asset: string;
  readonly at: string;
  readonly kind: "begin" | "reread" | "ids";
  readonly since: string | null;
  readonly until: string | null;
  readonly state: "equal" | "merged" | "refused";
  readonly load: string | null;
};

/** Where a table's re-readings are: when the last one was, up to which instant of history. */
export type RereadPlace = { readonly at: string; readonly until: string | null };

/** What was found that no pass brought. */
export type DriftPort = {
  /** How rows of a re-reading stand to the stored ones of their keys: of another hash and not older, or not there. */
  readonly compareStored: (table: TableSpec, rows: readonly StagedRow[]) => Promise<Differences>;
  /** Idempotent by id. */
  readonly recordDrift: (record: DriftRecord) => Promise<void>;
  /** Undefined before the first one; refused ones do not count. */
  readonly lastReread: (asset: string) => Promise<RereadPlace | undefined>;
  /** The last 200 that are no beginning, newest first: of all, or of one asset. */
  readonly drifts: (asset: string | null) => Promise<readonly DriftRecord[]>;
};
