import { setTimeout as sleep } from "node:timers/promises";
import { Context } from "@temporalio/activity";
import { SillageError } from "../core/errors.ts";
import type { ActivityDeps } from "./deps.ts";
import { toFinished, type FinishedLoad } from "./finish-load.ts";

/** Wait until the ledger says that a load, ingested elsewhere, is merged. Throws `load.refused`. */
export const createAwaitLoad = ({ database }: Pick<ActivityDeps, "database">) =>
  async function awaitLoad({
    table,
    loadId,
  }: {
    readonly table: string;
    readonly loadId: string;
  }): Promise<FinishedLoad> {
    const context = Context.current();
    for (;;) {
      const load = await database.loadState(loadId);
      if (load?.state === "merged") return toFinished(load);
      if (load?.state === "refused")
        throw new SillageError({
          code: "load.refused",
          message: `The load ${loadId} of ${table} was refused.`,
          fix: "See the ingestion's failure in the Web UI.",
        });
      context.heartbeat({ table, state: load?.state ?? "not seen yet" });
      await sleep(500, undefined, { signal: context.cancellationSignal });
    }
  };
