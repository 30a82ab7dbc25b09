import { condition, getExternalWorkflowHandle, proxyActivities } from "@temporalio/workflow";
import type { Activities } from "../../activities/index.ts";
import type { DepReport } from "../contracts/automation.ts";
import { depUpdatedSignal } from "../contracts/automation-messages.ts";
import { workflowId } from "../contracts/ids.ts";
import { controlOptions } from "../contracts/options.ts";
import { withAutomation } from "../logic/automation.ts";
import { toTell } from "../logic/to-tell.ts";
import type { EntityMemory } from "./entity-memory.ts";

const control = proxyActivities<Activities>(controlOptions);

/** Tell dependants that have a condition of the asset's last materialisation, until the entity's run is over. What comes while they are told is told at once afterwards, however much it is. */
export async function tellDependants(memory: EntityMemory, over: () => boolean): Promise<void> {
  while (!over()) {
    const news = toTell(memory.current());
    if (news === undefined) {
      await condition(() => over() || toTell(memory.current()) !== undefined);
      continue;
    }
    await Promise.all(news.dependants.map((dependant) => tell(dependant, news.report)));
    memory.keep(withAutomation(memory.current(), (automation) => ({ ...automation, told: news.told })));
  }
}

/** A dependant whose entity does not run is woken. */
const tell = (dependant: string, report: DepReport): Promise<void> =>
  getExternalWorkflowHandle(workflowId.asset(dependant))
    .signal(depUpdatedSignal, report)
    .catch(() =>
      control.wakeAsset.executeWithOptions({ summary: `wake ${dependant}` }, [
        { asset: dependant, message: { signal: depUpdatedSignal.name, says: report } },
      ]),
    );
