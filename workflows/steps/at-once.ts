import { isCancellation } from "@temporalio/workflow";
import type { Plan } from "../../core/graph/plan.ts";

/** The same call of a cursor's entity in two ways: beside the workflow, without a way through the server's queues; and as an activity, tried for as long as it may last. */
type Ways<Answer> = { readonly local: () => Promise<Answer>; readonly lasting: () => Promise<Answer> };

/** Call beside the workflow where its plan says so. What does not succeed there at once, an entity that recovers or a database that is away, is called again in the lasting way. */
export async function atOnce<Answer>(cursors: Plan["cursors"], { local, lasting }: Ways<Answer>): Promise<Answer> {
  if (cursors !== "at-once") return lasting();
  try {
    return await local();
  } catch (error) {
    if (isCancellation(error)) throw error;
    return lasting();
  }
}
