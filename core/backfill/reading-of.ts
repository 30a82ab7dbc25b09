import type { Cut } from "./track.ts";
import { labelOf } from "./window-of.ts";

/**
 * How a backfill reads an asset. `windows`: closed windows, then an open one; `since`: once, from the beginning asked for
 * up to now; `whole`: once, everything; `days`: a mart, rebuilt some days at a time. `says` is a sentence for people.
 */
export type Reading = { readonly kind: "windows" | "since" | "whole" | "days"; readonly says: string };

/** How the asset of that cut is read, and which of `--to`, `--window` and `--concurrency` its source leaves no room for. */
export function readingOf(cut: Cut): Reading {
  const reading = partsOf(cut);
  const closing = cut.kind === "days" ? "what is still stale by then" : "its checks";
  return cut.closing === true ? { ...reading, says: `${reading.says}; then ${closing}` } : reading;
}

function partsOf(cut: Cut): Reading {
  if (cut.kind === "days")
    return { kind: "days", says: `rebuilt ${cut.days} days at a time, one window after another` };
  const { closed, since } = cut;
  if (closed > 0) return { kind: "windows", says: `${closed} closed windows, some at once, then one up to now` };
  if (since === null) return { kind: "whole", says: "whole, once: its list takes neither a time nor an upper end" };
  const label = labelOf({ kind: "instants", since, until: null });
  return { kind: "since", says: `once, ${label} up to now: its list takes no upper end` };
}
