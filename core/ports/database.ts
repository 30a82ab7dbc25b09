import type { ApiKeyPort } from "./api-keys.ts";
import type { AuditPort } from "./audit.ts";
import type { AutomationPort } from "./automation.ts";
import type { Misfit } from "../landed-row.ts";
import type { LoadOrigin, Mark } from "../manifest.ts";
import type { Suitability } from "./suitability.ts";
import type { TableSpec } from "../spec/asset.ts";
import type { CheckPort } from "./check-port.ts";
import type { MartPort } from "./mart-port.ts";
import type { DeployedPort } from "./deployed.ts";
import type { ErasurePort } from "./erasure.ts";
import type { PartingPort } from "./parting.ts";
import type { QuarantinePort } from "./quarantine.ts";
import type { ResealPort } from "./reseal.ts";
import type { RunPort } from "./runs.ts";
import type { SourcePausePort } from "./source-pauses.ts";
import type { OperatingPort } from "./operating.ts";

/** The database languages that the product speaks. */
export type DialectName = "postgres" | "mssql";

/** One thing in each dialect. */
export type InDialects<Value> = Readonly<Record<DialectName, Value>>;

/** Text of one dialect and its bound values: `$1`… in PostgreSQL's, `@p1`… in T-SQL's. */
export type Rendered = {
  readonly text: string;
  readonly params: readonly unknown[];
  /** Columns of the answer that hold JSON, where the database has no type that says so. */
  readonly json?: readonly string[];
};

/** A reading statement in every dialect: the database takes its own. */
export type Statement = InDialects<Rendered>;

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
  /** Pseudonym of the person whose key sealed it; null where a table's did. */
  readonly pid: string | null;
};

/** One load as the ledger sees it. Counts are rows. */
export type LoadState = {
  readonly loadId: string;
  readonly table: string;
  readonly origin: LoadOrigin;
  readonly manifestKey: string;
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
  /** Why the load was refused: the code of the error. Null otherwise. */
  readonly code: string | null;
};

/** Lines `from`..`to` (inclusive, 1-based) of one part: a pure function of (part, line). */
export type Slice = { readonly part: number; readonly from: number; readonly to: number };

/** What opens a load in the ledger. */
export type LoadOpening = {
  readonly loadId: string;
  readonly table: string;
  readonly origin: LoadOrigin;
  readonly manifestKey: string;
  readonly manifestEtag: string;
  /** Rows to account for, the erased ones among them. */
  readonly expected: number;
  /** Rows of erased people, dropped before landing. Default none. */
  readonly erased?: number;
  /** Bytes of its parts before gzip. */
  readonly bytes: number;
};

/** What a verified pass of our own says of its table, once its load is merged. */
export type PassClaim = {
  /** ISO instant in UTC with milliseconds up to which the table is complete, where nothing is missing before the pass's start. */
  readonly completeThrough: string;
  /** The mark that it started from; null when it read everything. */
  readonly from: Mark | null;
  /** The mark that it left. */
  readonly to: Mark;
};

/** A load on its way: rows expected and staged so far (each once, however often it was staged), bytes in all, ISO instant of its opening. */
export type OpenLoad = {
  readonly loadId: string;
  readonly table: string;
  readonly expected: number;
  readonly staged: number;
  readonly bytes: number;
  readonly openedAt: string;
};

/** A lane of the throttle. */
export type ThrottleState = {
  readonly lane: string;
  readonly bytesPerSecond: number;
  readonly paused: boolean;
  /** False switches the throttle off: nothing waits. */
  readonly enabled: boolean;
};

/** A load whose rows are a listing, and the ISO instant from which on, at the earliest by the database's clock, they were read. */
export type ListedBy = { readonly loadId: string; readonly readFrom: string };
/** The load of a pass that a reconciliation comes after; `whole` when it read everything. */
export type PassMerged = { readonly loadId: string; readonly whole: boolean };
/**
 * What a listing of ids said of a table, in rows and their business days. `absent` keys are listed and not stored: new
 * at the source since the pass, in quarantine, or missed. `missed` of them are those that a second pass did not bring.
 */
export type Reconciliation = {
  readonly vanished: number;
  readonly restored: number;
  readonly absent: number;
  readonly missed: number;
  readonly days: readonly string[];
};

