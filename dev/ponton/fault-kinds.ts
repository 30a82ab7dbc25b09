/** What can go wrong on the wire: any answer can meet it. */
const transportFaults = [
  "hang-before-headers",
  "hang-mid-body",
  "drip",
  "reset",
  "truncated-body",
  "bad-chunk",
  "bad-gzip",
  "keep-alive-closed",
] as const;

/** Answers in the place of the right one: any answer can meet them. */
const statusFaults = [
  "429-seconds",
  "429-date",
  "429-none",
  "500-html",
  "502",
  "503",
  "504-slow",
  "401",
  "403",
  "200-error-envelope",
  "200-login-page",
  "200-empty",
] as const;

/** What goes wrong between pages. */
const pagingFaults = [
  "cursor-expired",
  "rows-shift",
  "duplicate-row",
  "duplicate-page",
  "short-page",
  "empty-middle-page",
  "loop",
  "foreign-next-link",
  "changing-total",
] as const;

/** What is wrong with the first record of a page. */
const recordFaults = [
  "removed-column",
  "int-to-string",
  "bad-decimal",
  "future-updated-at",
  "huge-int",
  "lone-surrogate",
  "null-required",
] as const;

/** What can go wrong, by name. */
export type FaultKind = (typeof faultKinds)[number];
const faultKinds = [...transportFaults, ...statusFaults, ...pagingFaults, ...recordFaults] as const;

const isOneOf = (kinds: readonly string[], kind: string): boolean => kinds.includes(kind);

/** Whether there is a fault of that name. */
export const isFaultKind = (kind: string): kind is FaultKind => isOneOf(faultKinds, kind);
/** Whether an answer of any form can meet the fault. */
export const isWireFault = (kind: FaultKind): boolean => isOneOf([...transportFaults, ...statusFaults], kind);
