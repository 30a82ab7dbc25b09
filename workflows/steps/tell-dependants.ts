import { condition, getExternalWorkflowHandle, log, proxyActivities } from "@temporalio/workflow";
import type { Activities } from "../../activities/index.ts";
import type { DepReport } from "../contracts/automation.ts";
import { depUpdatedSignal } from "../contracts/automation-messages.ts";
import { workflowId } from "../contracts/ids.ts";
import { controlOptions } from "../contracts/options.ts";
import { withAutomation } from "../logic/automation.ts";
import { rootMessage } from "../logic/root-message.ts";
import { toTell } from "../logic/to-tell.ts";
import type { EntityMemory } from "./entity-memory.ts";

/** How long after a dependant could not be told all are told again, in milliseconds: told twice, they learn nothing new. */
const againAfter = 60_000;

const control = proxyActivities<Activities>(controlOptions);

/** Tell dependants that have a condition of the asset's last materialisation, until the entity's run is over. What comes while they are told is told at once afterwards, however much it is. */
export async function tellDependants(memory: EntityMemory, over: () => boolean): Promise<void> {
  while (!over()) {
    const news = toTell(memory.current());
    if (news === undefined) {
      await condition(() => over() || toTell(memory.current()) !== undefined);
      continue;
    }
    const heard = await Promise.all(news.dependants.map((dependant) => tell(dependant, news.report)));
    if (heard.includes(false)) await condition(over, againAfter, { summary: "until dependants are told again" });
    else memory.keep(withAutomation(memory.current(), (automation) => ({ ...automation, told: news.told })));
  }
}

/** A dependant whose entity does not run is woken. False when that did not succeed. */
const tell = (dependant: string, report: DepReport): Promise<boolean> =>
  getExternalWorkflowHandle(workflowId.asset(dependant))
    .signal(depUpdatedSignal, report)
    .catch(() =>
      control.wakeAsset.executeWithOptions({ summary: `wake ${dependant}` }, [
        { asset: dependant, message: { signal: depUpdatedSignal.name, says: report } },
      ]),
    )
    .then(
      () => true,
      (error: unknown) => {
        log.warn("a dependant was not told", { dependant, why: rootMessage(error) });
        return false;
      },
    );
