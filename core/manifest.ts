import type { FilterSpec } from "./spec/read.ts";

/** One object of a load. */
export type PartInfo = {
  readonly key: string;
  readonly rows: number;
  /** Bytes as stored. */
  readonly bytes: number;
  /** Bytes of JSON Lines before gzip. */
  readonly rawBytes: number;
  /** Hex SHA-256 of the stored bytes. */
  readonly sha256: string;
  readonly etag: string;
};

/** The mark of a table's extraction: what the next request starts from. */
export type Mark = {
  /** ISO instant up to which the table is known complete, for time filters. */
  readonly watermark?: string;
  /** The greatest version seen, for version cursors. */
  readonly version?: string;
  /** ISO instant of T0 of the last pass that read everything. */
  readonly lastFull?: string;
};

/** Who landed a load. `run`: our own pass since the mark. `backfill`: a window of our own, which moves no mark. `foreign`: sealed from a hand-dropped object; moves none either. */
export type LoadOrigin = "run" | "backfill" | "foreign";

/** What a pass asked its source for. `since` (an instant or a version, null for everything) is `overlap` (milliseconds, or versions) before the mark, or further; `until` (ISO) is sent where the filter takes an end; `filter` is the declared kind. */
export type RequestWindow = {
  readonly since: string | null;
  readonly until: string;
  readonly overlap: number;
  readonly filter: FilterSpec["kind"];
};

/** Rows in which a pass and its source disagreed. `missing`: told by the API's total and on no page. `beyond`: of a version or instant that moves no mark, since nothing told of it. */
export type PassDrift = { readonly missing: number; readonly beyond: number };

/** The commit point of a load: written last, never overwritten, the only object that triggers ingestion. */
export type Manifest = {
  readonly v: 1;
  readonly loadId: string;
  readonly source: string;
  readonly table: string;
  /** Hash of the declared columns at landing. */
  readonly schema: string;
  readonly origin: LoadOrigin;
  /** `full` passes list every row, so that rows they lack have vanished. */
  readonly pass: "incremental" | "horizon" | "full";
  readonly since: string | null;
  /** What was asked for. Absent where nothing was asked: of a foreign object, and before this was kept. */
  readonly window?: RequestWindow;
  /** The mark that the pass started from. */
  readonly from: Mark;
  readonly t0: string;
  readonly elapsedMs: number;
  /** Milliseconds beyond T0 and `elapsedMs` up to which a version may be dated, by a clock that nobody keeps, and is taken for one of T0. Absent: it is taken at its word as far as clocks differ unnoticed. */
  readonly aheadMs?: number;
  readonly maxSeen: string | null;
  readonly pages: number;
  /** Answers of the source that the pages were made of; a request that was tried again counts once. */
  readonly requests: number;
  readonly rows: number;
  readonly misfits: number;
  /** Rows of erased people, dropped at sealing: in no part, and not among `rows`. Absent means none. */
  readonly erased?: number;
  /** What the source told and did not do. Absent before this was kept, and of a foreign object. */
  readonly drift?: PassDrift;
  /** Names of undeclared fields seen, without values. */
  readonly unknownFields: readonly string[];
  /** False when the API's total and the rows read disagreed twice: the mark stays. */
  readonly verified: boolean;
  readonly parts: readonly PartInfo[];
  readonly next: Mark;
  readonly workflowId: string;
  readonly runId: string;
};
