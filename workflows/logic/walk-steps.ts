import type { PlanStep } from "../../core/graph/plan.ts";
import type { Pace } from "./pace.ts";
import { nextSteps } from "./next-steps.ts";

/** How a walk over a plan stands. */
export type Walk<Outcome> = {
  readonly ended: ReadonlyMap<string, Outcome>;
  readonly running: ReadonlyMap<string, Promise<void>>;
};

/**
 * Work on every step once, in dependency order, as many at a time as the pace says; `walk` is kept up to date and `changed` told of
 * each start and end. What `work` throws stops the walk: nothing more starts, and it is thrown when those in work ended.
 */
export async function walkSteps<Outcome>(
  steps: readonly PlanStep[],
  pace: Pick<Pace, "atOnce" | "changed">,
  work: (step: PlanStep, ended: ReadonlyMap<string, Outcome>) => Promise<Outcome>,
  changed: (walk: Walk<Outcome>) => void,
): Promise<ReadonlyMap<string, Outcome>> {
  const ended = new Map<string, Outcome>();
  const running = new Map<string, Promise<void>>();
  const start = async (step: PlanStep): Promise<void> => {
    ended.set(step.asset, await work(step, ended));
    running.delete(step.asset);
  };
  try {
    while (ended.size < steps.length) {
      for (const step of nextSteps(steps, ended, running, pace.atOnce())) running.set(step.asset, start(step));
      changed({ ended, running });
      await Promise.race([...running.values(), pace.changed()]);
    }
  } finally {
    await Promise.allSettled(running.values());
  }
  changed({ ended, running });
  return ended;
}
