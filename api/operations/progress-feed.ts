import { countIn } from "../../core/backfill/walk-windows.ts";
import type { Operations } from "./operations.ts";

/** How far what runs is, for whoever follows it. Counts are assets, and windows. */
export type Progress = {
  readonly runs: readonly {
    readonly id: string;
    readonly state: string;
    readonly assets: number;
    readonly ended: number;
    readonly failures: number;
  }[];
  readonly backfills: readonly {
    readonly id: string;
    readonly state: string;
    readonly windows: number;
    readonly todo: number;
    readonly failed: number;
  }[];
};
/** What is told, each time it changed, as JSON. */
export type ProgressFeed = {
  /** Be told what is known, and what changes; gives how to be told no more. */
  readonly listen: (listener: (told: string) => void) => () => void;
  readonly listeners: () => number;
};

/** Runs and backfills that are told of, the latest. */
const most = 20;

/**
 * Follows runs and backfills while anybody listens, once for all who do: every `workMs` while something is on its way,
 * every `restMs` while nothing is. What cannot be read now is read the next time.
 */
export function createProgressFeed(
  operations: Pick<Operations, "runs" | "run" | "backfills">,
  { workMs, restMs } = { workMs: 3_000, restMs: 30_000 },
): ProgressFeed {
  const listeners = new Set<(told: string) => void>();
  let last: string | undefined;
  let looking = false;
  let timer: NodeJS.Timeout | undefined;
  const look = async (): Promise<void> => {
    looking = true;
    const found = await progressOf(operations).catch(() => undefined);
    looking = false;
    const told = found && JSON.stringify(found);
    if (told !== undefined && told !== last) for (const listener of listeners) listener(told);
    last = listeners.size === 0 ? undefined : (told ?? last);
    if (listeners.size > 0) timer = setTimeout(() => void look(), isBusy(found) ? workMs : restMs).unref();
  };
  return {
    listeners: () => listeners.size,
    listen(listener) {
      listeners.add(listener);
      if (last !== undefined) listener(last);
      else if (!looking) void look();
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        clearTimeout(timer);
        last = undefined;
      };
    },
  };
}

const isBusy = (found: Progress | undefined): boolean =>
  found !== undefined && [...found.runs, ...found.backfills].some(({ state }) => state === "running");

async function progressOf(operations: Pick<Operations, "runs" | "run" | "backfills">): Promise<Progress> {
  const filter = { job: null, state: null, since: null, asset: null, limit: most };
  const [runs, backfills] = await Promise.all([operations.runs(filter), operations.backfills()]);
  const followed = runs.map(async ({ id, state, assets, failures }) => ({
    id,
    state,
    assets: assets.length,
    ended: assets.length - (state === "running" ? (await operations.run(id)).toCome.length : 0),
    failures,
  }));
  return {
    runs: await Promise.all(followed),
    backfills: backfills.slice(0, most).map(({ id, state, tracks }) => ({
      id,
      state,
      windows: tracks.reduce((sum, { windows }) => sum + windows, 0),
      todo: countIn(tracks, "todo"),
      failed: countIn(tracks, "failed"),
    })),
  };
}
