import { Context } from "@temporalio/activity";
import type { KekPlan, Rewrapped, RotationPlan } from "../core/ports/epoch-rotation.ts";
import type { ActivityDeps } from "./deps.ts";
import { keepAlive } from "./keep-alive.ts";

/** People that one activity moves: after so many the workflow shows how far it is, and the next looks for those who are left from the first on. */
const peopleAtOnce = 200_000;

/** The steps of rotating keys, each of which may be done again. Workflows see epochs and counts. */
export function createRotateKeys({ rotation }: Pick<ActivityDeps, "rotation">) {
  return {
    planRotation: (): Promise<RotationPlan> => beating(() => rotation.plan()),
    beginEpoch: ({ to }: Pick<RotationPlan, "to">): Promise<void> => rotation.begin(to),
    /** Move people, 200,000 or a few more; how many, 0 when nobody is left. */
    movePeople: (span: Pick<RotationPlan, "from" | "to">): Promise<number> =>
      rotation.move(span, peopleAtOnce, (people) => {
        Context.current().heartbeat({ people });
        Context.current().cancellationSignal.throwIfAborted();
      }),
    verifyEpoch: ({ to }: Pick<RotationPlan, "to">): Promise<number> =>
      rotation.verify(to, (people) => Context.current().heartbeat({ people })),
    endEpoch: ({ from }: Pick<RotationPlan, "from">): Promise<{ readonly effectiveAt: string }> =>
      beating(() => rotation.end(from)),
    planKek: (): Promise<KekPlan> => beating(() => rotation.planKek()),
    renewKek: (): Promise<void> => beating(() => rotation.renewKek()),
    /** Wrap root keys anew, `most` at most where the vault tells which are left. Asked for no number, as a control worker of before asks once: all; how many. */
    rewrapRoots: async (of?: { readonly most: number }): Promise<number | Rewrapped> => {
      const done = await beating(() =>
        rotation.rewrapRoots(of?.most ?? Number.POSITIVE_INFINITY, (roots) => {
          Context.current().heartbeat({ roots });
          Context.current().cancellationSignal.throwIfAborted();
        }),
      );
      return of === undefined ? done.wrapped : done;
    },
  };
}

/** Work that tells nothing for a while of how far it is: everybody is counted, every root key looked at, or a vault is slow. */
async function beating<Result>(work: () => Promise<Result>): Promise<Result> {
  const context = Context.current();
  using _beat = keepAlive(() => context.heartbeat());
  return work();
}
