import type { Misfit } from "../landed-row.ts";
import type { MartSpec, TableSpec } from "../spec/asset.ts";

/** A value as a dialect's bulk path takes it: text in canonical form, null, or bytes of a sealed value. */
export type CastValue = string | number | boolean | null | Uint8Array;

/** One row ready for staging: cast values in the order of `stagedColumns(table)`. */
export type StagedRow = {
  /** 1-based line in its part. */
  readonly line: number;
  readonly hash: string;
  /** ISO instant that orders versions of one key. */
  readonly orderedAt: string;
  /** YYYY-MM-DD, or null when the row has no day of its own. */
  readonly businessDay: string | null;
  readonly values: readonly CastValue[];
};

/** A row that did not fit its declaration. */
export type QuarantinedRow = {
  readonly line: number;
  readonly misfit: Misfit;
  /** The record sealed whole, base64url. */
  readonly sealed: string | null;
};

/** One load as the ledger sees it. Counts are rows. */
export type LoadState = {
  readonly loadId: string;
  readonly table: string;
  readonly origin: "run" | "foreign";
  readonly state: "open" | "merged" | "refused";
  readonly sequence: number;
  readonly expected: number;
  readonly merged: number;
  readonly unchanged: number;
  readonly superseded: number;
  readonly quarantined: number;
  readonly erased: number;
  readonly vanished: number;
  /** Distinct business days (old and new) whose rows changed. */
  readonly days: readonly string[];
  readonly materialisationId: string | null;
};

/** Lines `from`..`to` (inclusive, 1-based) of one part: a pure function of (part, line). */
export type Slice = { readonly part: number; readonly from: number; readonly to: number };

/** What opens a load in the ledger. */
export type LoadOpening = {
  readonly loadId: string;
  readonly table: string;
  readonly origin: "run" | "foreign";
  readonly manifestKey: string;
  readonly manifestEtag: string;
  readonly expected: number;
};

/** A lane of the throttle. */
export type ThrottleState = {
  readonly lane: string;
  readonly bytesPerSecond: number;
  readonly paused: boolean;
  /** False switches the throttle off: nothing waits. */
  readonly enabled: boolean;
};

/** The ledgered, throttled, sliced way into the tables. */
export type LoadPort = {
  /** Idempotent. Throws `load.altered` when the same manifest key is known with another etag. */
  readonly openLoad: (opening: LoadOpening) => Promise<LoadState>;
  readonly loadState: (loadId: string) => Promise<LoadState | undefined>;
  /** Replaces lines of the same (load, part, line): a retried batch replaces itself. One short transaction. */
  readonly stageBatch: (table: TableSpec, loadId: string, part: number, rows: readonly StagedRow[]) => Promise<void>;
  readonly quarantineBatch: (
    table: TableSpec,
    loadId: string,
    part: number,
    rows: readonly QuarantinedRow[],
  ) => Promise<void>;
  /** Lines of one part that are staged, merged or quarantined already: the greatest line up to which none is missing. */
  readonly stagedThrough: (table: TableSpec, loadId: string, part: number) => Promise<number>;
  /** One transaction: rows merged, sealed twin merged, touched days and counts in the slice row, staging slice deleted. A known slice is skipped. */
  readonly mergeSlice: (table: TableSpec, loadId: string, slice: Slice) => Promise<void>;
  /**
   * Checks the balance, sets the load merged and moves `loaded_through` (never for a foreign load).
   * Throws `load.unbalanced`. Idempotent.
   */
  readonly finishLoad: (
    table: TableSpec,
    loadId: string,
    mark: { readonly loadedThrough: string | null },
  ) => Promise<LoadState>;
  readonly refuseLoad: (loadId: string, code: string) => Promise<void>;
  /** Soft-deletes (or deletes, without a soft-delete column) rows whose key is not in `keys`; refuses beyond `maxShare` with `reconcile.too-many-vanished`. */
  readonly reconcileIds: (
    table: TableSpec,
    keys: AsyncIterable<readonly string[]>,
    options: { readonly maxShare: number; readonly asOf: string },
  ) => Promise<{ readonly vanished: number; readonly days: readonly string[] }>;
};

/** The GCRA row in the target database. */
export type ThrottlePort = {
  /** Reserve bytes on a lane: wait `waitMs`, then write. `busy` means nothing was reserved: ask again after `waitMs`. */
  readonly reserve: (lane: string, bytes: number) => Promise<{ readonly granted: boolean; readonly waitMs: number }>;
  readonly throttleState: (lane: string) => Promise<ThrottleState>;
  readonly setThrottle: (
    lane: string,
    change: { readonly bytesPerSecond?: number; readonly paused?: boolean; readonly enabled?: boolean },
  ) => Promise<ThrottleState>;
};

/** One success of an asset, as the mirror keeps it. */
export type AssetMirror = {
  readonly asset: string;
  readonly landedThrough: string | null;
  readonly loadedThrough: string | null;
  readonly fence: number;
  readonly materialisationId: string | null;
  readonly materialisedAt: string | null;
  readonly rows: number;
};

/** What an operator reads back, and what a lost entity recovers from. */
export type StatePort = {
  readonly mirror: (asset: string) => Promise<AssetMirror | undefined>;
  readonly mirrors: () => Promise<readonly AssetMirror[]>;
  /** Monotone: an older fence changes nothing. */
  readonly saveMirror: (mirror: AssetMirror) => Promise<void>;
  readonly recordRun: (run: {
    readonly id: string;
    readonly job: string;
    readonly state: "running" | "succeeded" | "failed";
    readonly startedAt: string;
    readonly endedAt: string | null;
    readonly detail: string;
  }) => Promise<void>;
  readonly quarantined: (
    table?: string,
  ) => Promise<
    readonly {
      readonly loadId: string;
      readonly table: string;
      readonly part: number;
      readonly line: number;
      readonly column: string;
      readonly rule: string;
    }[]
  >;
};

/** Marts: rebuilt by day, checked in staging, swapped in one transaction. */
export type MartPort = {
  /** `days` undefined rebuilds every partition. Returns rows written and days whose content changed. */
  readonly buildMart: (
    mart: MartSpec,
    days: readonly string[] | undefined,
  ) => Promise<{ readonly rows: number; readonly materialisationId: string; readonly changed: boolean }>;
};

/** API keys, kept as SHA-256 only. */
export type ApiKeyPort = {
  readonly addApiKey: (key: {
    readonly id: string;
    readonly sha256: string;
    readonly label: string;
    readonly scopes: readonly string[];
    readonly expiresAt: string;
  }) => Promise<void>;
  readonly findApiKey: (
    id: string,
  ) => Promise<{ readonly sha256: string; readonly scopes: readonly string[]; readonly expiresAt: string } | undefined>;
};

/** The target database behind one port; `db/postgres` implements it for PGlite and PostgreSQL. */
export type Database = LoadPort &
  ThrottlePort &
  StatePort &
  MartPort &
  ApiKeyPort & {
    readonly describe: () => string;
    /** Applies what is missing, under a lock; returns the names applied. */
    readonly migrate: () => Promise<readonly string[]>;
    /** Rows of a parameterised statement, for KPIs and tests; `$1`-style parameters, values as text or number. */
    readonly query: (sql: string, params?: readonly unknown[]) => Promise<readonly Record<string, unknown>[]>;
    readonly close: () => Promise<void>;
  };
