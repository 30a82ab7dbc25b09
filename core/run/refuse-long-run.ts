import { SillageError } from "../errors.ts";
import type { Plan, PlanStep } from "../graph/plan.ts";

/** Events that a step adds to its run's history at most, as recorded nights show: a mart; a table; its share of history read again besides. */
const eventsOf = { mart: 15, table: 30, history: 30 } as const;
/** The server ends a workflow at 51,200 events: what is left is for steering and for what is tried again. */
const mostEvents = 45_000;

/** Refuse a run whose history would not fit, before anything is done: it would be ended midway. Throws `run.too-many-assets`. */
export function refuseLongRun({ steps }: Pick<Plan, "steps">): void {
  const events = steps.reduce((sum, step) => sum + eventsIn(step), 0);
  if (events <= mostEvents) return;
  throw new SillageError({
    code: "run.too-many-assets",
    message: `The run would walk ${steps.length} assets, whose history would be about ${events} events, more than ${mostEvents}.`,
    fix: "Split it by selection, for instance by source or by tag, into several jobs or runs.",
  });
}

const eventsIn = ({ kind, parts }: PlanStep): number =>
  eventsOf[kind] + (kind === "table" && parts?.includes("history") !== false ? eventsOf.history : 0);