/** The ledgered, throttled, sliced way into the tables. */
export type LoadPort = {
  /** Idempotent. Throws `load.altered` when the same manifest key is known with another etag. */
  readonly openLoad: (opening: LoadOpening) => Promise<LoadState>;
  readonly loadState: (loadId: string) => Promise<LoadState | undefined>;
  /** States of the loads that the ledger knows, of those asked for; one query whatever their number. */
  readonly knownLoads: (loadIds: readonly string[]) => Promise<ReadonlyMap<string, LoadState["state"]>>;
  /** Replaces lines of the same (load, part, line), staged or quarantined: a retried batch replaces itself. Nothing happens once the load is merged or refused. One short transaction, which begins when `rows` were read, once; nothing happens when reading them throws. */
  readonly stageBatch: (table: TableSpec, loadId: string, part: number, rows: Iterable<StagedRow>) => Promise<void>;
  /** As `stageBatch`, for rows that do not fit. */
  readonly quarantineBatch: (
    table: TableSpec,
    loadId: string,
    part: number,
    rows: readonly QuarantinedRow[],
  ) => Promise<void>;
  /** Lines of one part that are staged, merged or quarantined already: the greatest line up to which none is missing. */
  readonly stagedThrough: (table: TableSpec, loadId: string, part: number) => Promise<number>;
  /** One transaction: rows merged, sealed twin merged, touched days and counts in the slice row; staged lines may stay until the load ends. Slices of a part come in order; lines merged before are skipped, whatever the slices' size was then. Rows of tables whose day is this one's follow it. Throws `load.unstaged` when lines are missing in staging: stage the part again. */
  readonly mergeSlice: (table: TableSpec, loadId: string, slice: Slice) => Promise<void>;
  /**
   * Checks the balance, sets the load merged and moves `loaded_through` as far as the merged passes of the table leave no
   * gap (`joinClaims`): a load that is missing before this one holds it until it is merged itself. Null claims
   * nothing; a foreign load never does. Throws `load.unbalanced`. Idempotent.
   */
  readonly finishLoad: (table: TableSpec, loadId: string, claim: PassClaim | null) => Promise<LoadState>;
  readonly openLoads: () => Promise<readonly OpenLoad[]>;
  /** An open load becomes refused, for a reason; its staged rows are removed, and days of rows that it merged before are told to marts. Nothing happens to another. */
  readonly refuseLoad: (loadId: string, code: string) => Promise<void>;
  /** The mark that merged passes of a table came to without a gap, where a load of its passes was refused for what was landed and no later one has joined the mark since; undefined otherwise. One over its budget is whole, and waits to be brought in as it is. */
  readonly markBeforeRefused: (table: string) => Promise<Mark | undefined>;
  /** A refused load becomes open again, to be ingested anew from its manifest. Nothing happens to another. */
  readonly reopenLoad: (loadId: string) => Promise<void>;
  /**
   * Soft-deletes (or deletes, without a soft-delete column) rows whose key is not in `keys`, the source's listing, which
   * is read from this call on, and takes back what an earlier call soft-deleted and this listing has. A row that a load
   * opened since wrote last may be newer than the listing, and stays. `after` is the load that was merged before; after none, no key is missed more than it was. Throws `reconcile.empty-listing` when
   * `keys` is empty and rows are stored, and beyond `maxShare` (a share of the live rows; one or two may always go,
   * never the last) `reconcile.too-many-vanished`; nothing is flagged then.
   */
  readonly reconcileIds: (
    table: TableSpec,
    keys: AsyncIterable<readonly string[]>,
    options: {
      readonly maxShare: number;
      readonly asOf: string;
      readonly after: PassMerged | null;
      /** The load whose rows `keys` are: rows of loads that were opened since that one, or since it was read, stay. Absent: a listing of its own. */
      readonly listedBy?: ListedBy;
    },
  ) => Promise<Reconciliation>;
  /** Whether rows that the source lists were missed by a pass, and no whole one was reconciled since. */
  readonly mustReadWhole: (table: string) => Promise<boolean>;
};

/** The GCRA row in the target database. */
export type ThrottlePort = {
  /** Reserve bytes on a lane: wait `waitMs` from `at`, then write; below 0 the start went by so long ago while others held the row. `at`: when a grant was answered, milliseconds since 1970 on the database's clock. Not granted: nothing was reserved, ask again after `waitMs`. `free`: the throttle is off, nothing needs reserving. */
  readonly reserve: (
    lane: string,
    bytes: number,
  ) => Promise<{ readonly granted: boolean; readonly waitMs: number; readonly free: boolean; readonly at?: number }>;
  readonly throttleState: (lane: string) => Promise<ThrottleState>;
  readonly setThrottle: (
    lane: string,
    change: { readonly bytesPerSecond?: number; readonly paused?: boolean; readonly enabled?: boolean },
  ) => Promise<ThrottleState>;
  /** What a rate is to be chosen by; nothing here sets it. */
  readonly logRate: () => Promise<LogRate>;
};

/**
 * What the database's service tier lets it (a managed instance: all its databases) write of its log, which loads fill: `unlimited` where no tier governs it,
 * `denied` where the login may not read it, else bytes a second, and the greatest share of them (0 to 1) that anybody
 * used within the last hour; null where that is not to be read.
 */
export type LogRate =
  | { readonly kind: "unlimited" }
  | { readonly kind: "denied" }
  | { readonly kind: "governed"; readonly bytesPerSecond: number; readonly recentShare: number | null };

/** One success of an asset, as the mirror keeps it. */
export type AssetMirror = {
  readonly asset: string;
  readonly landedThrough: string | null;
  /** ISO instant up to which a table is complete, or up to which its deps were when a mart was built; null when unknown. */
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
};

/** The target database behind one port; `db/postgres` implements it for PGlite and PostgreSQL. */
export type Database = LoadPort &
  ThrottlePort &
  StatePort &
  QuarantinePort &
  OperatingPort &
  RunPort &
  MartPort &
  CheckPort &
  DeployedPort &
  ErasurePort &
  PartingPort &
  ResealPort &
  ApiKeyPort &
  AuditPort &
  SourcePausePort &
  AutomationPort & {
    readonly describe: () => string;
    /** Applies what is missing, under a lock; returns the names applied. */
    readonly migrate: () => Promise<readonly string[]>;
    /** Whether the server is one that can be worked on: its version and what else it needs. */
    readonly suitability: () => Promise<Suitability>;
    /** Where the stored tables differ from the declared ones, a sentence each: missing, of another type, null or not. What this login may not see counts as missing. */
    readonly alteredColumns: () => Promise<readonly string[]>;
    /** The names of migrations that `migrate` would apply; read only. */
    readonly unapplied: () => Promise<readonly string[]>;
    /** Rows of a declared statement. Every dialect answers with the same values: numbers for integers, exact text for decimals, YYYY-MM-DD for dates, `Date` for instants, parsed JSON. */
    readonly read: (statement: Statement) => Promise<readonly Record<string, unknown>[]>;
    /** Rows of a statement written for this one database, its parameters in its own style. */
    readonly query: (sql: string, params?: readonly unknown[]) => Promise<readonly Record<string, unknown>[]>;
    readonly close: () => Promise<void>;
  };
