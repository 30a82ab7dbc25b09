import { getExternalWorkflowHandle, setHandler } from "@temporalio/workflow";
import {
  acquireCursorUpdate,
  cursorFreeSignal,
  dropTurnsUpdate,
  pauseSignal,
  releaseCursorUpdate,
  resumeSignal,
} from "../contracts/messages.ts";
import type { AssetStateV1 } from "../contracts/state.ts";
import { acquire, drop, release, toWake } from "../logic/cursor-turns.ts";
import type { EntityMemory } from "./entity-memory.ts";

/** Answer whoever wants the cursor, one after another, and tell the next one when it is free. */
export function answerTurns(memory: EntityMemory): void {
  const change = async (next: (state: AssetStateV1) => AssetStateV1): Promise<void> => {
    await memory.recovered();
    memory.keep(next(memory.current()));
    await wakeNext(memory);
  };
  setHandler(
    acquireCursorUpdate,
    async (request) => {
      await memory.recovered();
      const { state, answer } = acquire(memory.current(), request, new Date());
      memory.keep(state);
      return answer;
    },
    {
      description: 'Ask for the cursor. Example: {"holder":"run/nightly/…/extract/clients","placeMs":1800000}',
    },
  );
  setHandler(releaseCursorUpdate, (request) => change((state) => release(state, request)), {
    description:
      'Give a turn back. Example: {"holder":"run/nightly/…/extract/clients","fence":7,"outcome":"landed"}; fence null: whatever the holder has.',
  });
  setHandler(dropTurnsUpdate, (request) => change((state) => drop(state, request)), {
    description:
      'Take turns of ended workflows away, as `getCursor` shows them. Example: {"turns":[{"holder":"run/…","fence":7,"until":null}]}',
  });
  setHandler(pauseSignal, () => change((state) => ({ ...state, paused: true })), {
    description: "Hold this asset: runs skip it until `resume`. One that is being extracted ends first. No argument.",
  });
  setHandler(resumeSignal, () => change((state) => ({ ...state, paused: false })), {
    description: "Let this asset go on, from the next run. No argument.",
  });
}

/** Tell those whose turn it may be to ask again. One that no longer runs loses its place, and the next one is told. */
async function wakeNext(memory: EntityMemory): Promise<void> {
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
