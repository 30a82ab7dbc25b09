import type { PlanStep } from "../../core/graph/plan.ts";

/** Whether a step looks after a table without reading what is new. */
export const isUpkeep = ({ parts }: Pick<PlanStep, "parts">): boolean => parts !== undefined && !parts.includes("new");
