import { CancellationScope, log, proxyActivities } from "@temporalio/workflow";
import type { Activities } from "../../activities/index.ts";
import type { ReleaseRequest } from "../../core/ports/asset-entities.ts";
import { controlOptions } from "../contracts/options.ts";

const control = proxyActivities<Activities>(controlOptions);

/** Give a turn back, also when cancelled. A failure to is no failure of the extraction: the turn of an ended workflow is taken away by whoever wants it next. */
export async function giveBack(table: string, turn: ReleaseRequest): Promise<void> {
  await CancellationScope.nonCancellable(() =>
    control.releaseCursor.executeWithOptions({ summary: `${table}: give the cursor back, ${turn.outcome}` }, [
      { table, ...turn },
    ]),
  ).catch(() => log.warn("the cursor was not given back", { table }));
}
