import type { PassRequest } from "../ports/source-reader.ts";
import type { FilterSpec } from "../spec/read.ts";
import { bySecond, sentMs, sentText } from "./sent-instant.ts";

const hourMs = 3_600_000;
const dayMs = 86_400_000;
type Windowed = Extract<FilterSpec, { kind: "window" }>;
/** One window as the API is asked for it. */
type Window = { readonly from: string; readonly to: string };

/** The windows of a pass whose API caps them: half-open, in order, from `since` or the declared beginning, the last one ending at `until` or a tick later. One without cap for other filters. */
export function windowsOf(pass: Pick<PassRequest, "read" | "since" | "until">): readonly Window[] {
  const { filter } = pass.read;
  if (filter.kind !== "window") return [{ from: pass.since ?? "", to: pass.until }];
  const { sent = bySecond } = filter;
  const longest = longestMs(filter);
  // A date that an API takes as its midnight would close a window before the day is over.
  const end = sentMs(pass.until, sent) + (sent.sends === "date" ? dayMs : 0);
  const windows: Window[] = [];
  for (let from = sentMs(pass.since ?? filter.from, sent); from < end; from += longest)
    windows.push({ from: sentText(from, sent), to: sentText(Math.min(end, from + longest), sent) });
  return windows;
}

/** Milliseconds on the API's clock that a window may last: an hour less where its wall is put back, since that hour lasts two. */
const longestMs = ({ sent = bySecond, longestDays }: Windowed): number => {
  if (sent.sends === "date") return Math.floor(longestDays) * dayMs;
  return longestDays * dayMs - (sent.sends === "local" ? hourMs : 0);
};
