import { businessDay, localToInstant } from "../cast/zone.ts";
import { isCalendarDay } from "../is-calendar-day.ts";
import { SillageError } from "../errors.ts";
import type { AssetGraph } from "../graph/asset-graph.ts";
import { planOf, type PlanStep } from "../graph/plan.ts";
import { beginningOf } from "../source/beginning-of.ts";
import type { MartSpec, TableSpec } from "../spec/asset.ts";
import { readPartitions } from "./read-partitions.ts";
import { countOf, upTo } from "./ranges.ts";
import type { BackfillRequest, Cut, Track } from "./track.ts";
import { windowsOfDays } from "./window-of.ts";

const dayMs = 86_400_000;
/** Windows of one backfill: what is told of them, at the worst, stays below 32 KiB. */
const mostWindows = 10_000;

/** When the backfill starts, and the zone in which a day without a time begins. */
type Moment = { readonly now: Date; readonly zone: string };
type Span = { readonly from: number; readonly to: number };

/**
 * The tracks of a backfill, in dependency order. Throws `backfill.instant`, `backfill.empty-range`,
 * `backfill.before-beginning`, `backfill.partitions`, `backfill.no-partitions`, `backfill.too-many-windows`, and as `planOf`.
 */
export function planBackfill(graph: AssetGraph, request: BackfillRequest, moment: Moment): readonly Track[] {
  const { steps } = planOf(graph, "backfill", request.selection);
  const how = { ...moment, ms: request.windowMs };
  const { partitions } = request;
  const span = partitions === undefined ? spanOf(request, moment) : partitions;
  const tracks = steps.map((step) =>
    trackOf(
      step,
      withClosing(
        step,
        typeof span === "string" ? cutOfPartitions(graph, step, span, how) : cutOf(graph, step, span, how),
      ),
    ),
  );
  const total = tracks.reduce((sum, { windows }) => sum + windows, 0);
  if (total > mostWindows) throw tooMany(total);
  return tracks;
}

/** A table with checks is closed by them; a mart after assets of the same backfill by what they made stale beside its windows. */
const withClosing = ({ kind, after, checked }: PlanStep, cut: Cut): Cut =>
  (kind === "table" ? checked === true : after.length > 0) ? { ...cut, closing: true } : cut;

/** A track of which nothing was done yet. */
function trackOf({ asset, kind, source, after, automated }: PlanStep, cut: Cut): Track {
  const read = cut.kind === "instants" ? cut.closed + 1 : windowsOfDays(cut);
  const windows = read + (cut.closing === true ? 1 : 0);
  const none = { failed: "", skipped: "", cancelled: "", rows: 0 };
  const left = kind === "mart" && automated === true && { automated };
  return { asset, kind, source, after, ...left, cut, windows, todo: upTo(windows), ...none };
}

/** How many windows of a track ended as they should. `inWork` are neither. */
export const doneOf = (track: Track, inWork: number): number =>
  track.windows -
  inWork -
  [track.todo, track.failed, track.skipped, track.cancelled].reduce((n, r) => n + countOf(r), 0);

function spanOf({ from, to }: BackfillRequest, { now, zone }: Moment): Span {
  const start = instantOf("--from", from, zone);
  const asked = to === null ? now.getTime() : instantOf("--to", to, zone);
  const end = Math.min(asked, now.getTime());
  if (start < end) return { from: start, to: end };
  throw new SillageError({
    code: "backfill.empty-range",
    message: `Nothing lies between ${iso(start)} and ${iso(end)}, where the backfill would end.`,
    fix: "Give a --from that is before --to and before now.",
  });
}

function instantOf(option: string, text: string, zone: string): number {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text);
  const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/.test(text);
  const ms = day ? localToInstant(`${text}T00:00:00`, zone) : instant ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(ms) && isCalendarDay(text)) return ms;
  throw new SillageError({
    code: "backfill.instant",
    message: `${option} is "${text}".`,
    fix: "Give a day (2026-01-31) or an instant (2026-01-31T06:00:00Z).",
  });
}

