import type {
  AcquireAnswer,
  AcquireRequest,
  LandedReport,
  MaterialisedReport,
  ReleaseRequest,
} from "../../core/ports/asset-entities.ts";
import { laterMark } from "../../core/watermark/later-mark.ts";
import type { AssetStateV1 } from "../contracts/state.ts";

/** Materialisations that an entity remembers. */
const remembered = 20;

/** Whether a lease still holds at `now`. */
const held = (state: AssetStateV1, now: Date): boolean =>
  state.lease !== null && Date.parse(state.lease.until) > now.getTime();

/** Grant the cursor under a greater fence, or queue the asker behind its holder. The same holder gets its lease again. */
export function acquire(
  state: AssetStateV1,
  request: AcquireRequest,
  now: Date,
): { readonly state: AssetStateV1; readonly answer: AcquireAnswer } {
  const { holder } = request;
  const others = state.waiting.filter((waiting) => waiting !== holder);
  const blocked = state.paused || (held(state, now) && state.lease?.holder !== holder);
  if (blocked)
    return {
      state: { ...state, waiting: [...others, holder] },
      answer: { granted: false, holder: state.lease?.holder ?? "nobody", paused: state.paused },
    };
  const fence = state.fence + 1;
  const lease = { holder, fence, until: new Date(now.getTime() + request.leaseMs).toISOString() };
  return { state: { ...state, fence, lease, waiting: others }, answer: { granted: true, mark: state.mark, fence } };
}

/** Move the landed mark, never back. */
export const advance = (state: AssetStateV1, report: LandedReport): AssetStateV1 => ({
  ...state,
  mark: laterMark(state.mark, report.mark),
});

/** Whether a report comes from a writer that a newer lease has replaced. */
export const isStale = (state: AssetStateV1, fence: number): boolean => fence < state.fence;

/** Remember a success and what is loaded. */
export function materialised(state: AssetStateV1, report: MaterialisedReport): AssetStateV1 {
  const loadedThrough =
    [state.loadedThrough, report.loadedThrough]
      .filter((mark) => mark !== null)
      .sort()
      .at(-1) ?? null;
  if (report.id === null || state.recent.some((known) => known.id === report.id)) return { ...state, loadedThrough };
  const entry = { id: report.id, at: report.at, rows: report.rows, load: report.load };
  return { ...state, loadedThrough, recent: [entry, ...state.recent].slice(0, remembered) };
}

/** Give a lease back; one that is no longer held changes nothing. */
export const release = (state: AssetStateV1, request: ReleaseRequest): AssetStateV1 =>
  state.lease?.holder === request.holder && state.lease.fence === request.fence ? { ...state, lease: null } : state;

/** The entity's page in the Web UI. */
export function stateMarkdown(state: AssetStateV1): string {
  const rows = state.recent.map((entry) => `| ${entry.at} | ${entry.rows} | \`${entry.id}\` |`);
  return [
    `### ${state.asset}${state.paused ? " — paused" : ""}`,
    `| landed through | loaded through | fence | held by | waiting |`,
    `|---|---|---|---|---|`,
    `| ${state.mark.watermark ?? state.mark.version ?? "–"} | ${state.loadedThrough ?? "–"} | ${state.fence} | ${state.lease?.holder ?? "–"} | ${state.waiting.join(", ") || "–"} |`,
    "",
    "| materialised | rows | id |",
    "|---|---|---|",
    ...rows,
  ].join("\n");
}
