import { condition, isCancellation, log, patched, proxyActivities } from "@temporalio/workflow";
import type { Activities } from "../../activities/index.ts";
import type { Incident } from "../../core/automation/incident.ts";
import type { Notice } from "../../core/ports/alerts.ts";
import { alertOptions, recordOptions } from "../contracts/options.ts";
import type { PollingMemory } from "./polling-memory.ts";

const alert = proxyActivities<Activities>(alertOptions);
const record = proxyActivities<Activities>(recordOptions);

/** Tell what a sensor has to be told of, and keep its incidents, in order, while it looks: neither a webhook nor a database that is away holds a look up, nor one the other. Ends when its scope is cancelled; what was on its way then waits still. */
export async function tellNotices(memory: PollingMemory): Promise<void> {
  for (;;) {
    await condition(() => (memory.current.notices ?? []).length > 0);
    const [first] = memory.current.notices ?? [];
    if (first === undefined) continue;
    // Incidents of sensors that told before any was kept are in no table.
    if (patched("pollingSensor-20261128-kept")) {
      const [isTold] = await Promise.all([delivered(first), kept(first.incident)]);
      if (isTold) await kept({ ...first.incident, toldAt: new Date().toISOString() });
    } else await delivered(first);
    memory.keep({ ...memory.current, notices: (memory.current.notices ?? []).slice(1) });
  }
}

/** Whether somebody was told. */
async function delivered(notice: Notice): Promise<boolean> {
  const summary = `tell that ${notice.incident.asset} ${notice.event === "opened" ? "is failing" : "recovered"}`;
  try {
    await alert.deliverNotice.executeWithOptions({ summary }, [notice]);
    return true;
  } catch (error) {
    if (isCancellation(error)) throw error;
    log.warn("a notice was not delivered", { id: notice.id });
    return false;
  }
}

async function kept(incident: Incident): Promise<void> {
  try {
    const summary = `incident of ${incident.asset}`;
    await record.keepRecord.executeWithOptions({ summary }, [{ kind: "incident", incident }]);
  } catch (error) {
    if (isCancellation(error)) throw error;
    log.warn("an incident was not kept", { id: incident.id });
  }
}
