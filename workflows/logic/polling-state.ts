import type { Pause } from "../../core/ports/audit.ts";
import type { SensorMirror, SensorRun } from "../../core/ports/sensors.ts";
import type { PollingStateV1 } from "../contracts/polling.ts";

const minuteMs = 60_000;
/** The first pause after a failure, doubled by each further one. */
const firstBackoffMs = minuteMs / 2;
/** The longest pause of a sensor that polls more often than that. */
const longestBackoffMs = 60 * minuteMs;
/** Runs that a sensor tells of. */
const remembered = 10;

/** A sensor that has never polled, or goes on from what our own tables know of it. */
export const firstPolling = (mirror: SensorMirror | null): PollingStateV1 => ({
  v: 1,
  revision: mirror?.revision ?? 0,
  cursor: mirror?.cursor ?? null,
  pause: mirror?.pause ?? null,
  polledAt: mirror?.polledAt ?? null,
  failures: 0,
  failure: null,
  nextAt: null,
  polls: 0,
  started: 0,
  repeated: 0,
  runs: [],
  refused: null,
  health: null,
});

/** What our own tables keep of a sensor. */
export const mirrorOf = (name: string, state: PollingStateV1): SensorMirror => {
  const { revision, cursor, pause, polledAt, failures, failure } = state;
  return { name, revision, cursor, pause, polledAt, failures, failure };
};

/** Milliseconds until the next poll, after so many failures one after another. */
export const waitMs = (everyMs: number, failures: number): number =>
  failures === 0 ? everyMs : Math.min(firstBackoffMs * 2 ** (failures - 1), Math.max(everyMs, longestBackoffMs));

/** A poll that gave a cursor, and the runs that were started for it. */
export type Polled = {
  readonly cursor: string | null;
  readonly runs: readonly SensorRun[];
  readonly repeated: number;
};

/** After a poll that went well, at `now`. */
export const polled = (
  state: PollingStateV1,
  { cursor, runs, repeated }: Polled,
  { now, everyMs }: { readonly now: number; readonly everyMs: number },
): PollingStateV1 => ({
  ...state,
  revision: state.revision + 1,
  cursor,
  polledAt: iso(now),
  failures: 0,
  failure: null,
  nextAt: iso(now + everyMs),
  polls: state.polls + 1,
  started: state.started + runs.length,
  repeated: state.repeated + repeated,
  runs: [...runs, ...state.runs].slice(0, remembered),
});

/** After a poll that failed, at `now`: the cursor stays. */
export const failed = (
  state: PollingStateV1,
  failure: string,
  { now, everyMs }: { readonly now: number; readonly everyMs: number },
): PollingStateV1 => ({
  ...state,
  revision: state.revision + 1,
  polledAt: iso(now),
  failures: state.failures + 1,
  failure: failure.slice(0, 500),
  nextAt: iso(now + waitMs(everyMs, state.failures + 1)),
  polls: state.polls + 1,
});

/** After a look that nothing could be kept of: from its cursor on it is made again, and finds its runs started. What somebody changed meanwhile (`current`, not `told`) stays. */
export const unsaved = ({ before, told, current }: Readonly<Record<"before" | "told" | "current", PollingStateV1>>) => {
  const { failures, polls, started, repeated, runs } = before;
  const cursor = current.cursor === told.cursor ? before.cursor : current.cursor;
  return { ...current, cursor, failures, polls, started, repeated, runs };
};

/** Held in somebody's name, or let go on. */
export const held = (state: PollingStateV1, pause: Pause | null): PollingStateV1 => ({
  ...state,
  revision: state.revision + 1,
  pause,
  refused: null,
  nextAt: pause === null ? null : state.nextAt,
});

/** From another cursor on. */
export const reset = (state: PollingStateV1, cursor: string | null): PollingStateV1 => ({
  ...state,
  revision: state.revision + 1,
  cursor,
  refused: null,
  failures: 0,
  failure: null,
  nextAt: null,
});

/** How it fares, as the search attribute tells. */
export const healthOf = ({ pause, failures }: PollingStateV1): "ok" | "failing" | "paused" =>
  pause !== null ? "paused" : failures > 0 ? "failing" : "ok";

/** The sensor's page in the Web UI. */
export const pollingBoard = (name: string, state: PollingStateV1): string =>
  [
    `### ${name} — ${healthOf(state)}`,
    ...(state.pause === null ? [] : [`⏸ by ${state.pause.who} since ${state.pause.at}: ${state.pause.why}`]),
    ...(state.refused === null ? [] : [`✘ ${state.refused}`]),
    ...(state.failure === null
      ? []
      : [`**${state.failures} polls failed one after another:** ${state.failure} The next one is at ${state.nextAt}.`]),
    `| cursor | polled | polls | runs started | asked again |\n|---|---|---|---|---|\n| ${state.cursor === null ? "–" : `\`${state.cursor.slice(0, 100)}\``} | ${state.polledAt ?? "–"} | ${state.polls} | ${state.started} | ${state.repeated} |`,
    ...state.runs.map(
      ({ run, key, at }) =>
        `- ${at} [${run}](/namespaces/{namespace}/workflows/${encodeURIComponent(run)}) for \`${key.slice(0, 80)}\``,
    ),
  ].join("\n\n");

const iso = (ms: number): string => new Date(ms).toISOString();