function cutOf(graph: AssetGraph, { asset }: PlanStep, span: Span, how: Moment & { readonly ms: number }): Cut {
  const spec = graph.asset(asset);
  return spec.kind === "table" ? instantsOf(spec, span, how) : daysOf(spec, span, how.ms);
}

/** Where an API takes an upper end, closed windows and one open one since the backfill's own start; elsewhere the open one alone. */
function instantsOf(
  { key, read }: TableSpec,
  { from, to }: Span,
  { now, zone, ms }: Moment & { readonly ms: number },
): Cut {
  const { filter, overlapMs } = read;
  const beginning = beginningOf(read);
  if (beginning !== undefined && businessDay(iso(from), zone) < beginning)
    throw beforeBeginning(key, iso(from), beginning);
  const cut = { kind: "instants", from: iso(from), to: iso(to), ms } as const;
  if (filter.kind === "none" || filter.kind === "version") return { ...cut, closed: 0, since: null };
  if (filter.kind !== "window") return { ...cut, closed: 0, since: iso(from - overlapMs) };
  const first = Math.max(from, Date.parse(filter.from));
  const closed = Math.max(0, Math.ceil((to - first) / ms));
  return { ...cut, from: iso(first), closed, since: iso(now.getTime() - overlapMs) };
}

/** The days of a mart that are named, up to today. */
function cutOfPartitions(
  graph: AssetGraph,
  { asset }: PlanStep,
  text: string,
  { now, ms }: Moment & { readonly ms: number },
): Cut {
  const spec = graph.asset(asset);
  if (spec.kind === "table") throw noPartitions(asset);
  const named = readPartitions(text);
  const end = nextDay(businessDay(now.toISOString(), spec.partitions.zone));
  const spans = named.filter(({ from }) => from < end).map(({ from, to }) => ({ from, to: to < end ? to : end }));
  const [first, last] = [spans[0], spans.at(-1)];
  if (first === undefined || last === undefined) throw notYet(asset, text);
  if (first.from < spec.partitions.from) throw beforeBeginning(asset, first.from, spec.partitions.from, "--partitions");
  return { kind: "days", from: first.from, to: last.to, days: Math.max(1, Math.floor(ms / dayMs)), spans };
}

/** A mart's days, from the first that it has. */
function daysOf({ key, partitions }: MartSpec, { from, to }: Span, ms: number): Cut {
  const first = businessDay(iso(from), partitions.zone);
  const end = nextDay(businessDay(iso(to - 1), partitions.zone));
  if (end <= partitions.from) throw beforeBeginning(key, iso(from), partitions.from);
  const begins = first < partitions.from ? partitions.from : first;
  return { kind: "days", from: begins, to: end, days: Math.max(1, Math.floor(ms / dayMs)) };
}

const iso = (ms: number): string => new Date(ms).toISOString();
const nextDay = (day: string): string => iso(Date.parse(day) + dayMs).slice(0, 10);

const beforeBeginning = (asset: string, from: string, beginning: string, option = "--from"): SillageError =>
  new SillageError({
    code: "backfill.before-beginning",
    message: `${asset} begins on ${beginning}, and ${from} lies before it.`,
    fix: `Give ${option} ${beginning} or later.`,
  });

const noPartitions = (asset: string): SillageError =>
  new SillageError({
    code: "backfill.no-partitions",
    message: `${asset} is a table, which has no partitions.`,
    fix: "Select marts alone, or give --from and --to for tables.",
  });

const notYet = (asset: string, text: string): SillageError =>
  new SillageError({
    code: "backfill.empty-range",
    message: `No partition of ${asset} has begun of those named by "${text}".`,
    fix: "Give partitions up to today.",
  });

const tooMany = (windows: number): SillageError =>
  new SillageError({
    code: "backfill.too-many-windows",
    message: `The backfill would be ${windows} windows, more than ${mostWindows}.`,
    fix: "Give a longer --window, or fewer assets at a time.",
  });
