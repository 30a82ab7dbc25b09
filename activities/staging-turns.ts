import { atMost } from "../core/at-most.ts";

type Turn = ReturnType<typeof atMost>;

/** Gives each load one turn at a time in this process: its next part may be read meanwhile, but two that are staged at once share one thread and are both ready late. */
export function stagingTurns(): (loadId: string, work: () => Promise<void>) => Promise<void> {
  const loads = new Map<string, { readonly turn: Turn; parts: number }>();
  return async (loadId, work) => {
    const load = loads.get(loadId) ?? { turn: atMost(1), parts: 0 };
    loads.set(loadId, load);
    load.parts++;
    try {
      await load.turn(work);
    } finally {
      if (--load.parts === 0) loads.delete(loadId);
    }
  };
}
