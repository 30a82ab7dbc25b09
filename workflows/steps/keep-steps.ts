import { CancellationScope, condition, log, proxyActivities } from "@temporalio/workflow";
import type { Activities } from "../../activities/index.ts";
import type { RunStep } from "../../core/ports/runs.ts";
import { recordOptions } from "../contracts/options.ts";

const record = proxyActivities<Activities>(recordOptions);

/** Ends of steps are written down together: so many, or those of so long. */
const together = { steps: 20, within: "10s" } as const;

/** What keeps the ends of a run's steps while it goes on. */
export type StepKeeper = {
  readonly keep: (step: RunStep) => void;
  /** Steps that failed, and the code of the first one. */
  readonly lost: () => { readonly failures: number; readonly code: string | null };
  /** Those that are not written down yet, once the run keeps no more. */
  readonly rest: () => Promise<readonly RunStep[]>;
};

/** Write the ends of a run's steps down beside its work, a few at a time; a database that is away holds nothing up. */
export function keepSteps(run: string): StepKeeper {
  let pending: readonly RunStep[] = [];
  let over = false;
  let lost: ReturnType<StepKeeper["lost"]> = { failures: 0, code: null };
  const writing = CancellationScope.nonCancellable(async () => {
    for (;;) {
      await condition(() => over || pending.length > 0);
      const isTime = (): boolean => over || pending.length >= together.steps;
      if (!over) await condition(isTime, together.within, { summary: "until more steps end" });
      if (over) return;
      const steps = pending;
      await record.keepSteps.executeWithOptions({ summary: `${steps.length} steps ended` }, [{ run, steps }]);
      pending = pending.slice(steps.length);
    }
  }).catch(() => log.warn("ends of steps are told with the run's end", { run }));
  return {
    keep(step) {
      pending = [...pending, step];
      if (step.state === "failed") lost = { failures: lost.failures + 1, code: lost.code ?? step.code };
    },
    lost: () => lost,
    async rest() {
      over = true;
      await writing;
      return pending;
    },
  };
}
