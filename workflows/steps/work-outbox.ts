import { CancellationScope, condition, isCancellation, log, proxyActivities } from "@temporalio/workflow";
import type { Activities } from "../../activities/index.ts";
import type { Notice } from "../../core/ports/alerts.ts";
import type { Outbox } from "../contracts/automation.ts";
import { alertOptions, recordOptions } from "../contracts/options.ts";
import { told } from "../logic/incidents.ts";
import { delivered, written } from "../logic/outbox.ts";
import { rootMessage } from "../logic/root-message.ts";
import type { EntityMemory } from "./entity-memory.ts";

const record = proxyActivities<Activities>(recordOptions);
const alert = proxyActivities<Activities>(alertOptions);

/** Write down and tell what the entity has to, in order, while it does its work: a database or a webhook that is away holds nothing up. What is left when the entity's run is over is carried to the next one, which begins it again. */
export async function workOutbox(memory: EntityMemory, over: () => boolean): Promise<void> {
  const scope = new CancellationScope();
  const working = scope.run(() => Promise.all([write(memory), tell(memory)])).catch(unlessCancelled);
  await condition(over);
  scope.cancel();
  await working;
}

function unlessCancelled(error: unknown): void {
  if (!isCancellation(error)) throw error;
}

const keep = (memory: EntityMemory, change: (outbox: Outbox) => Outbox): void =>
  memory.keep({ ...memory.current(), outbox: change(memory.current().outbox) });

async function write(memory: EntityMemory): Promise<never> {
  for (;;) {
    await condition(() => memory.current().outbox.records.length > 0);
    const [first] = memory.current().outbox.records;
    if (first === undefined) continue;
    await record.keepRecord
      .executeWithOptions({ summary: `keep an ${first.kind}` }, [first])
      .catch((error: unknown) => {
        unlessEnded(error);
        log.warn("a row was not kept", { kind: first.kind });
      });
    keep(memory, written);
  }
}

async function tell(memory: EntityMemory): Promise<never> {
  for (;;) {
    await condition(() => memory.current().outbox.notices.length > 0);
    const [first] = memory.current().outbox.notices;
    if (first === undefined) continue;
    const failure = await alert.deliverNotice.executeWithOptions({ summary: summaryOf(first) }, [first]).then(
      () => null,
      (error: unknown) => (unlessEnded(error), rootMessage(error)),
    );
    keep(memory, (outbox) => delivered(outbox, failure));
    if (failure === null && first.event === "opened")
      memory.keep(told(memory.current(), first.incident.id, new Date()));
  }
}

function summaryOf({ event, incident: { asset, health } }: Notice): string {
  const happened = { opened: `is ${health}`, recovered: "recovered", removed: "is no longer declared" } as const;
  return `tell that ${asset} ${happened[event]}`;
}

/** The entity's run is over: what was begun is begun again by the next one. */
function unlessEnded(error: unknown): void {
  if (isCancellation(error)) throw error;
}
