import { log, patched } from "@temporalio/workflow";
import type { By } from "../../core/ports/audit.ts";
import type { Read } from "../logic/read-orders.ts";
import { applyChange, recordChange, type Change } from "./change-by-hand.ts";
import type { EntityMemory } from "./entity-memory.ts";

/** Do what a signal asks for. A wrong argument changes nothing and is told on the entity's page; no failure of the audit ends the entity. */
export async function signalledByHand(
  memory: EntityMemory,
  name: string,
  read: Read<By>,
  change: (by: By) => Change,
): Promise<void> {
  await memory.recovered();
  if ("problem" in read)
    return memory.keep({ ...memory.current(), refused: `\`${name}\` was refused: ${read.problem}` });
  const applied = await applyChange(memory, change(read.order));
  // Entities that were paused by a signal before there was an audit recorded nothing then.
  if (!patched("assetState-20261127-audit")) return;
  await recordChange(applied).catch(() => log.warn("a change by hand was not recorded", { signal: name }));
}
