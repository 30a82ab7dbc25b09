import { log, proxyActivities, setHandler, uuid4, workflowInfo } from "@temporalio/workflow";
import type { Activities } from "../../activities/index.ts";
import {
  runConcurrencySignal,
  runConcurrencyUpdate,
  type Changed,
  type ConcurrencyOrder,
} from "../contracts/control-messages.ts";
import { recordOptions } from "../contracts/options.ts";
import type { Pace } from "../logic/pace.ts";
import { readConcurrency } from "../logic/read-orders.ts";
import { refuseOrder } from "./refuse-order.ts";

const record = proxyActivities<Activities>(recordOptions);

const sample = '{"concurrency":2,"who":"Ada Exemple","why":"the source is slow tonight"}';

/** Answer those who change how many assets the run works on at once: each change is told to the audit. `tell` shows why a signal was refused; null: none was. */
export function answerConcurrency(pace: Pace, tell: (refused: string | null) => void): void {
  const change = (order: ConcurrencyOrder): Promise<Changed> => {
    const oldValue = String(pace.atOnce());
    pace.set(order.concurrency);
    tell(null);
    return recordChange(order, { oldValue, newValue: String(order.concurrency) });
  };
  setHandler(runConcurrencyUpdate, change, {
    validator: (order) => refuseOrder(readConcurrency(order)),
    description: `Assets worked on at once, 1 to 32, from now on; those in work are not stopped. Example: ${sample}`,
  });
  setHandler(
    runConcurrencySignal,
    async (argument) => {
      const read = readConcurrency(argument);
      if ("problem" in read) return tell(`\`setConcurrency\` was refused: ${read.problem}`);
      await change(read.order).catch(() => log.warn("a change by hand was not recorded"));
    },
    { description: `As the update of this name, for hand use. Example: ${sample}` },
  );
}

async function recordChange({ who, why }: ConcurrencyOrder, changed: Changed): Promise<Changed> {
  const { workflowId: subject } = workflowInfo();
  const entry = { id: uuid4(), at: new Date().toISOString(), what: "run.concurrency", subject, who, why } as const;
  await record.recordAudit.executeWithOptions({ summary: `audit: concurrency ${changed.newValue}` }, [
    { entry: { ...entry, ...changed }, mirror: null },
  ]);
  return changed;
}
