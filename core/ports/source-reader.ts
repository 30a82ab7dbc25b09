import type { ApiRecord } from "../landed-row.ts";
import type { ReadSpec } from "../spec/read.ts";

/** Where a pass stands: plain JSON, carried in heartbeats. */
export type PageCursor =
  | { readonly kind: "number"; readonly at: number; readonly window: number }
  | { readonly kind: "text"; readonly at: string; readonly window: number }
  | { readonly kind: "start"; readonly window: number };

/** One page of a pass. */
export type Page = {
  readonly records: readonly ApiRecord[];
  /** Where the following page starts; undefined at the end of the pass. */
  readonly next: PageCursor | undefined;
  /** The server's `Date` (minus `Age`), ISO; undefined without one. */
  readonly serverDate: string | undefined;
  /** The total the API told, if it does. */
  readonly total: number | undefined;
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
 * Reads pages of one table in order. Throws coded `source.*` errors: `unauthorised`, `forbidden`, `unreachable`,
 * `rate-limited`, `server-error`, `not-json`, `truncated`, `page-loop`, `foreign-link`, `cursor-expired`,
 * `contract`.
 */
export type SourceReader = {
  readonly pages: (pass: PassRequest, signal: AbortSignal) => AsyncIterable<Page>;
  /** All ids of a table in pages, for reconciliation. */
  readonly ids: (source: string, idsPath: string, signal: AbortSignal) => AsyncIterable<readonly string[]>;
};
