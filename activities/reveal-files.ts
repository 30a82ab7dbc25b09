import { Context } from "@temporalio/activity";
import type { ActivityDeps } from "./deps.ts";
import { keepAlive } from "./keep-alive.ts";

/** Which bulk reveal: its id is all that Temporal knows of it. */
export type BulkReveal = { readonly request: string };

/** The file of a bulk reveal, made and removed. */
export function createRevealFiles({ bulkReveals }: Pick<ActivityDeps, "bulkReveals">) {
  return {
    /** Null while nobody but who asked has approved. */
    makeRevealFile: async ({ request }: BulkReveal): Promise<{ readonly people: number } | null> => {
      const context = Context.current();
      using _beat = keepAlive(() => context.heartbeat());
      return bulkReveals.make(request);
    },
    dropRevealFile: ({ request }: BulkReveal): Promise<void> => bulkReveals.drop(request),
  };
}
