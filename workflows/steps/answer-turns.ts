import { setHandler } from "@temporalio/workflow";
import { acquireCursorUpdate, dropTurnsUpdate, releaseCursorUpdate } from "../contracts/messages.ts";
import type { AssetStateV1 } from "../contracts/state.ts";
import { passBegun } from "../logic/automation.ts";
import { acquire, drop, release } from "../logic/cursor-turns.ts";
import type { EntityMemory } from "./entity-memory.ts";
import { wakeNext } from "./wake-next.ts";

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
      memory.keep(answer.granted ? passBegun(state) : state);
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
}
