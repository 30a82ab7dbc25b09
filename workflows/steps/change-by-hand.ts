import { proxyActivities, uuid4 } from "@temporalio/workflow";
import type { Activities } from "../../activities/index.ts";
import type { AuditedChange, By } from "../../core/ports/audit.ts";
import type { Changed } from "../contracts/control-messages.ts";
import { recordOptions } from "../contracts/options.ts";
import type { AssetStateV1 } from "../contracts/state.ts";
import { auditOf, controlMirror } from "../logic/asset-control.ts";
import type { EntityMemory } from "./entity-memory.ts";
import { wakeNext } from "./wake-next.ts";

const record = proxyActivities<Activities>(recordOptions);

/** A change of an entity that somebody makes. */
export type Change = {
  readonly what: AuditedChange;
  readonly by: By;
  readonly next: (state: AssetStateV1) => AssetStateV1;
};

/** Change an entity at once, then have it recorded and mirrored, however long the database is away. */
export async function changeByHand(memory: EntityMemory, change: Change): Promise<Changed> {
  await memory.recovered();
  return recordChange(await applyChange(memory, change));
}

/** Change an entity, and tell those who wait for its cursor. */
export async function applyChange(memory: EntityMemory, { what, by, next }: Change) {
  const before = memory.current();
  const after = next(before);
  const audited = { ...auditOf(what, by, { before, after }), at: new Date().toISOString() };
  memory.keep(after);
  await wakeNext(memory);
  return { audited, mirror: controlMirror(after) };
}

/** Have a change recorded and mirrored. */
export async function recordChange({ audited, mirror }: Awaited<ReturnType<typeof applyChange>>): Promise<Changed> {
  await record.recordAudit.executeWithOptions({ summary: `audit: ${audited.what} ${audited.subject}` }, [
    { entry: { ...audited, id: uuid4() }, mirror },
  ]);
  return { oldValue: audited.oldValue ?? "", newValue: audited.newValue ?? "" };
}
