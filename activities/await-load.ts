import { setTimeout as sleep } from "node:timers/promises";
import { Context } from "@temporalio/activity";
import { SillageError } from "../core/errors.ts";
import type { ActivityDeps } from "./deps.ts";
import { toFinished, type FinishedLoad } from "./finish-load.ts";
import { refusedBefore } from "./open-load.ts";

/** How often the ledger is asked, and how long a load may stay unknown to it. Milliseconds. */
export type AwaitBounds = { readonly everyMs: number; readonly unseenMs: number };

const usual: AwaitBounds = { everyMs: 1_000, unseenMs: 30 * 60_000 };

/** Wait until the ledger says that a load, ingested elsewhere, is merged; a paused throttle may take as long as it likes. Throws `load.refused`, `load.unseen`. */
export const createAwaitLoad = ({ database }: Pick<ActivityDeps, "database">, bounds = usual) =>
  async function awaitLoad({
    table,
    loadId,
  }: {
    readonly table: string;
    readonly loadId: string;
  }): Promise<FinishedLoad> {
    const context = Context.current();
    const began = performance.now();
    for (;;) {
      const load = await database.loadState(loadId);
      if (load?.state === "merged") return toFinished(load);
      if (load?.state === "refused") throw refusedBefore(load, load.code);
      if (load === undefined && performance.now() - began >= bounds.unseenMs) throw unseen(table, loadId, bounds);
      context.heartbeat({ table, state: load?.state ?? "not seen yet" });
      await sleep(bounds.everyMs, undefined, { signal: context.cancellationSignal });
    }
  };

const unseen = (table: string, loadId: string, { unseenMs }: AwaitBounds): SillageError =>
  new SillageError({
    code: "load.unseen",
    message: `The ledger does not know the load ${loadId} of ${table} after ${Math.round(unseenMs / 60_000)} minutes.`,
    fix: "Look whether the bucket posts its events and whether `sensor/landing` runs in the Web UI; the load is ingested once it is found.",
  });
