import { getExternalWorkflowHandle } from "@temporalio/workflow";
import { cursorFreeSignal } from "../contracts/messages.ts";
import { drop, toWake } from "../logic/cursor-turns.ts";
import type { EntityMemory } from "./entity-memory.ts";

/** Tell those whose turn it may be to ask again. One that no longer runs loses its place, and the next one is told. */
export async function wakeNext(memory: EntityMemory): Promise<void> {
  const told = new Set<string>();
  for (;;) {
    const turn = toWake(memory.current(), new Date()).find(({ holder }) => !told.has(holder));
    if (turn === undefined) return;
    told.add(turn.holder);
    if (!(await reached(turn.holder))) memory.keep(drop(memory.current(), { turns: [turn] }));
  }
}

const reached = (holder: string): Promise<boolean> =>
  getExternalWorkflowHandle(holder)
    .signal(cursorFreeSignal)
    .then(
      () => true,
      () => false,
    );
