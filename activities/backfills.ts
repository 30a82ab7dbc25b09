import { cutBackfills } from "../core/backfill/cut-backfills.ts";
import { planBackfill } from "../core/backfill/plan-backfill.ts";
import type { BackfillRecord, BackfillRequest, Track } from "../core/backfill/track.ts";
import { again, type WindowEnd } from "../core/backfill/walk-windows.ts";
import type { BackfillWindow } from "../core/backfill/window-of.ts";
import { SillageError } from "../core/errors.ts";
import type { HeldAsset } from "../core/ports/backfills.ts";
import type { ActivityDeps } from "./deps.ts";
import { isPaused } from "./is-paused.ts";
import type { Pass } from "./start-pass.ts";
import { windowPass } from "./window-pass.ts";

/** A backfill to begin: `retry` takes the windows that failed or were skipped before under this id, and the marts after them. */
export type BeginRequest = { readonly id: string; readonly request: BackfillRequest; readonly retry: boolean };
/** Its tracks, written down as running; or the assets that others work on. */
export type BeginAnswer =
  | { readonly begun: true; readonly tracks: readonly Track[] }
  | { readonly begun: false; readonly held: readonly HeldAsset[] };
/** A window to start. */
export type WindowRequest = { readonly asset: string; readonly window: BackfillWindow };
/** That its asset is paused; or what to read, null where nothing is. */
export type StartedWindow = { readonly paused: true } | { readonly paused: false; readonly pass: Pass | null };

/** A backfill's beginning, its windows, what is kept of it. */
export const createBackfillActivities = ({
  graph,
  zone,
  clock,
  database,
  entities,
}: Pick<ActivityDeps, "graph" | "zone" | "clock" | "database" | "entities">) => ({
  /** Plan a backfill and write it down, unless running ones work on its assets. One that was ended from outside holds nothing. Throws as `planBackfill`, and `backfill.unknown`. */
  async beginBackfill({ id, request, retry }: BeginRequest): Promise<BeginAnswer> {
    const now = clock.now();
    const tracks = retry
      ? again((await knownBackfill(database, id)).tracks)
      : planBackfill(graph, request, { now, zone });
    const begin = () => database.beginBackfill({ id, request, tracks, startedAt: now.toISOString() });
    const held = await begin();
    if (held.length === 0) return { begun: true, tracks };
    const holders = [...new Set(held.map(({ by }) => by))];
    await cutBackfills(database, entities.isRunning, holders, now);
    const still = await begin();
    return still.length === 0 ? { begun: true, tracks } : { begun: false, held: still };
  },
  /** Keep how a backfill stands; ended unless it is running. */
  async saveBackfill(
    stands: Pick<BackfillRecord, "id" | "state" | "tracks"> & Partial<Pick<BackfillRecord, "request">>,
  ): Promise<void> {
    const endedAt = stands.state === "running" ? null : clock.now().toISOString();
    await database.saveBackfill({ ...stands, endedAt });
  },
  /** How a window that was started before ended; null unless it is done, and for a mart's, which was built without what is read again since. One that is on its way is waited for. */
  async doneWindow(workflow: string): Promise<WindowEnd | null> {
    const end = await entities.endOfWindow(workflow);
    const isOfMart = graph.spec.marts.some(({ key }) => key === workflow.split("/").at(-2));
    return end?.state === "done" && !isOfMart ? end : null;
  },
  /** Mint a load for a window of a table; the window of a paused asset is left alone. */
  async startWindow({ asset, window }: WindowRequest): Promise<StartedWindow> {
    if (await isPaused({ database, entities }, asset)) return { paused: true };
    return { paused: false, pass: window.kind === "instants" ? windowPass(asset, window, clock.now()) : null };
  },
});

async function knownBackfill(
  { backfill }: Pick<ActivityDeps["database"], "backfill">,
  id: string,
): Promise<BackfillRecord> {
  const known = await backfill(id);
  if (known !== undefined) return known;
  throw new SillageError({
    code: "backfill.unknown",
    message: `There is no backfill "${id}".`,
    fix: "Choose among those of `sillage backfill list`.",
  });
}
