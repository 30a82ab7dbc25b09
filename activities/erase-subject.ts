import { Context } from "@temporalio/activity";
import type { RowsOfPeople } from "../core/ports/erasure.ts";
import type { Certified, ErasurePlan } from "../core/ports/erasures.ts";
import type { ActivityDeps } from "./deps.ts";
import { keepAlive } from "./keep-alive.ts";

type Named = { readonly request: string };

/** The steps of an erasure, each of which may be done again. Workflows see ids of requests and counts. */
export function createEraseSubject({ erasures, clock }: Pick<ActivityDeps, "erasures" | "clock">) {
  const now = (): string => clock.now().toISOString();
  return {
    verifyRequest: ({ request }: Named): Promise<ErasurePlan> => erasures.plan(request),
    restrictPeople: ({ request }: Named): Promise<void> => erasures.restrict(request, now()),
    blankPeople: ({ request }: Named): Promise<void> => erasures.blank(request, now()),
    eraseRows: async ({ request }: Named): Promise<readonly RowsOfPeople[]> => {
      const context = Context.current();
      using _beat = keepAlive(() => context.heartbeat());
      return erasures.eraseRows(request, now());
    },
    /** What a load brought since is deleted first. Throws `dsr.unproven`. */
    proveErasure: async ({ request }: Named): Promise<void> => {
      const context = Context.current();
      using _beat = keepAlive(() => context.heartbeat());
      await erasures.eraseRows(request, now());
      await erasures.prove(request);
    },
    certifyErasure: ({ request, ...done }: Named & Omit<Certified, "erasedAt">): Promise<void> =>
      erasures.certify(request, { ...done, erasedAt: now() }),
  };
}
