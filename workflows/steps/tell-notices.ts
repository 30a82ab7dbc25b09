import { condition, isCancellation, log, proxyActivities } from "@temporalio/workflow";
import type { Activities } from "../../activities/index.ts";
import { alertOptions } from "../contracts/options.ts";
import type { PollingMemory } from "./polling-memory.ts";

const alert = proxyActivities<Activities>(alertOptions);

/** Tell what a sensor has to be told of, in order, while it looks: a webhook that is away holds no look up. Ends when its scope is cancelled; what was on its way then waits still. */
export async function tellNotices(memory: PollingMemory): Promise<void> {
  for (;;) {
    await condition(() => (memory.current.notices ?? []).length > 0);
    const [first] = memory.current.notices ?? [];
    if (first === undefined) continue;
    const summary = `tell that ${first.incident.asset} ${first.event === "opened" ? "is failing" : "recovered"}`;
    try {
      await alert.deliverNotice.executeWithOptions({ summary }, [first]);
    } catch (error) {
      if (isCancellation(error)) throw error;
      log.warn("a notice was not delivered", { id: first.id });
    }
    memory.keep({ ...memory.current, notices: (memory.current.notices ?? []).slice(1) });
  }
}
