import { log, proxyActivities } from "@temporalio/workflow";
import type { Activities } from "../../activities/index.ts";
import { controlOptions } from "../contracts/options.ts";

const control = proxyActivities<Activities>({ ...controlOptions, startToCloseTimeout: "10m" });

/** Forget old runs, after a run whose end is written down: what cannot be forgotten today is forgotten tomorrow. */
export async function keepHouse(): Promise<void> {
  await control.keepHouse
    .executeWithOptions({ summary: "old runs" }, [{ now: new Date().toISOString() }])
    .catch(() => log.warn("old runs were not forgotten"));
}
