import type { Sensitive } from "../sensitive.ts";
import type { ApiRecord } from "../landed-row.ts";
import type { ReadSpec } from "../spec/read.ts";

/** Where a pass stands: plain JSON, carried in heartbeats. `rows`: rows read before in this window. */
export type PageCursor =
  /** `after`: fingerprint of what was read before, of a paged list its last row, of a body all its rows; a resumed pass looks for it, since rows may have moved. */
  | {
      readonly kind: "number";
      readonly at: number;
      readonly window: number;
      readonly rows?: number;
      readonly after?: string;
    }
  | { readonly kind: "text"; readonly at: string; readonly window: number; readonly rows?: number }
  | { readonly kind: "start"; readonly window: number };

/** One page of a pass. */
export type Page = {
  readonly records: Sensitive<readonly ApiRecord[]>;
  /** Where the following page starts; undefined at the end of the pass. */
  readonly next: PageCursor | undefined;
  /** The server's `Date` (minus `Age`), ISO; undefined without one. */
  readonly serverDate: string | undefined;
  /** Rows that the API's total of the window told and no page held; told by the window's last page, 0 before. */
  readonly missing: number;
  /** Answers that were read for this page since the one before: 0 for a further page of one body. */
  readonly requests: number;
  /** Rows of the window that are still to come, by the API's total; absent where it tells none. */
  readonly ahead?: number;
  /** The greatest version that the API told with this page, where it is declared to; a whole number as text. */
  readonly toldVersion?: string;
};

/** One pass to make. `since` is ISO, already less the overlap; undefined reads everything. */
export type PassRequest = {
  readonly source: string;
  readonly table: string;
  readonly read: ReadSpec;
  readonly since: string | undefined;
  /** For version cursors. */
  readonly version: string | undefined;
  /** Upper end of the last window of capped-window APIs: ISO, far enough ahead to be open. */
  readonly until: string;
  /** Resume after this cursor. */
  readonly from: PageCursor | undefined;
};

/**
 * Reads pages of one table in order: any row that was listed at the start is in one of them, at that version or newer,
 * whatever the source does meanwhile; some rows may come twice. Throws coded `source.*` errors: `unauthorised`,
 * `forbidden`, `unreachable`, `rate-limited`, `server-error`, `not-json`, `not-csv`, `no-file`, `truncated`, `too-large`, `page-loop`,
 * `foreign-link`, `cursor-expired`, `shifting`, `contract`.
 */
export type SourceReader = {
  readonly pages: (pass: PassRequest, signal: AbortSignal) => AsyncIterable<Page>;
  /** All ids of a table in pages, for reconciliation. */
  readonly ids: (source: string, idsPath: string, signal: AbortSignal) => AsyncIterable<readonly string[]>;
};
