import { tickOf } from "../../core/source/sent-instant.ts";
import type { FilterSpec, PagingSpec, ReadSpec, SentInstant, SettingRef, SourceSpec } from "../../core/spec/read.ts";
import type { TableOrigin } from "./table.ts";

/** A setting that the configuration resolves, by the name of its environment variable. */
export const setting = (name: string): SettingRef => ({ setting: name, secret: false });
/** A secret that the configuration resolves; it is never shown. */
export const secret = (name: string): SettingRef => ({ setting: name, secret: true });
/** Authentication by one header. */
export const header = (name: string, value: SettingRef) => ({ header: name, value });

/** What `list()` takes: how pages follow, what may be asked for, where rows stand in the body. */
export type ListOptions = {
  readonly paging: PagingSpec;
  readonly since?: FilterSpec;
  readonly rows?: string;
  readonly total?: string;
  readonly overlap?: Duration;
  /** Day before the list's first row, where it begins later than its source. */
  readonly begins?: string;
  readonly ids?: string;
  readonly format?: "json" | "csv";
};
/** For instance `2 minutes`, `45 days`. */
export type Duration = `${number} ${"second" | "seconds" | "minute" | "minutes" | "hour" | "hours" | "day" | "days"}`;

const unitMs: Readonly<Record<string, number>> = { second: 1_000, minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/** Milliseconds of a duration. */
export function durationMs(duration: Duration): number {
  const [count = "0", unit = ""] = duration.split(" ");
  return Number(count) * (unitMs[unit.replace(/s$/, "")] ?? 0);
}

/** A declared source. */
export type DeclaredSource = {
  readonly spec: SourceSpec;
  readonly list: (path: string, options: ListOptions) => TableOrigin;
};

/** Declare an HTTP API that tables come from. `begins` (YYYY-MM-DD) is the day before its first row: nothing before it is asked for. */
export function restSource(
  name: string,
  options: Omit<SourceSpec, "name"> & { readonly commitDelay?: Duration; readonly begins?: string },
): DeclaredSource {
  const { commitDelay, begins, ...rest } = options;
  const quarterHour = durationMs("15 minutes");
  return {
    spec: { name, ...rest },
    list: (path, list) => ({
      source: name,
      read: readSpec(
        path,
        { ...(begins !== undefined && { begins }), ...list },
        Math.max(quarterHour, durationMs(commitDelay ?? "0 seconds")),
      ),
    }),
  };
}

function readSpec(path: string, list: ListOptions, overlapMs: number): ReadSpec {
  return {
    path,
    format: list.format ?? "json",
    paging: list.paging,
    filter: list.since ?? { kind: "none" },
    rows: list.rows ?? "",
    ...(list.total !== undefined && { total: list.total }),
    overlapMs: (list.overlap === undefined ? overlapMs : durationMs(list.overlap)) + coarseTickMs(list.since),
    ...(list.begins !== undefined && { begins: list.begins }),
    ...(list.ids !== undefined && { idsPath: list.ids }),
  };
}

/** The filter's tick where it is longer than a second: an overlap holds that much anyway. */
function coarseTickMs(filter: FilterSpec | undefined): number {
  if (filter === undefined || !("sent" in filter) || filter.sent === undefined) return 0;
  const tick = tickOf(filter.sent);
  return tick > 1_000 ? tick : 0;
}

/** Numbered pages from 1. */
export const page = (size: number, names = { page: "page", size: "per_page" }): PagingSpec => ({
  kind: "page",
  pageParam: names.page,
  sizeParam: names.size,
  size,
});
/** Row offsets from 0. */
export const offset = (size: number, names = { offset: "offset", size: "limit" }): PagingSpec => ({
  kind: "offset",
  offsetParam: names.offset,
  sizeParam: names.size,
  size,
});
/** An opaque cursor found in the body. */
export const cursor = (size: number, next: string, names = { cursor: "cursor", size: "limit" }): PagingSpec => ({
  kind: "cursor",
  param: names.cursor,
  sizeParam: names.size,
  size,
  next,
});
/** Rows in order of a field; each page asks for what comes after the last one. */
export const keyset = (field: string, size: number, names = { after: "after_id", size: "limit" }): PagingSpec => ({
  kind: "keyset",
  param: names.after,
  sizeParam: names.size,
  size,
  field,
});
/** A global version that grows with each change. */
export const version = (
  field: string,
  size: number,
  names = { after: "after_version", size: "limit" },
): PagingSpec => ({ kind: "version", param: names.after, sizeParam: names.size, size, field });
/** The URL of the next page, in the `Link` header (`header`) or at a path of the body. */
export const link = (next: string, size: number, sizeParam = "limit"): PagingSpec => ({
  kind: "link",
  sizeParam,
  size,
  next,
});
/** One document. */
export const whole = (): PagingSpec => ({ kind: "whole" });

/** How an API takes instants in its queries; `tick` is how finely it compares them: a second unless told. */
export type Sending =
  | { readonly sends: "rfc3339" | "unix-seconds"; readonly tick?: Duration }
  | { readonly sends: "local"; readonly zone: string; readonly tick?: Duration }
  | { readonly sends: "date"; readonly zone: string };

/** Rows updated since an instant. */
export const updatedSince = (param: string, sending?: Sending): FilterSpec => ({
  kind: "updated-since",
  param,
  ...sentAs(sending),
});
/** Rows created since an instant; those changed later are found by re-reading `horizon` each night. */
export const createdSince = (param: string, horizon: Duration = "45 days", sending?: Sending): FilterSpec => ({
  kind: "created-since",
  param,
  horizonDays: durationMs(horizon) / 86_400_000,
  ...sentAs(sending),
});
/** Rows updated inside a window of at most `longest`; a whole reading begins on the day `from`, before the vendor's first row. */
export const updatedWindow = (
  names: { readonly from: string; readonly to: string },
  { longest, from, sending }: { readonly longest: Duration; readonly from: string; readonly sending?: Sending },
): FilterSpec => ({
  kind: "window",
  fromParam: names.from,
  toParam: names.to,
  longestDays: durationMs(longest) / 86_400_000,
  from,
  ...sentAs(sending),
});

function sentAs(sending: Sending | undefined): { readonly sent?: SentInstant } {
  if (sending === undefined) return {};
  if (sending.sends === "date") return { sent: sending };
  const { tick = "1 second", ...rest } = sending;
  return { sent: { ...rest, tickMs: durationMs(tick) } };
}
/** Rows whose version is greater than the last one seen, less `overlap` versions; `told` is the dotted path of the greatest version that the API tells. */
export const byVersion = (options: {
  readonly overlap: number;
  readonly longestJump: number;
  readonly told?: string;
}): FilterSpec => ({ kind: "version", ...options });
