/** How a table's pages follow one another. `size` is rows a page; `*Param` are query parameter names. */
export type PagingSpec =
  | { readonly kind: "page"; readonly pageParam: string; readonly sizeParam: string; readonly size: number }
  | { readonly kind: "offset"; readonly offsetParam: string; readonly sizeParam: string; readonly size: number }
  /** `next` is the dotted path of the opaque cursor in the body; null or absent ends. What it loses when rows move under it, only `total` or `idsPath` can tell. */
  | {
      readonly kind: "cursor";
      readonly param: string;
      readonly sizeParam: string;
      readonly size: number;
      readonly next: string;
    }
  /** Rows come in order of `field`; the next page asks for what comes after the last one; a short or empty page ends. */
  | {
      readonly kind: "keyset";
      readonly param: string;
      readonly sizeParam: string;
      readonly size: number;
      readonly field: string;
    }
  /** A global version that grows with each change; an empty page ends. */
  | {
      readonly kind: "version";
      readonly param: string;
      readonly sizeParam: string;
      readonly size: number;
      readonly field: string;
    }
  /** `next` is `header` (RFC 8288 Link) or the dotted path of a URL in the body. What it loses when rows move under it, only `total` or `idsPath` can tell. */
  | { readonly kind: "link"; readonly sizeParam: string; readonly size: number; readonly next: string }
  /** One document holds everything. */
  | { readonly kind: "whole" };

/**
 * How an API takes instants in its queries: in UTC, as naive local time of its IANA `zone`, or as the day there. They
 * are floored to what it compares by: `tickMs`, whole seconds that divide an hour, or the day.
 */
export type SentInstant =
  | { readonly sends: "rfc3339" | "unix-seconds"; readonly tickMs: number }
  | { readonly sends: "local"; readonly zone: string; readonly tickMs: number }
  | { readonly sends: "date"; readonly zone: string };

/** What an API lets us ask for. `sent` is RFC 3339 by the second unless told. */
export type FilterSpec =
  | { readonly kind: "updated-since"; readonly param: string; readonly sent?: SentInstant }
  /** Rows changed later are found again by re-reading `horizonDays` each night. */
  | {
      readonly kind: "created-since";
      readonly param: string;
      readonly horizonDays: number;
      readonly sent?: SentInstant;
    }
  /** `from`: day (YYYY-MM-DD, UTC) before the vendor's first row, where the windows of a whole reading begin. */
  | {
      readonly kind: "window";
      readonly fromParam: string;
      readonly toParam: string;
      readonly longestDays: number;
      readonly from: string;
      readonly sent?: SentInstant;
    }
  /**
   * `overlap`: versions re-read before the mark, as many as are given out while one waits for its commit. `longestJump`:
   * a version further than this from the one before it moves no mark. `told`: dotted path of the greatest version that
   * the API tells, of its page or of all; a row beyond it moves no mark.
   */
  | { readonly kind: "version"; readonly overlap: number; readonly longestJump: number; readonly told?: string }
  /** No filter: every pass reads everything. */
  | { readonly kind: "none" };

/** How one table is read from its source. */
export type ReadSpec = {
  /** After the source's address; empty where that is the document's own. */
  readonly path: string;
  readonly format: "json" | "csv";
  readonly paging: PagingSpec;
  readonly filter: FilterSpec;
  /** Dotted path of the array of rows in the body; empty when the body is the array. */
  readonly rows: string;
  /** Dotted path of the total the API tells, if it does. */
  readonly total?: string;
  /** Milliseconds re-read before the watermark: commit delay + cache lag + one tick of the cursor and of the filter. */
  readonly overlapMs: number;
  /** Day (YYYY-MM-DD, UTC) of the first row that the source can have: what is asked for before it is refused. */
  readonly begins?: string;
  /** Path of a listing of all ids, for reconciliation of vanished and missed rows: `{ids, has_more}` by `after`. */
  readonly idsPath?: string;
};

/** A setting or secret named in a declaration and resolved by the configuration, never read in place. */
export type SettingRef = { readonly setting: string; readonly secret: boolean };

/** An HTTP API that tables come from, or one file. */
export type SourceSpec = {
  readonly name: string;
  /** `http:` and `https:`; of a file alone also `file:`, on each machine that reads it. */
  readonly baseUrl: SettingRef;
  readonly auth?: { readonly header: string; readonly value: SettingRef };
  /** Shared by every table read with this access key. */
  readonly manners: { readonly requestsPerSecond: number; readonly inFlight: number };
};
