import { ApplicationFailure, CancellationScope, proxyActivities } from "@temporalio/workflow";
import type { Activities } from "../../activities/index.ts";
import type { WindowInput } from "../contracts/backfills.ts";
import { controlOptions, martOptions } from "../contracts/options.ts";

const control = proxyActivities<Activities>(controlOptions);
const ingest = proxyActivities<Activities>(martOptions);

/** The last window of an asset of a backfill: measure a table's checks, or build what of a mart is still stale. Rows that were built. Throws `check.failed` where a check blocks. */
export async function closeTrack(
  kind: "checks" | "stale",
  { asset, backfill }: Pick<WindowInput, "asset" | "backfill">,
): Promise<number> {
  if (kind === "checks") return checked(asset, backfill);
  const stale = await control.staleDays.executeWithOptions({ summary: `${asset}: stale days` }, [{ mart: asset }]);
  if (stale.paused || stale.days?.length === 0) return 0;
  const request = { mart: asset, days: stale.days, run: backfill, stale: "built" } as const;
  return CancellationScope.nonCancellable(async () => {
    const summary = `${asset}: ${stale.days === null ? "all days" : `${stale.days.length} stale days`}`;
    return (await ingest.rebuildMart.executeWithOptions({ summary }, [request])).rows;
  });
}

/** As in a night: what warns is told by the entity alone, what blocks fails, and what comes after the table is left. */
async function checked(table: string, cause: string): Promise<number> {
  const { blocked } = await ingest.checkTable.executeWithOptions({ summary: `${table}: checks` }, [{ table, cause }]);
  if (blocked.length === 0) return 0;
  throw ApplicationFailure.nonRetryable(
    `Checks of ${table} failed: ${blocked.join("; ")}. Mend its rows or the check: what comes after it was left alone.`,
    "check.failed",
  );
}
