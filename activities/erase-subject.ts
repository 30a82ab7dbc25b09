import { Context } from "@temporalio/activity";
import type { RowsOfPeople } from "../core/ports/erasure.ts";
import type { Certified, ErasurePlan } from "../core/ports/erasures.ts";
import type { ActivityDeps } from "./deps.ts";
import { keepAlive } from "./keep-alive.ts";

/** Days for which an erased person is kept out after a source sent them last. */
const suppressedDays = 90;
/** Days after an erasure by which the epoch ends that wrapped the keys of who was erased. */
const epochDays = 7;
const dayMs = 86_400_000;

type Named = { readonly request: string };

/** The steps of an erasure, each of which may be done again. Workflows see ids of requests and counts. */
export function createEraseSubject({ erasures, clock }: Pick<ActivityDeps, "erasures" | "clock">) {
  const now = (): string => inDays(0);
  const inDays = (days: number): string => new Date(clock.now().getTime() + days * dayMs).toISOString();
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
    /** Days go by in which no source sends an erased person: then nothing keeps them out any more, and nothing of them is kept. */
    forgetLookups: (): Promise<number> => erasures.forget(inDays(-suppressedDays)),
    /** The epoch ends within a week of the workflow's time; the certificate says so by the clock that its other instants are of. */
    certifyErasure: ({ request, rows, epochDueAt }: Named & Omit<Certified, "erasedAt">): Promise<void> =>
      erasures.certify(request, { rows, erasedAt: now(), epochDueAt: epochDueAt === null ? null : inDays(epochDays) }),
  };
}
